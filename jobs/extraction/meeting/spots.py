"""The places that a passage names, each written in full: "Geneva, Switzerland", "White House, Washington"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.extraction.lexicon import CITIES, Lexicon
from jobs.extraction.named.actors import Named
from jobs.extraction.passage import Passage
from jobs.extraction.words import phrase, words
from storage.actors import actor
from storage.models import Actor, ActorKind

_BEFORE_VENUE = 3  # words: "at the historic White House"
_LONGEST_TOWN = 3  # words
_JOINING = frozenset({",", "and", "&", "the", "(", ")", ";"})


@dataclass(frozen=True)
class Spot:
    """A place at words ``first`` up to ``last``, and how it is shown."""

    first: int
    last: int
    text: str


def spots(named: Sequence[Named], passage: Passage) -> list[Spot]:
    """Return the places of ``named``, which are in order; a city and its state or country are one."""
    found: list[Spot] = []
    for each in named:
        before = found[-1] if found else None
        if before and _is_part(before, each, passage):
            found[-1] = Spot(before.first, each.last, before.text)
        else:
            found.append(_spot(each, passage))
    return found


def venues(passage: Passage, phrase_of_event: range) -> Iterator[Spot]:
    """Yield the buildings in which something is: "at the State Department", "a White House meeting"."""
    for hit in passage.hits("venues"):
        if hit.first in phrase_of_event or is_inside(hit.first, passage):
            yield Spot(hit.first, hit.last, f"{phrase(passage.words[hit.first : hit.last])}, {hit.value}")


def is_inside(first: int, passage: Passage) -> bool:
    """Whether a preposition of place governs what begins at word ``first``: "at the", "to the historic"."""
    for i in range(first - 1, max(-1, first - 1 - _BEFORE_VENUE), -1):
        if hit := passage.lexicon["roles"].at(passage.words, i):
            return hit.value == "place"
        if not passage.words[i].text.isalpha() or i in passage.taken:
            return False
    return False


def towns(passage: Passage) -> Iterator[Spot]:
    """Yield the places that no list has: "in Sirte on Monday"."""
    words = passage.words
    for hit in passage.hits("inside"):
        first = last = hit.last
        while last < min(len(words), first + _LONGEST_TOWN) and _is_name(last, passage):
            last += 1
        is_town = first < last and words[first].text[0].isupper() and words[hit.first].text.islower()
        is_whole = last == len(words) or last in passage.dated or not words[last].text[0].isupper()
        if is_town and is_whole and not passage.lexicon["nowhere"].at(words, first):
            yield Spot(first, last, phrase(words[first:last]))


def listed(one: Spot, others: Sequence[Spot], passage: Passage) -> list[str]:
    """Return the places in a row with ``one``: "to Japan, the Republic of Korea (ROK), and Mongolia"."""
    first = last = others.index(one)
    while first > 0 and are_joined(others[first - 1].last, others[first].first, passage):
        first -= 1
    while last + 1 < len(others) and are_joined(others[last].last, others[last + 1].first, passage):
        last += 1
    texts = [each.text for each in others[first : last + 1]]
    cities = tuple(text for text in texts if "," in text)
    return [text for text in dict.fromkeys(texts) if not any(city.endswith(f", {text}") for city in cities)]


def are_joined(last: int, first: int, passage: Passage) -> bool:
    """Whether what ends before word ``last`` and what begins at ``first`` are two of a list."""
    return all(word.lower in _JOINING or word.text.isupper() for word in passage.words[last:first])


def country_of(place: str, lexicon: Lexicon) -> Actor | None:
    """Return the country of "Geneva, Switzerland", "Switzerland" or "White House, Washington"; None: not one."""
    last = words(place.rpartition(", ")[2])
    hit = lexicon["names"].at(last, 0) if last and ";" not in place else None
    found = actor(hit.value) if hit and hit.last == len(last) else None
    return found if found and found.kind is ActorKind.COUNTRY else None


def _is_part(before: Spot, named: Named, passage: Passage) -> bool:
    is_next = named.first == before.last + 1 and passage.words[before.last].text == ","
    return is_next and before.text.endswith(f", {named.actor.name}")


def _spot(named: Named, passage: Passage) -> Spot:
    stated = phrase(passage.words[named.first : named.last])
    first = _town_before(named, passage)
    if first is not None:
        return Spot(first, named.last, f"{phrase(passage.words[first : named.first - 1])}, {named.actor.name}")
    if named.section in CITIES:
        is_alone = passage.lexicon["alone"].at(passage.words, named.first) is not None
        return Spot(named.first, named.last, stated if is_alone else f"{stated}, {named.actor.name}")
    return Spot(named.first, named.last, stated if named.section == "seats" else named.actor.name)


def _town_before(named: Named, passage: Passage) -> int | None:
    """Where the capitalised words before "…, Egypt" or "…, Nevada" begin: a town that no list of ours has."""
    last = named.first - 1
    if last < 1 or passage.words[last].text != ",":
        return None
    first = last
    while first > max(0, last - _LONGEST_TOWN) and first - 1 not in passage.taken and _is_name(first - 1, passage):
        first -= 1
    return first if first < last else None


def _is_name(i: int, passage: Passage) -> bool:
    word = passage.words[i].text
    is_name = word[0].isupper() or word == "-" or word in passage.lexicon.name_particles
    return is_name and i not in passage.taken
