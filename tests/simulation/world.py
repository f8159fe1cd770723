"""What is true outside of the program: who wants what, which meetings there are, and what people and sources do."""

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.clock import Clock
from storage.database import Database
from storage.models import Chat, Filter, Kind, Meeting, Precision, Status, When
from tests.builders import DAY, HOUR, MINUTE, NOW, belief, known_meeting, mention

from .loop import VirtualLoop

ZONES = ("UTC", "America/New_York", "Pacific/Auckland")
OFFSETS = ((HOUR,), (30 * MINUTE,), (DAY, HOUR))
FILTERS = (Filter(), Filter(), Filter(), Filter(("kind:talks",)), Filter(("-word:odd",)))
FIRST = timedelta(days=1)  # from now to the first meeting


class Hands(Clock):
    """The machine's clock: virtual time, and whatever it was put forward or back by."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop = loop
        self.off = timedelta(0)
        self.steps: list[tuple[float, timedelta]] = []
        super().__init__(read=lambda: NOW + timedelta(seconds=loop.time()) + self.off)

    def step(self, by: timedelta) -> None:
        """Put the clock forward, or back."""
        self.off += by
        self.steps.append((self.loop.time(), by))

    def first_shown_at(self, moment: datetime, since: float) -> float:
        """Return the virtual second, from ``since`` on, at which the clock first shows ``moment`` or later."""
        wanted, off, began = (moment - NOW).total_seconds(), 0.0, since
        for at, by in self.steps:
            if at > since and max(wanted - off, began) <= at:
                break
            off, began = off + by.total_seconds(), max(at, since)
        return max(wanted - off, began)

    def put_back_before(self, moment: datetime, since: float) -> float:
        """Return the first virtual second after ``since`` at which the clock is put back before ``moment``, or inf."""
        off = 0.0
        for at, by in self.steps:
            off += by.total_seconds()
            if at > since and by < timedelta(0) and at + off < (moment - NOW).total_seconds():
                return at
        return math.inf


class Key(NamedTuple):
    """What tells one reminder from all others."""

    number: int  # of the chat in the world: it keeps it when its id changes
    subject: str
    revision: int
    offset: timedelta


@dataclass
class Person:
    """A chat, and since when it is how it is: virtual seconds of what disturbed it."""

    number: int
    chat: Chat
    wanted: Filter
    gone: list[float] = field(default_factory=list)  # when it unsubscribed, muted, blocked us, changed its hours …
    unsubscribed_at: float | None = None
    away: list[tuple[float, float]] = field(default_factory=list)  # from when to when nothing could be sent to it


@dataclass
class Story:
    """A meeting's dates and whether it stands: (virtual second it was known, Meeting), oldest first."""

    told: list[tuple[float, Meeting]]

    @property
    def now(self) -> Meeting:
        """The meeting as it is."""
        return self.told[-1][1]

    def dated(self, revision: int) -> tuple[float, Meeting]:
        """Return since when the date of ``revision`` was known, in virtual seconds, and the meeting on it."""
        return next(told for told in self.told if told[1].date_revision == revision)

    def stood(self, revision: int, at: float) -> bool:
        """Return whether it still stood on the date of ``revision`` at a virtual second."""
        known = [one for since, one in self.told if since <= max(at, 0.0)]
        return known[-1].date_revision == revision and known[-1].status.still_stands


