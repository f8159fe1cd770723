"""The dates in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.rule import Context, Found, Rules
from jobs.extraction.tense import Tense, tense_at
from jobs.extraction.words import Word
from storage.models import When


@dataclass(frozen=True)
class Dated:
    """A date expression at words ``first`` up to, not including, word ``last``, and what it was read as.

    An expression that names several days gives one each, at the same words.
    """

    when: When
    first: int
    last: int
    tense: Tense
    rule: str  # the pattern that read it


def dates(
    words: Sequence[Word], day: date, rules: Rules, lexicon: Lexicon, before: When | None = None
) -> Iterator[Dated]:
    """Yield the dates in the words of one sentence, past ones as well, in order.

    day     the day that relative words are counted from
    before  the date read before this sentence, for "the following day"
    """
    for found in rules.find(words):
        tense = tense_at(words, found.first, found.last, lexicon)
        for when in _read(found, Context(day, tense, before)):
            phrase = _phrase(words, found)
            before = replace(when, phrase=phrase, resolved_from=day)
            yield Dated(before, found.first, found.last, tense, found.rule.pattern)


def _read(found: Found, context: Context) -> Sequence[When]:
    try:
        return found.rule.read(context, **found.values)
    except (OverflowError, ValueError):  # beyond the calendar: "in 9 years", said in 9995
        return ()


def _phrase(words: Sequence[Word], found: Found) -> str:
    """The words as they stand, with single spaces."""
    pieces: list[str] = []
    for i in range(found.first, found.last):
        if i > found.first and words[i - 1].end < words[i].start:
            pieces.append(" ")
        pieces.append(words[i].text)
    return "".join(pieces)
