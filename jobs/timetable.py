"""What runs how often."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from jobs.aftermath import close_past
from jobs.decisions import apply_decisions, ask_again
from jobs.ingest import ingest
from jobs.planning import plan
from jobs.preview import preview
from jobs.sources.web import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import Source

log = logging.getLogger(__name__)
Step = Callable[[Database, Web, Source, Clock], Awaitable[None]]


@dataclass(frozen=True)
class Tick:
    """A job that runs every so often and finds what is due in the database."""

    name: str
    every: timedelta
    run: Callable[[Database, Web, Clock], Awaitable[None]]


async def preview_new_sources(database: Database, web: Web, clock: Clock) -> None:
    """Look for the first time at the Sources that were added: somebody waits for the answer."""
    async with database.transaction() as storage:
        due = await storage.sources.due(clock.now(), new=True)
    await _side_by_side(preview, database, web, due, clock)


async def read_due_sources(database: Database, web: Web, clock: Clock) -> None:
    """Read the Sources that are due."""
    async with database.transaction() as storage:
        due = await storage.sources.due(clock.now(), new=False)
    await _side_by_side(ingest, database, web, due, clock)


async def plan_reminders(database: Database, _web: Web, clock: Clock) -> None:
    """Owe the reminders that come due soon."""
    async with database.transaction() as storage:
        await plan(storage, clock.now())


async def close_past_meetings(database: Database, _web: Web, clock: Clock) -> None:
    """Take what is past as unknown, where no report said that it was held."""
    async with database.transaction() as storage:
        await close_past(storage, clock.now())


async def _side_by_side(step: Step, database: Database, web: Web, sources: Iterable[Source], clock: Clock) -> None:
    """Do ``step`` with each of ``sources``; a bug with one is logged whole and tried again in an hour."""

    async def take(source: Source) -> None:
        try:
            await step(database, web, source, clock)
        except Exception:
            log.exception("source failed", extra={"source": source.id})
            async with database.transaction() as storage:
                await storage.sources.update(source.id, next_read_at=clock.now() + timedelta(hours=1))

    async with asyncio.TaskGroup() as taking:
        for source in sources:
            taking.create_task(take(source))


TICKS = (
    Tick("preview new sources", timedelta(seconds=1), preview_new_sources),
    Tick("read due sources", timedelta(seconds=2), read_due_sources),
    Tick("apply decisions", timedelta(seconds=1), apply_decisions),
    Tick("ask again", timedelta(seconds=10), ask_again),
    Tick("plan reminders", timedelta(seconds=10), plan_reminders),
    Tick("close past meetings", timedelta(minutes=10), close_past_meetings),
)
