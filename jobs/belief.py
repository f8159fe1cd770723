"""What the Mentions of one meeting let us believe, and what that changes: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import chain
from typing import Any, NamedTuple

from jobs.hearing import Heard
from jobs.likeness import is_same_place, same_days
from storage.models import (
    Action,
    Actor,
    Belief,
    Certainty,
    Decision,
    Dissent,
    Evidence,
    Kind,
    Meeting,
    Mention,
    Precision,
    Says,
    Status,
    When,
)
from storage.spans import read_days, read_time, write_days, write_time
from storage.zones import zone_at


class Difference(NamedTuple):
    """A field of a Meeting that is believed to be something else now."""

    field: str  # date, time, place, status, actors or certainty
    old: str | None
    new: str | None


def believe(evidence: Sequence[Evidence], decisions: Iterable[Decision] = ()) -> Belief:
    """Return what ``evidence`` of one meeting, at least one and in canonical order, says of it.

    decisions  those of admins on this Meeting that are in force, oldest first; their values come before any source's
    """
    heard = Heard.first(evidence[0])
    for one in evidence[1:]:
        heard.hear(one)
    mentions = [one.mention for one in evidence if one.mention.says is not Says.HELD] or [evidence[0].mention]
    fullest = _fullest(mentions)
    place = heard.place.value
    belief = Belief(
        name=fullest.name,
        kind=next((mention.kind for mention in mentions if mention.kind is not Kind.OTHER), Kind.OTHER),
        actors=fullest.actors,
        place=place,
        when=_at_place(heard.when.value, place),
        status=heard.status.value,
        certainty=heard.certainty.value,
        confirmed_by=tuple(dict.fromkeys(chain.from_iterable(mention.confirmed_by for mention in mentions))),
        earlier=tuple(when for when in heard.earlier if not same_days(when, heard.when.value)),
        dissent=tuple(heard.dissent()),
    )
    for decision in decisions:
        belief = decided(belief, decision)
    return belief


def decided(belief: Belief, decision: Decision) -> Belief:
    """Return ``belief`` with the value that an admin gave it; a source that says otherwise is a dissenter then."""
    match decision.action:
        case Action.CONFIRM:
            return replace(belief, certainty=Certainty.CONFIRMED)
        case Action.RETRACT:
            return replace(belief, status=Status.RETRACTED)
        case Action.EDIT:
            return _edited(belief, decision.arguments["field"], decision.arguments["value"])
    return belief


def differences(old: Meeting, new: Belief) -> list[Difference]:
    """Return what a reader of ``old`` has to be told: what is believed otherwise now, in the order people read it."""
    pairs = (
        ("date", write_days(old.when), write_days(new.when)),
        ("time", write_time(old.when), write_time(new.when)),
        ("place", old.place, old.place if is_same_place(old.place, new.place) else new.place),
        ("status", old.status, new.status),
        ("actors", _names(old.actors), _names(old.actors if set(old.actors) == set(new.actors) else new.actors)),
        ("certainty", old.certainty, new.certainty),
    )
    changed = [Difference(field, before, after) for field, before, after in pairs if before != after]
    if len(changed) > 1 and (old.status, new.status) == (Status.SCHEDULED, Status.MOVED):
        return [difference for difference in changed if difference.field != "status"]  # the others say it all
    return changed


def retracted(meeting: Meeting) -> Belief:
    """Return what is left to believe of a Meeting that no Mention supports any more."""
    values = {field.name: getattr(meeting, field.name) for field in fields(Belief)}
    return replace(Belief(**values), status=Status.RETRACTED, dissent=())


def _at_place(when: When, place: str | None) -> When:
    """Return ``when`` with the zone of its place, where a clock time was stated without one: it is the local time."""
    if when.clock_time is None or when.zone is not None or place is None:
        return when
    return replace(when, zone=zone_at(place))


def _fullest(mentions: Sequence[Mention]) -> Mention:
    """Return the Mention whose Actors are those of the first and of all that add to them."""
    fullest = mentions[0]
    for mention in mentions[1:]:
        if set(mention.actors) > set(fullest.actors):
            fullest = mention
    return fullest


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(actor.name for actor in actors)


def _edited(belief: Belief, name: str, value: Any) -> Belief:
    """Return ``belief`` with the value that a person gave one field: date, time, place, name, kind or status.

    value  written as a Change writes it; None: no time or place is stated
    """
    match name:
        case "date":
            day = read_days(value)
            kept = belief.when if same_days(belief.when, day) else _at_time_of(belief.when, day)
            return replace(belief, when=kept, dissent=_dissent(belief, name, write_days(belief.when), value))
        case "time":
            return replace(belief, when=_at_place(_timed(belief.when, value), belief.place))
        case "place":
            return replace(belief, place=value, dissent=_dissent(belief, name, belief.place or value, value))
        case "kind":
            return replace(belief, kind=Kind(value))
        case "status":
            return replace(belief, status=Status(value), dissent=_dissent(belief, name, belief.status, value))
    return replace(belief, name=value)


def _at_time_of(when: When, day: When) -> When:
    """Return ``day`` at the clock time of ``when``, where that has one and the day is known."""
    if when.clock_time is None or not day.is_day_precise:
        return day
    return replace(day, clock_time=when.clock_time, zone=when.zone, precision=when.precision)


def _timed(when: When, value: str | None) -> When:
    if value is None:
        precision = Precision.DAY if when.is_day_precise else when.precision
        return replace(when, clock_time=None, zone=None, precision=precision)
    clock_time, zone = read_time(value)
    return replace(when, clock_time=clock_time, zone=zone, precision=Precision.MINUTE)


def _dissent(belief: Belief, name: str, said: str, value: str) -> tuple[Dissent, ...]:
    """Return who says otherwise than a person's ``value``; what all sources together say is nobody's in particular."""
    others = [one for one in belief.dissent if (one.field, one.value) != (name, value)]
    return (*others, Dissent(name, said, "")) if said != value else tuple(others)
