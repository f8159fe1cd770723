"""Of what kind a meeting is."""

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from storage.models import Actor, ActorKind, Kind

_OF_VERBS = {"meeting": Kind.TALKS, "session": Kind.COUNCIL}


def kind_of(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> Kind:
    """Return the kind by the meeting's word; a body's own meeting is a council."""
    kind = _OF_VERBS.get(event.value) or Kind(event.value)
    if (
        kind is Kind.TALKS
        and passage.lexicon["sessions"].at(passage.words, event.last - 1)
        and _is_a_bodys_own(event, parties, passage)
    ):
        return Kind.COUNCIL
    return kind


def _is_a_bodys_own(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> bool:
    """Whether it is "the NATO meeting" or "a meeting of the OSCE"."""
    return any(
        named.actor.kind is ActorKind.BODY
        and named.actor in parties
        and (named.last in {event.first - 1, event.first} or named.first in {event.last + 1, event.last + 2})
        for named in passage.actors
    )
