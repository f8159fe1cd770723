"""The same Meeting or another one? Pure. To merge two meetings is the worse error, so a doubt keeps them apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jobs.likeness import is_same_place, is_within
from storage.actors import codes_akin, whose
from storage.models import Actor, ActorKind, Belief, Kind, Mention, Says, When

_YEAR = timedelta(days=366)
_NEAR = timedelta(days=3)  # sources that differ by so much may still speak of one meeting
_LONG = timedelta(days=31)  # several of one kind may fall within so many days
_APART = frozenset({Kind.HEARING, Kind.CALL})  # never another word for some other kind
_DOUBT = 0.03  # of two candidates no further apart, neither is chosen
_ALIKE = 0.5  # of the words of two titles


@dataclass(frozen=True)
class Candidate:
    """A Meeting that a Mention may speak of, as it was believed from what was said before."""

    meeting: Belief
    said: Sequence[When]  # every date it was ever said to be on
    id: int = 0  # tells it from the others
    is_of_article: bool = False  # whether the Article of the Mention speaks of it already
    places: Sequence[str] = ()  # where else it is, as admins have it


@dataclass(frozen=True)
class Match:
    """Which Meeting a Mention speaks of, how well it fits, up to 1, and why, in words for people."""

    id: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Sign:
    """How far one thing the two have in common speaks for one meeting, up to 1."""

    weight: float
    reason: str = ""


def spans(mention: Mention, published: date) -> list[tuple[date, date]]:
    """Return the days on which a Meeting must have been said to be, to be worth a look."""
    named = [(when.first - _NEAR, when.last + _NEAR) for when in (mention.when, mention.earlier) if when is not None]
    unnamed = [] if _names_its_date(mention) else [(published, published + _YEAR)]
    return named + unnamed


def may_speak_of(mention: Mention, published: date, actors: Iterable[Actor], said: Iterable[When]) -> bool:
    """Return whether a Meeting of ``actors`` that was ``said`` to be on those dates is worth a look."""
    parties = {actor.code for actor in actors} or {""}
    looked_for = codes_akin(mention.actors) or {""}
    windows = spans(mention, published)
    return bool(parties & looked_for) and any(
        when.first <= last and first <= when.last for when in said for first, last in windows
    )


def match(mention: Mention, candidates: Iterable[Candidate]) -> Match | None:
    """Return the Meeting that ``mention`` speaks of; None where it is none of them, or may be several."""
    known = list(candidates)
    fitting = [found for one in known if (found := weigh(mention, one))]
    if fitting:
        best, *others = sorted(fitting, key=lambda found: (-found.score, found.id))
        return best if not others or best.score - others[0].score >= _DOUBT else None
    if _names_its_date(mention):
        return None
    alike = [one for one in known if _parties(one.meeting) == _parties(mention)]
    return Match(alike[0].id, 0.6, ("same Actors", "the only one it can be of")) if len(alike) == 1 else None


def weigh(mention: Mention, candidate: Candidate) -> Match | None:
    """Return how well ``mention`` fits the one Meeting; None where it is of another."""
    meeting = candidate.meeting
    signs = (
        _kinds(mention, meeting),
        _places(mention, candidate),
        _actors(mention, meeting),
        _dates(mention, candidate),
    )
    weight, reasons = 0.9 + 0.1 * _titles(mention, meeting), []
    for sign in signs:
        if sign is None:
            return None
        weight *= sign.weight
        reasons += [sign.reason] if sign.reason else []
    return Match(candidate.id, round(weight, 3), tuple(reasons))


def _names_its_date(mention: Mention) -> bool:
    """Return whether the passage itself gives a date that the Meeting is known by."""
    return mention.says is not Says.MOVES or mention.earlier is not None


def _kinds(mention: Mention, meeting: Belief) -> _Sign | None:
    if mention.kind is meeting.kind:
        return _Sign(1, "same kind")
    return None if {mention.kind, meeting.kind} & _APART else _Sign(0.85)


def _places(mention: Mention, candidate: Candidate) -> _Sign | None:
    places = [place for place in (candidate.meeting.place, *candidate.places) if place is not None]
    if mention.place is None or not places:
        return _Sign(0.97)
    if any(is_same_place(mention.place, place) for place in places):
        return _Sign(1, "same place")
    if mention.says in (Says.ANNOUNCES, Says.HELD):
        return None  # another stop of a trip
    return _Sign(0.9, "place differs")


def _actors(mention: Mention, meeting: Belief) -> _Sign | None:
    ours, theirs = _parties(mention), _parties(meeting)
    same_kind = mention.kind is meeting.kind
    if mention.kind is meeting.kind is Kind.CONFERENCE and len(ours & theirs) == 1 and _is_another(mention, meeting):
        return None
    if ours == theirs:
        return _Sign(1, "same Actors") if ours else _Sign(0.9, "same title") if mention.name == meeting.name else None
    if not (ours and theirs and same_kind):
        return None
    if ours < theirs or theirs < ours:
        return _Sign(0.8, "some of the Actors")
    organ = _organ(mention.actors, meeting.actors) or _organ(meeting.actors, mention.actors)
    if organ and len(ours) == len(theirs) and len(ours & theirs) == len(ours) - 1:
        return _Sign(0.75, f"{organ[0].name} is of {organ[1].name}")
    return None


def _dates(mention: Mention, candidate: Candidate) -> _Sign | None:
    """Return how well the dates agree: the best of all that were said of either."""
    ours = [when for when in (mention.when, mention.earlier) if when is not None]
    theirs = [when for when in candidate.said if not any(is_within(other, when) for other in candidate.said)]
    found = [sign for our in ours for their in theirs if (sign := _date(our, their, mention, candidate))]
    return max(found, key=lambda sign: sign.weight, default=None)


def _date(our: When, their: When, mention: Mention, candidate: Candidate) -> _Sign | None:
    meeting = candidate.meeting
    if (our.first, our.last, our.is_day_precise) == (their.first, their.last, their.is_day_precise):
        return _Sign(1, "same day" if our.first == our.last else "same days")
    if our.is_day_precise and their.is_day_precise:
        if (their.first <= our.first and our.last <= their.last) or (
            our.first <= their.first and their.last <= our.last
        ):
            return _Sign(0.95, "same days in part")
        return _Sign(0.8, "days that are near") if _is_told_otherwise(our, their, mention, candidate) else None
    if not (is_within(our, their) or is_within(their, our)):
        return None
    is_long = max(our.last - our.first, their.last - their.first) >= _LONG
    is_alike = mention.kind is meeting.kind and _same_but_host(mention, meeting)
    if not is_alike or (is_long and _titles(mention, meeting) < _ALIKE):
        return None
    return _Sign(0.9, "a date that fits")


def _is_told_otherwise(our: When, their: When, mention: Mention, candidate: Candidate) -> bool:
    """Return whether two sources may give other days for what is one meeting by all else they say."""
    meeting = candidate.meeting
    gap = max(our.first, their.first) - min(our.first, their.first)
    return (
        gap <= _NEAR
        and not candidate.is_of_article
        and mention.kind is meeting.kind
        and len(mention.actors) > 1
        and _parties(mention) == _parties(meeting)
        and mention.place is not None
        and is_same_place(mention.place, meeting.place)
        and _titles(mention, meeting) >= _ALIKE
    )


def _same_but_host(mention: Mention, meeting: Belief) -> bool:
    """Return whether the same meet; at the summit of a body, its host may be left out."""
    ours, theirs = _parties(mention), _parties(meeting)
    shared = [actor for actor in mention.actors if actor.code in theirs]
    is_summit_of_body = mention.kind is Kind.SUMMIT and [actor.kind for actor in shared] == [ActorKind.BODY]
    return ours == theirs or (is_summit_of_body and (ours < theirs or theirs < ours))


def _parties(one: Mention | Belief) -> frozenset[str]:
    return frozenset(actor.code for actor in one.actors)


def _titles(mention: Mention, meeting: Belief) -> float:
    """Return which share of the words of both titles, without who meets, is in both."""
    ours, theirs = _words(mention.name), _words(meeting.name)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def _is_another(mention: Mention, meeting: Belief) -> bool:
    """Return whether these are two conferences, as who holds one may hold another on that day.

    Those who hold both are not the same and neither are their names, or little of one name is in the other.
    """
    alike = _titles(mention, meeting)
    if _parties(mention) != _parties(meeting):
        return alike < _ALIKE
    return alike < _ALIKE / 2 and all(len(_words(one.name)) > 1 for one in (mention, meeting))


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.rpartition(": ")[2].casefold()))


def _organ(some: Sequence[Actor], others: Sequence[Actor]) -> tuple[Actor, Actor] | None:
    """Return the first of ``some`` that is an organ of one of ``others``, and whose it is."""
    return next(((one, owner) for one in some for owner in whose(one) if owner in others), None)
