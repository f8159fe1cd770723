"""An Article read to its Mentions: the order of steps, and what one sentence takes from the one before."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jobs.extraction.announcement.announced import Announced, announced
from jobs.extraction.announcement.certainty import certainty, confirmed_by
from jobs.extraction.announcement.claims import claims, has_begun
from jobs.extraction.announcement.clauses import in_clause, on_date
from jobs.extraction.announcement.listed import without_others
from jobs.extraction.announcement.status import Statement, statement_on, statements
from jobs.extraction.facts import read_facts
from jobs.extraction.held import held
from jobs.extraction.home import home_of
from jobs.extraction.language import Language, language
from jobs.extraction.meeting.elsewhere import with_places
from jobs.extraction.meeting.hosting import with_hosts
from jobs.extraction.meeting.kinds import kind_of, with_kinds
from jobs.extraction.meeting.names import name_of
from jobs.extraction.meeting.parties import parties_of
from jobs.extraction.meeting.places import place_of
from jobs.extraction.meeting.references import Earlier
from jobs.extraction.meeting.stops import stop_on
from jobs.extraction.passage import Passage
from jobs.extraction.passages import passages
from jobs.extraction.together import together
from storage.models import Actor, Article, Certainty, Mention, Says, Tier

_MOST = 500  # Mentions; no article announces more, and what compares them with each other stays linear in the text
_MEMORY = 4  # sentences; whoever was named earlier is not meant by "they"


def extract(article: Article, *, with_held: bool = False) -> list[Mention]:
    """Return the Mentions of meetings that had not begun when the article was published, in the order of the text.

    What is given as data is taken as it stands, and the prose beside it read. None in a language without a folder.
    Offsets point into ``article.body``; a quote is a whole sentence, or a whole line of data.

    with_held  whether reports that a meeting was held come too, after all others
    """
    known = language(article.language)
    if known is None:
        return []
    facts = read_facts(article, known)
    found: list[Mention] = []
    last: list[Mention] = []
    past: list[Mention] = []
    before: deque[Passage] = deque(maxlen=_MEMORY)
    title: Passage | None = None
    home = home_of(article)
    prose = [each for each in passages(article, known) if not facts.cover(each.words[0].start)]
    for passage in prose:
        told: list[Mention] = []
        if passage.dates:  # most have none
            earlier = Earlier(tuple(before), title)
            told = list(_mentions(passage, earlier, article, home, known))
            if with_held and len(past) < _MOST:
                past += held(passage, earlier, article)
        last = told or list(_changes(passage, last, article))
        found += last
        if len(found) >= _MOST:
            break
        before.appendleft(passage)
        if passage.words[-1].end <= len(article.title):
            title = passage
    headline = len(article.title)
    ahead = with_places(facts.beside(together(found[:_MOST])), prose, headline, article.published)
    ahead = with_hosts(with_kinds(ahead, prose, headline), known.lexicon)
    return [*ahead, *past[:_MOST]]


def _mentions(
    passage: Passage, earlier: Earlier, article: Article, home: Actor | None, known: Language
) -> Iterator[Mention]:
    """What the passage says of each meeting for which it has a date."""
    for meeting in announced(claims(passage, article.published, known.announced, home), passage):
        alone = without_others(meeting.event, meeting.listed, passage)
        for statement in statements(meeting.event, meeting.dates, passage):
            if not has_begun(statement.when, article.published):
                date = statement.date or meeting.dates[0]
                own = on_date(meeting.event, date, meeting.dates, in_clause(meeting.event, date, alone))
                stop = stop_on(date, meeting.event, meeting.dates, own)
                yield _mention(meeting, statement, stop, earlier=earlier, article=article, home=home)


def _mention(
    meeting: Announced,
    statement: Statement,
    passage: Passage,
    *,
    earlier: Earlier,
    article: Article,
    home: Actor | None,
) -> Mention:
    event, dated = meeting.event, statement.date or meeting.dates[0]
    start, end = passage.words[0].start, passage.words[-1].end
    parties = parties_of(event, home, passage, earlier)
    is_plain = (article.tier is Tier.OFFICIAL or home is not None) and meeting.is_sure
    sure = certainty(event, dated, passage, is_official=is_plain)
    if statement.says is Says.DENIES:
        sure = Certainty.DENIED
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
        certainty=sure,
        confirmed_by=confirmed_by(passage) if sure is Certainty.CONFIRMED else (),
        earlier=statement.earlier,
        rule=dated.rule,
    )


def _changes(passage: Passage, last: Sequence[Mention], article: Article) -> Iterator[Mention]:
    """What the passage says of the one meeting in the sentence before: "They have been called off"."""
    if len(last) == 1 and (statement := statement_on(last[0].when, passage)):
        start, end = passage.words[0].start, passage.words[-1].end
        yield replace(
            last[0],
            start=start,
            end=end,
            quote=article.body[start:end],
            says=statement.says,
            when=statement.when,
            earlier=statement.earlier,
        )
