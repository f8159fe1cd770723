"""What has to hold after a simulation, each broken one a sentence."""

import sqlite3
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from storage.models import Delivery, Meeting

from .leases import LEASE, RENEWED_S
from .telegram import Accepted, SimulatedTelegram
from .world import Key, Person, World

if TYPE_CHECKING:
    from .run import Result

IN_FLIGHT = 4
_COPY = "(may repeat)"
_SOON_S = 2.0  # between claiming and sending, others may have their say
_PATIENCE_S = 900.0  # what was hindered for less has to be sent all the same
_LONGEST_TRY_S = 45.0  # to connect, and for the answer


def broken(world: World, telegram: SimulatedTelegram, rows: list[sqlite3.Row], result: "Result") -> list[str]:
    """Return what is broken; ``result`` is told the figures."""
    return list(_Checks(world, telegram, rows, result).all())


class _Checks:
    def __init__(self, world: World, telegram: SimulatedTelegram, rows: list[sqlite3.Row], result: "Result") -> None:
        self.world, self.telegram, self.rows, self.result = world, telegram, rows, result
        self.accepted: dict[Key, list[Accepted]] = defaultdict(list)
        self.deliveries: dict[Key, int] = {}

    def all(self) -> Iterator[str]:
        yield from self._read_messages()
        states = self._states()
        self.result.owed, self.result.accepted = len(self.rows), len(self.telegram.accepted)
        self.result.states.update(row[6] for row in self.rows)
        yield from self._each_came_to_its_end()
        yield from self._each_copy_is_explained()
        yield from self._nothing_is_missing(states)

    def _states(self) -> dict[Key, str]:
        states: dict[Key, str] = {}
        for id_, chat_id, _kind, subject, revision, offset_s, state, _reason in self.rows:
            key = Key(self.world.by_id[chat_id].number, subject, revision, timedelta(seconds=offset_s))
            states[key] = state
            self.deliveries[key] = id_
        return states

    def _read_messages(self) -> Iterator[str]:
        for message in self.telegram.accepted:
            delivery = message.about
            if not isinstance(delivery, Delivery):
                yield f"a message to {message.chat_id} is about nothing that was claimed"
                continue
            person = self.world.by_id[message.chat_id]
            key = Key(person.number, delivery.subject, delivery.revision, delivery.offset)
            self.accepted[key].append(message)
            story = self.world.stories[delivery.subject]
            if story.now.name not in message.text.replace("\u2060", ""):
                yield f"{key}: the message is about something else: {message.text!r}"
            if not story.stood(delivery.revision, message.sent_at - _SOON_S):
                yield f"{key}: sent at {message.sent_at:.3f}, when it was known not to stand on that date"
            if person.unsubscribed_at is not None and person.unsubscribed_at < message.sent_at - _SOON_S:
                yield f"{key}: sent to a chat that had unsubscribed"
            muted_at = self.world.muted.get((person.number, delivery.subject))
            if muted_at is not None and muted_at < message.sent_at - _SOON_S:
                yield f"{key}: sent to a chat that had muted it"

    def _each_came_to_its_end(self) -> Iterator[str]:
        for _, chat_id, _kind, subject, revision, offset_s, state, reason in self.rows:
            person = self.world.by_id[chat_id]
            key = Key(person.number, subject, revision, timedelta(seconds=offset_s))
            sent = self.accepted.get(key, [])
            match state:
                case "sent":
                    if not sent:
                        yield f"{key}: marked as sent, and never accepted"
                case "cancelled":
                    muted = (person.number, subject) in self.world.muted
                    story = self.world.stories[subject]
                    stands = story.now.date_revision == revision and story.now.status.still_stands
                    if stands and not person.gone and not muted:
                        yield f"{key}: cancelled without a cause: {reason}"
                case "expired":
                    if not sent and not self._was_hindered(person, key):
                        yield f"{key}: expired, and nothing was in the way: {reason}"
                case _:
                    yield f"{key}: left {state}: {reason}"

    def _was_hindered(self, person: Person, key: Key) -> bool:
        """Return whether there was too little time to send it, or the clock was put forward over it."""
        known_at, meeting = self.world.stories[key.subject].dated(key.revision)
        moments = self.world.moments(person, meeting)
        due_at = moments.get(key.offset)
        if due_at is None or person.gone:
            return True
        later = [moment for moment in moments.values() if moment > due_at]
        clock, since = self.world.clock, self._ahead_since(due_at, meeting, known_at)
        begins = clock.first_shown_at(due_at, since)
        ends = clock.first_shown_at(min([*later, self.world.begins(meeting)]), since)
        return ends - begins - self._hindered(person, due_at, begins, ends) < _PATIENCE_S

    def _ahead_since(self, due_at: datetime, meeting: Meeting, known_at: float) -> float:
        """Return since when a reminder was ahead, in virtual seconds: since its date was known, or the clock put back.

        inf: its moment was past as the date became known, and stayed so.
        """
        return known_at if due_at >= meeting.dated_at else self.world.clock.put_back_before(due_at, known_at)

    def _hindered(self, person: Person, due_at: datetime, begins: float, ends: float) -> float:
        """Return for how many seconds it could not be sent.

        Telegram wanted silence, or the lease had run out, or others that were due before had their turn.
        """
        hindrances = self.telegram.freezes(person.chat.chat_id)
        hindrances += [(at, at + RENEWED_S) for at, by in self.world.clock.steps if by > LEASE]
        tried = self.telegram.tried
        first = bisect_left(tried, begins - _LONGEST_TRY_S, key=itemgetter(0))
        last = bisect_right(tried, ends, key=itemgetter(0))
        hindrances += [(at, at + _LONGEST_TRY_S) for at, other in tried[first:last] if other <= due_at]
        hindered_s, until = 0.0, begins
        for a, b in sorted(hindrances):
            if (seconds := min(b, ends) - max(a, until)) > 0:
                hindered_s, until = hindered_s + seconds, min(b, ends)
        return hindered_s

    def _each_copy_is_explained(self) -> Iterator[str]:
        failures, restarts = self.world.lock_failures, self.world.restarts
        unknown = sum(not one.is_known for one in self.telegram.accepted)
        for key, messages in self.accepted.items():
            for first, again in pairwise(messages):
                self.result.copies += 1
                if _COPY not in again.text:
                    yield f"{key}: a copy at {again.at:.3f} that does not say so"
                left = self.world.left_claimed.get(self.deliveries.get(key, 0), [])
                crashed = any(first.sent_at <= at <= again.sent_at for at in left)
                unmarked = _any_between(failures, first.sent_at - 60, again.sent_at)
                if first.is_known and not crashed and not unmarked:
                    yield f"{key}: a copy at {again.at:.3f} that neither a crash nor a lost answer explains"
        most = IN_FLIGHT * len(restarts) + unknown + len(failures)
        if self.result.copies > most:
            yield f"{self.result.copies} copies, and {most} at most are explained"

    def _nothing_is_missing(self, states: dict[Key, str]) -> Iterator[str]:
        clock = self.world.clock
        for person in self.world.people:
            if person.gone:
                continue
            for uid, story in self.world.stories.items():
                known_at, meeting = story.dated(story.now.date_revision)
                if not story.now.status.still_stands or (person.number, uid) in self.world.muted:
                    continue
                moments = self.world.moments(person, meeting)
                last = max(moments.values(), default=None)
                for offset, due_at in moments.items():
                    key = Key(person.number, uid, meeting.date_revision, offset)
                    since = self._ahead_since(due_at, meeting, known_at)
                    was_ahead = clock.first_shown_at(due_at, since) > since + _PATIENCE_S
                    if key not in states and was_ahead and due_at == last and not self._was_hindered(person, key):
                        yield f"{key}: never owed"


def _any_between(moments: list[float], first: float, last: float) -> bool:
    """Return whether one of ``moments``, which are in order, lies within."""
    return bisect_right(moments, last) > bisect_left(moments, first)
