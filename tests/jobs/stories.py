"""Articles told in a line, and the diary they leave: what the scenarios and the properties are made of."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count

from jobs.diary import enter
from storage.database import Database, Storage
from storage.errors import NotFoundError
from storage.models import Article, Change, Meeting, Tier

OUTLETS = {
    "Ministry": Tier.OFFICIAL,
    "Chancery": Tier.OFFICIAL,
    "Meridian Wire": Tier.WIRE,
    "Boreal Wire": Tier.WIRE,
    "Fjord Daily": Tier.OTHER,
    "Harbour Post": Tier.OTHER,
}
_REPORT = re.compile(r"(?P<day>\d+ \w+)(?: (?P<at>\d\d:\d\d))?, (?P<outlet>[^,:]+)(?P<edited>, edited)?: (?P<text>.+)")
_SPAN = date(2025, 1, 1), date(2027, 12, 31)


@dataclass(frozen=True)
class Reading:
    """An Article, and the moment it was read."""

    article: Article
    read_at: datetime


def day(words: str) -> date:
    """Return the day of 2025 written "3 March"."""
    return datetime.strptime(f"{words} 2025", "%d %B %Y").replace(tzinfo=UTC).date()


def readings(reports: Sequence[str]) -> list[Reading]:
    """Return what is read, one report after the other.

    A report is "5 March, Fjord Daily: …", published and read on that day at noon, or "5 March 14:02, …" at that
    moment; one that is older than those before it arrives late. "5 March, Fjord Daily, edited: …" is what the outlet's
    last Article says from then on.
    """
    found: list[Reading] = []
    latest: dict[str, Article] = {}
    for number, report in enumerate(reports):
        told = _REPORT.fullmatch(report)
        assert told, report
        published, outlet = day(told["day"]), told["outlet"]
        published_at = datetime.combine(published, time.fromisoformat(told["at"]), UTC) if told["at"] else None
        article = Article(
            title="",
            text=told["text"],
            published=latest[outlet].published if told["edited"] else published,
            outlet=outlet,
            key=latest[outlet].key if told["edited"] else f"{outlet} {number}",
            tier=OUTLETS[outlet],
            published_at=latest[outlet].published_at if told["edited"] else published_at,
        )
        latest[outlet] = article
        read_at = published_at or datetime.combine(published, time(12), UTC)
        found.append(Reading(article, max([read_at, *(one.read_at for one in found)])))
    return found


@asynccontextmanager
async def undone(database: Database) -> AsyncIterator[Storage]:
    """Give the Storage of a transaction that is undone at the end."""
    with suppress(_UndoneError):
        async with database.transaction() as storage:
            yield storage
            raise _UndoneError


class _UndoneError(Exception):
    pass


async def read(storage: Storage, given: Iterable[Reading]) -> None:
    """Enter what is read into the diary."""
    for one in given:
        await enter(storage, one.article, now=one.read_at)


async def diary(storage: Storage) -> list[Meeting]:
    """Return the Meetings that somebody speaks of."""
    return await storage.meetings.touching(*_SPAN)


async def every_meeting(storage: Storage) -> AsyncIterator[Meeting]:
    """Give the Meetings that somebody speaks of, and those of which nobody does any more."""
    with suppress(NotFoundError):
        for meeting_id in count(1):
            yield await storage.meetings.get(meeting_id)


async def history(storage: Storage) -> list[Change]:
    """Return every Change, Meeting by Meeting, oldest first."""
    return [change async for meeting in every_meeting(storage) for change in await storage.meetings.changes(meeting.id)]


def written(change: Change) -> str:
    """Return "date 2025-03-14 → 2025-03-20", with "none" where there was, or is, no value."""
    return f"{change.field} {change.old or 'none'} → {change.new or 'none'}"
