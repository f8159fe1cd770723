"""Time zones as people name them: pure."""

import re
from difflib import get_close_matches

from markupsafe import Markup

from bot.days import say
from storage.errors import AskedWrongly
from storage.zones import zones_by_name

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
_EAST, _WEST = 14, 12  # the furthest whole hours from UTC there are
_SUGGESTIONS = 3
_ABBREVIATED = {  # each with a large city that keeps it: several places do, and not all the year
    **dict.fromkeys(("est", "edt", "et"), "New York"),
    **dict.fromkeys(("cst", "cdt", "ct"), "Chicago"),
    **dict.fromkeys(("mst", "mdt", "mt"), "Denver"),
    **dict.fromkeys(("pst", "pdt", "pt"), "Los Angeles"),
    **dict.fromkeys(("cet", "cest", "met"), "Brussels"),
    **dict.fromkeys(("eet", "eest"), "Athens"),
    **dict.fromkeys(("aest", "aedt"), "Sydney"),
    "wet": "Lisbon",
    "bst": "London",
    "msk": "Moscow",
    "ist": "Delhi",
    "jst": "Tokyo",
}


def read_zone(words: str) -> str:
    """Return the IANA zone that ``words`` name: "Europe/Zurich", "geneva", "New York", "UTC+3".

    Raises AskedWrongly, with names that are written alike, where none or several are meant.
    """
    asked = " ".join(words.replace("_", " ").replace(",", " ").replace(".", "").split()).casefold()
    if asked in ("utc", "gmt", "z", "utc+0", "gmt+0"):
        return "UTC"
    if offset := _OFFSET.fullmatch(asked):
        return _of_offset(offset)
    if asked in _ABBREVIATED:
        raise AskedWrongly(say("timezone.abbreviated", words=words.upper(), city=_ABBREVIATED[asked]))
    zones = zones_by_name().get(asked, frozenset())
    if len(zones) == 1:
        return next(iter(zones))
    if zones:
        raise AskedWrongly(say("timezone.several", words=words, names=_either(sorted(zones))))
    alike = get_close_matches(asked, zones_by_name(), n=_SUGGESTIONS, cutoff=0.75)
    if alike:
        raise AskedWrongly(say("timezone.meant", words=words, names=_either([name.title() for name in alike])))
    raise AskedWrongly(say("timezone.unknown", words=words))


def _of_offset(offset: re.Match[str]) -> str:
    """Return the zone that is always so far from UTC; the signs of their names are the other way round (POSIX)."""
    sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
    if minutes or hours > (_EAST if sign == "+" else _WEST):
        written = f"{sign}{hours}:{minutes:02}" if minutes else f"{sign}{hours}"
        raise AskedWrongly(say("timezone.offset", offset=written))
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"


def _either(names: list[str]) -> Markup:
    return say("timezone.or").join(Markup.escape(name) for name in names)
