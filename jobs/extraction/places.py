"""Where a meeting is, as the passage states it."""

from collections.abc import Sequence

from jobs.extraction.actors import Named, Role
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.words import phrase
from storage.models import ActorKind

_CITIES = frozenset({"cities", "capitals"})
_PLACES = _CITIES | {"names", "seats"}


def place_of(event: Hit, passage: Passage) -> str | None:
    """Return "Geneva, Switzerland", "France" or "virtual"; None: not stated."""
    if passage.has("virtual", "virtual", 0, len(passage.words)):
        return "virtual"
    places = [named for named in passage.actors if is_place(named, event, passage)]
    if not places:
        return None
    nearest = min(places, key=lambda named: (abs(named.first - event.first), named.first))
    stated = phrase(passage.words[nearest.first : nearest.last])
    if nearest.section in _CITIES:
        return f"{stated}, {nearest.actor.name}"
    if nearest.section == "seats":
        return stated
    town = _town_before(nearest, passage)
    return f"{town}, {nearest.actor.name}" if town else nearest.actor.name


def is_place(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether a name is where the meeting is: "in Geneva", "the Geneva talks", or what is visited."""
    if passage.is_said(named.first) or named.section not in _PLACES or named.actor.kind is ActorKind.BODY:
        return False
    if named.first in passage.phrase(event):
        return named.section in _CITIES
    if named.last < len(passage.words) and _is_adjective(named, passage):
        return False
    return named.role is Role.PLACE or (event.value == "visit" and event.last == named.first)


def _is_adjective(named: Named, passage: Passage) -> bool:
    """Whether it is "to lead the U.S. delegation", "in a US-Russia dialogue", "in France's view"."""
    following = passage.words[named.last]
    is_before_noun = named.last not in passage.dated and following.text.islower() and passage.describes(named.last)
    return following.lower in {"-", "'s"} or (named.section == "names" and is_before_noun)


def hosts(event: Hit, passage: Passage) -> Sequence[Named]:
    """Return the names of those who are visited, in order."""
    return [named for named in passage.actors if event.value == "visit" and is_place(named, event, passage)]


def _town_before(country: Named, passage: Passage) -> str:
    """The capitalised words before "…, Egypt": a town that no list of ours has."""
    last = country.first - 1
    if last < 1 or passage.words[last].text != ",":
        return ""
    first = last
    while first > 0 and first > last - 3 and first - 1 not in passage.taken and _is_name(first - 1, passage):
        first -= 1
    return phrase(passage.words[first:last])


def _is_name(i: int, passage: Passage) -> bool:
    word = passage.words[i].text
    return word[0].isupper() or word == "-" or word in passage.lexicon.name_particles
