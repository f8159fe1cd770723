"""Days and times in words: pure. Never finer than they are known."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from bot.markup import harmless
from bot.phrases import phrases
from storage.models import Chat, Precision, When
from storage.reminders import starts_at
from storage.spans import read_days

say = phrases("en")
_FAR = timedelta(days=300)  # a day so far away is shown with its year
_DAYS_FROM = 48  # hours: so many are days
_EARLY, _MID = 10, 20  # the last days of the early and the middle part of a month
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_ORDINALS = ("first", "second", "third", "fourth")


def today_in(chat: Chat, now: datetime) -> date:
    """Return the day it is where ``chat`` lives."""
    return now.astimezone(ZoneInfo(chat.zone)).date()


def day(one: date, today: date | None = None) -> str:
    """Return "Mon 10 Jan", with the year where it is far from ``today`` or that is not given."""
    near = today is not None and abs(one - today) < _FAR
    return format_date(one, "EEE d MMM" if near else "EEE d MMM y", locale=say.locale)


def away(when: When, today: date) -> Markup:
    """Return how far the first day is from ``today``: "in 13 days", "tomorrow", "going on", "2 days ago"."""
    ahead = (when.first - today).days
    if ahead < 0 <= (when.last - today).days:
        return say("day.now")
    match ahead:
        case 0:
            return say("day.today")
        case 1:
            return say("day.tomorrow")
        case -1:
            return say("day.yesterday")
    return say("day.ahead", n=ahead) if ahead > 0 else say("day.ago", n=-ahead)


def days(when: When, today: date | None = None) -> Markup:
    """Return the days as finely as they are known: "Mon 10 Jan", "Mon 10 Jan – Wed 12 Jan", "in January 2022"."""
    first, last = when.first, when.last
    if when.is_day_precise:
        if first == last:
            return Markup.escape(day(first, today))
        return say("day.span", first=day(first, today), last=day(last, today))
    return _coarse(when) or say("day.within", first=_long(first), last=_long(last))


def written(stored: str | None, today: date) -> Markup:
    """Return the days that a Change keeps, as ``days`` does; what it keeps as it is, where that is not days."""
    try:
        return days(read_days(stored or ""), today)
    except ValueError:
        return harmless(stored) if stored else say("change.none")


def _coarse(when: When) -> Markup | None:
    """Return the name of the week, month, … that ``when`` is; None where it is but a part of one without a name."""
    first, last = when.first, when.last
    whole_months = first.day == 1 and last == _month_end(last)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    match when.precision:
        case Precision.WEEK if (last - first).days == 6:  # noqa: PLR2004 - a week
            return say("day.week", day=_long(first))
        case Precision.MONTH if (first.year, first.month) == (last.year, last.month):
            name = _part_of_month(first, last)
            return say(f"day.{name}", month=format_date(first, "MMMM y", locale=say.locale)) if name else None
        case Precision.QUARTER if whole_months and months == 3 and first.month % 3 == 1:  # noqa: PLR2004 - a quarter
            return say("day.quarter", ordinal=say(f"day.{_ORDINALS[first.month // 3]}"), year=first.year)
        case Precision.SEASON if whole_months and months == 3 and first.month in _SEASONS:  # noqa: PLR2004 - a season
            year = f"{first.year}–{last.year % 100:02}" if first.year != last.year else f"{first.year}"
            return say(f"day.{_SEASONS[first.month]}", year=year)
        case Precision.YEAR if whole_months and months == 12 and first.month == 1:  # noqa: PLR2004 - a year
            return say("day.year", year=first.year)
    return None


def _part_of_month(first: date, last: date) -> str | None:
    end = _month_end(first).day
    parts = {(1, end): "month", (1, _EARLY): "early", (_EARLY + 1, _MID): "mid", (_MID + 1, end): "late"}
    return parts.get((first.day, last.day))


def clock_time(when: When, chat: Chat) -> Markup | None:
    """Return when it starts at the place and for each reader; None where no clock time is stated."""
    if when.clock_time is None:
        return None
    here = at_place(f"{when.clock_time:%H:%M}", when.zone)
    start = starts_at(when)
    return here if start is None else Markup(" · ").join([here, for_reader(start, chat)])


def at_place(clock: str, zone: str | None) -> Markup:
    """Return a clock time with its zone: "10:00 Brussels time", "10:00 UTC+03:00", "10:00 local time"."""
    if not zone:
        return say("clock.local", clock=clock)
    return (
        say("clock.venue", clock=clock, city=city(zone)) if "/" in zone else say("clock.offset", clock=clock, zone=zone)
    )


def for_reader(moment: datetime, chat: Chat) -> Markup:
    """Return ``moment`` as Telegram shows it in each reader's own zone; else it reads in the chat's."""
    local = moment.astimezone(ZoneInfo(chat.zone))
    fallback = say("clock.fallback", day=day(local.date()), clock=f"{local:%H:%M}", zone=zone_name(chat.zone))
    return say("clock.reader", unix=int(moment.timestamp()), fallback=fallback)


def ago(at: datetime, now: datetime) -> Markup:
    """Return "just now", "12 minutes ago", "5 hours ago" or "3 days ago"."""
    minutes = (now - at) // timedelta(minutes=1)
    if minutes < 1:
        return say("day.just_now")
    hours_gone = minutes // 60
    if not hours_gone:
        return say("day.minutes_ago", n=minutes)
    return say("day.hours_ago", n=hours_gone) if hours_gone < _DAYS_FROM else say("day.ago", n=hours_gone // 24)


def until(at: datetime, now: datetime) -> Markup:
    """Return "now", "in 12 minutes", "in 5 hours" or "in 3 days"."""
    minutes = -((now - at) // timedelta(minutes=1))
    if minutes < 1:
        return say("day.at_once")
    hours_left = minutes // 60
    if not hours_left:
        return say("day.minutes", n=minutes)
    return say("day.hours", n=hours_left) if hours_left < _DAYS_FROM else say("day.ahead", n=hours_left // 24)


def moment(at: datetime, chat: Chat, today: date) -> str:
    """Return "Sun 9 Jan 09:00", in the chat's zone."""
    local = at.astimezone(ZoneInfo(chat.zone))
    return f"{day(local.date(), today)} {local:%H:%M}"


