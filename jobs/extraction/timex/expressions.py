"""The expressions of time in a text: dates, clock times, durations and sets, past ones as well."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import NamedTuple

from jobs.extraction.language import Language
from jobs.extraction.sentences import Sentence, sentences
from jobs.extraction.timex.meaning import Meaning, at
from jobs.extraction.timex.rule import Context, Found
from jobs.extraction.timex.tense import Tenses
from jobs.extraction.words import Word, phrase, words
from storage.models import Precision, When

_DATELINE_AGE = timedelta(days=7)  # an older dateline is of another text
_DATELINE_ENDS = frozenset({"(", "-", "—", ":"})
_FORTNIGHT = timedelta(days=14)
_LONG_AGO = timedelta(days=550)
_HISTORY = 3  # so many more dates long ago than news: a history, which goes on in the year it has reached
_LONGEST_DATELINE = 8  # words: "NEW YORK / GENEVA, Switzerland, "


@dataclass(frozen=True)
class Expression:
    """Words that say when, how long or how often, and what they mean."""

    start: int  # in the text
    end: int
    text: str
    first: int  # in the words of its sentence
    last: int  # the word after it
    meaning: Meaning
    rule: str  # the pattern that read it; with " + " between, that of its day and that of its clock time
    resolved_from: date  # the day that relative words were counted from

    @cached_property
    def when(self) -> When | None:
        """The days it names, with its words; None where it names none."""
        named = self.meaning.when
        return named and replace(named, phrase=self.text, resolved_from=self.resolved_from)


class Read(NamedTuple):
    """A sentence and the expressions in it; the first ``of_dateline`` of them belong to its dateline."""

    sentence: Sentence
    expressions: Sequence[Expression]
    of_dateline: int
    tenses: Tenses


def read_text(text: str, published: date, language: Language) -> Iterator[Expression]:
    """Yield the expressions of time in a text, in order."""
    for read in read_sentences(sentences(words(text), language.lexicon), published, language):
        yield from read.expressions


def read_sentences(cut: Iterable[Sentence], published: date, language: Language, headline: int = 0) -> Iterator[Read]:
    """Yield each sentence with its expressions, in order.

    A dateline near the day of publication sets the day that what follows is counted from.

    headline  where the title ends: it has no dateline
    """
    day, before, long_ago = published, None, 0
    for sentence in cut:
        text, tenses = sentence.words, Tenses(sentence.words, language.lexicon)
        found = list(_expressions(text, tenses, day, language, before, is_history=long_ago >= _HISTORY))
        stated = dateline(text, found[0]) if found and sentence.start >= headline else None
        if stated and stated != day and abs(stated - published) <= _DATELINE_AGE:
            day = stated
            found = [found[0], *list(_expressions(text, tenses, day, language, before, is_history=False))[1:]]
        long_ago += sum(_is_long_ago(each.meaning, day) - _is_news(each.meaning, day) for each in found)
        before = next((each.meaning for each in reversed(found) if each.meaning.when), before)
        yield Read(sentence, found, 0 if stated is None else 1, tenses)


def dateline(text: Sequence[Word], stated: Expression) -> date | None:
    """Return the day that a sentence's first expression states in its dateline, "GENEVA, Jan 9 (Wire) -"; else None."""
    before = text[: stated.first]
    follows = text[stated.last].lower if stated.last < len(text) else "("
    if not 0 < len(before) <= _LONGEST_DATELINE or follows not in _DATELINE_ENDS or not stated.meaning.when:
        return None
    if any(word.text.islower() for word in before) or not before[0].text.isupper():
        return None
    return stated.meaning.when.first


def _expressions(
    text: Sequence[Word], tenses: Tenses, day: date, language: Language, before: Meaning | None, *, is_history: bool
) -> Iterator[Expression]:
    """Yield the expressions in the words of one sentence, a clock time beside its day as one with it.

    day     the day that relative words are counted from
    before  what named days before this sentence, for "the following day"
    """
    last: Expression | None = None
    for found in language.rules.find(text):
        tense = partial(tenses.at, found.first, found.last)
        context = Context(day, before, _since(last, found, text, language), language.day_first, is_history, tense)
        meanings = found.read(context)
        for meaning, (first, end) in zip(meanings, found.parts, strict=bool(meanings)):
            each = _expression(meaning, text, first, end, rule=found.rule.pattern, day=day)
            if meaning.when:
                before = meaning
            if last and (joined := _joined(last, each, text, language)):
                last = joined
            else:
                if last:
                    yield last
                last = each
    if last:
        yield last


def _expression(meaning: Meaning, text: Sequence[Word], first: int, last: int, *, rule: str, day: date) -> Expression:
    return Expression(text[first].start, text[last - 1].end, phrase(text[first:last]), first, last, meaning, rule, day)


def _since(last: Expression | None, found: Found, text: Sequence[Word], language: Language) -> date | None:
    """The day that a span began with, if the words found next are its end: "from Friday to …"."""
    begin = last.meaning.when if last and found.first == last.last + 1 else None
    if begin and last and begin.is_day_precise and language.lexicon["spans"].at(text, last.last):
        return begin.last
    return None


def _joined(last: Expression, each: Expression, text: Sequence[Word], language: Language) -> Expression | None:
    """A day and a clock time side by side as one: "10 a.m. Tuesday", "Friday, at noon"; None: they are not."""
    gap = each.first - last.last
    if gap > 1 or (gap == 1 and not language.lexicon["beside"].at(text, last.last)):
        return None
    for stated, named in ((last, each), (each, last)):
        if stated.meaning.clock and not stated.meaning.when and _is_a_day(named.meaning):
            meaning = at(named.meaning, stated.meaning.clock)
            rule = f"{named.rule} + {stated.rule}"
            return _expression(meaning, text, last.first, each.last, rule=rule, day=named.resolved_from)
    return None


def _is_long_ago(meaning: Meaning, day: date) -> bool:
    return meaning.when is not None and day - meaning.when.last > _LONG_AGO


def _is_news(meaning: Meaning, day: date) -> bool:
    return meaning.when is not None and abs(meaning.when.first - day) < _FORTNIGHT


def _is_a_day(meaning: Meaning) -> bool:
    """Whether it is one day, without a clock time; it may have a part: "Thursday afternoon"."""
    when = meaning.when
    return when is not None and when.precision is Precision.DAY and when.first == when.last
