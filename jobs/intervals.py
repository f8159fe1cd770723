"""When a Source is read next, and a page again that announces a meeting: pure, the clock and chance are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from jobs.sources.records import Reading
from storage.errors import SourceError
from storage.models import Page, Source, SourceKind, SourceState, When
from storage.reminders import is_past, starts_at

_BUSIER, _QUIETER = 0.5, 1.25  # about every fourth reading then brings something
_LATER = 0.1  # of an interval, at the most: what was read together is not asked for together for ever
_LONGEST_BACK_OFF = timedelta(days=1)
_GIVEN_UP_AFTER = timedelta(days=5)
_LEAST_FAILURES = 8  # whoever ran Daybook for an hour a week did not try for five days

_PAGE_SHORTEST, _PAGE_LONGEST = timedelta(minutes=30), timedelta(days=1)
_PAGE_PART = 8  # of the time that is left until the meeting
_PAGE_ON_THE_DAY = timedelta(hours=1)
_PAGE_WITHIN = timedelta(hours=6)  # several days of which the first has begun


@dataclass(frozen=True)
class Bounds:
    """The shortest and the longest time between two readings of a Source."""

    shortest: timedelta = timedelta(minutes=10)
    longest: timedelta = timedelta(hours=6)

    def keep(self, interval: timedelta) -> timedelta:
        """Return ``interval``, or the bound that it is beyond."""
        return min(max(interval, self.shortest), self.longest)


def after_reading(
    source: Source, reading: Reading, *, brought_new: bool, now: datetime, chance: float, bounds: Bounds
) -> Source:
    """Return ``source`` as it stands after a reading that went well: one that brings much is read more often.

    The first reading is history, and tells nothing of that. It is not read before its server says that it can be new.

    chance  from 0 to 1
    """
    interval = source.interval
    if source.last_new_at is not None:
        interval *= _BUSIER if brought_new else _QUIETER
    interval = bounds.keep(interval)
    fresh_for = min(reading.fresh_for or timedelta(0), bounds.longest)
    return replace(
        source,
        state=SourceState.READING,
        etag=reading.etag,
        last_modified=reading.last_modified,
        digest=reading.digest,
        interval=interval,
        next_read_at=now + _later(max(interval, fresh_for), chance),
        last_read_at=now,
        last_new_at=now if brought_new or source.last_new_at is None else source.last_new_at,
        failing_at=None,
        failures=0,
        error="",
        moved_to=reading.moved_to,
        moved_seen=_seen(source, reading.moved_to),
    )


def _seen(source: Source, moved_to: str) -> int:
    if not moved_to:
        return 0
    return source.moved_seen + 1 if moved_to == source.moved_to else 1


def after_failure(source: Source, error: SourceError, *, now: datetime, chance: float, bounds: Bounds) -> Source:
    """Return ``source`` as it stands after a reading that failed: tried again later and later, and then paused.

    One that was taken away for good is paused at once, one that asks for patience read half as often from then on.
    """
    failures, failing_at = source.failures + 1, source.failing_at or now
    is_given_up = failures >= _LEAST_FAILURES and now - failing_at >= _GIVEN_UP_AFTER
    back_off = min(bounds.shortest * 2 ** min(failures - 1, 16), _LONGEST_BACK_OFF)
    patience = error.retry_after or timedelta(0)
    return replace(
        source,
        state=SourceState.PAUSED if error.is_gone or is_given_up else SourceState.FAILING,
        interval=bounds.keep(source.interval * 2) if patience else source.interval,
        next_read_at=now + _later(max(back_off, patience), chance),
        last_read_at=now,
        failing_at=failing_at,
        failures=failures,
        error=error.reason,
    )


def is_read_in_full(source: Source, now: datetime) -> bool:
    """Return whether ``source`` is read although it may be unchanged: a calendar, once a week and after failures.

    With the days that pass, what recurs in it comes into sight.
    """
    if source.kind is not SourceKind.CALENDAR:
        return False
    week = source.last_read_at and source.last_read_at.isocalendar()[:2]
    return source.failures > 0 or week != now.isocalendar()[:2]


def page_after(
    page: Page, dates: Iterable[When], *, now: datetime, chance: float, patience: timedelta | None = None
) -> Page | None:
    """Return ``page`` as it stands after it was read ``now``: read again in an eighth of the time that is left.

    dates     when the meetings are that it speaks of
    patience  what its server asks for

    None where all of them are past.
    """
    intervals = [_page_interval(when, now) for when in dates if not is_past(when, now)]
    if not intervals:
        return None
    back_off = min(_PAGE_SHORTEST * 2 ** min(page.failures, 16), _PAGE_LONGEST) if page.failures else timedelta(0)
    interval = max(min(intervals), back_off, patience or timedelta(0))
    return replace(page, read_at=now, reread_at=now + _later(interval, chance))


def _page_interval(when: When, now: datetime) -> timedelta:
    start = starts_at(when) or datetime.combine(when.first, time(), UTC)
    if start <= now:
        return _PAGE_ON_THE_DAY if when.first == when.last else _PAGE_WITHIN
    return min(max((start - now) / _PAGE_PART, _PAGE_SHORTEST), _PAGE_LONGEST)


def _later(interval: timedelta, chance: float) -> timedelta:
    return interval * (1 + _LATER * chance)
