"""Why a meeting is read out of an Article, or not: each date in it, what was decided, and by what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.extraction.announcement.claims import claims, has_begun
from jobs.extraction.extract import extract
from jobs.extraction.facts import read_facts
from jobs.extraction.home import home_of
from jobs.extraction.language import Language, language
from jobs.extraction.passage import Passage
from jobs.extraction.passages import passages
from jobs.extraction.timex.dates import Dated
from jobs.extraction.words import phrase
from storage.models import Article, Mention, When


@dataclass(frozen=True)
class Considered:
    """A date of an Article and what was made of it."""

    when: When
    sentence: str
    decision: str  # a sentence for people
    odds: float | None  # logarithm of the odds that a meeting is announced; None: nothing was weighed
    reasons: tuple[tuple[str, float], ...]  # signs and what each adds to the odds, the heaviest first
    rule: str  # that read the date
    mentions: tuple[Mention, ...]  # what was read of it


def explain(article: Article) -> list[Considered]:
    """Return every date of ``article`` that could be a meeting's, in the order of the text.

    Empty in a language without a folder.
    """
    known = language(article.language)
    if known is None:
        return []
    mentions = extract(article)
    facts = read_facts(article, known)
    found = [
        Considered(one.when, one.quote, "It is given as data, and taken as it stands.", None, (), one.rule, (one,))
        for one in mentions
        if facts.cover(one.start)
    ]
    for passage in passages(article, known):
        if not facts.cover(passage.words[0].start):
            found += _considered(passage, article, known, mentions)
    return found


def _considered(
    passage: Passage, article: Article, known: Language, mentions: Sequence[Mention]
) -> Iterator[Considered]:
    start, end = passage.words[0].start, passage.words[-1].end
    here = [one for one in mentions if one.start == start]
    claimed = {claim.date: claim for claim in claims(passage, article.published, known.announced, home_of(article))}
    for date in passage.dates:
        claim = claimed.get(date)
        read = tuple(one for one in here if date.when in (one.when, one.earlier))
        odds, reasons = (claim.verdict.odds, claim.verdict.reasons) if claim and claim.verdict else (None, ())
        word = phrase(passage.words[claim.pair.event.first : claim.pair.event.last]) if claim and claim.pair else ""
        decision = _decision(date, article, word, odds, read)
        yield Considered(date.when, article.body[start:end], decision, odds, reasons, date.rule, read)


def _decision(date: Dated, article: Article, word: str, odds: float | None, read: Sequence[Mention]) -> str:
    if read:
        return "; ".join(f"“{word}”: {one.says} {one.name}" for one in read)
    if has_begun(date.when, article.published):
        return "It has begun or is past."
    if odds is None:
        return "No word of a meeting stands near."
    if odds < 0:
        return f"“{word}”: more speaks against a meeting than for it."
    return f"“{word}”: another passage tells more of it."
