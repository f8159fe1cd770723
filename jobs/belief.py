"""What the Mentions of one meeting let us believe, and what that changes: pure."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import chain
from typing import NamedTuple

from storage.models import Belief, Certainty, Kind, Meeting, Mention, Precision, Says, Status, When
from storage.spans import write_days, write_time
from storage.zones import zone_at

_SURER = (Certainty.POSSIBLE, Certainty.EXPECTED, Certainty.CONFIRMED)
_FINER = (
    Precision.YEAR,
    Precision.SEASON,
    Precision.QUARTER,
    Precision.MONTH,
    Precision.WEEK,
    Precision.DAY,
    Precision.HOUR,
    Precision.MINUTE,
)


class Difference(NamedTuple):
    """A field of a Meeting that is believed to be something else now."""

    field: str  # date, time, place, status, or certainty where it is denied or no longer so
    old: str | None
    new: str | None


def believe(mentions: Sequence[Mention]) -> Belief:
    """Return what ``mentions`` of one meeting, at least one and in the order they were published, say of it."""
    when, status = _date_and_status(mentions)
    place = _place(mentions)
    fullest = max(mentions, key=lambda mention: len(mention.actors))
    return Belief(
        name=fullest.name,
        kind=next((mention.kind for mention in mentions if mention.kind is not Kind.OTHER), Kind.OTHER),
        actors=fullest.actors,
        place=place,
        when=_at_place(when, place),
        status=status,
        certainty=_certainty(mentions),
        confirmed_by=tuple(dict.fromkeys(chain.from_iterable(mention.confirmed_by for mention in mentions))),
    )


def differences(old: Meeting, new: Belief) -> list[Difference]:
    """Return what a reader of ``old`` has to be told: other days, time, place or status, or that it is denied."""
    pairs = (
        ("date", write_days(old.when), write_days(new.when)),
        ("time", write_time(old.when), write_time(new.when)),
        ("place", old.place, old.place if is_same_place(old.place, new.place) else new.place),
        ("status", old.status, new.status),
        (
            "certainty",
            old.certainty,
            new.certainty if Certainty.DENIED in (old.certainty, new.certainty) else old.certainty,
        ),
    )
    changed = [Difference(field, before, after) for field, before, after in pairs if before != after]
    if len(changed) > 1 and (old.status, new.status) == (Status.SCHEDULED, Status.MOVED):
        return [difference for difference in changed if difference.field != "status"]  # the others say it all
    return changed


def retracted(meeting: Meeting) -> Belief:
    """Return what is left to believe of a Meeting that no Mention supports any more."""
    values = {field.name: getattr(meeting, field.name) for field in fields(Belief)}
    return replace(Belief(**values), status=Status.RETRACTED)


def is_same_place(one: str | None, other: str | None) -> bool:
    """Return whether both name one place, be it more or less fully: "Geneva" and "Geneva, Switzerland".

    So are "White House, Washington" and "Washington, United States".
    One stop of a trip, "Chad", is not the whole of it, "Chad; Mali".
    """
    if one is None or other is None:
        return one is other
    if one.count(";") != other.count(";"):
        return False
    one, other = one.casefold(), other.casefold()
    in_one, in_other = one.split(", "), other.split(", ")
    return one in other or other in one or in_one[0] in in_other or in_other[0] in in_one


def is_within(fine: When, coarse: When) -> bool:
    """Return whether ``fine`` tells more closely when ``coarse`` is."""
    is_finer = _FINER.index(fine.precision) > _FINER.index(coarse.precision)
    return is_finer and coarse.first <= fine.first and fine.last <= coarse.last


def _at_place(when: When, place: str | None) -> When:
    """Return ``when`` with the zone of its place, where a clock time was stated without one: it is the local time."""
    if when.clock_time is None or when.zone is not None or place is None:
        return when
    return replace(when, zone=zone_at(place))


def _date_and_status(mentions: Sequence[Mention]) -> tuple[When, Status]:
    """Return the date and status that the last word on each leaves: a date that was moved from does not come back."""
    when, status = mentions[0].when, Status.SCHEDULED
    left: list[When] = []
    for mention in mentions:
        match mention.says:
            case Says.MOVES:
                left += [date for date in (when, mention.earlier) if date and not _same_days(date, mention.when)]
                when, status = mention.when, Status.MOVED
            case Says.POSTPONES:
                status = Status.POSTPONED
            case Says.CANCELS:
                status = Status.CANCELLED
            case Says.ANNOUNCES if not any(_same_days(mention.when, date) for date in left):
                when = _closer(when, mention.when)
    return when, status


def _closer(present: When, said: When) -> When:
    """Return ``said`` where it tells more of the same date than ``present``."""
    if is_within(said, present):
        return said
    same_start = said.first == present.first and said.is_day_precise and present.is_day_precise
    return said if same_start and said.last > present.last else present


def _same_days(one: When, other: When) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _place(mentions: Sequence[Mention]) -> str | None:
    """Return the place named last; of two names of one place the fuller."""
    place: str | None = None
    for mention in mentions:
        if mention.place is not None and not (
            place is not None and is_same_place(place, mention.place) and len(place) >= len(mention.place)
        ):
            place = mention.place
    return place


def _certainty(mentions: Sequence[Mention]) -> Certainty:
    if mentions[-1].says is Says.DENIES:
        return Certainty.DENIED
    stated = [mention.certainty for mention in mentions if mention.certainty in _SURER]
    return max(stated, key=_SURER.index, default=Certainty.EXPECTED)
