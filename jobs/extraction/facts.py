"""What an Article gives as data, each event a Mention as it stands, if its words make it a meeting."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from operator import attrgetter

from jobs.extraction.home import home_of
from jobs.extraction.language import Language
from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.kinds import kind_of
from jobs.extraction.meeting.parties import parties_of
from jobs.extraction.meeting.places import place_of
from jobs.extraction.named.actors import Role
from jobs.extraction.named.people import People
from jobs.extraction.passage import Passage
from jobs.extraction.table import tables
from jobs.extraction.words import words
from storage.models import Actor, ActorKind, Article, Certainty, Fact, Kind, Mention, Says, Tier

_MOST = 50  # events of one day, or month, that prose is compared with
_CHANGES = {"cancels": Says.CANCELS, "postpones": Says.POSTPONES}


@dataclass(frozen=True)
class Facts:
    """The Mentions of one Article that were given as data, in order, and the lines of its body that show data."""

    mentions: Sequence[Mention]
    lines: Sequence[tuple[int, int]]

    def cover(self, position: int) -> bool:
        """Whether a line of data is at this position of the body."""
        i = bisect_right(self.lines, position, key=lambda line: line[0]) - 1
        return i >= 0 and position < self.lines[i][1]

    def beside(self, prose: Sequence[Mention]) -> list[Mention]:
        """Return these Mentions and those of the prose, in the order of the text.

        Where the prose speaks of an event that is given as data, it speaks of the same meeting: its Actors, kind,
        name and place are those of the data, and who meets is told by the prose where the data names nobody.
        """
        facts = list(self.mentions)
        days = sorted((when.first, i) for i, fact in enumerate(facts) for when in (fact.when, fact.earlier) if when)
        told: list[Mention] = []
        for mention in prose:
            first, last = mention.when.first, mention.when.first if mention.when.is_day_precise else mention.when.last
            on_them = days[bisect_left(days, (first, 0)) : bisect_right(days, (last, len(facts)))][:_MOST]
            same = [i for _, i in on_them if _is_same(mention, facts[i])]
            i = same[0] if same and (mention.when.is_day_precise or len(same) == 1) else None
            if i is not None:
                facts[i] = replace(facts[i], actors=facts[i].actors or mention.actors)
            told.append(mention if i is None else _joined(mention, facts[i]))
        return sorted(chain(facts, told), key=attrgetter("start"))


def read_facts(article: Article, language: Language) -> Facts:
    """Return what ``article`` gives as data: the Mentions of meetings that were not over when it was published."""
    offset = len(article.title) + 1
    given = {(fact.start, fact.end) for fact in article.facts}
    rows = (fact for fact in tables(article.text, article.published, language) if (fact.start, fact.end) not in given)
    facts = sorted((*article.facts, *rows), key=attrgetter("start"))
    mentions = (_mention(fact, article, language) for fact in facts if fact.when.last >= article.published)
    lines = [(offset + fact.start, offset + fact.end) for fact in facts]
    return Facts([each for each in mentions if each], lines)


def _mention(fact: Fact, article: Article, language: Language) -> Mention | None:
    """The Mention of an event; None where its words do not make it a meeting."""
    home = home_of(article)
    passage = _passage(fact.name, language, home)
    event = _event(passage)
    parties = tuple(dict.fromkeys((*_parties(event, home, passage), *_named(_passage(fact.parties, language, home)))))
    kind = _kind(event, parties, passage) or _kind_told(fact, parties, language)
    if kind is None:
        return None
    start, end = (len(article.title) + 1 + position for position in (fact.start, fact.end))
    is_official = article.tier is Tier.OFFICIAL or home is not None
    return Mention(
        start=start,
        end=end,
        quote=article.body[start:end],
        says=_says(fact, passage),
        when=fact.when,
        actors=parties,
        kind=kind,
        name=fact.name,
        place=fact.place or (place_of(event, passage) if event else None),
        certainty=fact.certainty or _certainty(passage, is_official=is_official),
        earlier=fact.earlier,
        rule=fact.rule,
    )


def _passage(text: str, language: Language, home: Actor | None) -> Passage:
    return Passage(words(text), (), language.lexicon, partial(People, home))


def _event(passage: Passage) -> Hit | None:
    """The word that says what it is, the last before a preposition: "meeting" in "budget meeting on the election"."""
    end = next((hit.first for hit in passage.hits("roles")), len(passage.words))
    heads = [event for event in passage.events if event.first < end]
    return heads[-1] if heads else next(iter(passage.events), None)


def _parties(event: Hit | None, home: Actor | None, passage: Passage) -> Sequence[Actor]:
    return parties_of(event, home, passage) if event else list(_named(passage))


def _named(passage: Passage) -> Iterator[Actor]:
    return (named.actor for named in passage.actors if named.role is Role.PARTY and named.section != "cities")


def _kind(event: Hit | None, parties: tuple[Actor, ...], passage: Passage) -> Kind | None:
    """The kind by the name of the event; None where it says nothing, or is no meeting's."""
    if event is not None:
        return None if event.section == "lookalikes" else kind_of(event, parties, passage)
    return Kind.COUNCIL if passage.hits("bodies") else None


def _kind_told(fact: Fact, parties: tuple[Actor, ...], language: Language) -> Kind | None:
    """The kind where the name says nothing: by the description, or as it is in a diary and names who meets."""
    if _event(_passage(fact.name, language, None)) is not None:
        return None
    passage = _passage(fact.about, language, None)
    if (event := _event(passage)) is not None:
        return _kind(event, parties, passage)
    is_of_many = len(parties) > 1 or any(actor.kind is ActorKind.BODY for actor in parties)
    return Kind.OTHER if fact.is_diary and is_of_many else None


def _says(fact: Fact, passage: Passage) -> Says:
    """What the data says, or where it says nothing of it the name: "CANCELLED: Foreign Affairs Council"."""
    if fact.says is not Says.ANNOUNCES:
        return fact.says
    return next((_CHANGES[hit.value] for hit in passage.changes if hit.value in _CHANGES), Says.ANNOUNCES)


def _certainty(passage: Passage, *, is_official: bool) -> Certainty:
    if passage.has("certainty", "possible", 0, len(passage.words)):
        return Certainty.POSSIBLE
    return Certainty.CONFIRMED if is_official else Certainty.EXPECTED


def _joined(mention: Mention, fact: Mention) -> Mention:
    """The Mention of the prose with what makes the two one meeting."""
    kind = mention.kind if fact.kind is Kind.OTHER else fact.kind
    return replace(mention, actors=fact.actors, name=fact.name, kind=kind, place=fact.place or mention.place)


def _is_same(mention: Mention, fact: Mention) -> bool:
    """Whether the prose may speak of the event: one names none but those the other names, at no other hour or place."""
    ours, theirs = set(mention.actors), set(fact.actors)
    hours = {each.when.clock_time for each in (mention, fact)} - {None}
    here, there = _parts(mention.place), _parts(fact.place)
    is_elsewhere = bool(here and there) and not here & there
    return (ours <= theirs or theirs <= ours) and len(hours) <= 1 and not is_elsewhere


def _parts(place: str | None) -> frozenset[str]:
    """The parts of "Europa building, Brussels, Belgium"."""
    return frozenset(part.strip().casefold() for part in (place or "").split(",")) - {""}
