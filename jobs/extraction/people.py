"""Whom the people of one Article stand for, as it introduces them."""

from collections.abc import Iterator, Sequence

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.words import Word
from storage.actors import actor
from storage.models import Actor

_WORDS_BEFORE_TITLE = 3  # "Russia's deputy foreign minister"
_WORDS_AFTER_TITLE = 6  # "Prime Minister Naftali Bennett of Israel"
_LONGEST_PERSON = 4  # words
_SHORTEST_SURNAME = 3  # letters; an initial is none
_SENDERS = frozenset({"names", "demonyms", "offices", "seats"})


class People:
    """The office-holders of an Article; an office without a country is that of ``home``."""

    def __init__(self, home: Actor | None) -> None:
        self.home = home
        self._by_surname: dict[str, Actor] = {}

    def meet(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        """Learn whom a sentence introduces: "Russian Foreign Minister Sergei Lavrov", "President Duda of Poland"."""
        hits = list(lexicon["names"].find(words))
        for title in (hit for hit in hits if hit.section == "titles"):
            for sender in sent_by(words, title, hits, lexicon):
                for surname in _surnames(words, title.last):
                    self._by_surname.setdefault(surname, actor(sender.value))

    def find(self, surname: str) -> Actor | None:
        """Return whom the person of this name stands for; None: nobody who was introduced."""
        return self._by_surname.get(surname)


def sent_by(words: Sequence[Word], title: Hit, hits: Sequence[Hit], lexicon: Lexicon) -> Iterator[Hit]:
    """Yield the countries and bodies that stand right before a title, or after it with a name and "of" between."""
    for name in hits:
        if name.section not in _SENDERS:
            continue
        if name.last <= title.first:
            between = words[name.last : title.first]
            if (
                len(between) <= _WORDS_BEFORE_TITLE
                and all(_is_rank(word) for word in between)
                and not _is_visited(words, name)
            ):
                yield name
        else:
            between = words[title.last : name.first]
            if len(between) <= _WORDS_AFTER_TITLE and all(_is_part_of_name(word, lexicon) for word in between):
                yield name


def _is_visited(words: Sequence[Word], name: Hit) -> bool:
    """Whether it is "in Belgium President …" and not "Belgium's President …"."""
    return (
        name.section == "names"
        and name.first > 0
        and words[name.first - 1].text.islower()
        and words[name.last].lower != "'s"
    )


def _is_rank(word: Word) -> bool:
    return word.lower == "'s" or word.text.islower()


def _is_part_of_name(word: Word, lexicon: Lexicon) -> bool:
    return word.text[0].isupper() or word.text == "." or word.lower in lexicon.name_particles


def _surnames(words: Sequence[Word], first: int) -> Iterator[str]:
    """The last of the capitalised words that begin at ``first``."""
    last = first
    while last < min(len(words), first + _LONGEST_PERSON) and words[last].text[0].isupper():
        last += 1
    if last > first and len(words[last - 1].text) >= _SHORTEST_SURNAME:
        yield words[last - 1].text
