"""Words grouped into sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.words import Word

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]»")
_MARKS = _STOPS | _CLOSERS
_LONGEST = 250  # words; nobody writes longer ones, and what looks at pairs of words stays linear in the text


@dataclass(frozen=True)
class Sentence:
    """The words of one sentence; it never spans a line break."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Where its first word begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends in the text."""
        return self.words[-1].end


def sentences(words: list[Word], lexicon: Lexicon) -> Iterator[Sentence]:
    """Yield the sentences in order; every word but the line breaks is in one of them."""
    begin = 0
    for i, word in enumerate(words):
        if word.text == "\n":
            if begin < i:
                yield Sentence(tuple(words[begin:i]))
            begin = i + 1
        elif i - begin + 1 == _LONGEST or (word.text[-1] in _MARKS and _ends(words, i, lexicon)):
            yield Sentence(tuple(words[begin : i + 1]))
            begin = i + 1
    if begin < len(words):
        yield Sentence(tuple(words[begin:]))


def _ends(words: list[Word], i: int, lexicon: Lexicon) -> bool:
    """Whether a sentence ends with word ``i``: a stop, or the quotation mark or bracket after it."""
    if i + 1 == len(words) or words[i + 1].text == "\n":
        return False
    word, following = words[i], words[i + 1]
    if word.end == following.start or following.text[0].islower():
        return False
    before = words[i - 1] if i and words[i - 1].end == word.start else None
    if word.text in _STOPS:
        return word.text != "." or before is None or not _abbreviates(before, following, lexicon)
    if word.text in _CLOSERS:
        return before is not None and before.text in _STOPS
    # "U.S." and "a.m." carry their own stop; only a word that begins sentences shows that one ends here.
    return word.text.endswith(".") and following.text in lexicon.openers


def _abbreviates(before: Word, following: Word, lexicon: Lexicon) -> bool:
    is_initial = len(before.text) == 1 and before.text.isalpha() and following.text[0].isalnum()
    return is_initial or before.lower in lexicon.abbreviations
