"""Who meets where somebody is heard or tried: the person, and the court or who accuses."""

from collections.abc import Sequence

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from storage.actors import organs, whose
from storage.models import Actor, ActorKind


def heard(found: Sequence[Actor], event: Hit, passage: Passage) -> Sequence[Actor]:
    """Return those found with the person who is heard, if none is among them, and the other side, if it has none."""
    persons = [each for each in found if each.kind is ActorKind.OTHER]
    persons = persons or [*_spoken_of(passage)] or [*_spoken_of_most(passage)]
    bodies = [each for each in found if each.kind is ActorKind.BODY]
    court = passage.people.court
    is_in_court = (
        court is not None
        and not bodies
        and not _is_panel(court, passage)
        and all(map(passage.people.bodies.is_party, persons))
    )
    if not persons or not is_in_court:
        return [*found, *(each for each in persons if each not in found)]
    return [*(_other_side(event, passage)), *persons]


def _is_panel(court: Actor, passage: Passage) -> bool:
    """Whether the Article is of a committee or of another court than the one that everybody knows."""
    panel = passage.people.bodies.panel
    return panel is not None and not court.name.endswith(panel.name)


def _other_side(event: Hit, passage: Passage) -> Sequence[Actor]:
    """The court; where somebody is accused who prosecutes for the country whose court it is."""
    court = passage.people.court
    if court is None:
        return ()
    country = whose(court)[-1:]
    known = organs(country[0]) if country else None
    first = passage.phrase(event).start
    is_accused = any(passage.lexicon["accusations"].find(passage.words[first : event.last]))
    if is_accused and passage.has("local", "local", 0, len(passage.words)):
        return ()
    return [known.prosecutor] if known and is_accused else [court]


def _spoken_of(passage: Passage) -> Sequence[Actor]:
    """The first person in the sentence: "the trial of …", "… against …"."""
    people = (each for each in passage.actors if passage.people.bodies.surname(each.actor.code) is not None)
    return [each.actor for each in people if not passage.is_said(each.first)][:1]


def _spoken_of_most(passage: Passage) -> Sequence[Actor]:
    """The person of whom the Article of a court speaks most."""
    most = passage.people.bodies.protagonist
    return [most] if most and passage.people.court else []
