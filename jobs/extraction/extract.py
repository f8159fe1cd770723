"""An Article read to its Mentions: the order of steps, and what one sentence takes from the one before."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from jobs.extraction.actors import Role, actors
from jobs.extraction.certainty import certainty, confirmed_by
from jobs.extraction.clocks import with_clocks
from jobs.extraction.dates import Dated, dates
from jobs.extraction.home import home_of
from jobs.extraction.kinds import kind_of
from jobs.extraction.language import Language, language
from jobs.extraction.lengths import with_lengths
from jobs.extraction.lexicon import Hit
from jobs.extraction.names import name_of
from jobs.extraction.pairing import is_ahead, meeting_of
from jobs.extraction.parties import parties_of
from jobs.extraction.passage import Passage
from jobs.extraction.people import People
from jobs.extraction.places import place_of
from jobs.extraction.sentences import sentences
from jobs.extraction.status import Statement, statements
from jobs.extraction.words import Word, words
from storage.models import Actor, Article, Certainty, Mention, Says, Tier

_DATELINE_AGE = timedelta(days=7)
_DATELINE_ENDS = frozenset({"(", "-", "—", ":"})
_LONGEST_DATELINE = 8  # words: "NEW YORK / GENEVA, Switzerland, "


def extract(article: Article) -> list[Mention]:
    """Return the Mentions of meetings that had not begun when the article was published, in the order of the text.

    None in a language without a folder. Offsets point into ``article.body``; a quote is a whole sentence.
    """
    known = language(article.language)
    if known is None:
        return []
    found: list[Mention] = []
    spoken_of: tuple[Actor, ...] = ()
    for passage in _passages(article, known):
        found += _mentions(passage, spoken_of, article)
        spoken_of = _spoken_of(passage) or spoken_of
    return [each for each in found if not _is_vague_copy(each, found)]


def _passages(article: Article, known: Language) -> Iterator[Passage]:
    day, before = article.published, None
    people = People(home_of(article))
    found_sentences = list(sentences(words(article.body), known.lexicon))
    for sentence in found_sentences:
        people.meet(sentence.words, known.lexicon)
    for sentence in found_sentences:
        found = list(dates(sentence.words, day, known.dates, known.lexicon, before))
        if found and sentence.start > len(article.title) and (dateline := _dateline(sentence.words, found[0])):
            found = found[1:]
            if abs(dateline - article.published) <= _DATELINE_AGE:
                day = dateline
        before = found[-1].when if found else before
        if found:
            found = with_clocks(found, known.clocks.find(sentence.words))
            found = with_lengths(found, known.lengths.find(sentence.words))
        dated = frozenset(i for each in found for i in range(each.first, each.last))
        yield Passage(sentence.words, found, actors(sentence.words, dated, known.lexicon, people), known.lexicon)


def _mentions(passage: Passage, spoken_of: tuple[Actor, ...], article: Article) -> Iterator[Mention]:
    """What the passage says of each meeting for which it has a date."""
    dated: dict[Hit, list[Dated]] = {}
    for each in passage.dates:
        if each.when.last < article.published:
            continue
        event = meeting_of(each, passage)
        if event and is_ahead(each, event, passage):
            dated.setdefault(event, []).append(each)
    for event, its_dates in dated.items():
        parties = parties_of(event, passage) or spoken_of
        for statement in statements(event, its_dates, passage):
            yield _mention(
                event=event,
                dated=its_dates[0],
                statement=statement,
                parties=parties,
                passage=passage,
                article=article,
            )


def _mention(
    *, event: Hit, dated: Dated, statement: Statement, parties: tuple[Actor, ...], passage: Passage, article: Article
) -> Mention:
    start, end = passage.words[0].start, passage.words[-1].end
    is_official = article.tier is Tier.OFFICIAL or home_of(article) is not None
    is_denied = statement.says is Says.DENIES
    return Mention(
        start=start,
        end=end,
        quote=article.body[start:end],
        says=statement.says,
        when=statement.when,
        actors=parties,
        kind=kind_of(event, parties, passage),
        name=name_of(event, parties, passage),
        place=place_of(event, passage),
        certainty=Certainty.DENIED if is_denied else certainty(event, dated, passage, is_official=is_official),
        confirmed_by=tuple(confirmed_by(passage)),
        earlier=statement.earlier,
        rule=dated.rule,
    )


def _spoken_of(passage: Passage) -> tuple[Actor, ...]:
    """Whom "the talks" or "they" in the next sentence may mean."""
    return tuple(dict.fromkeys(named.actor for named in passage.actors if named.role is Role.PARTY))


def _is_vague_copy(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether another Mention knows the day of the same meeting: a headline's "next month"."""
    return not mention.when.is_day_precise and any(
        other.when.is_day_precise
        and mention.when.first <= other.when.first <= mention.when.last
        and (mention.start == 0 or mention.kind is other.kind)
        and (not mention.actors or set(mention.actors) & set(other.actors))
        for other in others
    )


def _dateline(words: Sequence[Word], stated: Dated) -> date | None:
    """The day in "GENEVA, Jan 9 (Reuters) -"."""
    before = words[: stated.first]
    follows = words[stated.last].lower if stated.last < len(words) else "("
    if len(before) > _LONGEST_DATELINE or follows not in _DATELINE_ENDS:
        return None
    if not before or any(word.text.islower() for word in before) or not before[0].text.isupper():
        return None
    return stated.when.first
