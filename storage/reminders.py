"""When a Chat is reminded of a meeting, or sent a digest: pure. Both sides need it, to owe it and to tell of it."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.models import Chat, Precision, When


class Reminder(NamedTuple):
    """One reminder: how long before the meeting, and the UTC moment it is due."""

    offset: timedelta
    due_at: datetime


def reminders(when: When, chat: Chat) -> list[Reminder]:
    """Return when ``chat`` is reminded of a meeting that is ``when``, earliest first.

    Before a clock time whose zone is known: the chat's offsets. Else, on the day before and on the day itself,
    at the chat's hours. None for what is known less finely than by the day.

    A local time that the clocks skip is taken as if they had not yet been moved, one that comes twice the first
    time (PEP 495, fold=0). What falls into the chat's quiet hours comes when they end, if the meeting
    is still ahead then.
    """
    if not when.is_day_precise:
        return []
    start = starts_at(when)
    by_moment = {}
    for one in _loud(when, chat, start):
        due_at = quiet_until(chat, one.due_at) or one.due_at
        if due_at == one.due_at or start is None or due_at < start:
            by_moment[due_at] = Reminder(one.offset, due_at)  # of several that are put off, the last
    return list(by_moment.values())


def digest_at(day: date, chat: Chat) -> datetime | None:
    """Return the UTC moment at which ``chat`` is sent the digest of ``day``; None where it wants none.

    Local times that the clocks skip or repeat, and quiet hours, as in ``reminders``.
    """
    if chat.daily_hour is None:
        return None
    moment = _moment(day, chat.daily_hour, ZoneInfo(chat.zone))
    return quiet_until(chat, moment) or moment


def quiet_until(chat: Chat, moment: datetime) -> datetime | None:
    """Return when the quiet hours end that ``moment`` falls into; None where it falls into none."""
    if chat.quiet is None:
        return None
    start, end = chat.quiet
    zone = ZoneInfo(chat.zone)
    today, nights = moment.astimezone(zone).date(), timedelta(days=end <= start)
    for first in (today - timedelta(days=1), today):  # by moments, for a clock time may come twice
        ends_at = _moment(first + nights, end, zone)
        if _moment(first, start, zone) <= moment < ends_at:
            return ends_at
    return None


def _loud(when: When, chat: Chat, start: datetime | None) -> list[Reminder]:
    """Return the reminders as they were without quiet hours."""
    if start is not None:
        return [Reminder(offset, start - offset) for offset in sorted(chat.offsets, reverse=True)]
    zone = ZoneInfo(chat.zone)
    eve = when.first - timedelta(days=1)
    return [
        Reminder(timedelta(days=1), _moment(eve, chat.eve_hour, zone)),
        Reminder(timedelta(0), _moment(when.first, chat.morning_hour, zone)),
    ]


def starts_at(when: When) -> datetime | None:
    """Return the UTC moment the meeting starts; None where the source gave no clock time or no zone."""
    if when.clock_time is None or when.zone is None or when.precision is Precision.DAY:
        return None
    try:
        return _moment(when.first, when.clock_time, zone_of(when.zone))
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return None


def zone_of(name: str) -> ZoneInfo | timezone:
    """Return the zone of a When: IANA ("Europe/Brussels") or a fixed offset ("UTC+03:00").

    Raises ZoneInfoNotFoundError or ValueError where it is neither.
    """
    if name.startswith(("UTC+", "UTC-")):
        hours, _, minutes = name[4:].partition(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(-offset if name[3] == "-" else offset)
    return ZoneInfo(name)


def is_past(when: When, now: datetime) -> bool:
    """Return whether the meeting has begun, or its last day is over everywhere on Earth (UTC-12)."""
    start = starts_at(when)
    if start is not None and when.first == when.last:
        return start <= now
    return (now - timedelta(hours=12)).date() > when.last


def _moment(day: date, clock_time: time, zone: ZoneInfo | timezone) -> datetime:
    return datetime.combine(day, clock_time, zone).astimezone(UTC)
