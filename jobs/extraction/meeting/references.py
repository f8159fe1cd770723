"""Whom "he", "the two sides", "the company" or "the talks" mean: who was named before, the title included."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from storage.models import Actor, ActorKind

_ENOUGH = 2  # Actors who meet
_SUBJECT_REACH = 8  # words: "he was to have met"
_BEFORE_MEETING = 2  # words: "the meeting", "the next meeting"


@dataclass(frozen=True)
class Earlier:
    """What a reader of a passage has read before.

    passages  those right before, the nearest first
    title     None where there is none
    """

    passages: Sequence[Passage] = ()
    title: Passage | None = None


NOTHING = Earlier()


def meant(event: Hit, found: tuple[Actor, ...], passage: Passage, earlier: Earlier) -> tuple[Actor, ...]:
    """Return those found in the passage, of whom there are too few to meet, with those whom it only means."""
    if (body := _body(passage)) and body not in found:
        found = (body,) if event.value == "conference" and body == passage.people.party else (*found, body)
    if (alone := _alone(event, found)) is not None:
        return alone
    if _hit("several", 0, len(passage.words), passage) or (_is_the_meeting(event, passage) and not found):
        for each in (*earlier.passages, earlier.title):
            if each and len(parties := _parties(each)) >= _ENOUGH and set(found) <= set(parties):
                return parties
    if len(found) < _ENOUGH:
        found = _of_title(found, earlier)
    if len(found) == 1 and event.value == "visit":
        found = (*found, *_visited(found[0], earlier))
    return found or _nearest(earlier)


def with_others(home: Actor, passage: Passage, earlier: Earlier) -> tuple[Actor, ...]:
    """Return the government that writes and, for "the two delegations", those it was said to meet."""
    if _hit("several", 0, len(passage.words), passage):
        for each in (*earlier.passages, earlier.title):
            parties = _parties(each) if each else ()
            others = [one for one in parties if one != home and passage.people.bodies.is_well_known(one.code)]
            if others:
                return (home, *others)
    return (home,)


def _visited(visitor: Actor, earlier: Earlier) -> tuple[Actor, ...]:
    """The country that the last sentences, or the title, say is visited."""
    for each in (*earlier.passages, earlier.title):
        for named in each.actors if each else ():
            if named.actor.kind is ActorKind.COUNTRY and named.actor != visitor and named.role is not Role.PARTY:
                return (named.actor,)
    return ()


def with_subject(event: Hit, found: tuple[Actor, ...], passage: Passage, earlier: Earlier) -> tuple[Actor, ...]:
    """Return those found, and before them whom "he" means, who "will meet" or whose "visit" it is."""
    one = _hit("one", event.first - _SUBJECT_REACH, event.first, passage)
    who = one and _subject(one, passage, earlier)
    return (who, *found) if who and who not in found else found


def _alone(event: Hit, found: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
    """Those who need nobody else to meet: a body in its own session; None where somebody is missing."""
    if (
        found
        and found[0].kind is not ActorKind.COUNTRY
        and event.value in {"council", "session", "summit", "conference"}
    ):
        return found
    return None


def _hit(value: str, first: int, last: int, passage: Passage) -> Hit | None:
    return next((h for h in passage.hits("references") if h.value == value and first <= h.first < last), None)


def _is_the_meeting(event: Hit, passage: Passage) -> bool:
    return event.section == "nouns" and any(
        passage.words[i].lower == "the" for i in range(max(0, event.first - _BEFORE_MEETING), event.first)
    )


def _subject(one: Hit, passage: Passage, earlier: Earlier) -> Actor | None:
    """Whom "he" means: the subject of this sentence, or of the one before."""
    here = [n for n in passage.actors if n.last <= one.first and _is_somebody(n)]
    if here:
        return here[0].actor
    for each in earlier.passages:
        for named in each.actors:
            if _is_somebody(named):
                return named.actor
    return None


def _is_somebody(named: Named) -> bool:
    return named.role is Role.PARTY and named.section != "cities" and named.actor.kind is not ActorKind.BODY


def panel_of(passage: Passage) -> tuple[Actor, ...]:
    """Return the committee that a passage calls "the panel" and does not name."""
    panel = passage.people.bodies.panel
    return (panel,) if panel and _hit("panel", 0, len(passage.words), passage) else ()


def _body(passage: Passage) -> Actor | None:
    bodies = passage.people.bodies
    if _hit("party", 0, len(passage.words), passage):
        return passage.people.party
    if _hit("panel", 0, len(passage.words), passage):
        return bodies.panel
    return bodies.company if _hit("company", 0, len(passage.words), passage) else None


def _parties(passage: Passage) -> tuple[Actor, ...]:
    named = (
        n for n in passage.actors if n.role is Role.PARTY and n.section != "cities" and not passage.is_said(n.first)
    )
    return tuple(dict.fromkeys(n.actor for n in named))


def _of_title(found: tuple[Actor, ...], earlier: Earlier) -> tuple[Actor, ...]:
    if earlier.title is None or not any(hit.section != "lookalikes" for hit in earlier.title.events):
        return found
    parties = _parties(earlier.title)
    return parties if set(found) <= set(parties) else found


def _nearest(earlier: Earlier) -> tuple[Actor, ...]:
    """Whom "the talks" or "they" mean: those of the last sentence that named anybody."""
    return next((parties for each in earlier.passages if (parties := _parties(each))), ())
