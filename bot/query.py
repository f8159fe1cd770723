"""The words after a command, understood: pure."""

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from babel.dates import get_day_names, get_month_names

from bot.days import say
from storage.actors import actor_named, stood_for_by
from storage.errors import AskedWrongly
from storage.models import Filter, Kind

DEFAULT_DAYS = 30
_MOST_DAYS, _MOST_WORDS = 730, 10
_LONGEST_NAME = 8  # words
_LONGEST_FILTER = 400  # characters; what the database keeps
_UNITS = {"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "m": 30, "month": 30, "months": 30}
_NUMBER = re.compile(r"(-?\d{1,9})([a-z]*)", re.ASCII)
_MONTHS = {
    name.casefold(): month
    for width in ("wide", "abbreviated")
    for month, name in get_month_names(width, locale=say.locale).items()
}
_MONTH = "|".join(map(re.escape, _MONTHS))
_WEEKDAYS = {
    name.casefold(): weekday
    for width in ("wide", "abbreviated")
    for weekday, name in get_day_names(width, locale=say.locale).items()
}
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_BEFORE_DAYS = frozenset({"between", "from", "in", "through", "till", "until"})
_SATURDAY, _SUNDAY = 5, 6
_DATED = re.compile(rf"(\d{{1,2}}) ({_MONTH})|({_MONTH}) (\d{{1,2}})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))? ?(am|pm)?", re.ASCII)
_NOON = 12
_YEAR = re.compile(r"20\d\d", re.ASCII)
_KINDS = {form: kind for kind in Kind if kind is not Kind.OTHER for form in (kind.value, f"{kind.value}s")} | {
    "talk": Kind.TALKS,
    "negotiating": Kind.NEGOTIATION,
}
_BETWEEN_WORDS = str.maketrans({"/": " or ", "|": " or "} | dict.fromkeys(',"“”„«»?!;', " "))
_FIELD = re.compile(r"(?<!\S)(-?)(place|kind|actor|word):(?=\w)")
_SINGLE_QUOTES = "'‘’"
_EMPTY_WORDS = frozenset(  # some of them are countries' codes as well; nobody means those
    word
    for line in (
        "a about all am and any are as be by do everything for is it me meeting meetings",
        "my next of on or so the to with",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Query:
    """What a Briefing is asked for: the days ``first``..``last``, and which Meetings."""

    first: date
    last: date
    filter: Filter


def read_query(words: Sequence[str], today: date) -> Query:
    """Return what ``words`` ask for; without a span of days the next 30, without others everything.

    Of several spans it is all from the first day to the last one. Raises AskedWrongly for what is no span of days,
    and as ``read_filter`` does.
    """
    spans, others = _days_and_others(words, today)
    if not spans:
        spans = [(today, today + timedelta(days=DEFAULT_DAYS))]
    return Query(min(first for first, _ in spans), max(last for _, last in spans), read_filter(others))


def read_wish(words: Sequence[str], today: date) -> Filter:
    """Return the Filter of a Subscription, as ``read_filter`` does; raises AskedWrongly where days are given."""
    spans, others = _days_and_others(words, today)
    if spans:
        raise AskedWrongly(say("subscribe.no_days"))
    return read_filter(others)


def read_filter(words: Sequence[str]) -> Filter:
    """Return the Filter that ``words`` mean: Actors ("us", "russian"), kinds, "in" and a place, or any words.

    "-nato" and "not nato" exclude. Its terms are in one order, however they were typed, so that one wish is
    one Subscription. Raises AskedWrongly where they are too many, one of several is meant, or "not" stands last.
    """
    plain = _FIELD.sub(_said, " ".join(words).casefold().translate(_BETWEEN_WORDS))
    rest = [word.strip(_SINGLE_QUOTES) for word in plain.split()]
    rest = [word for word in rest if word == "-" or not all(map(_is_punctuation, word))]
    if "or" in rest[1:-1]:
        raise AskedWrongly(say("query.either"))
    if len(rest) > _MOST_WORDS:
        raise AskedWrongly(say("query.too_long"))
    filter_ = Filter(tuple(sorted(set(_terms(rest)), key=lambda term: (term.startswith("-"), term))))
    if len(str(filter_)) > _LONGEST_FILTER:
        raise AskedWrongly(say("query.long_words"))
    return filter_


def read_clock(word: str) -> time | None:
    """Return the time of day that ``word`` is: "8", "07:30", "18.00", "6pm"; None where it is none."""
    found = _CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, half = int(found[1]), found[3]
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, int(found[2] or 0))


def _said(field: re.Match[str]) -> str:
    """Return as people say it what some write with the name of a field: "place:nairobi" is "in nairobi"."""
    return f"{field[1]}in " if field[2] == "place" else field[1]


def _is_punctuation(char: str) -> bool:
    return char in string.punctuation or unicodedata.category(char).startswith("P")


def _days_and_others(words: Sequence[str], today: date) -> tuple[list[tuple[date, date]], list[str]]:
    """Return the spans of days among ``words``, and the other words."""
    spans: list[tuple[date, date]] = []
    others: list[str] = []
    rest = [word.casefold() for word in words]
    while rest:
        word = rest.pop(0)
        number = _NUMBER.fullmatch(word)
        if word in ("week", "month"):
            spans.append((today, today + timedelta(days=_UNITS[word])))
        elif named := _near_days(word, rest, today) or _named_days(word, rest, today):
            before = others.pop() if others and others[-1] in _BEFORE_DAYS else ""
            if before in ("till", "until") and not spans:
                spans.append((today, today))
            spans.append(named)
        elif number and number[2] in _UNITS:
            unit = rest.pop(0) if not number[2] and rest and rest[0] in _UNITS else ""
            spans.append((today, today + _span(f"{word} {unit}".strip(), int(number[1]), number[2] or unit)))
        else:
            others.append(word)
    return spans, others


def _near_days(word: str, rest: list[str], today: date) -> tuple[date, date] | None:
    """Return the days that "tomorrow", "monday", "weekend" or "next week" means; what belongs to it leaves ``rest``.

    A weekday is the next such day, today as well; after "next" it is not today. Of this week, what is left.
    """
    which = word if word in ("this", "next") and rest else ""
    word = rest[0] if which else word
    monday = today - timedelta(days=today.weekday())
    if word in _NEAR and not which:
        first = last = today + timedelta(days=_NEAR[word])
    elif word in _WEEKDAYS:
        first = last = today + timedelta(days=(_WEEKDAYS[word] - today.weekday()) % 7)
        if which == "next" and first == today:
            first = last = today + timedelta(days=7)
    elif word == "weekend" or (which and word == "week"):
        monday += timedelta(days=7) if which == "next" else timedelta()
        first = max(today, monday + timedelta(days=_SATURDAY) if word == "weekend" else monday)
        last = monday + timedelta(days=_SUNDAY)
    elif which and word == "month":
        first = today if which == "this" else _next_month(today)
        last = _next_month(first) - timedelta(days=1)
    else:
        return None
    if which:
        del rest[0]
    return first, last


def _next_month(day: date) -> date:
    """Return the first day of the month after that of ``day``."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _named_days(word: str, rest: list[str], today: date) -> tuple[date, date] | None:
    """Return the days that "2025-03-14", "march" or "14 march" names; what belongs to it leaves ``rest``.

    Without a year it is the next such month or day; of the present month, what is left.
    """
    following = rest[0] if rest else ""
    if iso := _ISO.fullmatch(word):
        first = last = _day(word, (int(iso[1]), int(iso[2]), int(iso[3])), today)
    elif dated := _DATED.fullmatch(f"{word} {following}"):
        del rest[0]
        month, day = _MONTHS[dated[2] or dated[3]], int(dated[1] or dated[4])
        first = last = _day(dated[0], (today.year + ((month, day) < (today.month, today.day)), month, day), today)
    elif word in _MONTHS:
        month = _MONTHS[word]
        year = int(rest.pop(0)) if _YEAR.fullmatch(following) else today.year + (month < today.month)
        first = _day(f"{word} {year}", (year, month, 1), today)
        last = _next_month(first) - timedelta(days=1)
        first = max(first, today) if today <= last else first
    else:
        return None
    return first, last


def _day(words: str, numbers: tuple[int, int, int], today: date) -> date:
    try:
        day = date(*numbers)
    except ValueError:
        day = date.min
    if abs((day - today).days) > _MOST_DAYS:
        raise AskedWrongly(say("query.no_day", words=words))
    return day


def _terms(rest: list[str]) -> Iterator[str]:
    while rest:
        sign = ""
        word = rest.pop(0)
        if word in ("not", "no", "without", "except"):
            sign, word = "-", _after(word, rest)
        elif word.startswith("-"):
            sign, word = "-", word.lstrip("-") or _after(word, rest)
        if word in ("in", "at"):
            yield f"{sign}place:{_after(word, rest)}"
        elif found := _named(word, rest):
            yield f"{sign}{found}"
        elif word in _KINDS:
            yield f"{sign}kind:{_KINDS[word]}"
        elif sign or word not in _EMPTY_WORDS:
            yield f"{sign}word:{word}"


def _named(word: str, rest: list[str]) -> str | None:
    """Return the term of the longest name that begins with ``word``; the name leaves ``rest``.

    A capital or a seat stays a word: it may be where others meet.
    """
    for more in range(min(len(rest), _LONGEST_NAME - 1), -1, -1):
        name = " ".join([word, *rest[:more]])
        found = actor_named(name) if name not in _EMPTY_WORDS else None
        if found or stood_for_by(name):
            del rest[:more]
            return f"actor:{found.code}" if found else f"word:{name.removeprefix('the ')}"
    return None


def _after(word: str, rest: list[str]) -> str:
    if not rest:
        raise AskedWrongly(say("query.nothing_after", word=word))
    return rest.pop(0)


def _span(words: str, number: int, unit: str) -> timedelta:
    if number < 1:
        raise AskedWrongly(say("query.not_ahead", words=words))
    span = number * _UNITS.get(unit, 0)
    if not 1 <= span <= _MOST_DAYS:
        raise AskedWrongly(say("query.days", words=words))
    return timedelta(days=span)
