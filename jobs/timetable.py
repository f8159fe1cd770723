"""What runs how often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from jobs.ingest import ingest
from jobs.planning import plan
from jobs.preview import preview
from jobs.sources.web import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import Source, SourceState

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tick:
    """A job that runs every so often and finds what is due in the database."""

    name: str
    every: timedelta
    run: Callable[[Database, Web, Clock], Awaitable[None]]


async def read_due_sources(database: Database, web: Web, clock: Clock) -> None:
    """Read the Sources that are due, side by side; a bug with one of them is logged whole, and the others go on."""
    async with database.transaction() as storage:
        due = await storage.sources.due(clock.now())
    await asyncio.gather(*(_read(database, web, source, clock) for source in due))


async def plan_reminders(database: Database, _web: Web, clock: Clock) -> None:
    """Owe the reminders that come due soon."""
    async with database.transaction() as storage:
        await plan(storage, clock.now())


async def _read(database: Database, web: Web, source: Source, clock: Clock) -> None:
    step = preview if source.state is SourceState.NEW else ingest
    try:
        await step(database, web, source, clock)
    except Exception:
        log.exception("source not read", extra={"source": source.id})
        async with database.transaction() as storage:
            await storage.sources.update(source.id, next_read_at=clock.now() + timedelta(hours=1))


TICKS = (
    Tick("read due sources", timedelta(seconds=2), read_due_sources),
    Tick("plan reminders", timedelta(seconds=10), plan_reminders),
)
