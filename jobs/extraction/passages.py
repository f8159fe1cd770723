"""An Article cut into passages, each with its dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from jobs.extraction.clocks import with_clocks
from jobs.extraction.dates import Dated, dates
from jobs.extraction.home import home_of
from jobs.extraction.language import Language
from jobs.extraction.lengths import with_lengths
from jobs.extraction.passage import Passage
from jobs.extraction.people import People
from jobs.extraction.sentences import sentences
from jobs.extraction.words import Word, words
from storage.models import Article

_DATELINE_AGE = timedelta(days=7)  # an older dateline is of another text
_DATELINE_ENDS = frozenset({"(", "-", "—", ":"})
_LONGEST_DATELINE = 8  # words: "NEW YORK / GENEVA, Switzerland, "


def passages(article: Article, language: Language) -> Iterator[Passage]:
    """Yield the sentences of the Article in order, the title first."""
    lexicon = language.lexicon
    cut = list(sentences(words(article.body), lexicon))
    people = People(home_of(article))
    for sentence in cut:
        people.meet(sentence.words, lexicon)
    day, before = article.published, None
    for sentence in cut:
        found = list(dates(sentence.words, day, language.dates, lexicon, before))
        if found and sentence.start > len(article.title) and (dateline := _dateline(sentence.words, found[0])):
            if abs(dateline - article.published) <= _DATELINE_AGE:
                day = dateline
            found = list(dates(sentence.words, day, language.dates, lexicon, before))[1:]
        before = found[-1].when if found else before
        yield _passage(sentence.words, found, language, people)


def _passage(text: Sequence[Word], found: Sequence[Dated], language: Language, people: People) -> Passage:
    if found:
        found = with_clocks(found, language.clocks.find(text))
        found = with_lengths(found, language.lengths.find(text))
    return Passage(text, found, language.lexicon, people)


def _dateline(text: Sequence[Word], stated: Dated) -> date | None:
    """The day in "GENEVA, Jan 9 (Reuters) -"."""
    before = text[: stated.first]
    follows = text[stated.last].lower if stated.last < len(text) else "("
    if not 0 < len(before) <= _LONGEST_DATELINE or follows not in _DATELINE_ENDS:
        return None
    if any(word.text.islower() for word in before) or not before[0].text.isupper():
        return None
    return stated.when.first
