"""Weeks, months, quarters, seasons, years and longer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from jobs.extraction.timex.meaning import (
    DAY,
    SEASONS,
    WEEK,
    Meaning,
    a_century,
    a_day,
    a_decade,
    a_half,
    a_month,
    a_quarter,
    a_season,
    a_week,
    a_weekend,
    a_year,
    months_on,
)
from jobs.extraction.timex.readings import NOTHING
from jobs.extraction.timex.readings.lengths import duration
from jobs.extraction.timex.readings.near import history_of, near_month, stated_day
from jobs.extraction.timex.rule import Context
from jobs.extraction.timex.tense import Tense
from storage.models import Precision, When

_SUNDAY, _SATURDAY = 6, 5
_QUARTERS, _HALVES = range(1, 5), range(1, 3)
_TEN, _HUNDRED = 10, 100
_LAST_CENTURY = 30
_THIRDS = {"early": 0, "mid": 1, "late": 2}
_DAYS_OF_HALVES = {1: (1, 15), 2: (16, 31)}
_PRECISIONS = {Precision.QUARTER: "Q", Precision.MONTH: "M", Precision.YEAR: "Y", Precision.WEEK: "W"}


# Weeks


def week_of(context: Context, *, month: int, day: int, year: int | None = None) -> Sequence[Meaning]:
    """Read "the week of January 10": the ISO week; of a Sunday, the one that follows."""
    start = stated_day(context, day, month, year)
    return [a_week(start + (start.weekday() == _SUNDAY) * DAY)] if start else NOTHING


def week_of_month(context: Context, *, ordinal: int, month: int, year: int | None = None) -> Sequence[Meaning]:
    """Read "the first week of December": the ISO week whose Thursday is the month's first."""
    first = stated_day(context, 1, month, year)
    if first is None:
        return NOTHING
    thursday = first + (3 - first.weekday()) % 7 * DAY + (ordinal - 1) * WEEK
    return [a_week(thursday)] if thursday.month == month else NOTHING


def weekend(context: Context, *, near: int = 0) -> Sequence[Meaning]:
    """Read "this weekend", "over the weekend": a Saturday and a Sunday."""
    day = context.day
    if context.tense is Tense.BACK and near == 0 and day.weekday() < _SATURDAY:
        near = -1
    return [a_weekend(day + near * WEEK)]


# Whatever a calendar has: "last year", "that week", "the following month"


def relative_period(context: Context, *, period: str, near: int = 0, part: str | None = None) -> Sequence[Meaning]:
    """Read "this week" (near = 0), "next month" (1), "early last year" (-1), "the end of the month"."""
    is_ahead = context.tense is not Tense.BACK
    if period == "W" and near == 0 and context.day.weekday() == _SUNDAY and is_ahead:
        near = 1  # on a Sunday "this week" is the coming one
    return [_moved(context.day, near, period, part)]


def period_of_before(
    context: Context, *, period: str, chained: int = 0, number: int = 1, part: str | None = None
) -> Sequence[Meaning]:
    """Read "that year" (chained = 0), "the following day" (1), "two weeks earlier" (-1, number = 2).

    Counted from the date before it; a day only from a day.
    """
    named = context.before.when if context.before else None
    if named is None or (period == "D" and not named.is_day_precise):
        return NOTHING
    start = named.last if chained > 0 and period == "D" else named.first
    return [_moved(start, chained * number, period, part)]


def this_period(context: Context, *, period: str) -> Sequence[Meaning]:
    """Read "the quarter", "the year": the one that was named before, or else the last one to be reported on."""
    named = context.before.when if context.before else None
    if named and context.before and _PRECISIONS.get(named.precision) == period and named.first <= context.day:
        return [context.before]
    return [_moved(context.day, -1 if period == "Q" else 0, period, None)]


# The year before, of which companies speak: compared with, and so no day of anything


def year_ago(context: Context) -> Sequence[Meaning]:
    """Read "a year ago": the same quarter of the year before, if one was named, else the year before this."""
    return _aside(_same_quarter_before(context) or a_year(context.day.year - 1))


def year_before(context: Context) -> Sequence[Meaning]:
    """Read "a year earlier": as "a year ago", but counted from what was named."""
    named = context.before.when if context.before else None
    return _aside(_same_quarter_before(context) or a_year((named.first if named else context.day).year - 1))


def quarter_of_year_before(context: Context, *, ordinal: int | None = None) -> Sequence[Meaning]:
    """Read "the year-ago quarter", "the year-earlier third quarter"."""
    named = quarter(context, ordinal=ordinal) if ordinal else this_period(context, period="Q")
    return [each for found in named if found.when for each in _aside(_year_before(found.when))]


def _same_quarter_before(context: Context) -> Meaning | None:
    named = context.before.when if context.before else None
    return _year_before(named) if named and named.precision is Precision.QUARTER else None


