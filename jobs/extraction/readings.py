"""How the words that a rule found are read as dates; the same in every language.

Each takes the Context and the rule's groups by name. It returns the dates in their order: none in doubt, and none for
a day that does not exist. Outside the calendar (year 10000) it raises ValueError or OverflowError, as datetime does.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from jobs.extraction.rule import Context
from jobs.extraction.tense import Tense
from storage.models import Precision, When

NONE: Sequence[When] = ()
_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_SUNDAY = 6
_YEAR = 12  # months
_LONGEST_MEETING = timedelta(days=62)  # "from 3 March to 2 January" is a slip or a term of office
_THIRDS = {"early": 0, "mid": 1, "late": 2}
_STALE = timedelta(days=45)  # "will meet on 1 March", said on 10 March, is old news and not next year's
_QUARTERS = range(1, 5)
_HALVES = {1: (1, 15), 2: (16, 31)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # the first month, as meteorologists count


# Days of a month


def day_month(
    context: Context, *, month: int, day: int, year: int | None = None, weekday: int | None = None
) -> Sequence[When]:
    """Read "10 January", "Tuesday, January 10, 2022": a stated weekday must fit."""
    return _days([_date(context, day, month, year, weekday)])


def days_of_month(
    context: Context,
    *,
    month: int,
    day: int,
    last: int,
    year: int | None = None,
    weekday: int | None = None,
    last_weekday: int | None = None,
) -> Sequence[When]:
    """Read "13 to 15 March", "March 13-15": a span."""
    end = _date(context, last, month, year, last_weekday)
    return _span(_date(context, day, month, end.year, weekday), end) if end else NONE


def days_between_months(
    context: Context,
    *,
    day: int,
    month: int,
    last: int,
    last_month: int,
    year: int | None = None,
    last_year: int | None = None,
    weekday: int | None = None,
    last_weekday: int | None = None,
) -> Sequence[When]:
    """Read "January 30-February 2", "from December 30 to January 2": the year may turn in between."""
    end_year = last_year or year
    begin = _date(context, day, month, year or (None if last_year is None else last_year), weekday)
    if begin is None:
        return NONE
    if end_year is None:
        end_year = begin.year + ((last_month, last) < (month, day))
    return _span(begin, _date(context, last, last_month, end_year, last_weekday))


def several_days(
    context: Context, *, month: int, day: int, second: int, third: int | None = None, year: int | None = None
) -> Sequence[When]:
    """Read "10 and 12 January", "January 10, 12 and 13": days each; "21 and 22 March" is a span of two."""
    days = [_date(context, each, month, year) for each in (day, second, third) if each is not None]
    match days:
        case [date() as begin, date() as end] if end - begin == _DAY:
            return _span(begin, end)
    return _days(days)


def iso_date(context: Context, *, year: int, minute: int, day: int) -> Sequence[When]:
    """Read "2022-01-10"; the month is a two-digit number like the minutes of an hour."""
    return _days([_date(context, day, minute, year)])


def day_of_before(context: Context, *, nth: int) -> Sequence[When]:
    """Read "the 13th": of the month of the date before it."""
    if context.before is None:
        return NONE
    return _days([_date(context, nth, context.before.first.month, context.before.first.year)])


# Weekdays


def weekday(context: Context, *, weekday: int) -> Sequence[When]:
    """Read "Tuesday": the last one where the verb looks back, the next one otherwise; the day itself is either."""
    return _days([_weekday(context, weekday)])


def weekdays(context: Context, *, weekday: int, last: int) -> Sequence[When]:
    """Read "Monday to Wednesday", "Monday and Tuesday": a span."""
    begin = _weekday(context, weekday)
    return _span(begin, begin + (last - weekday) % 7 * _DAY)


def weekday_until(context: Context, *, weekday: int, month: int, last: int) -> Sequence[When]:
    """Read "from Friday until April 23"."""
    begin = _weekday(context, weekday)
    return _span(begin, _near(last, month, begin, Tense.AHEAD))


def weekday_of_week(context: Context, *, weekday: int, near: int) -> Sequence[When]:
    """Read "this Tuesday" (near = 0), "next Tuesday" (1), "last Tuesday" (-1), counted in weeks from Monday."""
    if near < 0:
        return _days([context.day - (((context.day.weekday() - weekday - 1) % 7) + 1) * _DAY])
    if near == 0:
        return _days([context.day + (weekday - context.day.weekday()) % 7 * _DAY])
    return _days([_monday(context.day) + near * _WEEK + weekday * _DAY])


def weekday_in_weeks(context: Context, *, weekday: int) -> Sequence[When]:
    """Read "a week from Tuesday", "Tuesday week"."""
    begin = _weekday(context, weekday)
    return _days([begin + _WEEK])


# Days counted from another


def relative_day(context: Context, *, relative: int) -> Sequence[When]:
    """Read "today" (0), "tomorrow" (1), "yesterday" (-1)."""
    return _days([context.day + relative * _DAY])


def day_after_before(context: Context, *, number: int = 1) -> Sequence[When]:
    """Read "the following day", "two days later": counted from the date before it, if that is a day."""
    if context.before is None or not context.before.is_day_precise:
        return NONE
    return _days([context.before.last + number * _DAY])


def in_units(context: Context, *, number: int, unit: str) -> Sequence[When]:
    """Read "in ten days", "in two weeks": as fine as its unit; a length, "the first in weeks", is no date."""
    if context.tense is not Tense.AHEAD:
        return NONE
    match unit:
        case "day":
            return _days([context.day + number * _DAY])
        case "week":
            return _week(context.day + number * _WEEK)
        case _:
            return _month(*_months_on(context.day, number))


# Weeks and weekends


def week(context: Context, *, near: int) -> Sequence[When]:
    """Read "this week" (near = 0), "next week" (1); on a Sunday "this week" is the coming one."""
    if near == 0 and context.day.weekday() == _SUNDAY and context.tense is not Tense.BACK:
        near = 1
    return _week(context.day + near * _WEEK)


def week_of(context: Context, *, month: int, day: int, year: int | None = None) -> Sequence[When]:
    """Read "the week of January 10": the ISO week; of a Sunday, the one that follows."""
    start = _date(context, day, month, year)
    return _week(start + (start.weekday() == _SUNDAY) * _DAY) if start else NONE


def week_of_month(context: Context, *, ordinal: int, month: int, year: int | None = None) -> Sequence[When]:
    """Read "the first week of December": the ISO week whose Thursday is the month's first."""
    first = _date(context, 1, month, year)
    if first is None:
        return NONE
    thursday = first + (3 - first.weekday()) % 7 * _DAY + (ordinal - 1) * _WEEK
    return _week(thursday) if thursday.month == month else NONE