class World:
    """The chats and meetings, and what is done to them."""

    def __init__(self, loop: VirtualLoop, chance: Random, chats: int, meetings: int, days: float) -> None:
        self.loop, self.chance, self.clock = loop, chance, Hands(loop)
        self.people = [self._person(number) for number in range(chats)]
        self.by_id = {person.chat.chat_id: person for person in self.people}
        self._meetings, self._length = meetings, days * DAY
        self.stories: dict[str, Story] = {}
        self.names: dict[str, str] = {}
        self.muted: dict[tuple[int, str], float] = {}
        self.lock_failures: list[float] = []
        self.restarts: list[float] = []
        self.left_claimed: dict[int, list[float]] = defaultdict(list)  # delivery → when a program left it behind

    def _person(self, number: int) -> Person:
        is_group = self.chance.random() < 0.15
        chat = Chat(
            -(10_000 + number) if is_group else 10_000 + number,
            zone=self.chance.choice(ZONES),
            offsets=self.chance.choice(OFFSETS),
        )
        return Person(number, chat, self.chance.choice(FILTERS))

    async def begin(self, database: Database) -> None:
        """Let the database know of it all."""
        async with database.transaction() as storage:
            for person in self.people:
                await storage.chats.get(person.chat.chat_id)
                await storage.chats.save(person.chat)
                await storage.chats.subscribe(person.chat, person.wanted, now=NOW)
            for number in range(self._meetings):
                name = f"Meeting {number}: {'odd' if number % 2 else 'even'} talks"
                kind = Kind.TALKS if number % 5 else Kind.SUMMIT
                at = NOW + FIRST + self.chance.random() * self._length
                meeting = await known_meeting(storage, self._when(at), name=name, kind=kind)
                self.stories[meeting.uid] = Story([(0.0, meeting)])
                self.names[name] = meeting.uid

    def _when(self, at: datetime) -> When:
        if self.chance.random() < 0.1:
            return When(at.date(), at.date())
        at = at.replace(minute=at.minute // 15 * 15)
        return When(at.date(), at.date(), Precision.MINUTE, time(at.hour, at.minute), "UTC")

    @property
    def ends_at(self) -> datetime:
        """When the last meeting is past."""
        return max(datetime.combine(one.now.when.last, time(), NOW.tzinfo) for one in self.stories.values()) + 2 * DAY

    # --- what people and sources do

    async def move_meeting(self, database: Database, *, uid: str | None = None) -> None:
        """Move a meeting by up to a day, or call it off."""
        uid = uid or self.chance.choice(list(self.stories))
        old, now = self.stories[uid].now, self.clock.now()
        if not old.status.still_stands:
            return
        called_off = self.chance.random() < 0.3
        start = datetime.combine(old.when.first, old.when.clock_time or time(12), NOW.tzinfo)
        start = max(start + self.chance.uniform(-1, 1) * DAY, now + HOUR / 2)
        new = replace(
            belief(mention()),
            name=old.name,
            kind=old.kind,
            actors=old.actors,
            when=old.when if called_off else self._when(start),
            status=Status.CANCELLED if called_off else Status.MOVED,
        )
        async with database.transaction() as storage:
            await storage.meetings.revise(
                old.id,
                new,
                sequence=old.sequence + 1,
                date_revision=old.date_revision + (not called_off),
                dated_at=old.dated_at if called_off else now,
            )
            meeting = await storage.meetings.get(old.id)
        self.stories[uid].told.append((self.loop.time(), meeting))

    async def disturb(self, database: Database) -> None:
        """Let somebody unsubscribe, or mute a meeting."""
        person = self.chance.choice(self.people[: len(self.people) // 4])
        async with database.transaction() as storage:
            if self.chance.random() < 0.5:
                await storage.chats.unsubscribe(person.chat)
            else:
                uid = self.chance.choice(list(self.stories))
                await storage.chats.mute(person.chat, self.stories[uid].now.id)
                self.muted.setdefault((person.number, uid), self.loop.time())
                return
        person.gone.append(self.loop.time())
        person.unsubscribed_at = self.loop.time()

    async def return_to(self, database: Database, person: Person) -> None:
        """Let somebody who blocked the bot, or took its rights, write to it again."""
        async with database.transaction() as storage:
            await storage.chats.set_active(person.chat.chat_id, active=True)

    def moved(self, old: int, new: int) -> None:
        """Note that a group has another id now."""
        person = self.by_id[new] = self.by_id[old]
        person.chat = replace(person.chat, chat_id=new)

    # --- what is owed, reckoned without the product

    def moments(self, person: Person, meeting: Meeting) -> dict[timedelta, datetime]:
        """Return when the chat is to be reminded of the meeting: offset → moment."""
        when = meeting.when
        if person.wanted.terms == ("kind:talks",) and meeting.kind is not Kind.TALKS:
            return {}
        if person.wanted.terms == ("-word:odd",) and "odd" in meeting.name:
            return {}
        if when.clock_time is not None:
            start = datetime.combine(when.first, when.clock_time, NOW.tzinfo)
            return {offset: start - offset for offset in person.chat.offsets}
        zone = ZoneInfo(person.chat.zone)
        return {
            DAY: datetime.combine(when.first - DAY, time(9), zone),
            timedelta(0): datetime.combine(when.first, time(7), zone),
        }

    def begins(self, meeting: Meeting) -> datetime:
        """Return when it is too late to remind of the meeting."""
        when = meeting.when
        if when.clock_time is not None:
            return datetime.combine(when.first, when.clock_time, NOW.tzinfo)
        return datetime.combine(when.last + DAY, time(12), NOW.tzinfo)
