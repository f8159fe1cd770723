"""When an Article was published, read strictly: a date is as it was written, or it is not one.

feedparser turns 30 February into 2 March and fills gaps from today's date, and htmldate takes 30 February for the 1st;
nothing here repairs or guesses.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]\s?\d\d:?\d\d.{0,24})?", re.ASCII)
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d{1,2}:\d\d.{0,24}", re.ASCII)
_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name[:3]: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTH = rf"(?P<month>{_NAMES.replace(' ', '|')}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
_WRITTEN = [
    re.compile(rf"(?<![\w/.-]){form}(?![\w/-]|\.\d)", re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH},?\s(?P<year>\d{{4}})",
        rf"{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})",
        r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d\d)(?P=sign)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",  # with dots the day comes first, everywhere
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
    )
]
_IN_ADDRESS = re.compile(r"[/_.-](\d{4})([/_-]?)(\d\d)\2(\d\d)(?=[/_.-]|$)", re.ASCII)
_EARLIEST = date(1990, 1, 1)  # before the web there is only the year 1 and the epoch of a clock that was not set


@dataclass(frozen=True)
class Published:
    """The day of publication, as it was written where it was written; the moment where a zone was given."""

    day: date
    at: datetime | None = None  # UTC


class Written(NamedTuple):
    """A day as it is written in a text, at ``start``..``end``."""

    day: date
    start: int
    end: int


def read_published(written: str | None, latest: date) -> Published | None:
    """Return when an Article was published: ``written`` is ISO 8601 or RFC 822.

    latest  the day it is read, in UTC

    None for a date that is missing, impossible, before the web or in the future. A day that is ahead of ``latest``
    only because of its zone stands: in Tokyo it is tomorrow already.
    """
    found = _read((written or "").strip())
    return found if found and _is_plausible(found, latest) else None


def written_days(text: str) -> Iterator[Written]:
    """Yield the days that a person reads in ``text``, as "3 March 2025", "03.03.2025" or "2025-03-03".

    Only those with a year, and only what can be read in one way: of "03/04/2025" it is not said which is the month.
    """
    days: dict[tuple[int, int], set[date]] = {}
    for form in _WRITTEN:
        for found in form.finditer(text):
            with suppress(ValueError):
                day = date(int(found["year"]), _month(found["month"]), int(found["day"]))
                days.setdefault(found.span(), set()).add(day)
    for (start, end), readings in sorted(days.items()):
        if len(readings) == 1:
            yield Written(readings.pop(), start, end)


def day_in_address(address: str, latest: date) -> Published | None:
    """Return the day in the path of an address, as /2025/03/03/ or /2025-03-03-talks; None where there is none."""
    for found in _IN_ADDRESS.finditer(urlsplit(address).path):
        with suppress(ValueError):
            day = Published(date(int(found[1]), int(found[3]), int(found[4])))
            if _is_plausible(day, latest):
                return day
    return None


def _month(written: str) -> int:
    """Return the number of a month, of its name or of a short form of that."""
    return int(written) if written.isdecimal() else _MONTHS[written[:3].lower()]


def _is_plausible(found: Published, latest: date) -> bool:
    """Whether an Article that is read on ``latest`` can have been published then."""
    is_past = found.day <= latest or (found.at is not None and found.at.date() <= latest)
    return is_past and found.day >= _EARLIEST


def _read(written: str) -> Published | None:
    try:
        if _ISO.fullmatch(written):
            moment = datetime.fromisoformat(written.replace(" +", "+").replace(" Z", "Z"))
        elif _RFC_822.fullmatch(written):
            moment = parsedate_to_datetime(written)
        else:
            return None
        return Published(moment.date(), moment.astimezone(UTC) if moment.tzinfo else None)
    except (ValueError, OverflowError):
        return None
