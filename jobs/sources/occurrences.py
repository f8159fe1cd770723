"""When an event of a calendar takes place: once, or by a rule of recurrence the next few times."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple

from dateutil.rrule import rrulestr
from icalendar import vRecur

_AHEAD = timedelta(days=366)
_MOST = 12  # of one event: a season of a weekly one
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")  # nobody meets by the hour


class Slot(NamedTuple):
    """One occurrence by its time as the calendar writes it, without a zone; what RECURRENCE-ID names."""

    day: date
    clock_time: time | None

    @property
    def day_or_moment(self) -> date | datetime:
        """The day, or the moment in local time."""
        return self.day if self.clock_time is None else datetime.combine(self.day, self.clock_time)

    def __str__(self) -> str:
        """Its day, and the hour where it has one."""
        return f"{self.day}" if self.clock_time is None else f"{self.day}T{self.clock_time:%H:%M}"


def slot_of(value: Any) -> Slot | None:
    """Return the Slot of a day, a moment or a property that has one; None for anything else."""
    value = getattr(value, "dt", value)
    if isinstance(value, datetime):
        return Slot(value.date(), value.time().replace(tzinfo=None, fold=0))
    return Slot(value, None) if isinstance(value, date) else None


def occurrences(event: Any, today: date) -> list[date | datetime]:
    """Return when ``event`` begins: as it says where it takes place once, else the next times within a year.

    A rule that is damaged, or of hours and less, is as if there were none.
    """
    start = getattr(event.get("DTSTART"), "dt", None)
    first = slot_of(start)
    if not isinstance(start, date) or first is None:
        return []
    if "RRULE" not in event and "RDATE" not in event:
        return [start]
    left_out = set(_slots(event, "EXDATE"))
    slots = {first, *_slots(event, "RDATE"), *_by_rule(event.get("RRULE"), first, today)}
    ahead = (
        slot
        for slot in sorted(slots, key=str)
        if today <= slot.day <= today + _AHEAD and not left_out & {slot, Slot(slot.day, None)}
    )
    return [_beginning(slot, start) for slot in islice(ahead, _MOST)]


def _beginning(slot: Slot, start: date | datetime) -> date | datetime:
    """Return when an occurrence begins, in the zone of the first."""
    moment = slot.day_or_moment
    if isinstance(start, datetime) and isinstance(moment, datetime):
        return moment.replace(tzinfo=start.tzinfo)
    return moment


def _slots(event: Any, name: str) -> list[Slot]:
    """Return the Slots that a property lists; periods are none."""
    values = event.get(name, [])
    lists = values if isinstance(values, list) else [values]
    return [slot for each in lists for value in getattr(each, "dts", ()) if (slot := slot_of(value))]


def _by_rule(rule: Any, first: Slot, today: date) -> Iterator[Slot]:
    """Yield what a rule of recurrence gives from ``today`` on, in local time; its end is counted by days."""
    rule = rule[0] if isinstance(rule, list) and rule else rule
    if not isinstance(rule, vRecur) or str(rule.get("FREQ", [""])[0]) not in _FREQUENCIES:
        return
    if rule.get("INTERVAL", [1])[0] < 1:
        return  # dateutil would look for the next one for ever
    ends = [slot.day for value in rule.get("UNTIL", []) if (slot := slot_of(value))]
    last = min([*ends, today + _AHEAD])
    stated: str = rule.to_ical().decode()  # type: ignore[no-untyped-call]  # icalendar leaves this one untyped
    written = ";".join(part for part in stated.split(";") if not part.startswith("UNTIL="))
    try:
        found = rrulestr(written, dtstart=_moment(first))
        for moment in islice(found.xafter(datetime.combine(today, time()), inc=True), 4 * _MOST):  # some are left out
            if moment.date() > last:
                return
            yield Slot(moment.date(), None if first.clock_time is None else moment.time())
    except (ValueError, TypeError, OverflowError):
        return


def _moment(slot: Slot) -> datetime:
    return datetime.combine(slot.day, slot.clock_time or time())
