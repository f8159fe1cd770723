"""What calendars and pages give as data: an event with its days and hours, and the line of text that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from jobs.sources.text import MAX_TEXT, paragraphs
from storage.models import Certainty, Fact, Precision, Says, When
from storage.zones import zone_at

MAX_EVENTS = 200  # of one page
_LONGEST = timedelta(days=31)  # an exhibition, a presidency or a fiscal year is no meeting
_MAX_NAME = 300  # characters
_MAX_PARTIES = 500
_MAX_ABOUT = 1000
_STATES = {Says.CANCELS: "cancelled", Says.POSTPONES: "postponed"}


@dataclass(frozen=True)
class Event:
    """An event as it was given; ``ends`` is the clock time of its end, which no When keeps."""

    name: str
    when: When
    ends: time | None = None
    place: str = ""  # in full: "Europa building, Brussels, Belgium"
    parties: str = ""
    about: str = ""
    says: Says = Says.ANNOUNCES
    earlier: When | None = None
    certainty: Certainty | None = None
    is_diary: bool = False


@dataclass(frozen=True)
class Point:
    """A day or a moment as it was given; ``clock_time`` and ``zone`` are None where they are not."""

    first: date
    last: date
    precision: Precision = Precision.DAY
    clock_time: time | None = None
    zone: str | None = None


def point(given: date | datetime, zone: str | None) -> Point:
    """Return the Point of a day or a moment.

    zone  where the event is: a moment in UTC is told in it, one without a zone is of it
    """
    if not isinstance(given, datetime):
        return Point(given, given)
    if zone is not None and given.tzinfo is not None and not given.utcoffset():
        given = given.astimezone(ZoneInfo(zone))
    clock_time = given.time().replace(second=0, microsecond=0, tzinfo=None, fold=0)
    stated = _name_of(given.tzinfo, given) or zone
    return Point(given.date(), given.date(), Precision.MINUTE, clock_time, stated)


def span(start: Point, end: Point | None = None) -> When | None:
    """Return the days from ``start`` to ``end``; None for those that are too many to be a meeting's.

    An end at midnight is that of the day before; one before the start is none.
    """
    last = start.last if end is None else end.last
    if end is not None and end.clock_time == time() and last > start.last:
        last -= timedelta(days=1)
    last = max(last, start.last)
    if start.precision in (Precision.DAY, Precision.MINUTE) and last - start.first > _LONGEST:
        return None
    when = When(start.first, last, start.precision, start.clock_time, start.zone)
    return replace(when, phrase=_show(when))


def zone_of(place: str) -> str | None:
    """Return the IANA zone of the first part of ``place`` that names a city: "Europa building, Brussels, Belgium"."""
    return next((zone for part in place.split(",") if (zone := zone_at(part.strip()))), None)


def with_events(text: str, events: Iterable[Event], rule: str) -> tuple[str, tuple[Fact, ...]]:
    """Return ``text`` with a line for each of ``events`` below it, and those as Facts that point to their lines.

    rule  the format they were given in
    """
    shown = [(event, _line(event)) for event in dict.fromkeys(events)]
    room = MAX_TEXT - sum(len(line) + 1 for _, line in shown)
    lines, length = ([text[:room]], min(len(text), room)) if text else ([], -1)
    facts = []
    for event, line in shown:
        lines.append(line)
        facts.append(_fact(event, length + 1, length + 1 + len(line), rule))
        length += 1 + len(line)
    return "\n".join(lines), tuple(facts)


def _fact(event: Event, start: int, end: int, rule: str) -> Fact:
    return Fact(
        start=start,
        end=end,
        name=_short(event.name, _MAX_NAME),
        when=event.when,
        place=_short(event.place, _MAX_NAME) or None,
        parties=_short(event.parties, _MAX_PARTIES),
        about=_short(event.about, _MAX_ABOUT),
        says=event.says,
        earlier=event.earlier,
        certainty=event.certainty,
        is_diary=event.is_diary,
        rule=rule,
    )


def _line(event: Event) -> str:
    """Return all that an Event says in one line: what changes there is a new revision of its Article."""
    parts = [
        _short(event.name, _MAX_NAME),
        _show(event.when, event.ends),
        _short(event.place, _MAX_NAME),
        _short(event.parties, _MAX_PARTIES),
        f"moved from {_show(event.earlier)}" if event.earlier else "",
        _STATES.get(event.says, ""),
        event.certainty or "",
    ]
    return " — ".join(part for part in parts if part)


def _show(when: When, ends: time | None = None) -> str:
    """Return "24 January 2022, 09:00–13:00 (Europe/Brussels)", "24 January 2022 – 26 January 2022", "January 2022"."""
    if when.precision is Precision.YEAR:
        return f"{when.first.year}"
    if when.precision is Precision.MONTH:
        return f"{when.first:%B} {when.first.year}"
    days = " – ".join(f"{day.day} {day:%B} {day.year}" for day in dict.fromkeys((when.first, when.last)))
    if when.clock_time is None:
        return days
    hours = f"{when.clock_time:%H:%M}" + (f"–{ends:%H:%M}" if ends else "")
    return f"{days}, {hours}" + (f" ({when.zone})" if when.zone else "")


def _short(text: str, length: int) -> str:
    return " ".join(paragraphs(text[: 4 * length]).split())[:length].strip()


def _name_of(zone: tzinfo | None, moment: datetime) -> str | None:
    """Return the IANA name of a zone; else its offset at that moment, as a When has it."""
    if zone is None:
        return None
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    offset = moment.utcoffset()
    if not offset:
        return "UTC"
    sign, minutes = ("-", -offset) if offset < timedelta() else ("+", offset)
    hours, rest = divmod(int(minutes.total_seconds()) // 60, 60)
    return f"UTC{sign}{hours:02}:{rest:02}"
