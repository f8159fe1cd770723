"""What an expression of time means: a TIMEX3 type and value, and the days where it names some."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from storage.models import Precision, When

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
MONTHS = 12  # in a year
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first month, as meteorologists of the northern half count


class Type(StrEnum):
    """What TIMEX3 tells apart (TimeML 1.2.1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True)
class Clock:
    """A clock time as it is stated, or a part of the day; ``zone`` is None where none is."""

    value: str  # as TIMEX3 writes it after the day: "T10:00", "TMO"
    clock_time: time | None = None
    precision: Precision = Precision.DAY
    zone: str | None = None


@dataclass(frozen=True)
class Meaning:
    """What an expression means.

    value   as in TIMEX3: "2025-03-14", "2025-W11", "1988-Q3", "P3Y", "XXXX-WXX-2", "PAST_REF"
    when    the days it names; None where it names none, as "three years", "every Tuesday" and "recently"
    clock   what it says of the hour
    length  how long that lasts which it is said of: "a four-day visit"
    """

    type: Type
    value: str
    when: When | None = None
    clock: Clock | None = None
    length: timedelta | None = None


def a_day(day: date) -> Meaning:
    """Return the meaning of "14 March"."""
    return Meaning(Type.DATE, f"{day}", When(day, day))


def at(meaning: Meaning, clock: Clock) -> Meaning:
    """Return the meaning of a day with a clock time or a part of the day: "Friday morning"."""
    when = meaning.when
    if when is not None and clock.clock_time:
        when = replace(when, precision=clock.precision, clock_time=clock.clock_time, zone=clock.zone)
    return Meaning(Type.TIME, meaning.value[:10] + clock.value, when, clock)


def a_week(day: date) -> Meaning:
    """Return the meaning of "the week of 14 March": the ISO week that holds the day."""
    monday = day - day.weekday() * DAY
    return Meaning(Type.DATE, f"{day:%G-W%V}", When(monday, monday + 6 * DAY, Precision.WEEK))


def a_weekend(day: date) -> Meaning:
    """Return the meaning of the weekend of the ISO week that holds the day."""
    saturday = day + (5 - day.weekday()) * DAY
    return Meaning(Type.DATE, f"{day:%G-W%V}-WE", When(saturday, saturday + DAY))


def a_month(number: int, year: int, first: int = 1, last: int = 31) -> Meaning:
    """Return the meaning of "March", or of its days ``first``..``last``: "early March"; known by the month alike."""
    begin, end = date(year, number, 1), _month_end(number, year)
    when = When(begin.replace(day=first), end.replace(day=min(last, end.day)), Precision.MONTH)
    return Meaning(Type.DATE, f"{begin:%Y-%m}", when)


def a_quarter(ordinal: int, year: int) -> Meaning:
    """Return the meaning of "the second quarter"."""
    when = When(date(year, 3 * ordinal - 2, 1), _month_end(3 * ordinal, year), Precision.QUARTER)
    return Meaning(Type.DATE, f"{year:04}-Q{ordinal}", when)


def a_half(ordinal: int, year: int) -> Meaning:
    """Return the meaning of "the first half of 2025"; known by the year."""
    when = When(date(year, 6 * ordinal - 5, 1), _month_end(6 * ordinal, year), Precision.YEAR)
    return Meaning(Type.DATE, f"{year:04}-H{ordinal}", when)


def a_season(season: str, year: int) -> Meaning:
    """Return the meaning of "spring": three months."""
    begin = date(year, SEASONS[season], 1)
    month, last_year = months_on(begin, 2)
    return Meaning(Type.DATE, f"{year:04}-{season}", When(begin, _month_end(month, last_year), Precision.SEASON))


def a_year(year: int, first: int = 1, last: int = MONTHS) -> Meaning:
    """Return the meaning of "2025", or of its months ``first``..``last``: "early 2025"; known by the year alike."""
    return Meaning(Type.DATE, f"{year:04}", When(date(year, first, 1), _month_end(last, year), Precision.YEAR))


def a_decade(year: int) -> Meaning:
    """Return the meaning of "the 1990s"."""
    return Meaning(Type.DATE, f"{year // 10:03}")


def a_century(ordinal: int) -> Meaning:
    """Return the meaning of "the 20th century"."""
    return Meaning(Type.DATE, f"{ordinal - 1:02}")


def a_duration(value: str, length: timedelta | None = None) -> Meaning:
    """Return the meaning of "three years": "P3Y"."""
    return Meaning(Type.DURATION, value, length=length)


def a_set(value: str) -> Meaning:
    """Return the meaning of "every Tuesday": "XXXX-WXX-2"."""
    return Meaning(Type.SET, value)


def months_on(day: date, number: int) -> tuple[int, int]:
    """Return the month, and its year, ``number`` months after that of the day."""
    months = day.year * MONTHS + day.month - 1 + number
    return months % MONTHS + 1, months // MONTHS


def _month_end(number: int, year: int) -> date:
    return date(year, number, monthrange(year, number)[1])
