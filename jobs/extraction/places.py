"""Where a meeting is, as the passage states it."""

from collections.abc import Sequence

from jobs.extraction.actors import Named, Role
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage

_CITIES = frozenset({"cities", "capitals"})


def place_of(event: Hit, passage: Passage) -> str | None:
    """Return "Geneva, Switzerland", "France" or "virtual"; None: not stated."""
    if passage.has("virtual", "virtual", 0, len(passage.words)):
        return "virtual"
    places = [named for named in passage.actors if is_place(named, event, passage)]
    if not places:
        return None
    nearest = min(places, key=lambda named: (abs(named.first - event.first), named.first))
    words = passage.words[nearest.first : nearest.last]
    stated = "".join((" " if i and words[i - 1].end < word.start else "") + word.text for i, word in enumerate(words))
    if nearest.section == "seats":
        return f"{stated}"
    return f"{stated}, {nearest.actor.name}" if nearest.section in _CITIES else nearest.actor.name


def is_place(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether a name is where the meeting is: after "in", or what is visited."""
    if any(saying.holds(named.first) for saying in passage.sayings):
        return False
    if named.section in {"demonyms", "people", "titles"}:
        return False
    return named.role is Role.PLACE or (event.value == "visit" and event.last == named.first)


def hosts(event: Hit, passage: Passage) -> Sequence[Named]:
    """Return the names of those who are visited, in order."""
    return [named for named in passage.actors if event.value == "visit" and is_place(named, event, passage)]
