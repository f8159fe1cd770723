"""What an admin says a Meeting's field is, understood: pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

from bot.days import say
from bot.markup import clean
from bot.zones import read_zone
from storage.errors import AskedWrongly
from storage.models import Kind, Precision, Status, When
from storage.spans import write_days

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:(?:/|\.\.| )(\d{4}-\d\d-\d\d))?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d|0\d|1[0-4])(?::?([0-5]\d))?", re.ASCII | re.IGNORECASE)
_NOT_STATED = ("none", "-")
_STATUSES = (Status.SCHEDULED, Status.POSTPONED, Status.CANCELLED, Status.HELD)
_LONGEST_NAME, _LONGEST_PLACE = 200, 100  # characters
_LONGEST_STAY = timedelta(days=366)


def read_edit(words: Sequence[str]) -> tuple[str, str | None]:
    """Return the field that ``words`` begin with and its value, written as a Change writes it; None: not stated.

    Raises AskedWrongly with what to type, where there is no such field or it cannot have that value.
    """
    field, *said = [word for word in words if word] or [""]
    read = _READ.get(field.casefold())
    if read is None:
        raise AskedWrongly(say("edit.field", fields=", ".join(_READ)))
    if not said:
        raise AskedWrongly(say("edit.value", field=field.casefold()))
    return field.casefold(), read(" ".join(said))


def _date(said: str) -> str:
    """Return the days, or the month, that an admin names by their numbers alone: nothing to misread."""
    try:
        if days := _DAYS.fullmatch(said):
            when = When(date.fromisoformat(days[1]), date.fromisoformat(days[2] or days[1]))
        elif month := _MONTH.fullmatch(said):
            first = date(int(month[1]), int(month[2]), 1)
            when = When(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), Precision.MONTH)
        else:
            raise ValueError(said)  # noqa: TRY301 - answered like a day that is not in the calendar
    except (ValueError, OverflowError):
        raise AskedWrongly(say("edit.date", words=said)) from None
    if when.last - when.first > _LONGEST_STAY:
        raise AskedWrongly(say("edit.date", words=said))
    return write_days(when)


def _time(said: str) -> str | None:
    if said.casefold() in _NOT_STATED:
        return None
    clock, _, where = said.partition(" ")
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise AskedWrongly(say("edit.time", words=said))
    return f"{time(int(found[1]), int(found[2])):%H:%M} {_zone(where)}".strip()


def _zone(where: str) -> str:
    if not where:
        return ""
    if offset := _OFFSET.fullmatch(where):
        return f"UTC{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    return read_zone(where)


def _place(said: str) -> str | None:
    return None if said.casefold() in _NOT_STATED else _text(said, _LONGEST_PLACE)


def _name(said: str) -> str:
    return _text(said, _LONGEST_NAME)


def _text(said: str, longest: int) -> str:
    text = clean(said, longest + 1)
    if not text or len(text) > longest:
        raise AskedWrongly(say("edit.text", n=longest))
    return text


def _kind(said: str) -> str:
    if said.casefold() not in set(Kind):
        raise AskedWrongly(say("edit.word", words=said, known=", ".join(Kind)))
    return said.casefold()


def _status(said: str) -> str:
    word = "cancelled" if said.casefold() == "canceled" else said.casefold()
    if word not in _STATUSES:
        raise AskedWrongly(say("edit.word", words=said, known=", ".join(_STATUSES)))
    return word


_READ: dict[str, Callable[[str], str | None]] = {
    "date": _date,
    "time": _time,
    "place": _place,
    "name": _name,
    "kind": _kind,
    "status": _status,
}