def weekend(context: Context, *, near: int = 0) -> Sequence[When]:
    """Read "this weekend", "over the weekend": a Saturday and a Sunday."""
    saturday = _monday(context.day) + 5 * _DAY
    if context.tense is Tense.BACK and near == 0 and context.day < saturday:
        saturday -= _WEEK
    return _span(saturday + near * _WEEK, saturday + near * _WEEK + _DAY)


# Months and longer


def month(context: Context, *, month: int, year: int | None = None, near: int | None = None) -> Sequence[When]:
    """Read "in March", "March 2022", "next March"."""
    found = _month_year(context, month, year if near is None else context.day.year + near)
    return _month(month, found)


def part_of_month(context: Context, *, part: str, month: int, year: int | None = None) -> Sequence[When]:
    """Read "early March" is 1–10 March, "mid-March" 11–20 and "late March" the rest; known by the month alike."""
    found = _month_year(context, month, year)
    return _within_month(month, found, 1 + 10 * _THIRDS[part], (10, 20, 31)[_THIRDS[part]])


def half_of_month(context: Context, *, ordinal: int, month: int, year: int | None = None) -> Sequence[When]:
    """Read "the first half of February"."""
    found = _month_year(context, month, year)
    return _within_month(month, found, *_HALVES[ordinal]) if ordinal in _HALVES else NONE


def relative_month(context: Context, *, near: int, part: str | None = None) -> Sequence[When]:
    """Read "this month", "next month", "late next month"."""
    number, year = _months_on(context.day, near)
    return part_of_month(context, part=part, month=number, year=year) if part else _month(number, year)


def relative_year(context: Context, *, near: int, part: str | None = None) -> Sequence[When]:
    """Read "next year", "early next year"."""
    return year(context, year=context.day.year + near, part=part)


