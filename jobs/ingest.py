"""One Source, start to end: only the order of steps."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.entering import Entered, enter_items
from jobs.intervals import Bounds, after_failure, after_reading, is_read_in_full
from jobs.notices import owe_admins, owe_notice
from jobs.sources.records import Reading
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from jobs.subscribing import subscribe
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import SourceError
from storage.models import Source, SourceState

log = logging.getLogger(__name__)
_LONGEST_READING_S = 300
_AFTER_A_BUG = timedelta(hours=1)
_MOVED_FOR_GOOD = 3  # readings in a row that said so


@dataclass(frozen=True)
class Read:
    """What came of reading a Source."""

    source: Source  # as it stands now
    first: Entered | None = None  # what its first reading brought
    is_gone: bool = False  # for good


async def ingest(
    database: Database, web: Web, source: Source, clock: Clock, *, bounds: Bounds, chance: Callable[[], float]
) -> Read:
    """Read ``source`` once and enter what is new; what goes wrong is kept on the Source and tried again later.

    Its first reading fills history silently: nobody is alerted. A list is read once: what it names is added.
    """
    try:
        async with asyncio.timeout(_LONGEST_READING_S):
            reading = await _reading(web, source, clock.now())
            if reading.outlines:
                async with database.transaction() as storage:
                    if await storage.sources.has(source.id):
                        await subscribe(storage, source, reading.outlines, clock.now())
                return Read(source)
            is_first = source.last_new_at is None
            entered = await enter_items(
                database, web, reading.items, clock, source=source, alerts=not is_first, chance=chance
            )
    except SourceError as error:
        return _failed(source, error, clock.now(), bounds, chance)
    except TimeoutError:
        too_slow = SourceError(f"Reading it took longer than {_LONGEST_READING_S // 60} minutes.")
        return _failed(source, too_slow, clock.now(), bounds, chance)
    except Exception:
        log.exception("source not read", extra={"source": source.id})
        return Read(replace(source, next_read_at=clock.now() + _AFTER_A_BUG))
    if not entered.is_complete:  # it has to be read again although it is unchanged
        reading = replace(reading, etag="", last_modified="", digest="")
    found = {"source": source.id, "articles": entered.articles, "meetings": len(entered.meetings)}
    log.info("source read", extra=found)
    after = after_reading(
        source, reading, brought_new=bool(entered.articles), now=clock.now(), chance=chance(), bounds=bounds
    )
    return Read(after, entered if is_first else None)


async def settle(storage: Storage, done: Sequence[Read], *, admins: Iterable[int], now: datetime) -> None:
    """Keep what came of reading some Sources.

    The chat that added one is told of its first reading, the admins of one that is paused and of two that are one now.
    """
    if any(_is_given_up(one) for one in done) and await storage.sources.all_fail():  # it is we who are cut off
        done = [
            replace(one, source=replace(one.source, state=SourceState.FAILING)) if _is_given_up(one) else one
            for one in done
        ]
    await storage.sources.save([one.source for one in done])
    for one in done:
        if one.first or one.source.state is SourceState.PAUSED or one.source.moved_seen >= _MOVED_FOR_GOOD:
            await _tell(storage, one, admins, now)


async def _reading(web: Web, source: Source, now: datetime) -> Reading:
    known = {"etag": source.etag, "last_modified": source.last_modified, "digest": source.digest}
    if is_read_in_full(source, now):
        known = {}
    return await read_source(web, source.address, source.kind, today=now.date(), **known)


def _failed(source: Source, error: SourceError, now: datetime, bounds: Bounds, chance: Callable[[], float]) -> Read:
    log.warning("source failed", extra={"source": source.id, "reason": error.reason})
    after = after_failure(source, error, now=now, chance=chance(), bounds=bounds)
    return Read(after, is_gone=error.is_gone)


def _is_given_up(one: Read) -> bool:
    return one.source.state is SourceState.PAUSED and not one.is_gone


async def _tell(storage: Storage, one: Read, admins: Iterable[int], now: datetime) -> None:
    source = one.source
    if not await storage.sources.has(source.id):
        return
    if one.first:
        found = {"kind": "added", "articles": one.first.articles, "meetings": len(one.first.meetings)}
        await owe_notice(storage, source, found | {"title": source.title}, now)
    if source.state is SourceState.PAUSED:
        failing_at = source.failing_at or now
        paused = {
            "kind": "source_paused",
            "reason": source.error,
            "is_gone": one.is_gone,
            "since": str(failing_at.date()),
        }
        await owe_admins(storage, admins, source, paused, now)
    if source.moved_seen >= _MOVED_FOR_GOOD:
        other = await storage.sources.move(source.id, source.moved_to)
        log.info("source moved", extra={"source": source.id, "into": other and other.id})
        if other is not None:
            await owe_admins(storage, admins, source, {"kind": "source_moved", "into": other.id}, now)
