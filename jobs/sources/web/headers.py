"""What a server says of time beside its answer: how long that stays fresh, and when to come back."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from multidict import MultiMapping

_NOTHING = timedelta()
_DAY = timedelta(days=1)
_LONGEST_S = 2**31  # RFC 9111, 1.2.2: a number that is larger stands for this one
_DIRECTIVE = re.compile(r'([\w-]{1,40})(?:\s{0,9}=\s{0,9}"?([^",;\s]{0,40})"?)?', re.ASCII)


def fresh_for(headers: MultiMapping[str]) -> timedelta | None:
    """Return for how long from now an answer with ``headers`` stays fresh (RFC 9111, 4.2): at least zero.

    headers  by name, in any case of letters

    None where the server does not say. The time that the answer has spent in a cache on the way (Age) is taken off.
    """
    directives = dict(_DIRECTIVE.findall(",".join(headers.getall("Cache-Control", [])).lower()))
    age = _seconds(headers.get("Age", "")) or _NOTHING
    if "no-store" in directives or "no-cache" in directives:
        return _NOTHING
    if "max-age" in directives:
        lifetime = _seconds(directives["max-age"]) or _NOTHING  # one that cannot be read is over
    elif "Expires" in headers:
        lifetime = _since_answered(headers, "Expires") or _NOTHING  # "0" is usual, and means the past
    else:
        return None
    return max(lifetime - age, _NOTHING)


def retry_after(headers: MultiMapping[str]) -> timedelta | None:
    """Return how long the server asks to be left alone (RFC 9110, 10.2.3), from nothing to a day.

    None where it does not say. A date is understood by the server's own clock (its Date).
    """
    stated = _seconds(headers.get("Retry-After", ""))
    if stated is None:
        stated = _since_answered(headers, "Retry-After")
    return None if stated is None else min(max(stated, _NOTHING), _DAY)


def _seconds(written: str) -> timedelta | None:
    written = written.strip()
    if not re.fullmatch(r"\d{1,400}", written, re.ASCII):
        return None
    return timedelta(seconds=min(int(written), _LONGEST_S))


def _since_answered(headers: MultiMapping[str], name: str) -> timedelta | None:
    moment, answered_at = _date(headers.get(name, "")), _date(headers.get("Date", ""))
    return moment - answered_at if moment and answered_at else None


def _date(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
