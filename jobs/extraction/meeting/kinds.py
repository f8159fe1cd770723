"""Of what kind a meeting is: by its word, by who meets, and by what else the Article calls it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from jobs.extraction.lexicon import Hit
from jobs.extraction.meeting.editions import edition_of
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from storage.actors import group, whose
from storage.models import Actor, ActorKind, Kind, Mention

_OF_VERBS = {"meeting": Kind.TALKS, "session": Kind.COUNCIL}
_TELLING = frozenset({Kind.SUMMIT, Kind.NEGOTIATION})  # what says more than "talks"
_TRIP_REACH = 14  # words from "will travel to Mali" to "for talks with …"
_BODY_REACH = 9  # words from "the board" to "will meet", from "a meeting of" to "the council"
_NAME_REACH = 12  # words from "the board" of a longer name to "will meet": "the committee on …"
_HOST_REACH = 14  # words from "will host" to what is hosted
_RELATIVE_REACH = 10  # words from "the summit" to "that Peru will host"
_DETERMINERS = 3  # words in "for the first"
_OF_REACH = 2  # words: "of the"
_OPENING = 2  # words before a place that opens its sentence: "In Manila"


def kind_of(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> Kind:
    """Return the kind by the meeting's word; a body's own meeting is a council, a trip for talks a visit."""
    event = _head(event, passage)
    kind = _by_word(event)
    if edition_of(event, passage):
        return Kind.CONFERENCE
    if event.section == "nouns" and kind in {Kind.TALKS, Kind.COUNCIL} and _is_before_a_panel(parties, passage):
        return Kind.HEARING
    if kind in {Kind.TALKS, Kind.NEGOTIATION} and _is_of_a_trip(event, parties, passage):
        return Kind.VISIT
    if kind is Kind.TALKS and _is_of_leaders(event, parties, passage):
        return Kind.SUMMIT
    if kind is Kind.TALKS and _is_of_adversaries(event, passage):
        return Kind.NEGOTIATION
    if kind is Kind.TALKS and (_is_a_bodys_own(event, parties, passage) or _is_of_a_board(event, passage)):
        return Kind.COUNCIL
    if kind is Kind.COUNCIL and event.section == "nouns":
        return _session(event, parties, passage)
    return kind


def with_kinds(mentions: Sequence[Mention], passages: Sequence[Passage], headline: int) -> list[Mention]:
    """Return the mentions, "the meeting" of a day as the summit that the Article calls it elsewhere.

    headline  where the title ends
    """
    by_day: dict[date, Kind] = {}
    for each in mentions:
        if each.kind in _TELLING:
            by_day.setdefault(each.when.first, each.kind)
    title = passages[:1] if mentions else ()
    lead = [kind for passage in title if passage.words[-1].end <= headline for kind in _named(passage)]
    of_title = next((kind for kind in lead if kind in _TELLING), Kind.TALKS)
    found = []
    for each in mentions:
        kind = by_day.get(each.when.first, of_title) if each.kind is Kind.TALKS else each.kind
        found.append(replace(each, kind=kind))
    return found


def _named(passage: Passage) -> list[Kind]:
    return [_by_word(event) for event in passage.events if event.section == "nouns"]


def _by_word(event: Hit) -> Kind:
    return _OF_VERBS.get(event.value) or Kind(event.value)


def _session(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> Kind:
    """A session of two sides is talks, a ministerial to which some invite others a conference; else a council."""
    if any(each.kind is ActorKind.BODY and each.code not in passage.lexicon.homes for each in parties):
        return Kind.COUNCIL
    sittings = passage.lexicon["sittings"]
    if len(parties) > 1 and any(sittings.at(passage.words, i) for i in (event.first, event.last - 1)):
        return Kind.TALKS
    is_hosted = any(
        hit.value == "visit"
        and 0 <= event.first - hit.last <= _HOST_REACH
        and not any(hit.last <= named.first < event.first and _is_guest(named, passage) for named in passage.actors)
        for hit in passage.hits("hosts")
    )
    return Kind.CONFERENCE if is_hosted else Kind.COUNCIL


def _head(event: Hit, passage: Passage) -> Hit:
    """The word that tells most of those side by side, "trilateral ministerial meeting"; what somebody is host of."""
    nouns = [each for each in passage.events if each.section == "nouns" and each.value != "visit"]
    if event.section == "hosts":
        return _hosted(event, nouns, passage) or event
    if event.section != "nouns":
        return event
    beside = _after_brackets(event.last, passage)
    better = (
        each
        for each in nouns
        if (each.value != "talks" and (each.first == beside or event.first in passage.phrase(each)))
        or (each.value == "summit" and _is_of(each, event, passage))
    )
    return next(better, event)


def _is_of(noun: Hit, event: Hit, passage: Passage) -> bool:
    """Whether it is "the summit of the forum"."""
    if noun.last >= len(passage.words) or not passage.lexicon["owners"].at(passage.words, noun.last):
        return False
    return 0 < passage.phrase(event).start - noun.last <= _OF_REACH


def _hosted(host: Hit, nouns: Sequence[Hit], passage: Passage) -> Hit | None:
    """What it is that somebody is host or chair of; None: a person, or it is not said."""
    object_at = _after_dates(host.last, passage)
    is_chaired = host.value != "visit"
    for noun in nouns:
        if host.last <= noun.first and (is_chaired or noun.value != "talks"):
            phrase = passage.phrase(noun)
            if phrase.start <= object_at + 1:
                return noun
            if not is_chaired and passage.has("purposes", "purpose", phrase.start - _DETERMINERS, phrase.start):
                return noun
    if object_at < len(passage.words) and passage.words[object_at].text.isalnum() and passage.describes(object_at):
        return None
    before = [noun for noun in nouns if 0 <= host.first - noun.last <= _RELATIVE_REACH and noun.value != "talks"]
    return before[-1] if before and not passage.hits("partings") else None


def _after_dates(i: int, passage: Passage) -> int:
    """The word ``i``, or what follows a date there: "host on 10 March a forum"."""
    date = next((each for each in passage.dates if i <= each.first <= i + 1), None)
    return date.last if date else i


def _after_brackets(i: int, passage: Passage) -> int:
    """The word ``i``, or what follows a name in brackets there: "Forum (PIF) Summit"."""
    is_bracketed = [word.text for word in passage.words[i : i + 3]][::2] == ["(", ")"]
    return i + 3 if is_bracketed else i


def _is_of_a_trip(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> bool:
    """Whether somebody travels for it, and not to attend it, or meets his host where the sentence opens."""
    for each in passage.events:
        if each.value != "visit" or each.section == "hosts" or not 0 <= event.first - each.last <= _TRIP_REACH:
            continue
        if _is_parted(each.last, event.first, passage):
            continue
        if passage.has("attending", "attend", each.last, event.first):
            return False
        is_verb = each.section == "verbs" or any(hit.last == each.first for hit in passage.hits("tense"))
        if is_verb or not any(each.last <= dated.first < event.first for dated in passage.dates):
            return True
    return event.section == "verbs" and any(
        named.first <= _OPENING and named.role is Role.PLACE and named.actor in parties for named in passage.actors
    )


def _is_parted(first: int, last: int, passage: Passage) -> bool:
    """Whether it is "will travel on before talks", and not "will travel before Monday for talks"."""
    return any(
        hit.value == "far" and first <= hit.first < last and hit.last not in passage.dated
        for hit in passage.hits("walls")
    )


def _is_a_bodys_own(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> bool:
    """Whether it is "the NATO meeting" or "a meeting of the OSCE"."""
    if not passage.lexicon["sessions"].at(passage.words, event.last - 1):
        return False
    is_of = event.last < len(passage.words) and passage.lexicon["owners"].at(passage.words, event.last) is not None
    return any(
        named.actor.kind is ActorKind.BODY
        and named.actor in parties
        and (
            named.last in {event.first - 1, event.first} or (is_of and named.first in {event.last + 1, event.last + 2})
        )
        for named in passage.actors
    )


def _is_of_leaders(event: Hit, parties: tuple[Actor, ...], passage: Passage) -> bool:
    """Whether it is "the G7 will meet", and not its ministers, or "leaders will meet", and not somebody else."""
    if not passage.lexicon["sessions"].at(passage.words, event.last - 1) or _is_with(event, passage):
        return False
    if any(each.kind is ActorKind.BODY and group(each).has_hosts for each in parties):
        return event.section == "verbs" and not any(hit.value == "members" for hit in passage.hits("boards"))
    return any(hit.value == "leaders" and 0 <= event.first - hit.last <= _BODY_REACH for hit in passage.hits("chiefs"))


def _is_before_a_panel(parties: tuple[Actor, ...], passage: Passage) -> bool:
    """Whether a person, who stands for no country, comes before a committee of a parliament."""
    bodies = passage.people.bodies
    is_person = any(bodies.surname(each.code) is not None for each in parties)
    is_panel = any(each.kind is ActorKind.OTHER and bodies.is_body(each.code) and whose(each) for each in parties)
    return is_person and is_panel and not any(each.kind is ActorKind.COUNTRY for each in parties)


def _is_guest(named: Named, passage: Passage) -> bool:
    """Whether it is somebody, and not part of the name of an event: "the Global Action Plan (GAP) ministerial"."""
    return named.actor.kind is not ActorKind.OTHER or not passage.people.bodies.is_body(named.actor.code)


def _is_of_adversaries(event: Hit, passage: Passage) -> bool:
    """Whether it is "talks between the government and the opposition", or "negotiators will meet"."""
    is_verb = event.section == "verbs"
    for hit in passage.hits("adversaries"):
        if is_verb and hit.value == "envoys":
            if 0 <= event.first - hit.last <= _BODY_REACH and not _is_with(event, passage):
                return True
        elif not is_verb and hit.value == "side" and 0 <= hit.first - event.last <= _BODY_REACH:
            return passage.has("roles", "party", event.last, event.last + 1)
    return False


def _is_of_a_board(event: Hit, passage: Passage) -> bool:
    """Whether a board, a committee or the like holds it: "the board meets", "the meeting of the High Level Panel"."""
    words = passage.words
    is_of = event.last < len(words) and passage.lexicon["owners"].at(words, event.last) is not None
    is_board, phrase = passage.people.bodies.is_board, passage.phrase(event)
    if any(named.first in phrase and is_board(named.actor.code) for named in passage.actors):
        return True
    for hit in passage.hits("boards"):
        if hit.first in phrase or (is_of and 0 <= hit.first - event.last <= _BODY_REACH):
            return True
        if _is_subject(hit, event, passage) and not _is_with(event, passage):
            return True
    return False


def _is_subject(board: Hit, event: Hit, passage: Passage) -> bool:
    """Whether it is "the board will meet", "the committee on trade will meet", or "the board …, when it meets"."""
    is_body = board.value == "board"
    if event.first < board.last:
        return False
    if is_body and _is_of_itself(event, passage):
        return True
    of = passage.lexicon["roles"].at(passage.words, board.last) if is_body else None
    first, reach = (of.last, _NAME_REACH) if of else (board.last, _BODY_REACH)
    return event.first - board.last <= reach and not _has_roles(first, event.first, passage)


def _is_of_itself(event: Hit, passage: Passage) -> bool:
    """Whether it is "it meets" or "its meeting"."""
    first = passage.phrase(event).start
    return any(passage.lexicon["selves"].at(passage.words, i) for i in range(max(0, first - _DETERMINERS), event.first))


def _is_with(event: Hit, passage: Passage) -> bool:
    """Whether it is a meeting with others, "will meet with the president": no session of its own."""
    hit = passage.lexicon["roles"].at(passage.words, event.last) if event.last < len(passage.words) else None
    return hit is not None and hit.value == "party"


def _has_roles(first: int, last: int, passage: Passage) -> bool:
    return any(
        passage.lexicon["roles"].at(passage.words, i) for i in range(first, last) if passage.words[i].lower != "to"
    )
