"""What an Article that was edited in place still says, says anew and no longer says: pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.likeness import is_same_place, same_days
from storage.models import Evidence, Fact, Kind, Mention, Says
from storage.spans import write_days, write_time

_TALKS = {Kind.TALKS, Kind.NEGOTIATION, Kind.OTHER}  # other words for one thing, of which an edit may take another


@dataclass(frozen=True)
class Told:
    """A Mention of the present revision."""

    mention: Mention
    said_at: datetime  # since when the Article has said so
    before: Evidence | None = None  # what it said of the same meeting before the edit
    is_as_before: bool = False  # whether it says just that


def revise(
    before: Sequence[Evidence], mentions: Sequence[Mention], facts: Sequence[Fact], *, first_at: datetime, now: datetime
) -> list[Told]:
    """Return each of ``mentions`` with what the Article said ``before`` of the same meeting.

    A meeting that has other days now was moved: so it is with the one event of a calendar, which keeps its UID, and
    with the only meeting of the same Actors and kind that is no longer on the page, while it was still ahead.

    first_at  when the Article was published
    now       when the edit was read
    """
    kept = {_sense(one.mention): one for one in before}
    told = [
        Told(mention, same.said_at, same, is_as_before=True)
        if (same := kept.get(_sense(mention)))
        else Told(mention, now if before else first_at)
        for mention in mentions
    ]
    still = {one.before.mention_id for one in told if one.before}
    gone = [one for one in before if one.mention_id not in still]
    is_event = len(facts) == 1
    return [each if each.is_as_before else _edited(each, gone, told, is_event=is_event, now=now) for each in told]


def _edited(each: Told, gone: Sequence[Evidence], told: Sequence[Told], *, is_event: bool, now: datetime) -> Told:
    """Return ``each`` as saying that a meeting was moved, where it is one that the Article had on other days."""
    alike = [one for one in gone if is_event or _is_alike(one.mention, each.mention)]
    rivals = [one for one in told if one is not each and _is_alike(one.mention, each.mention)]
    same = [one for one in alike if same_days(one.mention.when, each.mention.when)]
    if len(same) == 1 or (len({write_days(one.mention.when) for one in alike}) == 1 and not same):
        one = (same or alike)[0]
        is_ahead = one.mention.when.last >= now.date()
        if is_event or same or (is_ahead and not rivals):
            return replace(each, mention=_as_moved(each.mention, one.mention), before=one)
    return each


def _is_alike(one: Mention, other: Mention) -> bool:
    places, kinds = (one.place, other.place), {one.kind, other.kind}
    return (
        set(one.actors) == set(other.actors)
        and (len(kinds) == 1 or kinds <= _TALKS)
        and (None in places or is_same_place(*places))
    )


def _as_moved(mention: Mention, before: Mention) -> Mention:
    if mention.says is not Says.ANNOUNCES:
        return mention
    if same_days(mention.when, before.when):
        return replace(mention, says=before.says, earlier=before.earlier) if before.says is Says.MOVES else mention
    return replace(mention, says=Says.MOVES, earlier=before.when)


def _sense(mention: Mention) -> tuple[object, ...]:
    """Return what the Mention says, whatever its words."""
    when, earlier = mention.when, mention.earlier
    return (
        mention.says,
        write_days(when),
        write_time(when),
        earlier and write_days(earlier),
        frozenset(mention.actors),
        frozenset(mention.confirmed_by),
        mention.kind,
        mention.place,
        mention.certainty,
    )
