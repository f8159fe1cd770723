"""Text cut into words, once; every later step counts in words and looks them up."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

# Each alternative eats what it matches and the last one eats anything, so the scan is linear in the text.
_WORD = re.compile(
    r"[^\W\d_]{2}\w*"  # most words, so first
    r"|(?:[^\W\d_]\.){2,}"  # U.S. a.m.
    r"|\d+"
    r"|['’]s\b"
    r"|[^\W\d_]\w*"
    r"|[-–—]+"
    r"|\n"
    r"|[^\w\s]"
)
_SAME = {"–": "-", "--": "—", "’s": "'s", "’": "'", "“": '"', "”": '"'}


class Word(NamedTuple):
    """A word, number, mark or line break, and where it stands in the text."""

    text: str
    lower: str  # in lower case, with plain marks
    start: int
    end: int


_make = tuple.__new__  # what Word(…) comes to, in half the time: a text has many words


def words(text: str, most: int | None = None) -> list[Word]:
    """Return the words of ``text`` in order, the first ``most``; a line break is a word, other white space is not."""
    found = []
    for each in islice(_WORD.finditer(text), most):
        word = each[0]
        lower = word.lower()
        found.append(_make(Word, (word, _SAME.get(lower, lower), *each.span())))
    return found


def phrase(words: Sequence[Word]) -> str:
    """Return the words as they stand in the text, with single spaces."""
    return "".join((" " if i and words[i - 1].end < word.start else "") + word.text for i, word in enumerate(words))
