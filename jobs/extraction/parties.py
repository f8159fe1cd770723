"""Who meets, among the Actors that a passage names."""

from jobs.extraction.actors import Named, Role
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.places import hosts
from storage.models import Actor


def parties_of(event: Hit, passage: Passage) -> tuple[Actor, ...]:
    """Return the Actors who meet, the host included, in the order of the text, each once."""
    visited = hosts(event, passage)
    named = [each for each in passage.actors if each in visited or _meets(each, event, passage)]
    if not named:
        named = [each for each in passage.actors if each.role is Role.PARTY and not _spokesman(each, passage)]
    return tuple(dict.fromkeys(each.actor for each in named))


def _meets(named: Named, event: Hit, passage: Passage) -> bool:
    if named.last == event.first or (named.last < event.first <= named.last + 3 and _is_phrase(named, event, passage)):
        return True  # "the NATO summit"
    if any(saying.holds(named.first) for saying in passage.sayings):
        return False
    return named.role is Role.PARTY and named.section != "cities"


def _is_phrase(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether only words of the meeting's own noun phrase stand between."""
    between = passage.words[named.last : event.first]
    return all(word.text[0].isupper() or word.text in {"-", "'s"} for word in between)


def _spokesman(named: Named, passage: Passage) -> bool:
    near = range(named.first - 4, named.last + 5)
    return passage.has("speakers", "speaker", near.start, near.stop)
