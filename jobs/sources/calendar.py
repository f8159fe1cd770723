"""iCalendar files (RFC 5545): a document → a Reading with an Article for each event that is ahead, with icalendar."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, vBroken

from jobs.sources.days import Published, read_published
from jobs.sources.events import Event, Point, point, span, with_events, zone_of
from jobs.sources.languages import DEFAULT, guessed, stated
from jobs.sources.occurrences import Slot, occurrences, slot_of
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.text import clean, decode, paragraphs
from jobs.sources.web.addresses import absolute
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import Article, Certainty, Says, SourceKind

KIND = SourceKind.CALENDAR
RULE = "iCalendar"
MAX_EVENTS = 5000  # of one calendar, past ones included
MAX_ITEMS = 500  # the next ones
_MAX_TITLE = 300  # characters
_MAX_PARTIES = 20
_GUESSED_FROM = 50  # events; their language is that of the calendar
_BEGIN = re.compile(r"\s*BEGIN:VCALENDAR\b", re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT\b", re.IGNORECASE | re.MULTILINE)
_STAMP = re.compile(r"^(?:DTSTAMP|LAST-MODIFIED)(?:;[^:\n]{0,99})?:(\d{8})", re.IGNORECASE | re.MULTILINE | re.ASCII)
_NO_CALENDAR = "There is no calendar here that can be read."
_TOO_MANY = f"This calendar has more than {MAX_EVENTS:,} events, the most that Daybook reads of one."
_CERTAINTIES = {"TENTATIVE": Certainty.POSSIBLE, "CONFIRMED": Certainty.CONFIRMED}


class _Home(NamedTuple):
    """The calendar that an event stands in."""

    address: str
    title: str
    zone: str | None  # for moments that are given in UTC
    language: str  # of its events, as a whole
    is_cancelled: bool  # as a whole: METHOD:CANCEL
    today: date


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a calendar, whatever its content type says."""
    return _BEGIN.match(clean(decode(answer.body[:4096], answer.charset))) is not None


def parse(answer: Answer, today: date) -> Reading:
    """Return the next MAX_ITEMS events that are not over ``today``, each an Article that keeps its key as it moves.

    To be run in a child: a rule of recurrence can be made to take for ever.

    Raises SourceError when it is no calendar, and for one of more than MAX_EVENTS.
    """
    document = clean(decode(answer.body, answer.charset)).lstrip()
    if len(_EVENT.findall(document)) > MAX_EVENTS:
        raise SourceError(_TOO_MANY)
    try:
        found = Calendar.from_ical(document)
    except (ValueError, KeyError, IndexError) as error:
        raise SourceError(_NO_CALENDAR) from error
    if not isinstance(found, Calendar):
        raise SourceError(_NO_CALENDAR)
    title = _text(found, "X-WR-CALNAME") or _text(found, "NAME") or host_of(answer.address)
    events = [_sound(event) for event in found.events]
    language = guessed("\n".join(_text(event, "SUMMARY") for event in events[:_GUESSED_FROM])) or DEFAULT
    is_cancelled = _text(found, "METHOD").upper() == "CANCEL"
    home = _Home(answer.address, title, _zone(found), language, is_cancelled, today)
    items = nsmallest(MAX_ITEMS, _items(events, home), key=lambda item: item.article.facts[0].when.first)
    return Reading(KIND, answer.address, title, language, tuple(items))


def stamped(document: str) -> date | None:
    """Return the day when the newest event of a calendar was written; None where it states none."""
    written = (read_published(stamp, date.max) for stamp in _STAMP.findall(document))
    return max((each.day for each in written if each), default=None)


def _sound(event: Any) -> Any:
    """Return ``event`` without the properties that icalendar could not read; they raise when they are looked at."""
    for name, value in list(event.items()):
        if any(isinstance(each, vBroken) for each in (value if isinstance(value, list) else [value])):
            del event[name]
    return event


def _items(events: Iterable[Any], home: _Home) -> Iterator[Item]:
    newest: dict[tuple[str, Slot | None], Any] = {}
    for event in events:
        key = (_text(event, "UID") or _text(event, "SUMMARY"), slot_of(event.get("RECURRENCE-ID")))
        if key not in newest or _sequence(event) >= _sequence(newest[key]):
            newest[key] = event
    for (uid, slot), event in newest.items():
        if slot is not None:
            yield from _item(event, f"{uid} {slot}", home, slot=slot)
            continue
        recurs = "RRULE" in event or "RDATE" in event
        for start in occurrences(event, home.today):
            if (uid, slot_of(start)) not in newest:
                yield from _item(event, f"{uid} {slot_of(start)}" if recurs else uid, home, start=start)


