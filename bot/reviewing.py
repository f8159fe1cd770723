"""What asks for an admin's look: pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from storage.locks import contradicting, last_edits
from storage.models import Certainty, Decision, Evidence, Kind, Meeting

_AT_ONCE = 8  # of all that asks for a look
_WEAK = 0.7  # a report that matched its Meeting less well is shown
_APART = frozenset({Kind.HEARING, Kind.CALL})  # never one with a meeting of another kind


@dataclass(frozen=True)
class Doubt:
    """A report that matched its Meeting weakly; or two Meetings that may be one."""

    meeting: Meeting
    evidence: Evidence  # the report; of two Meetings, the last one of either
    other: Meeting | None = None


@dataclass(frozen=True)
class Lock:
    """A field of a Meeting that an admin set, and what sources gave since, by the value."""

    meeting: Meeting
    decision: Decision
    others: Mapping[str, Evidence]


@dataclass(frozen=True)
class Review:
    """What asks for a look, the most pressing first, and how much ``more`` there is."""

    locks: Sequence[Lock]
    doubts: Sequence[Doubt]
    possible: Sequence[Meeting]
    more: int


def review(
    ahead: Sequence[Meeting],
    evidence: Mapping[int, Sequence[Evidence]],
    edits: Iterable[Decision],
    confirmed: Iterable[Decision],
) -> Review:
    """Return what asks for a look among the Meetings ``ahead``.

    edits      the Decisions that set a field and stand, the oldest first
    confirmed  those that confirm a Meeting
    """
    standing = [one for one in ahead if one.status.still_stands]
    settled = {one.meeting_id for one in confirmed}
    locks = list(_locks(ahead, evidence, edits))
    doubts = [*_alike(standing, evidence), *_weak(standing, evidence)]
    possible = [one for one in standing if one.certainty is Certainty.POSSIBLE and one.id not in settled]
    everything = len(locks) + len(doubts) + len(possible)
    locks = locks[:_AT_ONCE]
    doubts = doubts[: _AT_ONCE - len(locks)]
    possible = possible[: _AT_ONCE - len(locks) - len(doubts)]
    return Review(locks, doubts, possible, more=everything - len(locks) - len(doubts) - len(possible))


def _locks(
    ahead: Iterable[Meeting], evidence: Mapping[int, Sequence[Evidence]], edits: Iterable[Decision]
) -> Iterable[Lock]:
    meetings = {one.id: one for one in ahead}
    for (meeting_id, _), edit in last_edits(edits).items():
        if meeting_id in meetings and (others := contradicting(edit, evidence.get(meeting_id, ()))):
            yield Lock(meetings[meeting_id], edit, others)


def _alike(standing: Iterable[Meeting], evidence: Mapping[int, Sequence[Evidence]]) -> Iterable[Doubt]:
    """Give each two Meetings of the same Actors that may fall on one day, unless an admin told them apart."""
    by_actors: dict[frozenset[str], list[Meeting]] = defaultdict(list)
    for meeting in standing:
        if meeting.actors:
            by_actors[frozenset(actor.code for actor in meeting.actors)].append(meeting)
    for meetings in by_actors.values():
        for one, other in combinations(meetings, 2):
            reports = [*evidence.get(one.id, ()), *evidence.get(other.id, ())]
            if _may_be_one(one, other) and reports and all(each.pinned_by is None for each in reports):
                yield Doubt(one, reports[-1], other)


def _may_be_one(one: Meeting, other: Meeting) -> bool:
    share_a_day = one.when.first <= other.when.last and other.when.first <= one.when.last
    return share_a_day and (one.kind is other.kind or not {one.kind, other.kind} & _APART)


def _weak(standing: Iterable[Meeting], evidence: Mapping[int, Sequence[Evidence]]) -> Iterable[Doubt]:
    """Give each report that matched its Meeting weakly, where another Article speaks of it as well."""
    for meeting in standing:
        reports = evidence.get(meeting.id, ())
        if len({each.article_id for each in reports}) > 1:
            yield from (Doubt(meeting, each) for each in reports if each.pinned_by is None and each.score < _WEAK)
