"""Where a meeting is, as its passage states it."""

from collections.abc import Sequence
from itertools import chain

from jobs.extraction.lexicon import CITIES, Hit
from jobs.extraction.meeting.spots import Spot, are_joined, listed, spots, towns, venues
from jobs.extraction.meeting.stops import is_next_stop
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from storage.models import ActorKind

_PLACES = CITIES | {"names", "seats"}
_OPENING = 2  # words before a place that opens its sentence: "In Manila"
_HOST_REACH = 8  # words between a host and "host", and from there to what is hosted
_BESIDE = 3  # words between a meeting's word and the place beside it, but for those of when it is held
_FAR_BESIDE = 12  # words between them in all
_VENUE_REACH = 8  # words by which a venue may be farther off than the city around it


def place_of(event: Hit, passage: Passage) -> str | None:
    """Return "Geneva, Switzerland", "France", "Spain; Morocco" or "virtual"; None: not stated."""
    if passage.has("virtual", "virtual", 0, len(passage.words)):
        return "virtual"
    host = _host(event, passage)
    found = [each for each in _stated(event, passage) if host is None or not _is_before(host, each)]
    if not found and host:
        return host.actor.name
    found = found or list(towns(passage))
    if not found:
        return None
    nearest = min(found, key=lambda each: _cost(event, each, passage))
    if event.value == "visit":
        return "; ".join(listed(nearest, found, passage))
    return nearest.text


def place_beside(event: Hit, passage: Passage, here: str | None) -> str | None:
    """Return the place that stands right beside a meeting's word: "the Geneva talks", "a visit to Cuba"; or None.

    here  what "here" means
    """
    if any(
        hit.first in passage.phrase(event) or _is_beside(hit.first, event, passage) for hit in passage.hits("virtual")
    ):
        return "virtual"
    if here and any(_is_beside(hit.first, event, passage) for hit in passage.hits("here")):
        return here
    found = [
        each
        for each in _stated(event, passage)
        if each.first in passage.phrase(event) or each.last == event.first or _is_beside(each.first, event, passage)
    ]
    return found[0].text if found else None


def _is_beside(i: int, event: Hit, passage: Passage) -> bool:
    """Whether no more than "will be held on Monday" and the like stands between a meeting's word and word ``i``."""
    if not event.last <= i <= event.last + _FAR_BESIDE:
        return False
    between = range(event.last, i)
    return sum(each not in passage.dated and not _is_plain(each, passage) for each in between) <= _BESIDE


def _is_plain(i: int, passage: Passage) -> bool:
    return any(passage.lexicon[section].at(passage.words, i) for section in ("plain", "tense"))


def is_place(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether a name is where the meeting is: "in Geneva", "the Geneva talks", or what is visited."""
    if passage.is_said(named.first) or named.section not in _PLACES or named.actor.kind is ActorKind.BODY:
        return False
    if named.first in passage.phrase(event):
        return named.section in CITIES
    if named.last < len(passage.words) and _is_adjective(named, passage):
        return False
    if named.role is Role.PLACE:
        return True
    is_to_go = event.value == "visit" and event.section != "hosts"  # a host stays at home
    return is_to_go and (_follows(named, event, passage) or is_next_stop(named, event, passage))


def hosts(event: Hit, passage: Passage) -> Sequence[Named]:
    """Return the names of those who are visited, in order; where somebody was before he goes there, he is gone."""
    found = [named for named in passage.actors if event.value == "visit" and is_place(named, event, passage)]
    return [named for named in found if named.first > event.first] or found if event.section == "verbs" else found


def _stated(event: Hit, passage: Passage) -> list[Spot]:
    """The known places in the passage, in order."""
    inside = list(venues(passage, passage.phrase(event)))
    taken = {each.first for each in inside}
    named: list[Named] = []
    for each in passage.actors:
        if each.first in taken or _is_of_another(each, event, passage):
            continue
        if is_place(each, event, passage) or _is_visited(each, passage) or _is_listed(named, each, event, passage):
            named.append(each)
    return sorted(chain(inside, spots(named, passage)), key=lambda each: each.first)


def _is_of_another(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it belongs to what those who meet talk of: "… to discuss the NATO summit in Vilnius"."""
    return any(
        event.last <= aside.first < other.first < named.first
        for aside in passage.hits("asides")
        if aside.value == "about"
        for other in passage.events
        if other.section == "nouns"
    )


def _is_visited(named: Named, passage: Passage) -> bool:
    """Whether it is "to visit China" or "the Cuba visit"."""
    if named.section not in _PLACES or named.actor.kind is ActorKind.BODY or passage.is_said(named.first):
        return False
    visits = [each for each in passage.events if each.value == "visit" and each.section != "hosts"]
    if any(each.section == "nouns" and each.first == named.last for each in visits):
        return named.first == 0 or passage.words[named.first - 1].text != "-"
    is_whole = named.last == len(passage.words) or not _is_adjective(named, passage)
    return is_whole and any(_follows(named, each, passage) for each in visits)


def _follows(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it is "visit Mali" or "visit the United States"."""
    last = event.last
    if last < named.first and passage.lexicon["determiners"].at(passage.words, last):
        last += 1
    return last == named.first


def _is_listed(before: Sequence[Named], named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it follows the other stops of a trip in a list, too far from "to" to be governed by it."""
    is_listed = event.value == "visit" and bool(before) and are_joined(before[-1].last, named.first, passage)
    return is_listed and named.section in _PLACES and named.actor.kind is ActorKind.COUNTRY


def _is_adjective(named: Named, passage: Passage) -> bool:
    """Whether it is "to lead the U.S. delegation", "in a US-Russia dialogue", "in France's view"."""
    following = passage.words[named.last]
    is_before_noun = named.last not in passage.dated and following.text.islower() and passage.describes(named.last)
    return following.lower in {"-", "'s"} or (named.section == "names" and is_before_noun)


def _host(event: Hit, passage: Passage) -> Named | None:
    """Who holds the meeting at home: "Nigeria is to host a summit"; not who co-hosts it."""
    verb = _hosting(event, passage)
    if verb is None or passage.words[verb.first - 1].text == "-":
        return None
    before = [
        named
        for named in passage.actors
        if named.last <= verb.first <= named.last + _HOST_REACH
        and named.section in {"names", "capitals"}
        and named.actor.kind is ActorKind.COUNTRY
        and named.role is Role.PARTY
        and not passage.is_said(named.first)
    ]
    return before[-1] if before else None


def _hosting(event: Hit, passage: Passage) -> Hit | None:
    if event.section == "hosts":
        return event if event.value == "visit" else None
    return next(
        (
            each
            for each in passage.hits("hosts")
            if each.value == "visit" and 0 <= event.first - each.last <= _HOST_REACH
        ),
        None,
    )


def _is_before(host: Named, each: Spot) -> bool:
    """Whether a place belongs to what is told before the host: "said in Lisbon that Panama will host"."""
    return _OPENING < each.first < host.first


def _cost(event: Hit, each: Spot, passage: Passage) -> tuple[int, int]:
    """How far a place is from the meeting, a venue nearer than it is."""
    if each.first in passage.phrase(event):
        return 0, each.first
    first, last = (event.last, each.first) if event.first < each.first else (each.last, event.first)
    is_venue = any(hit.first == each.first for hit in passage.hits("venues"))
    return passage.apart(min(first, last), last) - is_venue * _VENUE_REACH, each.first
