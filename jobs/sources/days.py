"""When an Article was published, read strictly: a date is as it was written, or it is not one.

feedparser turns 30 February into 2 March and fills gaps from today's date; nothing here repairs or guesses.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]\s?\d\d:?\d\d.{0,24})?", re.ASCII)
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d{1,2}:\d\d.{0,24}", re.ASCII)
_EARLIEST = date(1990, 1, 1)  # before the web there is only the year 1 and the epoch of a clock that was not set


@dataclass(frozen=True)
class Published:
    """The day of publication, as it was written where it was written; the moment where a zone was given."""

    day: date
    at: datetime | None = None  # UTC


def read_published(written: str | None, latest: date) -> Published | None:
    """Return when an Article was published: ``written`` is ISO 8601 or RFC 822.

    latest  the day it is read, in UTC

    None for a date that is missing, impossible, before the web or in the future. A day that is ahead of ``latest``
    only because of its zone stands: in Tokyo it is tomorrow already.
    """
    found = _read((written or "").strip())
    if found is None or found.day < _EARLIEST:
        return None
    is_past = found.day <= latest or (found.at is not None and found.at.date() <= latest)
    return found if is_past else None


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
