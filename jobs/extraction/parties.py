"""Who meets, among the Actors that a passage names."""

from collections.abc import Sequence

from jobs.extraction.actors import Named, Role
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.places import hosts, is_place
from storage.models import Actor, ActorKind


def parties_of(event: Hit, home: Actor | None, passage: Passage) -> tuple[Actor, ...]:
    """Return the Actors who meet, the host included, in the order of the text, each once.

    home  the government that writes; the envoys whom it sends to others without naming their country are its own
    """
    visited = hosts(event, passage)
    end = _end_of(event, passage)
    named = [each for each in passage.actors if each in visited or _meets(each, event, end, passage)]
    if not named:
        named = [each for each in passage.actors if each.role is Role.PARTY and not _speaks(each, passage)]
    found = tuple(dict.fromkeys(each.actor for each in named))
    if home and found and home not in found and event.section != "nouns":
        found = (home, *found)
    return found + _host_of(event, found, passage)


def _meets(named: Named, event: Hit, end: int, passage: Passage) -> bool:
    if named.first in passage.phrase(event):  # "the US-Russia summit", but not "the Geneva summit"
        return not is_place(named, event, passage)
    if passage.is_said(named.first) or named.first >= end:
        return False
    return named.role is Role.PARTY and named.section != "cities"


def _end_of(event: Hit, passage: Passage) -> int:
    """Where the words begin that tell no more who meets, but of what or why: "to discuss …", "amid …"."""
    return next((cut.first for cut in passage.hits("cuts") if cut.first > event.last), len(passage.words))


def _host_of(event: Hit, found: Sequence[Actor], passage: Passage) -> tuple[Actor, ...]:
    """The country where a single other one meets somebody: "In Manila the American minister will meet …"."""
    if len(found) != 1 or found[0].kind is not ActorKind.COUNTRY:
        return ()
    countries = (named.actor for named in passage.actors if is_place(named, event, passage))
    return tuple(dict.fromkeys(each for each in countries if each != found[0]))[:1]


def _speaks(named: Named, passage: Passage) -> bool:
    return passage.has("speakers", "speaker", named.first - 4, named.last + 5)
