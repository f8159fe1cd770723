"""The Actors that words name, where they stand and as what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.words import Word
from storage.actors import actor
from storage.models import Actor

_REACH = 7  # words between a preposition and the name it governs: "with the newly elected president of Mali"
_WORDS_BEFORE_TITLE = 3
_WORDS_AFTER_TITLE = 6
_LONGEST_PERSON = 4  # words
_SHORTEST_SURNAME = 3  # letters; an initial is none


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


class People:
    """Whom the office-holders of one Article stand for, learned as it introduces them.

    "Russian Foreign Minister Sergei Lavrov" tells who "Lavrov" is; an office without a country is that of ``home``.
    """

    def __init__(self, home: Actor | None) -> None:
        self.home = home
        self._by_surname: dict[str, Actor] = {}

    def learn(self, surname: str, stands_for: Actor) -> None:
        """Take the person of this name to stand for that Actor, unless somebody of the name is known."""
        self._by_surname.setdefault(surname, stands_for)

    def find(self, surname: str) -> Actor | None:
        """Return whom the person of this name stands for."""
        return self._by_surname.get(surname)


def actors(words: Sequence[Word], lexicon: Lexicon, people: People) -> list[Named]:
    """Return the Actors named in the words of one sentence, in order; ``people`` learns whom it introduces."""
    hits = list(lexicon["names"].find(words))
    _introduce(words, hits, people)
    taken = {i for hit in hits for i in range(hit.first, hit.last)}
    found = [_named(hit, words, hits, lexicon, people) for hit in hits if hit.section != "nobody"]
    found += [
        Named(known, i, i + 1, "people", _role(words, i, lexicon))
        for i, word in enumerate(words)
        if i not in taken and (known := people.find(word.text))
    ]
    return sorted((each for each in found if each), key=lambda each: each.first)


def _named(hit: Hit, words: Sequence[Word], hits: Sequence[Hit], lexicon: Lexicon, people: People) -> Named | None:
    if hit.section != "titles":
        return Named(actor(hit.value), hit.first, hit.last, hit.section, _role(words, hit.first, lexicon))
    has_country = any(other.section != "titles" and _touch(words, hit, other) for other in hits)
    if people.home and not has_country and not _surname_known(words, hit.last, people):
        return Named(people.home, hit.first, hit.last, "titles", _role(words, hit.first, lexicon))
    return None


def _touch(words: Sequence[Word], title: Hit, name: Hit) -> bool:
    """Whether a country stands right before a title, or after it with "of" and the like between."""
    if name.last <= title.first:  # "Russia's deputy foreign minister"
        between = words[name.last : title.first]
        return len(between) <= _WORDS_BEFORE_TITLE and all(word.text == "'s" or word.text.islower() for word in between)
    between = words[title.last : name.first]  # "Prime Minister Naftali Bennett of Israel"
    return len(between) <= _WORDS_AFTER_TITLE and all(
        word.text[0].isupper() or word.lower in {"of", "the", "."} for word in between
    )


def _surname_known(words: Sequence[Word], first: int, people: People) -> bool:
    return any(people.find(word.text) for word in words[first : first + 3])


def _introduce(words: Sequence[Word], hits: Sequence[Hit], people: People) -> None:
    """Learn from a country, a title and a name in a row."""
    titles = [hit for hit in hits if hit.section == "titles"]
    for title in titles:
        for name in hits:
            if name.section in {"names", "demonyms", "seats", "capitals"} and _touch(words, title, name):
                for surname in _surnames(words, title.last):
                    people.learn(surname, actor(name.value))


def _surnames(words: Sequence[Word], first: int) -> Iterator[str]:
    """The last of the capitalised words that begin at ``first``."""
    last = first
    while last < min(len(words), first + _LONGEST_PERSON) and words[last].text[0].isupper():
        last += 1
    if last > first and len(words[last - 1].text) >= _SHORTEST_SURNAME:
        yield words[last - 1].text


def _role(words: Sequence[Word], first: int, lexicon: Lexicon) -> Role:
    """By the nearest preposition before the name, unless a verb or a full stop comes first."""
    for i in range(first - 1, max(-1, first - _REACH), -1):
        if hit := lexicon["roles"].at(words, i):
            match hit.value:
                case "place":
                    return Role.PLACE
                case "topic":
                    return Role.TOPIC
            if words[i].lower not in {"and", "&"}:
                return Role.PARTY
        elif lexicon["tense"].at(words, i) or words[i].text in {".", ";", '"'}:
            return Role.PARTY
    return Role.PARTY
