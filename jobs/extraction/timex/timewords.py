"""The words of time of one language: its time.toml, and the names of months and weekdays from CLDR through Babel."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale

from jobs.extraction.timex.numbers import spelled_number, spelled_year
from jobs.extraction.words import Word, words

_FIRST_YEAR, _MODERN_YEAR, _LAST_YEAR = 1000, 1900, 2199
_YEAR_DIGITS, _DAY_DIGITS = 4, 2
_HOURS = 24
_INDEXED = 2  # words
_SPELLED = frozenset({"number", "year", "hour"})  # groups that are numbers in words as well
_CAPITALISED = frozenset(
    ("month", "whole_month", "plain_month", "short_month", "weekday", "plain_weekday", "weekdays", "holiday", "fast")
)
_CURRENCIES = frozenset({"$", "€", "£", "¥", "#"})
_POINTS = frozenset({".", ","})
_SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-"}
_FARTHEST, _MINUTES = 14, 60  # hours from UTC
_Entry = tuple[str, tuple[str, ...], Any]  # group, the words of its phrase, value


class TimeWords:
    """The words that dates, clock times and durations are made of, in groups for the rules: "month", "weekday", "unit".

    A group is a section of time.toml, ``word = value``, or named by CLDR, or a number, in digits or spelled.
    """

    def __init__(self, language: str, path: Path) -> None:
        """Read the time.toml at ``path``.

        Raises OSError and tomllib.TOMLDecodeError.
        """
        sections = tomllib.loads(path.read_text("utf-8"))
        self.suffixes = frozenset(sections.pop("ordinal_suffixes"))
        self.numbers: dict[str, int] = sections.pop("numbers")
        abbreviations = sections.pop("abbreviations")
        groups = _calendar(Locale(language), sections.pop("plural_suffix"), sections.pop("homographs"))
        self.short_months = frozenset(groups["short_month"])
        self.abbreviated = self.short_months | set(abbreviations)
        for group, values in sections.items():
            groups[group] = groups.get(group, {}) | values
        self._groups = _index(groups)
        self._longer = {key[0] for key in self._groups if len(key) == _INDEXED}
        self._phrases = {
            group: [[word.lower for word in words(phrase)] for phrase in values] for group, values in groups.items()
        }

    def openers_of(self, group: str) -> frozenset[str]:
        """Return the words, in lower case, with which a group's phrases begin; without digits."""
        opened = frozenset(first for first, *_ in self._phrases.get(group, ()))
        return opened | self.numbers.keys() if group in _SPELLED else opened

    def seconds_of(self, group: str, opener: str) -> frozenset[str] | None:
        """Return the second words of a group's phrases that begin with ``opener``; None: it is one by itself."""
        begun = [rest for first, *rest in self._phrases.get(group, ()) if first == opener]
        if not all(begun) or (group in _SPELLED and opener in self.numbers):
            return None
        return frozenset(rest[0] for rest in begun)

    def senses(self, text: Sequence[Word], i: int) -> Sequence[tuple[str, Any, int]]:
        """Return group, value and number of words for all that word ``i`` may begin for a rule."""
        word = text[i]
        lower = word.lower
        if lower[0].isdecimal():
            return list(self._digits(text, i))
        found: list[tuple[str, Any, int]] = []
        if lower == "(":
            found += self._in_brackets(text, i)
        if lower in self.numbers:
            found += self._spelled(text, i)
        for group, key, value in self._beginning_with(text, i):
            if group in _CAPITALISED and not word.text[0].isupper():
                continue
            length = len(key)
            if length <= _INDEXED or tuple(each.lower for each in text[i : i + length]) == key:
                found.append((group, value, length))
                if group == "zone" and value == "UTC":
                    found += _offset(text, i, length)
                if lower in self.abbreviated and i + 1 < len(text) and text[i + 1].text == ".":
                    found.append((group, value, length + 1))  # "Jan."
        return found

    def _beginning_with(self, text: Sequence[Word], i: int) -> Sequence[_Entry]:
        """The phrases of the groups whose first one or two words stand at word ``i``."""
        first = text[i].lower
        alone = self._groups.get((first,), ())
        if first not in self._longer or i + 1 == len(text):
            return alone
        return [*alone, *self._groups.get((first, text[i + 1].lower), ())]

    def _in_brackets(self, text: Sequence[Word], i: int) -> Iterator[tuple[str, Any, int]]:
        """Yield the zone of "(GMT)", "(UTC+3)"."""
        for group, value, length in self.senses(text, i + 1) if i + 1 < len(text) and text[i + 1].text != "(" else ():
            last = i + 1 + length
            if group == "zone" and last < len(text) and text[last].text == ")":
                yield group, value, length + 2

    def _spelled(self, text: Sequence[Word], i: int) -> Iterator[tuple[str, int, int]]:
        number, last = spelled_number(text, i, self.numbers)
        if last > i:
            yield "number", number, last - i
            if number < _HOURS:
                yield "hour", number, last - i
        year, last = spelled_year(text, i, self.numbers)
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            yield "year", year, last - i

    def _digits(self, text: Sequence[Word], i: int) -> Iterator[tuple[str, int, int]]:
        digits = text[i].text
        if len(digits) > _YEAR_DIGITS or not digits.isascii() or _is_part_of_a_figure(text, i):
            return
        number = int(digits)
        following = text[i + 1] if i + 1 < len(text) else None
        if following and following.start == text[i].end and following.lower in self.suffixes:
            yield "nth", number, 2
            yield "day", number, 2
            return
        if len(digits) <= _DAY_DIGITS:
            yield "day", number, 1
            yield "hour", number, 1
        if len(digits) < _YEAR_DIGITS:
            yield "number", number, 1
        if len(digits) == _DAY_DIGITS:
            yield "minute", number, 1
        if len(digits) == _YEAR_DIGITS:
            yield "clock", number, 1
            if _FIRST_YEAR <= number <= _LAST_YEAR:
                yield "year", number, 1
            if _MODERN_YEAR <= number <= _LAST_YEAR:
                yield "modern_year", number, 1


