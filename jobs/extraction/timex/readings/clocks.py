"""Clock times and parts of the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from jobs.extraction.timex.meaning import DAY, Clock, Meaning, a_day, at
from jobs.extraction.timex.readings import NOTHING
from jobs.extraction.timex.rule import Context
from storage.models import Precision

_NOON = 12
_MIDNIGHT = 24


def clock(
    context: Context,
    *,
    hour: int,
    minute: int | None = None,
    half: int | None = None,
    zone: str | None = None,
    city: str | None = None,
) -> Sequence[Meaning]:
    """Read "10 a.m. ET", "3:30 p.m.", "14:30 GMT", "at noon Moscow time"; ``half`` is 0 before noon and 12 after."""
    if half is not None:
        if not 1 <= hour <= _NOON:
            return NOTHING
        hour = hour % _NOON + half
    precision = Precision.HOUR if minute is None else Precision.MINUTE
    stated = time(hour % _MIDNIGHT if minute is None else hour, minute or 0)
    return [_on_its_day(context, Clock(f"T{hour:02}:{minute or 0:02}", stated, precision, zone or city))]


def clock_digits(
    context: Context, *, clock_digits: int, zone: str | None = None, city: str | None = None
) -> Sequence[Meaning]:
    """Read "1500 GMT", "1830 hours local time"."""
    return clock(context, hour=clock_digits // 100, minute=clock_digits % 100, zone=zone, city=city)


def part_of_day(context: Context, *, day_part: str) -> Sequence[Meaning]:
    """Read "the morning" (MO), "this evening" (EV)."""
    return [_on_its_day(context, Clock(f"T{day_part}"))]


def relative_night(context: Context, *, relative_night: int) -> Sequence[Meaning]:
    """Read "tonight" (0), "last night" (-1)."""
    return [at(a_day(context.day + relative_night * DAY), Clock("TNI"))]


def _on_its_day(context: Context, stated: Clock) -> Meaning:
    """A clock time names no day by itself; its value has the day that was named before, or the article's."""
    named = context.before.when if context.before else None
    day = named.first if named and named.is_day_precise else context.day
    return replace(at(a_day(day), stated), when=None)
