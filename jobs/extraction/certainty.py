"""How sure a passage is of its meeting, and who says so."""

from jobs.extraction.dates import Dated
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from storage.models import Actor, Certainty

_REACH = 12  # words around the meeting and its date in which "may" or "expected" is about it


def certainty(event: Hit, date: Dated, passage: Passage, *, is_official: bool) -> Certainty:
    """Return how sure the passage is; an official source confirms what it announces without a doubt.

    A question confirms nothing.
    """
    first, last = min(event.first, date.first) - _REACH, max(event.last, date.last) + _REACH
    if passage.words[-1].text == "?" or passage.has("certainty", "possible", first, last):
        return Certainty.POSSIBLE
    if passage.has("certainty", "expected", first, last):
        return Certainty.EXPECTED
    if is_official or passage.has("certainty", "confirmed", first, last):
        return Certainty.CONFIRMED
    return Certainty.EXPECTED


def confirmed_by(passage: Passage) -> tuple[Actor, ...]:
    """Return who confirms in the passage, each once, by name."""
    who = {
        named.actor
        for saying in passage.sayings
        if passage.has("certainty", "confirmed", saying.first, saying.last)
        for named in passage.actors
        if saying.holds(named.first)
    }
    return tuple(sorted(who, key=lambda actor: actor.name))
