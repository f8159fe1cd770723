"""One Source, start to end: only the order of steps."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobs.diary import enter
from jobs.full_text import with_page
from jobs.notices import owe_notice
from jobs.sources.records import Item, Reading
from jobs.sources.registry import read_source
from jobs.sources.web import Web
from storage.clock import Clock
from storage.database import Database
from storage.errors import SourceError
from storage.models import Source, SourceState

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(days=1)
_LONGEST_READING_S = 300
_PAGES = 50  # asked for in one reading; the others in the next


@dataclass
class Ingested:
    """What one reading brought so far."""

    articles: int = 0  # new or changed
    meetings: dict[int, None] = field(default_factory=dict)  # the ids of those they speak of, each once
    pages_owed: int = 0  # of articles that are in as summaries, or not at all
    failures: list[Exception] = field(default_factory=list)  # bugs, each with one article


async def ingest(database: Database, web: Web, source: Source, clock: Clock) -> None:
    """Read ``source`` once and enter what is new; what goes wrong is kept on the Source and tried again later.

    Its first reading fills history silently: no alert, and one notice to the chat that added it.
    """
    try:
        async with asyncio.timeout(_LONGEST_READING_S):
            reading = await read_source(
                web,
                source.address,
                source.kind,
                etag=source.etag,
                last_modified=source.last_modified,
                today=clock.now().date(),
            )
            brought = await enter_items(
                database, web, reading.items, clock, source=source, alerts=source.last_new_at is not None
            )
    except SourceError as error:
        await _note_failure(database, source, error.reason, clock.now())
    except TimeoutError:
        reason = f"Reading it took longer than {_LONGEST_READING_S // 60} minutes."
        await _note_failure(database, source, reason, clock.now())
    else:
        await _note_success(database, source, reading, brought, clock.now())


async def enter_items(
    database: Database,
    web: Web,
    items: Iterable[Item],
    clock: Clock,
    *,
    source: Source | None = None,
    alerts: bool = True,
) -> Ingested:
    """Enter ``items`` into the diary, oldest first, each as soon as its page is here.

    An Article whose page cannot be read now is entered as its summary; the page is asked for again for a day. Each has
    a transaction of its own: a bug with one is logged whole and leaves the others.
    """
    items = sorted(items, key=lambda item: item.article.published)
    async with database.transaction() as storage:
        known = await storage.articles.known([item.article.key for item in items], clock.now())
    brought, pages = Ingested(), 0
    for item in items:
        if item.needs_page:
            if (before := known.get(item.article.key)) and not before.is_page_owed:
                continue
            pages += 1
            if pages > _PAGES:
                brought.pages_owed += 1
                continue
        whole = await with_page(web, item, clock.now().date())
        brought.pages_owed += whole.needs_page
        try:
            async with database.transaction() as storage:
                found = await enter(
                    storage,
                    whole.article,
                    now=clock.now(),
                    source_id=source.id if source else None,
                    is_whole=not whole.needs_page,
                    alerts=alerts,
                )
        except Exception as bug:
            log.exception("article not entered", extra={"key": item.article.key})
            brought.failures.append(bug)
            continue
        if found is not None:
            brought.articles += 1
            brought.meetings |= dict.fromkeys(found)
    return brought


async def _note_success(database: Database, source: Source, reading: Reading, brought: Ingested, now: datetime) -> None:
    is_first = source.last_new_at is None
    is_complete = not brought.pages_owed  # else the source has to be read again although it is unchanged
    async with database.transaction() as storage:
        await storage.sources.update(
            source.id,
            state=SourceState.READING,
            etag=reading.etag if is_complete else "",
            last_modified=reading.last_modified if is_complete else "",
            next_read_at=now + EVERY,
            last_read_at=now,
            last_new_at=now if brought.articles or is_first else source.last_new_at,
            failures=0,
            error="",
        )
        if is_first:
            found = {"kind": "added", "articles": brought.articles, "meetings": len(brought.meetings)}
            await owe_notice(storage, source, found | {"title": source.title}, now)
    log.info(
        "source read", extra={"source": source.id, "articles": brought.articles, "meetings": len(brought.meetings)}
    )


async def _note_failure(database: Database, source: Source, reason: str, now: datetime) -> None:
    pause = min(EVERY * 2 ** min(source.failures, 10), _LONGEST_PAUSE)
    async with database.transaction() as storage:
        await storage.sources.update(
            source.id,
            state=SourceState.FAILING,
            next_read_at=now + pause,
            last_read_at=now,
            failures=source.failures + 1,
            error=reason,
        )
    log.warning("source failed", extra={"source": source.id, "reason": reason})
