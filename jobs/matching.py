"""The same Meeting or another one? Pure. To merge two meetings is the worse error, so a doubt keeps them apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jobs.belief import is_same_place, is_within
from storage.models import Kind, Meeting, Mention, Says, When

_YEAR = timedelta(days=366)
_APART = frozenset({Kind.HEARING, Kind.CALL})  # never another word for some other kind


@dataclass(frozen=True)
class Candidate:
    """A Meeting that a Mention may speak of, with every date it was ever said to be on."""

    meeting: Meeting
    said: Sequence[When]


def spans(mention: Mention, published: date) -> list[tuple[date, date]]:
    """Return the days on which a Meeting must have been said to be, to be worth a look."""
    named = [(when.first, when.last) for when in (mention.when, mention.earlier) if when is not None]
    unnamed = [] if _names_its_date(mention) else [(published, published + _YEAR)]
    return named + unnamed


def match(mention: Mention, candidates: Iterable[Candidate]) -> Meeting | None:
    """Return the Meeting that ``mention`` speaks of; None where it is none of them, or may be several."""
    fitting = [one for one in candidates if _same_parties(mention, one.meeting) and _same_date(mention, one)]
    if fitting:
        return max(fitting, key=lambda one: (_closeness(mention, one.meeting), -one.meeting.id)).meeting
    if _names_its_date(mention):
        return None
    alike = [one.meeting for one in candidates if _parties(one.meeting) == _parties(mention)]
    return alike[0] if len(alike) == 1 else None


def _names_its_date(mention: Mention) -> bool:
    """Return whether the passage itself gives a date that the Meeting is known by."""
    return mention.says is not Says.MOVES or mention.earlier is not None


def _parties(one: Mention | Meeting) -> frozenset[str]:
    return frozenset(actor.code for actor in one.actors)


def _same_parties(mention: Mention, meeting: Meeting) -> bool:
    ours, theirs = _parties(mention), _parties(meeting)
    if mention.kind is not meeting.kind and {mention.kind, meeting.kind} & _APART:
        return False
    if mention.says is Says.ANNOUNCES and _elsewhere(mention.place, meeting.place):
        return False  # another stop of a trip
    if ours == theirs:
        return bool(ours) or mention.name == meeting.name
    return bool(ours and theirs) and (ours < theirs or theirs < ours) and mention.kind is meeting.kind


def _elsewhere(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and not is_same_place(one, other)


def _same_date(mention: Mention, candidate: Candidate) -> bool:
    ours = [when for when in (mention.when, mention.earlier) if when is not None]
    same_kind = mention.kind is candidate.meeting.kind and _parties(mention) == _parties(candidate.meeting)
    return any(
        _coincide(our, their) or (same_kind and (is_within(our, their) or is_within(their, our)))
        for our in ours
        for their in candidate.said
    )


def _coincide(one: When, other: When) -> bool:
    """Return whether both name the same days; of day-precise spans, whether one lies within the other."""
    if not (one.is_day_precise and other.is_day_precise):
        return (one.first, one.last, one.precision) == (other.first, other.last, other.precision)
    (first, last), (early, late) = (one.first, one.last), (other.first, other.last)
    return (early <= first and last <= late) or (first <= early and late <= last)


def _closeness(mention: Mention, meeting: Meeting) -> tuple[bool, bool, bool]:
    return (
        _parties(mention) == _parties(meeting),
        mention.when.first == meeting.when.first,
        mention.kind is meeting.kind,
    )
