"""Clock times: how the words that a rule found are read, and the dates that they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time

from jobs.extraction.dates import Dated
from jobs.extraction.rule import Context, Found
from storage.models import Precision, When

_REACH = 8  # words between a date and its clock time
_NOON = 12


@dataclass(frozen=True)
class Clock:
    """A clock time as it is stated; ``zone`` is None where none is."""

    time: time
    precision: Precision
    zone: str | None = None


def clock(
    _context: Context,
    *,
    hour: int,
    minute: int | None = None,
    half: int | None = None,
    zone: str | None = None,
    city: str | None = None,
) -> Sequence[Clock]:
    """Read "10 a.m. ET", "3:30 p.m.", "14:30 GMT", "at noon Moscow time"; ``half`` is 0 before noon and 12 after."""
    if half is not None:
        if not 1 <= hour <= _NOON:
            return ()
        hour = hour % _NOON + half
    precision = Precision.HOUR if minute is None else Precision.MINUTE
    return [Clock(time(hour, minute or 0), precision, zone or city)]


def clock_digits(
    context: Context, *, clock_digits: int, zone: str | None = None, city: str | None = None
) -> Sequence[Clock]:
    """Read "1500 GMT", "1830 hours local time"."""
    return clock(context, hour=clock_digits // 100, minute=clock_digits % 100, zone=zone, city=city)


def with_clocks(dates: Sequence[Dated], clocks: Iterable[Found[Clock]]) -> list[Dated]:
    """Return the dates, each with the first clock time near it; a clock time belongs to the nearest date only."""
    found = list(dates)
    for each in clocks:
        gaps = [(max(each.first - dated.last, dated.first - each.last), i) for i, dated in enumerate(found)]
        gap, i = min(gaps, default=(_REACH + 1, 0))
        if gap <= _REACH and _is_plain_day(found[i]):
            for stated in each.read(Context(found[i].when.first)):
                found[i] = replace(found[i], when=_at(found[i], stated))
    return found


def _is_plain_day(dated: Dated) -> bool:
    return dated.when.precision is Precision.DAY and dated.when.first == dated.when.last


def _at(dated: Dated, stated: Clock) -> When:
    return replace(dated.when, precision=stated.precision, clock_time=stated.time, zone=stated.zone)
