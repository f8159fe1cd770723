"""What the rest of an Article says of a meeting's place, where its own passage says nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.dateline import dateline_of
from jobs.extraction.meeting.places import place_beside
from jobs.extraction.meeting.spots import country_of
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated
from storage.actors import group, whose
from storage.models import Actor, ActorKind, Kind, Mention

_NEXT_DAY = timedelta(days=1)  # who travels is still where he was the day before
_GUESTS = frozenset({Kind.TALKS, Kind.VISIT})
_BOTH = 2  # countries
_SOON = timedelta(days=3)
_THIS_WEEK = timedelta(days=7)
_FEW = 3  # mentions before one, in which its trip may be told
_LEAD = 3  # passages
_OWN = 8  # words between a meeting's word and a date of its own
_OF_VERBS = {"meeting": Kind.TALKS, "session": Kind.COUNCIL}


@dataclass(frozen=True)
class _Told:
    """A place beside a meeting's word, and the dates near it, if any."""

    place: str
    dates: tuple[Dated, ...]
    is_lead: bool  # in the title or the first sentences

    def may_be(self, mention: Mention) -> bool:
        """Whether it may be told of the mention's meeting: not of one on other days."""
        when = mention.when
        return not self.dates or any(
            each.when.first <= when.last and when.first <= each.when.last for each in self.dates
        )


