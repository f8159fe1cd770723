"""One sentence with all that was found in it: what the deciding steps look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from jobs.extraction.changes import parted_at
from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.named.actors import Named, actors
from jobs.extraction.named.people import People
from jobs.extraction.timex.dates import Dated
from jobs.extraction.words import Word

_WALLS = {"near": 2, "far": 6}  # what a word between a date and a meeting weighs, in words
_LONGEST_PHRASE = 7  # words before "talks"
_NO_NOUNS = ("plain", "roles", "tense", "walls")
_NO_PHRASE = ("plain", "tense", "roles", "purposes", "hosts")
_PARTING = frozenset(',";:—')
_JOINING = frozenset({"-", "–", "'s", "’s", "'", "’", "U.S.", "U.N."})


@dataclass(frozen=True)
class Saying:
    """A part of a sentence that tells who says the rest: "…, a spokesman for the ministry confirmed"."""

    first: int
    last: int

    def holds(self, i: int) -> bool:
        """Whether word ``i`` is part of it."""
        return self.first <= i < self.last


@dataclass(frozen=True)
class Passage:
    """The words of a sentence and the dates in them; all else is looked for when it is asked for."""

    words: Sequence[Word]
    dates: Sequence[Dated]
    lexicon: Lexicon
    introduced: Callable[[], People]  # whom the Article introduces, looked for only where somebody asks
    hidden: frozenset[int] = frozenset()  # where Actors begin that are not to be seen

    @cached_property
    def people(self) -> People:
        """Whom the Article introduces."""
        return self.introduced()

    @cached_property
    def actors(self) -> Sequence[Named]:
        """The Actors that are named, in order."""
        found = actors(self.words, self.dated, self.lexicon, self.people)
        return [named for named in found if named.first not in self.hidden]

    @cached_property
    def events(self) -> Sequence[Hit]:
        """All that may have a date, meetings and others, in order; no word of a date.

        Nor of an Actor, but at its end: "the East Asia Summit"; no surname: "Sessions".
        """
        found = self.lexicon["events"].find(self.words)
        hits = [hit for hit in found if hit.first not in self.dated and not self._is_part(hit)]
        if all(hit.section == "lookalikes" for hit in hits):
            return hits  # of no use without a meeting, and who is named is not to be looked for
        ends = {named.last for named in self.actors}
        is_name = self.people.bodies.is_name
        return [
            hit
            for hit in hits
            if (hit.first not in self.taken or hit.last in ends) and not is_name(self.words[hit.last - 1])
        ]

    def _is_part(self, hit: Hit) -> bool:
        """Whether it is no meeting's word: "bilateral" in "bilateral relations", "come to" in "come to a head"."""
        described = hit.last
        if self.lexicon["idioms"].at(self.words, hit.first):
            return True
        if described >= len(self.words) or not self.words[described].text.islower():
            return False
        is_adjective = self.lexicon["describing"].at(self.words, hit.first) is not None
        return is_adjective and self.describes(described)

    @cached_property
    def dated(self) -> frozenset[int]:
        """The words of dates."""
        return frozenset(i for each in self.dates for i in range(each.first, each.last))

    @cached_property
    def taken(self) -> frozenset[int]:
        """The words of dates and of Actors."""
        return self.dated | {i for each in self.actors for i in range(each.first, each.last)}

    @cached_property
    def sayings(self) -> Sequence[Saying]:
        """The parts that tell who says the rest."""
        return [self._saying(hit) for hit in self.lexicon["sayings"].find(self.words)]

    def apart(self, first: int, last: int) -> int:
        """How far apart the words ``first`` up to ``last`` set what stands on their sides: their number and weight."""
        return last - first + self._walls[last] - self._walls[first]

    def describes(self, i: int) -> bool:
        """Whether word ``i`` may be part of a noun phrase: no preposition, verb that tells a tense, or the like."""
        return self.words[i].text.isalpha() and not self._stands(i, _NO_NOUNS)

    def phrase(self, event: Hit) -> range:
        """The words of the event's noun phrase before its own: in "the US-Russia security talks" all but "talks"."""
        if event.first not in self._phrases:
            self._phrases[event.first] = self._phrase(event)
        return self._phrases[event.first]

    @cached_property
    def _phrases(self) -> dict[int, range]:
        return {}

    def _phrase(self, event: Hit) -> range:
        first = event.first
        while first > max(0, event.first - _LONGEST_PHRASE) and self._belongs(first - 1):
            first -= 1
        return range(first, event.first)

    def _belongs(self, i: int) -> bool:
        word = self.words[i].text
        if i in self.taken:
            return i not in self.dated
        if not word.isalpha():
            return word in _JOINING
        return not self._stands(i, _NO_PHRASE)

    def _stands(self, i: int, sections: Sequence[str]) -> bool:
        """Whether a phrase of one of the sections begins at word ``i``."""
        begins = self.words[i].lower in self.lexicon.first_words(*sections)
        return begins and any(self.lexicon[each].at(self.words, i) for each in sections)

    def hits(self, section: str) -> Sequence[Hit]:
        """Return the phrases of a section of the lexicon, in order; none in a date."""
        if section not in self._hits:
            may_hit = not self._places.keys().isdisjoint(self.lexicon.first_words(section))
            found = self.lexicon[section].find(self.words, self._where(section)) if may_hit else ()
            self._hits[section] = [hit for hit in found if hit.first not in self.dated]
        return self._hits[section]

    def _where(self, section: str) -> list[int]:
        """Where a phrase of the section may begin, in order."""
        openers = self._places.keys() & self.lexicon.first_words(section)
        return sorted(i for opener in openers for i in self._places[opener])

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Where each word stands."""
        places: dict[str, list[int]] = {}
        for i, word in enumerate(self.words):
            places.setdefault(word.lower, []).append(i)
        return places

    @cached_property
    def changes(self) -> Sequence[Hit]:
        """The phrases that move a meeting or call it off, also those in two parts: "pushed the talks back"."""
        parted = (parted_at(self.words, hit.first, self.lexicon) for hit in self.hits("parted"))
        return sorted([*self.hits("status"), *(hit for hit in parted if hit)], key=lambda hit: hit.first)

    def has(self, section: str, value: str, first: int, last: int) -> bool:
        """Whether a phrase of that meaning begins at a word ``first`` up to ``last``, and in no date."""
        return any(hit.value == value and first <= hit.first < last for hit in self.hits(section))

    @cached_property
    def _hits(self) -> dict[str, Sequence[Hit]]:
        return {}

    @cached_property
    def _walls(self) -> Sequence[int]:
        """What all words before each word set apart, in words."""
        weights = [0] * len(self.words)
        walls = self.lexicon["walls"]
        for i in walls.openings(self.words):
            if wall := walls.at(self.words, i):
                weights[i] += _WALLS[wall.value]
        for each in self.dates:
            weights[each.first] += _WALLS["near"]
        return [0, *accumulate(weights)]

    def is_said(self, i: int) -> bool:
        """Whether word ``i`` tells who says the rest."""
        return any(saying.holds(i) for saying in self.sayings)

    def _saying(self, hit: Hit) -> Saying:
        first = hit.first if hit.value == "after" else self._boundary(hit.first, -1) + 1
        last = hit.last if first == 0 and hit.value == "says" else self._boundary(hit.last, 1)
        return Saying(first, last)

    def _boundary(self, i: int, step: int) -> int:
        """The next comma, quotation mark, "that" or the like from word ``i`` on; ahead also the end of a date."""
        ends = {each.last for each in self.dates} if step > 0 else set()
        while 0 <= i < len(self.words) and i not in ends and not self._opens_clause(i):
            i += step
        return i

    def _opens_clause(self, i: int) -> bool:
        return self.words[i].lower in _PARTING or self.lexicon["clauses"].at(self.words, i) is not None
