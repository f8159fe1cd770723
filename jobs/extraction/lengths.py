"""How long a meeting lasts: "a four-day visit from Tuesday" tells its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from jobs.extraction.dates import Dated
from jobs.extraction.rule import Context, Found

_REACH = 12  # words between a length and the date it is counted from
_DAY = timedelta(days=1)


def days(_context: Context, *, number: int) -> Sequence[timedelta]:
    """Read "four-day" as four days."""
    return [number * _DAY] if number else ()


def with_lengths(dates: Sequence[Dated], lengths: Iterable[Found[timedelta]]) -> list[Dated]:
    """Return the dates, each that a length belongs to with its last day: the nearest, if it is a single day."""
    found = list(dates)
    for each in lengths:
        gaps = [(max(each.first - dated.last, dated.first - each.last), i) for i, dated in enumerate(found)]
        gap, i = min(gaps, default=(_REACH + 1, 0))
        when = found[i].when if gap <= _REACH else None
        if when and when.is_day_precise and when.first == when.last:
            for length in each.read(Context(when.first)):
                found[i] = replace(found[i], when=replace(when, last=when.first + length - _DAY))
    return found
