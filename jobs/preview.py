"""The first look at a new Source: what it would bring, shown to the admin who added it before anything is kept."""

import asyncio
import logging
from datetime import datetime

from jobs.notices import owe_notice
from jobs.overview import overview
from jobs.sources.records import Reading
from jobs.sources.registry import read_source
from jobs.sources.tiers import tier_of
from jobs.sources.web.client import Web
from jobs.subscribing import known_of
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import Source

log = logging.getLogger(__name__)
_LONGEST_S = 60


async def preview(database: Database, web: Web, source: Source, clock: Clock) -> None:
    """Look at ``source`` once and owe its admin a notice: what it has, or why it cannot be read.

    One that cannot be read is forgotten.
    """
    try:
        async with asyncio.timeout(_LONGEST_S):
            reading = await read_source(web, source.address, today=clock.now().date())
            found = await overview(web, reading, clock.now())
        async with database.transaction() as storage:
            await _show(storage, source, reading, found, clock.now())
    except SourceError as error:
        await _refuse(database, source, error.reason, clock.now())
    except TimeoutError:
        await _refuse(database, source, f"Looking at it took longer than {_LONGEST_S} seconds.", clock.now())
    except Exception:
        log.exception("source not previewed", extra={"source": source.id})
        await _refuse(database, source, "Something went wrong here while it was looked at.", clock.now())


async def _refuse(database: Database, source: Source, reason: str, now: datetime) -> None:
    async with database.transaction() as storage:
        if await storage.sources.has(source.id):
            await owe_notice(storage, source, {"kind": "refused", "address": source.address, "reason": reason}, now)
            await storage.sources.remove(source.id)


async def _show(storage: Storage, source: Source, reading: Reading, found: dict[str, object], now: datetime) -> None:
    """Keep what was found out about ``source``, and owe the notice; raises SourceError where it is read already.

    Nothing of one that was removed meanwhile.
    """
    if not await storage.sources.has(source.id):
        return
    known = await storage.sources.at(reading.address)
    if known is not None and known.id != source.id:
        raise SourceError(f"Its feed, {reading.address}, is source {known.id} already.")
    await storage.sources.update(
        source.id,
        address=reading.address,
        kind=reading.kind,
        title=reading.title,
        language=reading.language,
        tier=tier_of(reading.address),
        host=host_of(reading.address),
        last_read_at=now,
    )
    if reading.outlines:
        found["known"] = number = await known_of(storage, reading.outlines)
        if number == len(reading.outlines):
            raise SourceError("All that this list names is read already.")
    await owe_notice(storage, source, {"kind": "preview", **found}, now)
