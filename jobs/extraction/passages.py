"""An Article cut into passages, each with its dates."""

from collections.abc import Iterator
from functools import cache

from jobs.extraction.dates import dates
from jobs.extraction.expressions import read_sentences
from jobs.extraction.home import home_of
from jobs.extraction.language import Language
from jobs.extraction.passage import Passage
from jobs.extraction.people import introduced
from jobs.extraction.sentences import sentences
from jobs.extraction.words import words
from storage.models import Article


def passages(article: Article, language: Language) -> Iterator[Passage]:
    """Yield the sentences of the Article in order, the title first."""
    lexicon = language.lexicon
    cut = list(sentences(words(article.body), lexicon))
    leaders = language.leaders.on(article.published)
    people = cache(
        lambda: introduced(
            [sentence.words for sentence in cut], home_of(article), lexicon, len(article.title), leaders=leaders
        )
    )
    for read in read_sentences(cut, article.published, language, headline=len(article.title)):
        text = read.sentence.words
        yield Passage(text, dates(text, read.expressions[read.of_dateline :], read.tenses, lexicon), lexicon, people)
