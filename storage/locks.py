"""What sources say against a value that an admin gave a field: pure. One side asks again, the other shows it."""

from collections.abc import Iterable

from storage.models import Decision, Evidence, Mention, Says, Status, When
from storage.spans import read_days, write_days, write_time

_SAID = {
    Says.ANNOUNCES: Status.SCHEDULED,
    Says.POSTPONES: Status.POSTPONED,
    Says.CANCELS: Status.CANCELLED,
    Says.HELD: Status.HELD,
}


def contradicting(edit: Decision, evidence: Iterable[Evidence]) -> dict[str, Evidence]:
    """Return who gives the field otherwise than ``edit`` does, by the value, the first for each, in their order.

    Only what was read after the Decision counts, and no value that a source gave before: the admin knew of those.
    Nothing contradicts a name or a kind, which every source words as it likes.
    """
    decided_at = edit.settled_at or edit.asked_at
    field, mine = str(edit.arguments["field"]), edit.arguments["value"]
    others: dict[str, Evidence] = {}
    known = set()
    for one in sorted(evidence, key=lambda each: each.read_at):
        value = _said(field, one.mention)
        if value is None or _agrees(field, value, mine):
            continue
        if one.read_at <= decided_at:
            known.add(value)
        elif value not in known:
            others.setdefault(value, one)
    return others


def last_edits(edits: Iterable[Decision]) -> dict[tuple[int, str], Decision]:
    """Return the Decision in force for each Meeting and field; ``edits`` are the oldest first."""
    return {(one.meeting_id, str(one.arguments["field"])): one for one in edits}


def _said(field: str, mention: Mention) -> str | None:
    """Return what the Mention says of the field, written as a Change writes it; None: nothing."""
    match field:
        case "date" if mention.says in (Says.ANNOUNCES, Says.MOVES):
            return write_days(mention.when)
        case "time":
            return write_time(mention.when)
        case "place":
            return mention.place
        case "status":
            return _SAID.get(mention.says)
    return None


def _agrees(field: str, value: str, mine: str | None) -> bool:
    """Return whether a source's ``value`` says no other than ``mine``, if more or less finely."""
    if mine is None or value == mine:
        return value == mine
    match field:
        case "date":
            return _one_within_the_other(read_days(value), read_days(mine))
        case "time":
            return value.partition(" ")[0] == mine.partition(" ")[0]
        case "place":
            return value.casefold() in mine.casefold() or mine.casefold() in value.casefold()
        case "status":
            return value == Status.SCHEDULED and mine == Status.HELD  # it was announced before it was held
    return False


def _one_within_the_other(one: When, other: When) -> bool:
    return (one.first <= other.first and other.last <= one.last) or (
        other.first <= one.first and one.last <= other.last
    )