def _item(
    event: Any, key: str, home: _Home, *, start: date | datetime | None = None, slot: Slot | None = None
) -> Iterator[Item]:
    """Yield the Article of an event, if it has a name and days that are ahead.

    start  of this occurrence; None: as the event says
    slot   the occurrence that the event stands for, if it is one of a series
    """
    read = _event(event, home, start, slot)
    if read is None or not read.name or read.when.last < home.today:
        return
    text, facts = with_events(paragraphs(_text(event, "DESCRIPTION")), [read], RULE)
    own = absolute(home.address, _text(event, "URL"))
    published = _published(event, home.today)
    yield Item(
        Article(
            title=read.name[:_MAX_TITLE],
            text=text,
            published=published.day,
            address=own if own and host_of(own) == host_of(home.address) else home.address,
            outlet=home.title,
            language=stated(getattr(event.get("SUMMARY"), "params", {}).get("LANGUAGE")) or home.language,
            key=f"calendar {host_of(home.address)} {key}",
            published_at=published.at,
            facts=facts,
        )
    )


def _event(event: Any, home: _Home, start: date | datetime | None, slot: Slot | None) -> Event | None:
    """Return the Event; None where it has no day, or so many that it is no meeting."""
    stated = getattr(event.get("DTSTART"), "dt", None)
    start = start or stated
    if not isinstance(start, date) or not isinstance(stated, date):
        return None
    place = " ".join(_text(event, "LOCATION").split())
    zone = zone_of(place) or home.zone
    try:
        begin, end = _points(start, _length(event, stated), zone)
    except OverflowError:
        return None  # it ends after the last year that there is
    when = span(begin, end)
    if when is None:
        return None
    is_off = home.is_cancelled or _text(event, "STATUS").upper() == "CANCELLED"
    earlier = span(point(slot.day_or_moment, None)) if slot and slot_of(start) != slot else None
    return Event(
        name=" ".join(_text(event, "SUMMARY").split()),
        when=when,
        ends=end.clock_time if end and end.first == begin.first else None,
        place=place,
        parties=", ".join(_names(event)),
        about=_text(event, "DESCRIPTION"),
        says=Says.CANCELS if is_off else Says.MOVES if earlier else Says.ANNOUNCES,
        earlier=None if is_off else earlier,
        certainty=_CERTAINTIES.get(_text(event, "STATUS").upper()),
        is_diary=True,
    )


def _points(start: date | datetime, length: timedelta, zone: str | None) -> tuple[Point, Point | None]:
    """Return the first and the last Point; days end before the day that the file names, as do those from midnight."""
    if isinstance(start, datetime):
        is_days = start.time() == time() and length and not length % timedelta(days=1)
        if not is_days:
            return point(start, zone), point(start + length, zone) if length else None
        start = start.date()
    last = start + max(length - timedelta(days=1), timedelta())
    return point(start, None), point(last, None)


def _length(event: Any, start: date | datetime) -> timedelta:
    """Return how long an event lasts; zero where it does not say, or says nonsense."""
    try:
        end = getattr(event.get("DTEND"), "dt", None)
        length = end - start if end is not None else getattr(event.get("DURATION"), "dt", timedelta())
        return max(length, timedelta())
    except (TypeError, OverflowError):
        return timedelta()


def _published(event: Any, today: date) -> Published:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        stamp = getattr(event.get(name), "dt", None)
        if isinstance(stamp, datetime) and (read := read_published(stamp.isoformat(), today)):
            return read
    return Published(today)


def _names(event: Any) -> Iterator[str]:
    """Yield the names of who calls the event and who attends it; an address of mail is none."""
    attendees = event.get("ATTENDEE", [])
    listed = attendees if isinstance(attendees, list) else [attendees]
    for who in (event.get("ORGANIZER"), *listed[:_MAX_PARTIES]):
        name = str(getattr(who, "params", {}).get("CN", ""))
        if name and "@" not in name:
            yield name


def _zone(found: Any) -> str | None:
    name = _text(found, "X-WR-TIMEZONE")
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _sequence(event: Any) -> int:
    value = event.get("SEQUENCE", 0)
    return value if isinstance(value, int) else 0


def _text(component: Any, name: str) -> str:
    value = component.get(name, "")
    return clean(str(value[0] if isinstance(value, list) and value else value)).strip()
