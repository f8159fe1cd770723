"""Days of a month, weekdays, and days counted from another."""

from collections.abc import Iterable, Sequence
from datetime import date

from jobs.extraction.timex.meaning import DAY, WEEK, Meaning, a_day, a_set
from jobs.extraction.timex.readings import NOTHING
from jobs.extraction.timex.readings.near import near_weekday, stated_day
from jobs.extraction.timex.rule import Context

_DECEMBER = 12
_CENTURY, _TURN = 100, 69  # "11/2/89" is 1989, "11/2/25" is 2025


def day_of_month(
    context: Context, *, month: int, day: int, year: int | None = None, weekday: int | None = None
) -> Sequence[Meaning]:
    """Read "10 January", "Tuesday, January 10, 2022": a stated weekday must fit."""
    return _days([stated_day(context, day, month, year, weekday)])


def days_of_month(
    context: Context,
    *,
    month: int,
    day: int,
    second: int,
    third: int | None = None,
    year: int | None = None,
    weekday: int | None = None,
    second_weekday: int | None = None,
) -> Sequence[Meaning]:
    """Read "13 to 15 March", "January 10 and 12", "March 10, 12 and 13": in their order, and each exists."""
    first = stated_day(context, day, month, year, weekday)
    if first is None or not day < second < (third or second + 1):
        return NOTHING
    others = [stated_day(context, second, month, first.year, second_weekday)]
    if third is not None:
        others.append(stated_day(context, third, month, first.year))
    return _days([first, *others])


def days_of_months(
    context: Context,
    *,
    day: int,
    month: int,
    last: int,
    last_month: int,
    year: int | None = None,
    weekday: int | None = None,
    last_weekday: int | None = None,
) -> Sequence[Meaning]:
    """Read "from December 30 to January 2, 2022": the one year is that of the last day."""
    end = stated_day(context, last, last_month, year, last_weekday)
    if end is None:
        return NOTHING
    begin_year = end.year - ((month, day) > (last_month, last))
    return _days([stated_day(context, day, month, begin_year, weekday), end])


def day_of_near_month(context: Context, *, near: int, month: int, day: int) -> Sequence[Meaning]:
    """Read "last October 23", "next January 5": the nearest that is over, or to come."""
    years = (context.day.year - 1, context.day.year, context.day.year + 1)
    days = [found for year in years if (found := stated_day(context, day, month, year))]
    if near < 0:
        return _days([max((each for each in days if each < context.day), default=None)])
    return _days([min((each for each in days if each >= context.day), default=None)])


def day_in_numbers(context: Context, *, number: int, second: int, year: int) -> Sequence[Meaning]:
    """Read "10/1/2022", "11/02/89": day or month first as the language's country has it, unless only one can be."""
    day, month = (number, second) if context.day_first else (second, number)
    if month > _DECEMBER:
        day, month = month, day
    if year < _CENTURY:
        year += 1900 if year > _TURN else 2000
    return _days([stated_day(context, day, month, year)])


def iso_day(context: Context, *, year: int, minute: int, day: int) -> Sequence[Meaning]:
    """Read "2022-01-10"; the month is a two-digit number like the minutes of an hour."""
    return _days([stated_day(context, day, minute, year)])


def nth_of_before(context: Context, *, nth: int) -> Sequence[Meaning]:
    """Read "the 13th": of the month of the date before it."""
    named = context.before.when if context.before else None
    return _days([stated_day(context, nth, named.first.month, named.first.year)]) if named else NOTHING


def nth_day(context: Context, *, nth: int) -> Sequence[Meaning]:
    """Read "on the second day" of what begins on the date before it."""
    named = context.before.when if context.before else None
    return [a_day(named.first + (nth - 1) * DAY)] if named and named.is_day_precise else NOTHING


# Weekdays


def weekday(context: Context, *, weekday: int) -> Sequence[Meaning]:
    """Read "Tuesday": the last one where the verb looks back, the next one otherwise; the day itself is either."""
    return [a_day(near_weekday(context, weekday))]


def weekday_of_week(context: Context, *, weekday: int, near: int) -> Sequence[Meaning]:
    """Read "this Tuesday" (near = 0), "next Tuesday" (1), "last Tuesday" (-1), counted in weeks from Monday."""
    if near < 0:
        return [a_day(context.day - (((context.day.weekday() - weekday - 1) % 7) + 1) * DAY)]
    if near == 0:
        return [a_day(near_weekday(context, weekday))]
    monday = context.day - context.day.weekday() * DAY
    return [a_day(monday + near * WEEK + weekday * DAY)]


def coming_weekday(context: Context, *, weekday: int) -> Sequence[Meaning]:
    """Read "this coming Tuesday": the next one, and not today."""
    return [a_day(context.day + ((weekday - context.day.weekday() - 1) % 7 + 1) * DAY)]


def weekday_of_before(context: Context, *, weekday: int, chained: int) -> Sequence[Meaning]:
    """Read "the following Tuesday" (chained = 1), "the previous Friday" (-1): counted from the day before it."""
    named = context.before.when if context.before else None
    start = named.last if named and chained > 0 else named.first if named else context.day
    ahead = (weekday - start.weekday() - 1) % 7 + 1 if chained > 0 else -((start.weekday() - weekday - 1) % 7 + 1)
    return [a_day(start + ahead * DAY)]


def weekday_in_weeks(context: Context, *, weekday: int) -> Sequence[Meaning]:
    """Read "a week from Tuesday"."""
    return [a_day(near_weekday(context, weekday) + WEEK)]


def every_weekday(_context: Context, *, weekday: int, day_part: str | None = None) -> Sequence[Meaning]:
    """Read "every Tuesday", "on Tuesdays", "Tuesday nights" (NI)."""
    return [a_set(f"XXXX-WXX-{weekday + 1}" + (f"T{day_part}" if day_part else ""))]


def two_weekdays(context: Context, *, weekday: int, second: int, day_part: str) -> Sequence[Meaning]:
    """Read "Monday and Tuesday nights"."""
    return [
        *every_weekday(context, weekday=weekday, day_part=day_part),
        *every_weekday(context, weekday=second, day_part=day_part),
    ]


# Days counted from another


def relative_day(context: Context, *, relative: int) -> Sequence[Meaning]:
    """Read "today" (0), "tomorrow" (1), "yesterday" (-1)."""
    return [a_day(context.day + relative * DAY)]


def day_after(context: Context) -> Sequence[Meaning]:
    """Read "the next day": counted from the date before it, if that is a day."""
    named = context.before.when if context.before else None
    return [a_day(named.last + DAY)] if named and named.is_day_precise else NOTHING


def day_beside_weekday(context: Context, *, weekday: int, beside: int, near: int) -> Sequence[Meaning]:
    """Read "the day before last Tuesday" (beside = -1, near = -1)."""
    named = weekday_of_week(context, weekday=weekday, near=near)[0].when
    return [a_day(named.first + beside * DAY)] if named else NOTHING


def _days(found: Iterable[date | None]) -> Sequence[Meaning]:
    """One meaning a day; none at all where one of them does not exist."""
    days = list(found)
    return [a_day(each) for each in days if each] if all(days) else NOTHING
