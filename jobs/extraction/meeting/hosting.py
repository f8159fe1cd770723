"""Who else takes part because it is held there: the country of a conference, a visit or a summit without a seat."""

from collections.abc import Sequence
from dataclasses import replace

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.meeting.names import renamed
from jobs.extraction.meeting.spots import country_of
from storage.actors import group, whose
from storage.models import ActorKind, Kind, Mention

_GUESTS = frozenset({Kind.TALKS, Kind.VISIT})


def with_hosts(mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return the mentions, each with the country of its place among its Actors if that is its host."""
    return [_with_host(each, lexicon) for each in mentions]


def _with_host(mention: Mention, lexicon: Lexicon) -> Mention:
    country = country_of(mention.place, lexicon) if mention.place else None
    known = {each for one in mention.actors for each in (one, *whose(one))}
    if country is None or country in known or not _has_host(mention):
        return mention
    actors = (*mention.actors, country)
    is_of_body = any(group(each).has_hosts for each in mention.actors)  # "G20: summit" is what all call it
    return replace(mention, actors=actors, name=mention.name if is_of_body else renamed(mention.name, actors))


def _has_host(mention: Mention) -> bool:
    """Whether the country where it is held takes part in it."""
    kinds = [each.kind for each in mention.actors]
    if mention.kind is Kind.CONFERENCE:
        is_of_country = ActorKind.COUNTRY in kinds and ActorKind.BODY not in kinds  # of a body it is the guest
        return is_of_country or any(group(each).has_hosts for each in mention.actors)
    if mention.kind in {Kind.SUMMIT, Kind.COUNCIL}:
        return any(group(each).has_hosts for each in mention.actors)
    return mention.kind in _GUESTS and kinds == [ActorKind.COUNTRY]
