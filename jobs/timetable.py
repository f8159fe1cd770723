"""What runs how often."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from jobs.aftermath import close_past
from jobs.decisions import apply_decisions, ask_again
from jobs.looking import forget_looks
from jobs.planning import plan
from jobs.readers import Readers
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database


@dataclass(frozen=True)
class Tick:
    """A job that runs every so often and finds what is due in the database."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


def timetable(database: Database, web: Web, clock: Clock, readers: Readers) -> tuple[Tick, ...]:
    """Return all that the reading side does."""

    def every(seconds: int, name: str, job: Callable[[Database, Web, Clock], Awaitable[None]]) -> Tick:
        return Tick(name, timedelta(seconds=seconds), partial(job, database, web, clock))

    return (
        Tick("preview new sources", timedelta(seconds=1), readers.previews.begin_due),
        Tick("take looks", timedelta(seconds=1), readers.looks.begin_due),
        Tick("read due sources", timedelta(seconds=2), readers.sources.begin_due),
        Tick("hasten pages", timedelta(seconds=30), readers.hasten_pages),
        Tick("read pages again", timedelta(seconds=2), readers.pages.begin_due),
        every(1, "apply decisions", apply_decisions),
        every(10, "ask again", ask_again),
        every(10, "plan reminders", plan_reminders),
        every(600, "close past meetings", close_past_meetings),
        every(600, "forget looks", forget_looks),
    )


async def plan_reminders(database: Database, _web: Web, clock: Clock) -> None:
    """Owe the reminders that come due soon."""
    async with database.transaction() as storage:
        await plan(storage, clock.now())


async def close_past_meetings(database: Database, _web: Web, clock: Clock) -> None:
    """Take what is past as unknown, where no report said that it was held."""
    async with database.transaction() as storage:
        await close_past(storage, clock.now())