def soon(when: When, chat: Chat, now: datetime) -> Markup:
    """Return what heads a reminder: "In 40 minutes", "Tomorrow, Mon 10 Jan", in the chat's zone."""
    start = starts_at(when)
    if start is not None and start - now < timedelta(hours=12):
        minutes = max(round((start - now) / timedelta(minutes=1)), 0)
        if minutes < 1:
            words = say("day.at_once")
        elif minutes < 100:  # noqa: PLR2004 - up to here people count in minutes
            words = say("day.minutes", n=minutes)
        else:
            words = say("day.hours", n=round(minutes / 60))
        return _capital(words)
    today = today_in(chat, now)
    if start is not None:
        local = start.astimezone(ZoneInfo(chat.zone)).date()
        return _capital(away(When(local, local), today)) + f", {day(local, today)}"
    return _capital(away(when, today)) + Markup(", ") + days(when, today)


def shift(old: When, new: When) -> Markup | None:
    """Return which way a date went: "2 days later", "made precise"; None where that cannot be told."""
    if old.is_day_precise and new.is_day_precise:
        by, grown = (new.first - old.first).days, (new.last - old.last).days
        if by:
            return say("day.later", n=by) if by > 0 else say("day.earlier", n=-by)
        if grown:
            return say("day.longer", n=grown) if grown > 0 else say("day.shorter", n=-grown)
        return None
    if new.first > old.last:
        return say("day.some_later")
    if new.last < old.first:
        return say("day.some_earlier")
    if old.first <= new.first and new.last <= old.last:
        return say("day.precise")
    return say("day.vaguer") if new.first <= old.first and old.last <= new.last else None


def length(span: timedelta) -> Markup:
    """Return "1 day", "90 minutes": the largest unit that ``span`` is a whole number of."""
    minutes = int(span / timedelta(minutes=1))
    for name, size in (("weeks", 7 * 24 * 60), ("days", 24 * 60), ("hours_long", 60)):
        if minutes % size == 0 and (name != "weeks" or minutes > size):
            return say(f"remind.{name}", n=minutes // size)
    return say("remind.minutes", n=minutes)


def hours(chat: Chat) -> Markup:
    """Return when ``chat`` is reminded, as the middle of a sentence."""
    if chat.quiet is None:
        return _loud_hours(chat)
    start, end = chat.quiet
    return say("remind.quiet", hours=_loud_hours(chat), start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def daily_hour(chat: Chat) -> Markup | None:
    """Return "08:00 (Brussels time)", when ``chat`` is sent a digest; None where it is sent none."""
    if chat.daily_hour is None:
        return None
    return say("daily.hour", hour=f"{chat.daily_hour:%H:%M}", zone=zone_name(chat.zone))


def _loud_hours(chat: Chat) -> Markup:
    kept = {"eve": f"{chat.eve_hour:%H:%M}", "morning": f"{chat.morning_hour:%H:%M}", "zone": zone_name(chat.zone)}
    if not chat.offsets:
        return say("remind.hours_no_offsets", **kept)
    before = [say("remind.before", length=length(offset)) for offset in sorted(chat.offsets, reverse=True)]
    *others, last = before
    offsets = say("remind.and", first=Markup(", ").join(others), last=last) if others else last
    return say("remind.hours", offsets=offsets, **kept)


def zone_name(zone: str) -> Markup:
    """Return ``zone`` as it stands after a time of day: "Brussels time", "UTC", "UTC+3"."""
    return say("clock.zone", city=city(zone)) if "/" in zone and not zone.startswith("Etc/") else harmless(city(zone))


def full_zone(zone: str) -> str:
    """Return the whole name of ``zone``: "Europe/Zurich", "UTC+3"."""
    return city(zone) if zone.startswith("Etc/") else zone


def city(zone: str) -> str:
    """Return how people call ``zone``: "Brussels" for Europe/Brussels, "UTC+3" for Etc/GMT-3."""
    if zone.startswith("Etc/GMT"):
        hours_east = -int(zone.removeprefix("Etc/GMT") or 0)
        return f"UTC{hours_east:+d}" if hours_east else "UTC"
    return zone.rpartition("/")[2].replace("_", " ")


def clock_in(zone: str, now: datetime) -> str:
    """Return the day and time it is in ``zone``: "Mon 3 Mar 13:00"."""
    local = now.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), now.astimezone(UTC).date())} {local:%H:%M}"


def _long(one: date) -> str:
    return format_date(one, "d MMMM y", locale=say.locale)


def _month_end(one: date) -> date:
    return one.replace(day=calendar.monthrange(one.year, one.month)[1])


def _capital(words: Markup) -> Markup:
    return words[:1].upper() + words[1:]
