"""Holidays that are named like dates: Christmas Eve, Thanksgiving, Eid, Lunar New Year."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from jobs.extraction.timex.meaning import Meaning, Type, a_day, a_week
from jobs.extraction.timex.readings import NOTHING
from jobs.extraction.timex.readings.near import near_day, the_near
from jobs.extraction.timex.rule import Context
from storage.models import Precision, When

_FAST = timedelta(days=29)  # to its last day
_ESTIMATED = " (estimated)"


def holiday_of(
    context: Context, *, holiday: Mapping[str, Any], year: int | None = None, near: int | None = None
) -> Sequence[Meaning]:
    """Read "Christmas Eve", "Easter Monday 2026", "last Thanksgiving".

    holiday  a day of every year, {month, day}; a weekday of a month, {month, weekday, nth}; days after Easter,
             {easter}; or what the calendar of a country knows, {country, name}
    """
    if near == 1:
        year = context.day.year + near
    if year is not None:
        found = _on(holiday, year)
    elif near == -1:
        found = max((day for day in _around(holiday, context.day) if day < context.day), default=None)
    elif "day" in holiday:
        found = near_day(context, holiday["day"], holiday["month"])
    else:
        found = the_near(_around(holiday, context.day), context.day, context.tense)
    return [a_day(found)] if found else NOTHING


def celebrated(context: Context, *, holiday: Mapping[str, Any], near: int | None = None) -> Sequence[Meaning]:
    """Read "to mark Veterans Day": the day it is, on which nothing else need happen."""
    return [replace(each, when=None) for each in holiday_of(context, holiday=holiday, near=near)]


def week_of_holiday(context: Context, *, holiday: Mapping[str, Any]) -> Sequence[Meaning]:
    """Read "Easter week"."""
    return [a_week(each.when.first) for each in holiday_of(context, holiday=holiday) if each.when]


def fast(context: Context, *, fast: Mapping[str, Any], year: int | None = None) -> Sequence[Meaning]:
    """Read "Ramadan": thirty days, known by the month in which they begin."""
    found = _on(fast, year) if year else the_near(_around(fast, context.day), context.day, context.tense)
    if found is None:
        return NOTHING
    when = When(found, found + _FAST, Precision.MONTH)
    return [Meaning(Type.DATE, f"{found:%Y-%m}", when)]


def _around(holiday: Mapping[str, Any], today: date) -> list[date]:
    return [day for turn in (-1, 0, 1) if (day := _on(holiday, today.year + turn))]


def _on(holiday: Mapping[str, Any], year: int) -> date | None:
    if "day" in holiday:
        return date(year, holiday["month"], holiday["day"])
    if "easter" in holiday:
        return _easter(year) + timedelta(days=holiday["easter"])
    if "nth" in holiday:
        first = date(year, holiday["month"], 1)
        return first + timedelta(days=(holiday["weekday"] - first.weekday()) % 7, weeks=holiday["nth"] - 1)
    return _first_of(holiday["country"], holiday["name"], year)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _first_of(country: str, name: str, year: int) -> date | None:
    """The first day of a country's holiday, by its English name; None: its calendar does not reach so far."""
    from holidays import country_holidays  # noqa: PLC0415 - 0.2 s that most texts do not need

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a year that a calendar does not reach
        days = country_holidays(country, years=year, language="en_US", observed=False)
    return min((day for day, names in days.items() if name in names.replace(_ESTIMATED, "").split("; ")), default=None)
