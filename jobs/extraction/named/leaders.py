"""Whom presidents, ministers and heads of bodies stand for, where an Article takes it as known."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jobs.extraction.lexicon import Phrases
from jobs.extraction.words import Word, words
from storage.actors import actor
from storage.models import Actor


class _Term(NamedTuple):
    """Somebody's time in office, from a year or month to a year or month, both included; no last one: still there."""

    code: str
    surname: str  # the last word of what he is called for short
    first: str
    last: str

    def covers(self, day: date) -> bool:
        known = day.isoformat()
        return self.first <= known[: len(self.first)] and (not self.last or known[: len(self.last)] <= self.last)


@dataclass(frozen=True)
class Leaders:
    """Those of a language's leaders.toml who are in office on a day."""

    day: date
    _names: Phrases
    _by_name: Mapping[str, Sequence[_Term]]
    _by_surname: Mapping[str, Sequence[_Term]]

    @classmethod
    def read(cls, path: Path) -> "Leaders":
        """Return the leaders in a file whose sections are the codes of Actors: ``name for short = ["name from/to"]``.

        Raises OSError and tomllib.TOMLDecodeError.
        """
        by_name: dict[str, list[_Term]] = defaultdict(list)
        by_surname: dict[str, list[_Term]] = defaultdict(list)
        for code, leaders in tomllib.loads(path.read_text("utf-8")).items():
            for short, terms in leaders.items():
                for name, _, years in (term.rpartition(" ") for term in terms):
                    term = _Term(code, words(short)[-1].text, *years.split("/"))
                    by_name[name].append(term)
                    by_surname[term.surname].append(term)
        names = Phrases(exact=True)
        names.add("leaders", ((name, name) for name in by_name))
        return cls(date.min, names, by_name, by_surname)

    def on(self, day: date) -> "Leaders":
        """Return the same as of another day."""
        return Leaders(day, self._names, self._by_name, self._by_surname)

    def named(self, text: Sequence[Word], run: range) -> Iterator[tuple[str, Actor]]:
        """Yield the surname of each whose full name begins in a run of words, and whom he stands for."""
        for i in run:
            if text[i].text in self._names.first_words and (hit := self._names.at(text, i)):
                terms = (term for term in self._by_name[hit.value] if term.covers(self.day))
                yield from ((term.surname, actor(term.code)) for term in terms)

    def called(self, surname: str) -> Actor | None:
        """Return whom the only one of this surname stands for; None: there is none, or there are several."""
        codes = {term.code for term in self._by_surname.get(surname, ()) if term.covers(self.day)}
        return actor(codes.pop()) if len(codes) == 1 else None
