"""Meetings as an iCalendar file (RFC 5545): pure. What is known less finely than by the day is left out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from bot.markup import clean, host
from storage.models import Certainty, Evidence, Meeting, Status
from storage.reminders import starts_at

_OFF = (Status.CANCELLED, Status.POSTPONED, Status.RETRACTED)


def calendar(meetings: Iterable[tuple[Meeting, list[Evidence]]], now: datetime) -> bytes | None:
    """Return the file with an event for each Meeting whose day is known; None where there is none.

    A Meeting on one day with a clock time is an event in UTC, without an end: nobody stated one. Any other is an
    event of whole days.
    """
    file = Calendar()
    file.add("prodid", "-//Daybook//Diplomatic diary//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for meeting, evidence in meetings:
        if meeting.when.is_day_precise:
            file.add_component(_event(meeting, evidence, now))
    return file.to_ical() if file.events else None


def _event(meeting: Meeting, evidence: list[Evidence], now: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("summary", clean(meeting.name))
    event.add("status", _status(meeting))
    start = starts_at(meeting.when)
    if start is not None and meeting.when.first == meeting.when.last:
        event.add("dtstart", start)
    else:
        event.add("dtstart", meeting.when.first)
        event.add("dtend", meeting.when.last + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if meeting.place:
        event.add("location", clean(meeting.place))
    if evidence:
        newest = evidence[-1]
        event.add("description", f"“{clean(newest.mention.quote, 700)}” — {clean(newest.outlet)}")
        if host(newest.address):
            event.add("url", clean(newest.address, 2000))
    return event


def _status(meeting: Meeting) -> str:
    if meeting.status in _OFF:
        return "CANCELLED"
    return "CONFIRMED" if meeting.certainty is Certainty.CONFIRMED else "TENTATIVE"