def year(_context: Context, *, year: int, part: str | None = None) -> Sequence[When]:
    """Read "in 2023", "early 2023" (January to April), "late 2023" (September to December); known by the year alike."""
    if part is None:
        return _year(year)
    begin = 1 + 4 * _THIRDS[part]
    return [When(date(year, begin, 1), _month_end(begin + 3, year), Precision.YEAR)]


def quarter(context: Context, *, ordinal: int, year: int | None = None, near: int = 0) -> Sequence[When]:
    """Read "the second quarter", "the second quarter of 2023", "the first quarter of next year"."""
    year = year or context.day.year + near
    if ordinal not in _QUARTERS:
        return NONE
    return [When(date(year, 3 * ordinal - 2, 1), _month_end(3 * ordinal, year), Precision.QUARTER)]


def season(context: Context, *, season: str, year: int | None = None, near: int = 0) -> Sequence[When]:
    """Read "this summer", "next spring", "summer 2023"; seasons are those of the northern half."""
    begin = date(year or context.day.year + near, _SEASONS[season], 1)
    month, last_year = _months_on(begin, 2)
    return [When(begin, _month_end(month, last_year), Precision.SEASON)]


def nothing(_context: Context, **_values: object) -> Sequence[When]:
    """What looks like a date and is none: "every Tuesday", "the September 11 attacks"."""
    return NONE


# Where a date without a year lies


def _date(context: Context, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
    """The day, if there is one; without a year the near one that the verb, and the weekday, point at."""
    if year is not None:
        found = _valid(year, month, day)
    elif context.tense is Tense.UNKNOWN and context.before and context.before.first >= context.day:
        found = _near(day, month, context.before.first, Tense.AHEAD)  # "on January 10 and on February 3"
    else:
        found = _near(day, month, context.day, context.tense)
    if found and weekday is not None and found.weekday() != weekday:
        return None
    return found


def _near(day: int, month: int, today: date, tense: Tense) -> date | None:
    years = (_valid(today.year + turn, month, day) for turn in (-1, 0, 1))
    found = [each for each in years if each]
    if tense is Tense.BACK:
        return max((each for each in found if each <= today), default=None)
    ahead = min((each for each in found if each >= today), default=None)
    if tense is Tense.AHEAD and not any(today - _STALE <= each < today for each in found):
        return ahead
    return min(found, key=lambda each: abs(each - today), default=None)


def _weekday(context: Context, weekday: int) -> date:
    if context.tense is Tense.BACK:
        return context.day - (context.day.weekday() - weekday) % 7 * _DAY
    return context.day + (weekday - context.day.weekday()) % 7 * _DAY


def _month_year(context: Context, month: int, year: int | None) -> int:
    """The year of the month that the verb points at; where it does not say, of the near one."""
    if year is not None:
        return year
    ahead = (month - context.day.month) % _YEAR
    if ahead and (context.tense is Tense.BACK or (context.tense is Tense.UNKNOWN and ahead > _YEAR // 2)):
        ahead -= _YEAR
    return _months_on(context.day, ahead)[1]


# Spans


def _days(found: Iterable[date | None]) -> Sequence[When]:
    """One When a day; none at all where one of them does not exist."""
    days = list(found)
    return [When(each, each) for each in days if each] if all(days) else NONE


def _span(first: date | None, last: date | None) -> Sequence[When]:
    if first is None or last is None or not timedelta() <= last - first <= _LONGEST_MEETING:
        return NONE
    return [When(first, last)]


def _week(day: date) -> Sequence[When]:
    return [When(_monday(day), _monday(day) + 6 * _DAY, Precision.WEEK)]


def _month(number: int, year: int) -> Sequence[When]:
    return _within_month(number, year, 1, 31)


def _within_month(number: int, year: int, first: int, last: int) -> Sequence[When]:
    end = _month_end(number, year)
    return [When(date(year, number, first), min(end, end.replace(day=min(last, end.day))), Precision.MONTH)]


def _year(number: int) -> Sequence[When]:
    return [When(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)]


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _month_end(number: int, year: int) -> date:
    return date(year, number, monthrange(year, number)[1])


def _months_on(day: date, number: int) -> tuple[int, int]:
    months = day.year * _YEAR + day.month - 1 + number
    return months % _YEAR + 1, months // _YEAR


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
