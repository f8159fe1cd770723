"""Who meets, among the Actors that a passage names or means."""

from collections.abc import Iterable, Sequence

from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.courts import heard
from jobs.extraction.meeting.organs import as_they_meet
from jobs.extraction.meeting.places import hosts, is_place
from jobs.extraction.meeting.references import NOTHING, Earlier, meant, panel_of, with_others, with_subject
from jobs.extraction.meeting.strangers import strangers
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from jobs.extraction.words import words
from storage.models import Actor, ActorKind

_OF_ANYBODY = frozenset({"meeting", "talks", "call", "negotiation"})
_ENOUGH = 2  # Actors; with fewer a passage may mean some who were named before
_NEAR = 4  # words
_ARTICLE = 2  # words before a noun phrase
_LONGEST_TITLE = 6  # words between a country and "to meet": "US Treasury Secretary Jo Doe to meet"


def parties_of(event: Hit, home: Actor | None, passage: Passage, earlier: Earlier = NOTHING) -> tuple[Actor, ...]:
    """Return the Actors who meet, the host included, in the order of the text, each once.

    home     the government that writes; the envoys whom it sends to others without naming their country are its own
    earlier  what was said before, for "he" and "the talks"
    """
    if own := _occasion(event, passage):
        return _unique((home, *own)) if home else own
    visited = hosts(event, passage)
    found = _unique(each.actor for each in passage.actors if each in visited or takes_part(each, event, passage))
    if home:  # whose own people and departments have no need to be told apart
        found = _unique((home, *(each for each in found if not _is_own(each, passage))))
        if found == (home,) and not _host_of(event, found, passage):
            found = with_others(home, passage, earlier)
    else:
        found = with_subject(event, found, passage, earlier)
        if len(found) < _ENOUGH:
            found = meant(event, found, passage, earlier)
        if len(found) < _ENOUGH and event.value in _OF_ANYBODY:
            found = _unique((*found, *strangers(event, passage)))
    if event.value == "hearing":
        found = _unique(heard((*found, *panel_of(passage)), event, passage))
    if not found:
        named = (each for each in passage.actors if each.role is Role.PARTY and not _speaks(each, passage))
        found = _unique(each.actor for each in named)
    host = _host_of(event, found, passage)
    return as_they_meet(_unique((*found, *host)), event, passage)


def _is_own(named: Actor, passage: Passage) -> bool:
    """Whether it is a person, or a body as governments have them, of whom an official text is full."""
    if not passage.people.bodies.is_well_known(named.code):
        return True
    return named.kind is ActorKind.OTHER and any(passage.lexicon["departments"].find(words(named.name)))


def _occasion(event: Hit, passage: Passage) -> tuple[Actor, ...]:
    """Whose convention or summit it is that something else is told to lead up to: "… ahead of the NATO summit"."""
    if event.section != "nouns" or event.value not in {"conference", "summit", "council"}:
        return ()
    phrase = passage.phrase(event)
    before = [hit for hit in passage.hits("leads") if hit.last <= phrase.start and phrase.start - hit.last <= _ARTICLE]
    if not before or any(hit.first < phrase.start for each in ("attending",) for hit in passage.hits(each)):
        return ()
    found = _unique(named.actor for named in passage.actors if phrase.start <= named.first <= event.last)
    return found if any(each.kind is not ActorKind.COUNTRY for each in found) else ()


def takes_part(named: Named, event: Hit, passage: Passage) -> bool:
    """Return whether one whom the passage names takes part in the meeting."""
    if named.first in passage.phrase(event):  # "the US-Russia summit", but not "the Geneva summit"
        return not is_place(named, event, passage)
    if _is_of_purpose(named, event, passage) or any(_is_about_to(named, each, passage) for each in passage.events):
        return True
    if _is_aside(named, event, passage) or _is_of_agreement(named, event, passage):
        return False
    if (
        _is_of_ties(named, passage)
        or passage.is_said(named.first)
        or _is_origin(named, passage)
        or named.first >= _end_of(event, passage)
        or _is_parted(named, event, passage)
    ):
        return False
    return named.role is Role.PARTY and named.section != "cities"


def _is_of_purpose(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it stands in what somebody comes for: "will visit to attend the US-Mali dialogue"."""
    dates = [each.first for each in passage.dates if each.first > event.last]
    end = _end_of(event, passage)
    return any(
        other.section == "nouns"
        and event.last <= other.first < end
        and named.first in passage.phrase(other)
        and not any(date < other.first for date in dates)
        and not is_place(named, other, passage)
        for other in passage.events
    )


def _is_aside(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it is a person after "the talks" and not "with" them."""
    if passage.people.bodies.is_well_known(named.actor.code) or event.section != "nouns" or named.first < event.last:
        return False
    return not passage.has("roles", "party", named.first - _NEAR, named.first)


def _is_of_ties(named: Named, passage: Passage) -> bool:
    """Whether it is "to mend ties with Mali"."""
    return any(0 <= named.first - hit.last <= _ARTICLE for hit in passage.hits("ties"))


def _is_origin(named: Named, passage: Passage) -> bool:
    """Whether it only tells where another is from: "Japan's Quillon", "the Malian rebels"."""
    after = named.last + (named.last < len(passage.words) and passage.words[named.last].lower == "'s")
    return any(
        each.section == "others" and each.actor.kind is ActorKind.OTHER and each.first == after
        for each in passage.actors
    )


def _is_about_to(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether it is "plans for the Malian president to visit …"."""
    if not 0 <= event.first - named.last <= _LONGEST_TITLE:
        return False
    if named.role is Role.TOPIC and _preposition(named, passage) != "for":  # "a conference on Mali to discuss …"
        return False
    to = event.first - 1
    return to >= named.last and passage.words[to].lower == "to" and all(map(passage.describes, range(named.last, to)))


def _is_of_agreement(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether he stands before "for Mali to visit …", which says who will."""
    return event.section == "verbs" and any(
        named.first < other.first
        and _preposition(other, passage) == "for"
        and other.actor != named.actor
        and _is_about_to(other, event, passage)
        for other in passage.actors
    )


def _preposition(named: Named, passage: Passage) -> str | None:
    before = [hit for hit in passage.hits("roles") if hit.last <= named.first]
    return passage.words[before[-1].first].lower if before else None


def _end_of(event: Hit, passage: Passage) -> int:
    """Where the words begin that tell no more who meets, but of what or why: "to discuss …", "amid …"."""
    return next((cut.first for cut in passage.hits("cuts") if cut.first > event.last), len(passage.words))


def _is_parted(named: Named, event: Hit, passage: Passage) -> bool:
    """Whether a name belongs to another clause before the meeting's: "Mali spoke, but Togo will …"."""
    return any(named.last <= hit.first < event.first for hit in passage.hits("partings"))


def _host_of(event: Hit, found: Sequence[Actor], passage: Passage) -> tuple[Actor, ...]:
    """The country where a single other one meets somebody: "In Manila the American minister will meet …"."""
    if len(found) != 1 or found[0].kind is ActorKind.BODY or event.value in {"negotiation", "hearing", "council"}:
        return ()
    if found[0].kind is ActorKind.OTHER and not any(each.value == "visit" for each in passage.events):
        return ()
    countries = (named.actor for named in passage.actors if is_place(named, event, passage))
    return tuple(dict.fromkeys(each for each in countries if each != found[0]))[:1]


def _speaks(named: Named, passage: Passage) -> bool:
    return passage.has("speakers", "speaker", named.first - 4, named.last + 5)


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple(dict.fromkeys(actors))
