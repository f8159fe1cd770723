"""An Article cut into passages, each with its dates."""

from collections.abc import Iterator
from functools import cache

from jobs.extraction.home import home_of
from jobs.extraction.language import Language
from jobs.extraction.named.people import introduced
from jobs.extraction.passage import Passage
from jobs.extraction.sentences import Sentence, sentences
from jobs.extraction.timex.dates import dates
from jobs.extraction.timex.expressions import read_sentences
from jobs.extraction.words import words
from storage.models import Article

_MOST = 200_000  # words; nobody writes a longer article, and a megabyte of anything else is read in bounded memory


def passages(article: Article, language: Language) -> Iterator[Passage]:
    """Yield the sentences of the Article in order, the title first; none of marks alone, nor beyond 200,000 words."""
    lexicon = language.lexicon
    cut = [each for each in sentences(words(article.body, _MOST), lexicon) if _has_words(each)]
    leaders = language.leaders.on(article.published)
    people = cache(
        lambda: introduced(
            [sentence.words for sentence in cut], home_of(article), lexicon, len(article.title), leaders=leaders
        )
    )
    for read in read_sentences(cut, article.published, language, headline=len(article.title)):
        text = read.sentence.words
        yield Passage(text, dates(text, read.expressions[read.of_dateline :], read.tenses, lexicon), lexicon, people)


def _has_words(sentence: Sentence) -> bool:
    """Whether it is more than a stop and the like."""
    return sentence.words[0].text[0].isalnum() or any(word.text[0].isalnum() for word in sentence.words)
