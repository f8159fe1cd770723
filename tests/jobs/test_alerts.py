"""Who is told of what changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from jobs.alerts import owe_alerts
from storage.database import Storage
from storage.models import Belief, Change, DeliveryKind, Filter, Meeting, Status
from tests.builders import NATO, NOW, RUSSIA, belief, known_meeting, mention

CAUSE = "revision:12"
WANTS = {5: "", 6: "actor:NATO", 7: "place:oslo", 8: "place:geneva", 9: "-place:oslo"}
SAW = 10


@pytest.fixture
async def summit(storage: Storage) -> Meeting:
    """Give a meeting in Oslo that one chat was shown, and that some subscribed to."""
    meeting = await known_meeting(storage, place="Oslo")
    for chat_id, term in WANTS.items():
        await storage.chats.subscribe(await storage.chats.get(chat_id), Filter((term,) if term else ()), now=NOW)
    await storage.chats.see(await storage.chats.get(SAW), [meeting.id], now=NOW)
    return meeting


async def told(
    storage: Storage, was: Meeting, now_is: Belief, *changes: tuple[str, str | None, str | None]
) -> set[int]:
    """Return the chats that are told when a meeting becomes something else."""
    await storage.meetings.revise(was.id, now_is, sequence=1, date_revision=0, dated_at=NOW)
    await storage.meetings.add_changes([Change(was.id, 1, *change, NOW, None, CAUSE) for change in changes])
    await owe_alerts(storage, CAUSE, [was], now=NOW)
    return {one.chat_id for one in await storage.deliveries.due(NOW, 100) if one.kind is DeliveryKind.CHANGE}


def here(**changes: Any) -> Belief:
    return replace(belief(mention(place="Oslo")), **changes)


TOLD: dict[str, tuple[Belief, Sequence[tuple[str, str | None, str | None]], set[int]]] = {
    "who wants it as it was and is": (here(), [("time", None, "10:00")], {5, 7, SAW}),
    "who wanted it as it was, or wants it as it is": (
        here(place="Geneva"),
        [("place", "Oslo", "Geneva")],
        {5, 7, 8, 9, SAW},
    ),
    "who waited for an Actor": (
        here(actors=(RUSSIA, NATO)),
        [("actors", "Russia", "Russia, NATO")],
        {5, 6, 7, SAW},
    ),
    "of a cancellation": (here(status=Status.CANCELLED), [("status", "scheduled", "cancelled")], {5, 7, SAW}),
    "of our mistake only who saw it": (
        here(status=Status.RETRACTED),
        [("status", "scheduled", "retracted")],
        {SAW},
    ),
    "nobody that it was held": (here(status=Status.HELD), [("status", "scheduled", "held")], set()),
    "nobody that its day is past": (here(status=Status.UNKNOWN), [("status", "scheduled", "unknown")], set()),
    "nobody of a status that says nothing without its date": (
        here(status=Status.MOVED),
        [("status", "scheduled", "moved")],
        set(),
    ),
    "nobody where nothing changed": (here(), [], set()),
}


@pytest.mark.parametrize(("now_is", "changes", "chats"), TOLD.values(), ids=TOLD)
async def test_those_are_told_whom_it_concerns(
    storage: Storage,
    summit: Meeting,
    now_is: Belief,
    changes: Sequence[tuple[str, str | None, str | None]],
    chats: set[int],
) -> None:
    assert await told(storage, summit, now_is, *changes) == chats


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.HELD])
async def test_nobody_is_told_of_the_hour_of_what_is_off(storage: Storage, status: Status) -> None:
    meeting = await known_meeting(storage)
    await storage.meetings.set_status(meeting.id, status)
    off = await storage.meetings.get(meeting.id)
    await storage.chats.subscribe(await storage.chats.get(5), Filter(), now=NOW)
    assert await told(storage, off, here(status=status), ("time", None, "10:00")) == set()
    assert await told(storage, off, here(), ("status", status, "scheduled")) == {5}
