"""How long something lasts, how often it happens, and the present, the past and the future as such."""

from collections.abc import Sequence
from datetime import timedelta

from jobs.extraction.timex.meaning import Meaning, Type, a_duration, a_set
from jobs.extraction.timex.readings import NOTHING
from jobs.extraction.timex.rule import Context
from jobs.extraction.timex.tense import Tense

_MANY = 9999
_DAYS = {"D": 1, "W": 7}


def duration(_context: Context, *, unit: str, number: int = 1) -> Sequence[Meaning]:
    """Read "three years" as P3Y, "two decades" as P20Y, "six hours" as PT6H."""
    return [a_duration(_written(number, unit))] if 0 < number <= _MANY else NOTHING


def duration_of(_context: Context, *, unit: str, number: int = 1) -> Sequence[Meaning]:
    """Read "a four-day visit": how long that lasts which is named next."""
    if not 0 < number <= _MANY:
        return NOTHING
    length = timedelta(days=number * _DAYS[unit]) if unit in _DAYS else None
    return [a_duration(_written(number, unit), length)]


def duration_and_half(_context: Context, *, unit: str, number: int = 1) -> Sequence[Meaning]:
    """Read "two and a half years" as P2Y6M, "a minute and a half" as PT1M30S."""
    halves = {"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}
    if unit not in halves or number > _MANY:
        return NOTHING
    return [a_duration(_written(number, unit) + halves[unit])]


def some(_context: Context, *, unit: str) -> Sequence[Meaning]:
    """Read "several years", "weeks" as PXY, PXW."""
    return [a_duration(_written("X", unit))]


def every(_context: Context, *, unit: str, number: int = 1) -> Sequence[Meaning]:
    """Read "every year", "daily", "every two weeks"."""
    return [a_set(_written(number, unit))] if 0 < number <= _MANY else NOTHING


def every_month(_context: Context, *, month: int) -> Sequence[Meaning]:
    """Read "each July"."""
    return [a_set(f"XXXX-{month:02}")]


def every_season(_context: Context, *, season: str) -> Sequence[Meaning]:
    """Read "every summer"."""
    return [a_set(f"XXXX-{season}")]


def reference(_context: Context, *, reference: str) -> Sequence[Meaning]:
    """Read "now" as PRESENT_REF, "recently" as PAST_REF, "soon" as FUTURE_REF."""
    return [Meaning(Type.DATE, reference)]


def future(context: Context, *, reference: str) -> Sequence[Meaning]:
    """Read "soon", where the verb looks ahead: "soon left" is told of the past."""
    return [Meaning(Type.DATE, reference)] if context.tense is Tense.AHEAD else NOTHING


def _written(number: int | str, unit: str) -> str:
    """``unit`` is that of ISO 8601, with a T where it is one of the clock; E is a decade, C a century."""
    if isinstance(number, int) and unit in {"E", "C"}:
        return f"P{number * (10 if unit == 'E' else 100)}Y"
    return f"P{unit[:-1]}{number}{unit[-1]}"
