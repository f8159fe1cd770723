"""The words of one language: what each phrase says of a meeting, a tense, an Actor."""

import tomllib
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from jobs.extraction.words import Word, words
from storage.actors import names, other_names

CITIES = frozenset({"cities", "capitals"})  # sections
_EVENTS = ("nouns", "verbs", "hosts", "lookalikes")
_NAMES = ("nobody", "offices", "seats", "capitals", "cities", "demonyms", "titles")


class Hit(NamedTuple):
    """A phrase of a section at words ``first`` up to, not including, ``last``, and what the section says of it."""

    section: str
    value: str
    first: int
    last: int


_make = tuple.__new__  # what Hit(…) comes to, in half the time


class Phrases:
    """Phrases of a few words and what they mean, looked up by their first word."""

    def __init__(self, *, exact: bool = False) -> None:
        """``exact``: upper and lower case differ, as in "US" and "us"."""
        self._exact = exact
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}

    def add(self, section: str, meanings: Iterable[tuple[str, str]]) -> None:
        """Add phrases with what each means; of two meanings of a phrase the first to be added stands."""
        for phrase, meaning in meanings:
            first, *rest = words(phrase)
            entries = self._by_first.setdefault(first.text if self._exact else first.lower, [])
            entries.append((tuple(map(self._key, rest)), section, meaning))
            entries.sort(key=lambda entry: -len(entry[0]))

    @property
    def first_words(self) -> KeysView[str]:
        """The words that phrases begin with."""
        return self._by_first.keys()

    def at(self, text: Sequence[Word], i: int) -> Hit | None:
        """Return the longest phrase that begins with word ``i``."""
        word = text[i]
        entries = self._by_first.get(word.text if self._exact else word.lower)
        if entries is None:  # so it is with most words
            return None
        second = i + 1
        following = self._key(text[second]) if second < len(text) else None
        for rest, section, meaning in entries:
            if not rest:
                return _make(Hit, (section, meaning, i, second))
            last = second + len(rest)
            if rest[0] == following and tuple([self._key(word) for word in text[second:last]]) == rest:
                return _make(Hit, (section, meaning, i, last))
        return None

    def are_in(self, text: Sequence[Word], where: range) -> bool:
        """Return whether a phrase begins with one of the words ``where``."""
        openers = self._by_first
        for i in where:
            word = text[i]
            if (word.text if self._exact else word.lower) in openers and self.at(text, i):
                return True
        return False

    def openings(self, text: Sequence[Word]) -> list[int]:
        """Return the words with which a phrase may begin, in order."""
        openers = self._by_first
        if not openers:
            return []
        if self._exact:
            return [i for i, word in enumerate(text) if word.text in openers]
        return [i for i, word in enumerate(text) if word.lower in openers]

    def find(self, text: Sequence[Word], where: Sequence[int] | None = None) -> Iterator[Hit]:
        """Yield the phrases in ``text`` from left to right, the longest where several begin.

        where  its words with which a phrase may begin, in order, if they are known
        """
        last = 0
        for i in self.openings(text) if where is None else where:
            if i >= last and (hit := self.at(text, i)):
                yield hit
                last = hit.last

    def _key(self, word: Word) -> str:
        return word.text if self._exact and word.text.isalpha() else word.lower


class Lexicon:
    """The tables of one language.

    Each section, ``meaning = [phrases]``, is a Phrases under its name: ``lexicon["tense"]``. Two are made of several
    sections: "events", all that may have a date, and "names", the Actors with their cities.
    """

    def __init__(self, language: str, folder: Path, short_months: frozenset[str]) -> None:
        """Read events.toml, names.toml, places.toml, schedules.toml and, for all others, lexicon.toml in ``folder``.

        Seats, capitals and demonyms come from the catalogue of Actors. Raises OSError and tomllib.TOMLDecodeError.
        """
        names_of_files = ("lexicon", "events", "names", "places", "schedules")
        files = (folder / f"{name}.toml" for name in names_of_files)
        sections = {name: section for path in files for name, section in tomllib.loads(path.read_text("utf-8")).items()}
        sections |= other_names(language)
        self.abbreviations = frozenset(sections.pop("abbreviations")) | short_months
        self.past_endings = tuple(sections.pop("past_endings"))
        self.infinitives = frozenset(sections.pop("infinitives"))
        self.adverb_endings = tuple(sections.pop("adverb_endings"))
        self.name_particles = frozenset(sections.pop("name_particles"))
        self.openers = frozenset(sections.pop("openers"))
        self.homes = {code: place for place, codes in sections.pop("homes").items() for code in codes}
        self._tables = {name: _phrases(sections, name) for name in sections}
        self._tables["events"] = _phrases(sections, *_EVENTS)
        self._tables["names"] = _phrases(sections, *_NAMES, exact=True)
        self._first_words: dict[tuple[str, ...], frozenset[str]] = {}
        self._tables["names"].add("names", ((name, each.code) for name, each in names(language).items()))

    def __getitem__(self, section: str) -> Phrases:
        return self._tables[section]

    def city(self, text: Sequence[Word]) -> Hit | None:
        """Return the city that ``text`` begins with, in whatever case: "SEOUL"; None: none that we know."""
        titled = [word._replace(text=word.text.title()) for word in text]
        hit = self["names"].at(titled, 0) if titled else None
        return hit if hit and hit.section in CITIES else None

    def first_words(self, *sections: str) -> frozenset[str]:
        """Return the words that phrases of the sections begin with: no other needs to be looked up in them."""
        if sections not in self._first_words:
            self._first_words[sections] = frozenset().union(*(self._tables[each].first_words for each in sections))
        return self._first_words[sections]


def _phrases(sections: Mapping[str, Mapping[str, Sequence[str]]], *chosen: str, exact: bool = False) -> Phrases:
    found = Phrases(exact=exact)
    for section in chosen:
        for meaning, phrases in sections[section].items():
            found.add(section, ((phrase, meaning) for phrase in phrases))
    return found
