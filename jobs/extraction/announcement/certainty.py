"""How sure a passage is of its meeting, and who says so."""

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated
from storage.models import Actor, Certainty

_REACH = 12  # words around the meeting and its date in which "may" or "expected" is about it
_PARTING = frozenset(",;(—–")


def certainty(event: Hit, date: Dated, passage: Passage, *, is_official: bool) -> Certainty:
    """Return how sure the passage is; an official source confirms what it announces without a doubt.

    A question confirms nothing.
    """
    first, last = min(event.first, date.first) - _REACH, max(event.last, date.last) + _REACH
    doubts = (hit for hit in passage.hits("certainty") if hit.value == "possible" and first <= hit.first < last)
    if passage.words[-1].text == "?" or not all(_is_of_purpose(doubt, event, passage) for doubt in doubts):
        return Certainty.POSSIBLE
    if passage.has("certainty", "expected", first, last):
        return Certainty.EXPECTED
    if is_official or passage.has("certainty", "confirmed", first, last):
        return Certainty.CONFIRMED
    return Certainty.EXPECTED


def _is_of_purpose(doubt: Hit, event: Hit, passage: Passage) -> bool:
    """Whether a word of doubt is about what they meet for: "to discuss a possible truce", up to a comma or a date."""
    before = [hit for hit in passage.hits("cuts") if event.last <= hit.first < doubt.first]
    if not before or not passage.has("tense", "infinitive", before[-1].first, before[-1].first + 1):
        return False
    between = range(before[-1].last, doubt.first)
    return not any(i in passage.dated or passage.words[i].text in _PARTING for i in between)


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