def _offset(text: Sequence[Word], i: int, length: int) -> Iterator[tuple[str, str, int]]:
    """Yield the zone of "GMT+8", "UTC-03:30", as a When has it; "GMT" is ``length`` words from word ``i`` on."""
    sign, hours = _touching(text, i + length - 1, 1), _touching(text, i + length, 1)
    if sign not in _SIGNS or not (hours.isascii() and hours.isdecimal() and len(hours) <= _YEAR_DIGITS):
        return
    minutes = "0"
    length += 2
    if len(hours) > _DAY_DIGITS:  # "GMT+0530"
        hours, minutes = hours[:-_DAY_DIGITS], hours[-_DAY_DIGITS:]
    elif _touching(text, i + length - 1, 1) == ":" and _touching(text, i + length, 1).isdecimal():
        minutes = _touching(text, i + length, 1)
        length += 2
    if int(hours) <= _FARTHEST and int(minutes) < _MINUTES:
        yield "zone", f"UTC{_SIGNS[sign]}{int(hours):02}:{int(minutes):02}", length


def _is_part_of_a_figure(text: Sequence[Word], i: int) -> bool:
    """Whether the digits of word ``i`` are part of "$1988", "1,988", "19.88" or "88%"."""
    before, after = _touching(text, i, -1), _touching(text, i, 1)
    if before in _CURRENCIES or after == "%":
        return True
    return (before in _POINTS and _touching(text, i - 1, -1)[:1].isdecimal()) or (
        after in _POINTS and _touching(text, i + 1, 1)[:1].isdecimal()
    )


def _touching(text: Sequence[Word], i: int, step: int) -> str:
    """The word beside word ``i`` with no space between; empty where there is one."""
    if not 0 <= i + step < len(text):
        return ""
    first, second = sorted((text[i], text[i + step]), key=lambda word: word.start)
    return text[i + step].text if first.end == second.start else ""


def _index(groups: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, ...], list[_Entry]]:
    """The phrases of all groups by their first one or two words."""
    index: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
    for group, values in groups.items():
        for phrase, value in values.items():
            key = tuple(word.lower for word in words(phrase))
            index[key[:_INDEXED]].append((group, key, value))
    return dict(index)


def _calendar(locale: Locale, plural_suffix: str, homographs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The names of months and weekdays, from CLDR; weekdays count from Monday, 0, as date.weekday() does.

    plain_month, plain_weekday  those that are nothing else, as "May" and "Sun" are
    """
    months, short_months = _named(locale.months, "wide"), _named(locale.months, "abbreviated")
    weekdays, short_weekdays = _named(locale.days, "wide"), _named(locale.days, "abbreviated")
    return {
        "month": months | short_months,
        "whole_month": months,
        "plain_month": {name: number for name, number in months.items() if name not in homographs},
        "short_month": {name: number for name, number in short_months.items() if name not in months},
        "weekday": weekdays | short_weekdays,
        "plain_weekday": weekdays,
        "weekdays": {name + plural_suffix: number for name, number in weekdays.items()},
        "city": _city_zones(),
    }


def _named(names: Any, width: str) -> dict[str, int]:
    return {
        name.rstrip(".").lower(): number
        for context in ("format", "stand-alone")
        for number, name in names[context][width].items()
    }


def _city_zones() -> dict[str, str]:
    """The cities of the IANA names: "moscow" → "Europe/Moscow", for "at noon Moscow time"."""
    return {
        zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in sorted(available_timezones()) if "/" in zone
    }