class Elsewhere:
    """The places that an Article tells of: those of its mentions, of all its words for meetings, and its own."""

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[Mention], headline: int, published: date
    ) -> None:
        """``headline``: where the title ends."""
        self._published = published
        self._passages = {each.words[0].start: each for each in passages}
        self._dateline = dateline_of(passages, headline)
        self._by_day: dict[date, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.place:
                self._by_day[mention.when.first].append(mention)
        self._open = frozenset(mention.kind for mention in mentions if not mention.place)
        self._all = passages

    @cached_property
    def _told(self) -> Mapping[Kind, Sequence[_Told]]:
        """What is told of each kind of meeting; looked for only when a mention leaves its place open."""
        return _told(self._all, self._dateline.city if self._dateline else None, self._open)

    def place(self, mention: Mention, before: Sequence[Mention]) -> str | None:
        """Return where the meeting of a mention without a place is; None: the Article does not say.

        before  the mentions before it, with their places
        """
        passage = self._passages.get(mention.start)
        if passage is None:  # data, as it stands
            return None
        if self._dateline and any(passage.hits("here")):
            return self._dateline.city
        told = (self._on_that_day(mention), _on_the_way(mention, before), self._told_of(mention))
        likely = (place for place in told if place and _is_likely(place, mention, passage))
        return next(likely, None) or _seat_of(mention, passage) or _visited(mention, passage) or self._at_home(mention)

    def _on_that_day(self, mention: Mention) -> str | None:
        same = self._by_day.get(mention.when.first, [])
        return next((each.place for each in same if _may_share(each.actors, mention.actors)), None)

    def _told_of(self, mention: Mention) -> str | None:
        """The place told of such a meeting, rather with its date and more often; or all that the first words tell."""
        alike = [each for each in self._told.get(mention.kind, ()) if each.may_be(mention)]
        if alike:
            dated = [each.place for each in alike if each.dates]
            places = dated or [each.place for each in alike]
            return max(dict.fromkeys(places), key=places.count)
        if mention.kind is Kind.HEARING:
            return None
        lead = {each.place for told in self._told.values() for each in told if each.is_lead and each.may_be(mention)}
        return lead.pop() if len(lead) == 1 else None

    def _at_home(self, mention: Mention) -> str | None:
        """The city of the dateline, for what concerns its own country alone, or a visit to it."""
        if self._dateline is None:
            return None
        countries = {each for each in mention.actors if each.kind is ActorKind.COUNTRY}
        own = {self._dateline.country}
        if mention.kind is Kind.VISIT:
            return self._dateline.country.name if own < countries else None
        is_own = countries <= own if mention.kind is Kind.HEARING else countries == own
        return self._dateline.city if is_own or self._is_near(mention, self._dateline.country) else None

    def _is_near(self, mention: Mention, here: Actor) -> bool:
        """Whether reporters are where it is about to be held: one of those who meet is at home, or is host in turn."""
        ahead = mention.when.first - self._published
        if not mention.when.is_day_precise or mention.kind is Kind.HEARING:
            return False
        is_in_turn = any(group(each).has_hosts for each in mention.actors)
        return (here in mention.actors and ahead <= _SOON) or (is_in_turn and ahead <= _THIS_WEEK)


def with_places(
    mentions: Sequence[Mention], passages: Sequence[Passage], headline: int, published: date
) -> list[Mention]:
    """Return the mentions, those without a place with the one that the rest of the Article tells.

    headline  where the title ends
    """
    elsewhere = Elsewhere(passages, mentions, headline, published)
    found: list[Mention] = []
    for each in mentions:
        found.append(each if each.place else replace(each, place=elsewhere.place(each, found[-_FEW:])))
    return found


def _on_the_way(mention: Mention, before: Sequence[Mention]) -> str | None:
    """The place of the meeting told before it, on the day before or the same: a trip goes on."""
    each = next((each for each in reversed(before) if each.place), None)
    if each is None or each.place is None or ";" in each.place:
        return None
    if not (each.when.is_day_precise and mention.when.is_day_precise and _may_share(each.actors, mention.actors)):
        return None
    is_next = each.when.first <= mention.when.first <= each.when.last + _NEXT_DAY
    countries = {actor.name for actor in mention.actors if actor.kind is ActorKind.COUNTRY}
    is_abroad = len(countries) > 1 and each.place.rpartition(", ")[2] not in countries
    return each.place if is_next and not is_abroad else None


def _is_likely(place: str, mention: Mention, passage: Passage) -> bool:
    """Whether it is no third country's where two meet of whom one comes to the other."""
    countries = {each for each in mention.actors if each.kind is ActorKind.COUNTRY}
    country = country_of(place, passage.lexicon)
    return mention.kind not in _GUESTS or len(countries) < _BOTH or country is None or country in countries


def _visited(mention: Mention, passage: Passage) -> str | None:
    """The country that another one visits who is named first; None: it is not told which of them is at home."""
    countries = [each for each in mention.actors if each.kind is ActorKind.COUNTRY]
    is_told = mention.kind is Kind.VISIT and not any(event.section == "hosts" for event in passage.events)
    return countries[1].name if is_told and len(countries) == _BOTH else None


def _seat_of(mention: Mention, passage: Passage) -> str | None:
    """Where those sit who meet, or hear somebody: a parliament, a court."""
    homes = [_home_of(each, passage) for each in mention.actors]
    seats = {home for home in homes if home}
    others = {
        each
        for each, home in zip(mention.actors, homes, strict=True)
        if home is None and each.kind is not ActorKind.OTHER
    }
    if mention.kind in {Kind.HEARING, Kind.COUNCIL} or not others:
        return seats.pop() if len(seats) == 1 else None
    return None


def _home_of(organ: Actor, passage: Passage) -> str | None:
    """Where an organ sits, or that whose committee it is."""
    homes = passage.lexicon.homes
    return next((homes[each.code] for each in (organ, *whose(organ)) if each.code in homes), None)


def _told(passages: Iterable[Passage], here: str | None, kinds: frozenset[Kind]) -> Mapping[Kind, Sequence[_Told]]:
    """What is told of some kinds of meetings, and in the first passages of all."""
    found: dict[Kind, list[_Told]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for event in passage.events:
            if event.section not in {"nouns", "verbs"}:
                continue
            kind = _OF_VERBS.get(event.value) or Kind(event.value)
            if (number < _LEAD or kind in kinds) and (place := place_beside(event, passage, here)):
                found[kind].append(_Told(place, tuple(_dates_of(event, passage)), number < _LEAD))
    return found


def _dates_of(event: Hit, passage: Passage) -> Iterator[Dated]:
    for each in passage.dates:
        first, last = (event.last, each.first) if event.first < each.first else (each.last, event.first)
        if passage.apart(min(first, last), last) <= _OWN:
            yield each


def _may_share(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
    return not some or not others or bool(set(some) & set(others))
