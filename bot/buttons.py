"""The buttons under a message, and what a press of one asks for: pure.

What a button carries goes through other people's programs: it says what is asked for and is never a right to it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from markupsafe import Markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.days import say
from bot.markup import clean, plain
from bot.query import Query
from storage.errors import AskedWrongly
from storage.filters import parse_filter
from storage.models import Filter, Kind

_DATA_LIMIT = 64  # bytes (Bot API, InlineKeyboardButton)
_LARGEST_ID = 2**31 - 1  # of a row
_ONE = re.compile(r"([1-9]\d{0,9})", re.ASCII)
_TWO = re.compile(r"([1-9]\d{0,9})/([1-9]\d{0,9})", re.ASCII)
_LISTED = re.compile(r"([1-9]\d{0,5})((?: [^\s]+)*)")
_QUERY = re.compile(r"(\d{8})-(\d{8}) ?(.*)", re.ASCII)
_TERM = re.compile(rf"-?(?:actor:[A-Z0-9-]+|kind:(?:{'|'.join(Kind)})|(?:place|word):[^\s,]+)")


class Verb(StrEnum):
    """What a button does."""

    REMIND = "remind"
    WHY = "why"
    ICS = "ics"
    MUTE = "mute"
    UNMUTE = "unmute"
    ADD = "add"
    DROP = "drop"
    KEEP = "keep"
    SOURCES = "sources"
    OPML = "opml"
    PAUSE = "pause"
    REMOVE = "remove"
    REVIEW = "review"
    CONFIRM = "confirm"
    RETRACT = "retract"
    UNDO = "undo"
    MERGE = "merge"
    SPLIT = "split"
    APART = "apart"


@dataclass(frozen=True)
class Two:
    """Two things by their numbers: a Meeting, and another one or a Mention of it."""

    one: int
    other: int


@dataclass(frozen=True)
class Listed:
    """A page of those Sources that ``words`` fit, from 1 on."""

    page: int
    words: tuple[str, ...] = ()


_OF: dict[Verb, tuple[type, ...]] = {  # what it may be of: one thing by its number, two, Meetings, or Sources
    Verb.REMIND: (Query,),
    Verb.WHY: (int, Query),
    Verb.ICS: (int, Query),
    Verb.MUTE: (int,),
    Verb.UNMUTE: (int,),
    Verb.ADD: (int,),
    Verb.DROP: (int,),
    Verb.KEEP: (int,),
    Verb.SOURCES: (Listed,),
    Verb.OPML: (Listed,),
    Verb.PAUSE: (int,),
    Verb.REMOVE: (int,),
    Verb.REVIEW: (int,),
    Verb.CONFIRM: (int,),
    Verb.RETRACT: (int,),
    Verb.UNDO: (int,),
    Verb.MERGE: (Two,),
    Verb.SPLIT: (Two,),
    Verb.APART: (Two,),
}


@dataclass(frozen=True)
class Press:
    """What is asked for: of a thing by its number, of two, of the Meetings of a Query, or of listed Sources."""

    verb: Verb
    what: int | Two | Query | Listed


def under_briefing(query: Query) -> InlineKeyboardMarkup | None:
    """Return the buttons of a briefing."""
    return _row(Press(verb, query) for verb in (Verb.REMIND, Verb.WHY, Verb.ICS))


def under_meeting(meeting_id: int, *, muted: bool = False, past: bool = False) -> InlineKeyboardMarkup | None:
    """Return the buttons of a reminder, a change or the details of a Meeting; nobody is told of a past one anyway."""
    verbs = [Verb.WHY, Verb.ICS]
    if not past:
        verbs.append(Verb.UNMUTE if muted else Verb.MUTE)
    return _row(Press(verb, meeting_id) for verb in verbs)


def under_preview(source_id: int, label: Markup) -> InlineKeyboardMarkup | None:
    """Return the buttons of what a new Source would bring, ``label`` on the one that adds it."""
    return in_rows([[(label, Press(Verb.ADD, source_id)), (say("button.drop"), Press(Verb.DROP, source_id))]])


def under_removal(source_id: int) -> InlineKeyboardMarkup | None:
    """Return the buttons of the question whether a Source is to be removed."""
    return _row(Press(verb, source_id) for verb in (Verb.REMOVE, Verb.PAUSE))


def under_look(look_id: int, label: Markup) -> InlineKeyboardMarkup | None:
    """Return the button that has kept what was found."""
    return in_rows([[(label, Press(Verb.KEEP, look_id))]])


def in_rows(rows: Iterable[Iterable[tuple[Markup, Press]]]) -> InlineKeyboardMarkup | None:
    """Return rows of buttons with labels of their own; None where there is none."""
    kept = [[InlineKeyboardButton(plain(label), callback_data=written(press)) for label, press in row] for row in rows]
    return InlineKeyboardMarkup([row for row in kept if row]) if any(kept) else None


def written(press: Press) -> str:
    """Return what the button of ``press`` carries."""
    match press.what:
        case int(number):
            return f"{press.verb}:{number}"
        case Two(one, other):
            return f"{press.verb}:{one}/{other}"
        case Listed(page, words):
            return f"{press.verb}:{' '.join([str(page), *words])}"
        case query:
            return f"{press.verb}:{query.first:%Y%m%d}-{query.last:%Y%m%d} {query.filter}".rstrip()


def read_press(data: str) -> Press:
    """Return what a press of the button that carries ``data`` asks for.

    Raises AskedWrongly for anything that is not exactly what some button of ours would carry.
    """
    verb, _, rest = data.partition(":")
    try:
        press = Press(Verb(verb), _what(Verb(verb), rest))
    except ValueError:
        raise AskedWrongly(say("hint.expired")) from None
    if written(press) != data or not isinstance(press.what, _OF[press.verb]):
        raise AskedWrongly(say("hint.expired"))
    return press


def _what(verb: Verb, rest: str) -> int | Two | Query | Listed:
    if Listed in _OF[verb]:
        return _listed(rest)
    return _number(rest) or _two(rest) or _query(rest)


def _number(written_: str) -> int | None:
    found = _ONE.fullmatch(written_)
    return int(found[1]) if found and int(found[1]) <= _LARGEST_ID else None


def _two(written_: str) -> Two | None:
    found = _TWO.fullmatch(written_)
    one, other = map(_number, found.groups()) if found else (None, None)
    return Two(one, other) if one and other else None


def _listed(written_: str) -> Listed:
    found = _LISTED.fullmatch(written_)
    if found is None or clean(found[2]) != found[2].strip():
        raise ValueError(written_)
    return Listed(int(found[1]), tuple(found[2].split()))


def _query(written_: str) -> Query:
    found = _QUERY.fullmatch(written_)
    if found is None:
        raise ValueError(written_)
    first, last = (date.fromisoformat(day) for day in found.group(1, 2))
    what = parse_filter(found[3])
    if last < first or not all(_TERM.fullmatch(term) for term in what.terms):
        raise ValueError(written_)
    return Query(first, last, Filter(what.terms))


def _row(presses: Iterable[Press]) -> InlineKeyboardMarkup | None:
    """Return one row of the buttons whose press can be written within Telegram's limit; None where none can."""
    labels = say.section("button")
    row = [
        InlineKeyboardButton(labels[press.verb], callback_data=data)
        for press in presses
        if len((data := written(press)).encode()) <= _DATA_LIMIT
    ]
    return InlineKeyboardMarkup([row]) if row else None
