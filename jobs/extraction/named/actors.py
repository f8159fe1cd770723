"""The Actors that words name, where they stand and as what."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.named.people import People, sent_by
from jobs.extraction.words import Word
from storage.actors import actor, whose
from storage.models import Actor, ActorKind

_REACH = 7  # words between a preposition and the name it governs: "with the newly elected president of Mali"
_NEAR = 4  # words between a verb and "from"
_VERBS = ("tense", "verbs", "hosts")
_PARTING = frozenset('.;:"“”—')
_LONGEST_CITY = 3  # words
_DATELINE_ENDS = frozenset({"-", "--", "–", "—", "("})


class Role(StrEnum):
    """What a name is in its sentence, by the preposition before it."""

    PARTY = "party"
    PLACE = "place"
    TOPIC = "topic"


class Named(NamedTuple):
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
        left = _REACH
        for i in range(first - 1, -1, -1):
            if i in self._names:
                continue
            left -= 1
            if not left:
                break
            if hit := self.lexicon["roles"].at(self._words, i):
                if hit.value == "origin":  # "officials from Belgium", but "From Belgium he will fly on"
                    return Role.TOPIC if i == 0 or self._is_left(i) else Role.PARTY
                is_where = hit.value == "party" and i and self.lexicon["regions"].at(self._words, i - 1)
                return Role.PLACE if is_where else Role(hit.value)  # "the city of Lima"
            if i in self._dated or self._parts(i):
                return Role.PARTY
        return Role.PARTY

    def _is_left(self, i: int) -> bool:
        """Whether what is told before "from" at word ``i`` is a departure: "arrived in Mali from", "his way from"."""
        return any(self.lexicon["departures"].at(self._words, k) for k in range(max(0, i - _NEAR), i))

    def _parts(self, i: int) -> bool:
        """Whether a name after word ``i`` has nothing to do with what is before; a list's comma does not part."""
        word = self._words[i]
        if word.text in {",", "("}:  # "in Sharm, Egypt"
            return i == 0 or (i - 1 not in self._names and not self._words[i - 1].text[0].isupper())
        return word.text in _PARTING or (
            word.lower in self.lexicon.first_words(*_VERBS)
            and any(self.lexicon[each].at(self._words, i) for each in _VERBS)
        )


def actors(words: Sequence[Word], dated: Collection[int], lexicon: Lexicon, people: People) -> list[Named]:
    """Return the Actors named in the words of one sentence, in order.

    dated  the words that belong to dates, and so to no Actor
    """
    hits = [hit for hit in _hits(words, lexicon, people) if hit.first not in dated]
    written = _dateline(words, hits, dated, lexicon)
    hits = [hit for hit in hits if hit.first >= written]
    roles = _Roles(words, hits, dated, lexicon)
    taken = {i for hit in hits for i in range(hit.first, hit.last)}
    found = [
        _named(hit, words, hits, roles, people)
        for hit in hits
        if hit.section != "nobody" and not _is_foreign(hit, people)
    ]
    surnames = people.surnames
    found += [
        Named(known, i, i + 1, "people", roles.at(i))
        for i, word in enumerate(words)
        if word.text in surnames and i not in taken and (known := people.find(word.text))
    ]
    return sorted((each for each in found if each), key=lambda each: each.first)


def _dateline(words: Sequence[Word], hits: Sequence[Hit], dated: Collection[int], lexicon: Lexicon) -> int:
    """Return how many words open the sentence as "NAIROBI, Kenya -" and "Nairobi, Kenya, 3 March 2025 –" do."""
    country = next((hit for hit in hits[:2] if hit.section == "names" and 1 < hit.first <= _LONGEST_CITY + 1), None)
    if country is None or words[country.first - 1].text != ",":
        return 0
    city = lexicon.city(words[: country.first - 1])
    if city is None or city.last != country.first - 1:
        return 0
    last = country.last
    while last < len(words) and (last in dated or (words[last].text == "," and last + 1 in dated)):
        last += 1
    if last == len(words) or words[last].text not in _DATELINE_ENDS or words[last].start == words[last - 1].end:
        return 0
    return last


def _hits(words: Sequence[Word], lexicon: Lexicon, people: People) -> Iterator[Hit]:
    """Yield the names of the catalogue and of the Article itself in order, the longest where several begin."""
    tables = (lexicon["names"], people.bodies.phrases)
    end = 0
    last: Hit | None = None
    for i in sorted({i for table in tables for i in table.openings(words)}):
        if i < end:
            continue
        hit, own = (table.at(words, i) for table in tables)
        if own and (hit is None or own.last > hit.last):
            hit = own
        if hit and not _is_part(hit, last, words, lexicon):
            yield hit
            last = hit
        end = hit.last if hit else end


def _whom(hit: Hit, people: People) -> Actor:
    """The Actor of a name; a person's country or company, where the Article says so."""
    surname = people.bodies.surname(hit.value)
    return (surname and people.find(surname)) or people.bodies.actor(hit.value) or actor(hit.value)


def _is_part(hit: Hit, before: Hit | None, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether a body's short name is but the end of another's: "the World Beekeepers' Congress"."""
    if hit.section != "names" or hit.last - hit.first > 1 or hit.first == 0 or not words[hit.first].text.istitle():
        return False
    word = words[hit.first - 1]
    if before and before.last == hit.first:
        return before.section in {"capitals", "cities"}
    is_name = word.text.istitle() and lexicon["determiners"].at(words, hit.first - 1) is None
    return hit.first > 1 and is_name and actor(hit.value).kind is ActorKind.BODY


def _is_foreign(hit: Hit, people: People) -> bool:
    """Whether it is called as a body of a country of which the Article does not speak: "Grenada's Senate"."""
    owners = whose(actor(hit.value)) if hit.section in {"names", "seats", "offices"} else ()
    country = owners[-1] if owners and owners[-1].kind is ActorKind.COUNTRY else None
    return country is not None and bool(people.countries) and country not in people.countries


def _named(hit: Hit, words: Sequence[Word], hits: Sequence[Hit], roles: _Roles, people: People) -> Named | None:
    if hit.section != "titles":
        known = _whom(hit, people)
        return Named(known, hit.first, hit.last, hit.section, roles.at(hit.first))
    holder = people.home or people.holder(words, hit)
    is_known = any(people.find(word.text) for word in words[hit.last : hit.last + 3])
    if holder and not is_known and not any(sent_by(words, hit, hits, roles.lexicon)):
        return Named(holder, hit.first, hit.last, "titles", roles.at(hit.first))
    return None