def _year_before(quarter: When) -> Meaning:
    return a_quarter(quarter.first.month // 3 + 1, quarter.first.year - 1)


def _aside(meaning: Meaning) -> Sequence[Meaning]:
    return [replace(meaning, when=None)]


def ago(context: Context, *, period: str, number: int = 1) -> Sequence[Meaning]:
    """Read "two years ago", "six weeks ago": as fine as its unit, but of decades the year."""
    if period == "E":
        number, period = _TEN * number, "Y"
    return [_moved(context.day, -number, period, None)]


def in_time(context: Context, *, period: str, number: int = 1) -> Sequence[Meaning]:
    """Read "in two months' time"."""
    return [_moved(context.day, number, period, None)]


def in_periods(context: Context, *, period: str, number: int = 1) -> Sequence[Meaning]:
    """Read "in ten days", "in two weeks": as fine as its unit; "the first in two years" is a duration."""
    if context.tense is Tense.AHEAD and period in "DWM":
        return [_moved(context.day, number, period, None)]
    return duration(context, unit=period, number=number)


def _moved(day: date, number: int, period: str, part: str | None) -> Meaning:
    """The period ``number`` periods after that of the day."""
    match period:
        case "D":
            return a_day(day + number * DAY)
        case "W":
            return a_week(day + number * WEEK)
        case "M":
            return _part_of_month(*months_on(day, number), part)
        case "Q":
            month, year = months_on(day, 3 * number)
            return a_quarter((month + 2) // 3, year)
        case "Y":
            return _part_of_year(day.year + number, part)
        case "E":
            return a_decade(day.year + _TEN * number)
        case _:
            return a_century((day.year - 1) // 100 + 1 + number)


# Months


def month(
    context: Context, *, month: int, year: int | None = None, near: int | None = None, part: str | None = None
) -> Sequence[Meaning]:
    """Read "in March", "March 2022", "early March", "March next year"."""
    if near is not None:
        year = context.day.year + near
    return [_part_of_month(month, near_month(context, month) if year is None else year, part)]


def relative_month(context: Context, *, month: int, near: int) -> Sequence[Meaning]:
    """Read "last March", "this March"; "next March" is that of next year."""
    if near < 0:
        return [a_month(month, context.day.year - (month >= context.day.month))]
    return [a_month(month, context.day.year + near)]


def half_of_month(context: Context, *, ordinal: int, month: int, year: int | None = None) -> Sequence[Meaning]:
    """Read "the first half of February"."""
    if ordinal not in _HALVES:
        return NOTHING
    return [a_month(month, near_month(context, month) if year is None else year, *_DAYS_OF_HALVES[ordinal])]


def _part_of_month(number: int, year: int, part: str | None) -> Meaning:
    """Early is 1–10, mid 11–20 and late the rest."""
    if part is None:
        return a_month(number, year)
    return a_month(number, year, 1 + 10 * _THIRDS[part], (10, 20, 31)[_THIRDS[part]])


# Quarters, halves, seasons


def quarter(context: Context, *, ordinal: int, year: int | None = None, near: int | None = None) -> Sequence[Meaning]:
    """Read "the second quarter", "the second quarter of 2023"; without a year the last one that has begun."""
    if ordinal not in _QUARTERS:
        return NOTHING
    if near is not None:
        year = context.day.year + near
    if year is None:
        has_begun = 3 * ordinal - 2 <= context.day.month
        year = context.day.year - (not has_begun and context.tense is not Tense.AHEAD)
    return [a_quarter(ordinal, year)]


def same_period(context: Context, *, year: int) -> Sequence[Meaning]:
    """Read "the 1988 period": of the quarter that was named, else the year."""
    named = context.before.when if context.before else None
    if named is None or named.precision is not Precision.QUARTER:
        return [a_year(year)]
    return _aside(a_quarter(named.first.month // 3 + 1, year))


def quarter_of_year(context: Context, *, year: int) -> Sequence[Meaning]:
    """Read "the 1988 quarter": the same as the one that was named, or the last to be reported on."""
    named = this_period(context, period="Q")[0].when
    return _aside(a_quarter(named.first.month // 3 + 1, year)) if named else NOTHING


def half(context: Context, *, ordinal: int, year: int | None = None, near: int = 0) -> Sequence[Meaning]:
    """Read "the first half", "the second half of 2023"."""
    return [a_half(ordinal, year or context.day.year + near)] if ordinal in _HALVES else NOTHING


def season(context: Context, *, season: str, year: int | None = None, near: int | None = None) -> Sequence[Meaning]:
    """Read "the summer", "next spring", "summer 2023"; "last fall" is the last that is over."""
    if near is not None and near < 0:
        return [a_season(season, context.day.year - (SEASONS[season] + 2 >= context.day.month))]
    if year is None:
        year = history_of(context, SEASONS[season]) or context.day.year + (near or 0)
    return [a_season(season, year)]


# Years and longer


def year(_context: Context, *, year: int, part: str | None = None) -> Sequence[Meaning]:
    """Read "in 2023", "early 2023"."""
    return [_part_of_year(year, part)]


def end_of_year(context: Context, *, near: int = 0) -> Sequence[Meaning]:
    """Read "year-end", "the end of the year"; more often what something is like, so no day is named."""
    return [replace(a_year(context.day.year + near), when=None)]


def decade(context: Context, *, year: int) -> Sequence[Meaning]:
    """Read "the 1990s", "the '80s": the last ones that have begun."""
    if year % _TEN:
        return NOTHING
    if year < _HUNDRED:
        century = context.day.year // _HUNDRED - (year > context.day.year % _HUNDRED)
        year += century * _HUNDRED
    return [a_decade(year)]


def century(_context: Context, *, nth: int) -> Sequence[Meaning]:
    """Read "the 20th century"."""
    return [a_century(nth)] if 0 < nth <= _LAST_CENTURY else NOTHING


def _part_of_year(number: int, part: str | None) -> Meaning:
    """Early is January to April, late September to December."""
    if part is None:
        return a_year(number)
    begin = 1 + 4 * _THIRDS[part]
    return a_year(number, begin, begin + 3)
