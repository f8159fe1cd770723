"""The dates in a sentence, for a meeting: spans as one, with the clock time and the length that belong to each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.timex.expressions import Expression
from jobs.extraction.timex.meaning import DAY, Clock
from jobs.extraction.timex.tense import Tense, Tenses
from jobs.extraction.words import Word, phrase
from storage.models import Precision, When

_CLOCK_REACH = 8  # words between a date and its clock time
_LENGTH_REACH = 12  # words between a length and the date it is counted from
_LONGEST_MEETING = timedelta(days=62)  # "from 3 March to 2 January" is a slip or a term of office


@dataclass(frozen=True)
class Dated:
    """A date at words ``first`` up to, not including, word ``last``, and what it was read as."""

    when: When
    first: int
    last: int
    tense: Tense
    rule: str  # the pattern that read it


def dates(words: Sequence[Word], found: Sequence[Expression], tenses: Tenses, lexicon: Lexicon) -> list[Dated]:
    """Return what names days among the expressions in the words of one sentence, past ones as well, in order."""
    named = [(each, each.when) for each in found if each.when and not _is_of_a_name(words, each, each.when, lexicon)]
    spans = _spans(words, named, lexicon)
    dated = [Dated(when, first, last, tenses.at(first, last), rule) for when, first, last, rule in spans]
    clocks = [(each, each.meaning.clock) for each in found if each.meaning.clock and not each.when]
    for expression, clock in clocks:
        _set_clock(dated, expression, clock)
    for expression in found:
        if expression.meaning.length:
            _set_length(dated, expression, expression.meaning.length)
    return dated


def _is_of_a_name(words: Sequence[Word], expression: Expression, when: When, lexicon: Lexicon) -> bool:
    """Whether it is the year in "the 2025 Security Conference", which is not when that is held."""
    if when.precision is not Precision.YEAR or expression.last - expression.first > 1:
        return False
    return not expression.first or lexicon["dated_by"].at(words, expression.first - 1) is None


def _spans(
    words: Sequence[Word], named: Iterable[tuple[Expression, When]], lexicon: Lexicon
) -> list[tuple[When, int, int, str]]:
    """The dates with their words, "from 13 to 15 March" and "Monday and Tuesday" as one each."""
    spans: list[tuple[When, int, int, str]] = []
    for expression, when in named:
        if spans and (whole := _span(words, spans[-1], expression, when, lexicon)):
            spans[-1] = whole
        else:
            spans.append((when, expression.first, expression.last, expression.rule))
    return spans


def _span(
    words: Sequence[Word], begin: tuple[When, int, int, str], end: Expression, last: When, lexicon: Lexicon
) -> tuple[When, int, int, str] | None:
    """The days from one date to the next, with the "from" before them; None where they are two."""
    when, first, after, rule = begin
    if end.first != after + 1 or not (when.is_day_precise and last.is_day_precise):
        return None
    length = last.last - when.first
    if lexicon["pairs"].at(words, after):
        if length != DAY:  # "21 and 22 March" is a span of two, "10 and 12 January" is none
            return None
    elif not lexicon["spans"].at(words, after) or not timedelta() <= length <= _LONGEST_MEETING:
        return None
    first -= bool(first and lexicon["origins"].at(words, first - 1))
    whole = replace(when, last=last.last, phrase=phrase(words[first : end.last]))
    return whole, first, end.last, rule


def _set_clock(dated: list[Dated], expression: Expression, clock: Clock) -> None:
    """Give the clock time to the nearest date, if that is a day without one."""
    i = _nearest(dated, expression, _CLOCK_REACH)
    if i is None or not clock.clock_time:
        return
    when = dated[i].when
    if when.precision is Precision.DAY and when.first == when.last:
        timed = replace(when, precision=clock.precision, clock_time=clock.clock_time, zone=clock.zone)
        dated[i] = replace(dated[i], when=timed)


def _set_length(dated: list[Dated], expression: Expression, length: timedelta) -> None:
    """Give the nearest date, if it is a single day, its last day: "a four-day visit from Tuesday"."""
    i = _nearest(dated, expression, _LENGTH_REACH)
    if i is not None and dated[i].when.is_day_precise and dated[i].when.first == dated[i].when.last:
        try:
            dated[i] = replace(dated[i], when=replace(dated[i].when, last=dated[i].when.first + length - DAY))
        except OverflowError:
            return


def _nearest(dated: Sequence[Dated], expression: Expression, reach: int) -> int | None:
    gaps = ((max(expression.first - each.last, each.first - expression.last), i) for i, each in enumerate(dated))
    gap, i = min(gaps, default=(reach + 1, 0))
    return i if gap <= reach else None
