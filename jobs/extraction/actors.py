"""The Actors that words name, where they stand and as what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.people import People, sent_by
from jobs.extraction.words import Word
from storage.actors import actor
from storage.models import Actor

_REACH = 7  # words between a preposition and the name it governs: "with the newly elected president of Mali"
_PARTING = frozenset('.;:"“”—')


class Role(StrEnum):
    """What a name is in its sentence, by the preposition before it."""

    PARTY = "party"
    PLACE = "place"
    TOPIC = "topic"


@dataclass(frozen=True)
class Named:
    """An Actor at words ``first`` up to ``last``, by its name, capital, demonym, seat or office-holder."""

    actor: Actor
    first: int
    last: int
    section: str  # of the lexicon: where the words are listed
    role: Role


class _Roles:
    """What the names in a sentence are, by the nearest preposition before each."""

    def __init__(self, words: Sequence[Word], hits: Sequence[Hit], dated: Collection[int], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._words, self._dated = words, dated
        self._names = {i for hit in hits for i in range(hit.first, hit.last)}

    def at(self, first: int) -> Role:
        """Return the role of the name that begins at word ``first``; where a verb or a date comes first, a party."""
        for i in range(first - 1, max(-1, first - _REACH), -1):
            if i in self._names:
                continue
            if hit := self.lexicon["roles"].at(self._words, i):
                if hit.value == "origin":  # "From Belgium he will fly on", but "officials from Belgium"
                    return Role.TOPIC if i == 0 else Role.PARTY
                return Role(hit.value)
            if i in self._dated or self._parts(i):
                return Role.PARTY
        return Role.PARTY

    def _parts(self, i: int) -> bool:
        """Whether a name after word ``i`` has nothing to do with what is before; a list's comma does not part."""
        word = self._words[i]
        if word.text in {",", "("}:  # "in Sharm, Egypt"
            return i == 0 or (i - 1 not in self._names and not self._words[i - 1].text[0].isupper())
        return word.text in _PARTING or any(
            self.lexicon[each].at(self._words, i) for each in ("tense", "verbs", "hosts")
        )


def actors(words: Sequence[Word], dated: Collection[int], lexicon: Lexicon, people: People) -> list[Named]:
    """Return the Actors named in the words of one sentence, in order.

    dated  the words that belong to dates, and so to no Actor
    """
    hits = [hit for hit in lexicon["names"].find(words) if hit.first not in dated]
    roles = _Roles(words, hits, dated, lexicon)
    taken = {i for hit in hits for i in range(hit.first, hit.last)}
    found = [_named(hit, words, hits, roles, people) for hit in hits if hit.section != "nobody"]
    found += [
        Named(known, i, i + 1, "people", roles.at(i))
        for i, word in enumerate(words)
        if i not in taken and (known := people.find(word.text))
    ]
    return sorted((each for each in found if each), key=lambda each: each.first)


def _named(hit: Hit, words: Sequence[Word], hits: Sequence[Hit], roles: _Roles, people: People) -> Named | None:
    if hit.section != "titles":
        return Named(actor(hit.value), hit.first, hit.last, hit.section, roles.at(hit.first))
    is_known = any(people.find(word.text) for word in words[hit.last : hit.last + 3])
    if people.home and not is_known and not any(sent_by(words, hit, hits, roles.lexicon)):
        return Named(people.home, hit.first, hit.last, "titles", roles.at(hit.first))
    return None
