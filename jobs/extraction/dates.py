"""The dates in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.rule import Context, Rules
from jobs.extraction.tense import Tense, Tenses
from jobs.extraction.words import Word, phrase
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
    words: Sequence[Word], day: date, rules: Rules[When], lexicon: Lexicon, before: When | None = None
) -> Iterator[Dated]:
    """Yield the dates in the words of one sentence, past ones as well, in order.

    day     the day that relative words are counted from
    before  the date read before this sentence, for "the following day"
    """
    tenses: Tenses | None = None
    for found in rules.find(words):
        tenses = tenses or Tenses(words, lexicon)
        tense = tenses.at(found.first, found.last)
        for when in found.read(Context(day, tense, before)):
            before = replace(when, phrase=phrase(words[found.first : found.last]), resolved_from=day)
            yield Dated(before, found.first, found.last, tense, found.rule.pattern)
