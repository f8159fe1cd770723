"""Where a date lies that leaves out its year, or its week."""

from collections.abc import Sequence
from datetime import date, timedelta

from jobs.extraction.timex.meaning import DAY, MONTHS, months_on
from jobs.extraction.timex.rule import Context
from jobs.extraction.timex.tense import Tense

_WEEKDAYS = 7
_SOON = 1  # months; "a cut in September", said in August, is not last year's
_STALE = timedelta(days=45)  # "will meet on 1 March", said on 10 March, is old news and not next year's
_OLD = timedelta(days=300)  # whoever means a day so long ago says the year


def near_day(context: Context, day: int, month: int) -> date | None:
    """Return the day of a month without a year; None where there is none."""
    if context.since:
        return _turned(day, month, context.since, Tense.AHEAD)
    if history := history_of(context, month):
        return _valid(history, month, day)
    named = context.before.when if context.before else None
    if context.tense is Tense.UNKNOWN and named and named.first >= context.day:
        following = _turned(day, month, named.first, Tense.AHEAD)  # "on January 10 and on February 3"
        if following and following - named.first < _OLD:
            return following
    return _turned(day, month, context.day, context.tense)


def stated_day(context: Context, day: int, month: int, year: int | None, weekday: int | None = None) -> date | None:
    """Return the day as far as it is stated; None where it does not exist, or is another weekday."""
    found = near_day(context, day, month) if year is None else _valid(year, month, day)
    if found is None or weekday is None or found.weekday() == weekday:
        return found
    others = (_valid(found.year + turn, month, day) for turn in (-1, 1)) if year is None else ()
    return next((each for each in others if each and each.weekday() == weekday), None)


def near_weekday(context: Context, weekday: int) -> date:
    """Return the last such day where the verb looks back, else the next one; the day itself is either."""
    if context.since:
        return context.since + ((weekday - context.since.weekday()) % _WEEKDAYS or _WEEKDAYS) * DAY
    if context.tense is not Tense.AHEAD:
        return context.day - (context.day.weekday() - weekday) % _WEEKDAYS * DAY
    return context.day + (weekday - context.day.weekday()) % _WEEKDAYS * DAY


def near_month(context: Context, month: int) -> int:
    """Return the year of the month that the verb points at; where it does not say, of the near one."""
    if history := history_of(context, month):
        return history
    ahead = (month - context.day.month) % MONTHS
    is_back = ahead > _SOON if context.tense is Tense.BACK else ahead > MONTHS // 2 and context.tense is Tense.UNKNOWN
    if is_back:
        ahead -= MONTHS
    return months_on(context.day, ahead)[1]


def history_of(context: Context, month: int) -> int | None:
    """Return the year of a month that a history tells of next, "In December 1944 … in January"; None in the news."""
    named = context.before.when if context.before and context.is_history else None
    return named.first.year + (month - named.first.month < -MONTHS // 2) if named else None


def the_near(days: Sequence[date], today: date, tense: Tense) -> date | None:
    """Return that of the days, which are about a year apart, that the verb points at."""
    if tense is Tense.BACK:
        return max((each for each in days if today - _OLD < each <= today), default=_nearest(days, today))
    ahead = min((each for each in days if each >= today), default=None)
    if tense is Tense.AHEAD and not any(today - _STALE <= each < today for each in days):
        return ahead
    return _nearest(days, today)


def _turned(day: int, month: int, today: date, tense: Tense) -> date | None:
    years = (_valid(today.year + turn, month, day) for turn in (-1, 0, 1))
    return the_near([each for each in years if each], today, tense)


def _nearest(days: Sequence[date], today: date) -> date | None:
    return min(days, key=lambda each: abs(each - today), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
