"""Who is owed an alert, and of which Meetings it tells."""

import pytest

from storage.alerts import cause_of
from storage.database import Storage
from storage.models import DeliveryKind, DeliveryState, Filter, Meeting
from tests.builders import NOW, known_meeting

EVERYTHING, FRENCH = Filter(), Filter(("actor:FR",))
CAUSE = "revision:12"


@pytest.fixture
async def summit(storage: Storage) -> Meeting:
    return await known_meeting(storage, "2025-03-14")


@pytest.fixture
async def council(storage: Storage) -> Meeting:
    return await known_meeting(storage, "2025-03-20")


async def told(storage: Storage, chat_id: int, topic_id: int = 0) -> list[list[int]]:
    """Return the Meetings of each alert that is owed to a chat."""
    owed = [one for one, _ in await storage.deliveries.of(chat_id, topic_id) if one.kind is DeliveryKind.CHANGE]
    assert {cause_of(one.subject) for one in owed} <= {CAUSE}
    return [await storage.alerts.meetings(one.id) for one in owed]


async def test_subscribers_it_fits_and_those_who_saw_the_meeting_are_told(storage: Storage, summit: Meeting) -> None:
    await storage.chats.subscribe(await storage.chats.get(5), EVERYTHING, now=NOW)
    await storage.chats.see(await storage.chats.get(6), [summit.id], now=NOW)
    await storage.chats.subscribe(await storage.chats.get(7), FRENCH, now=NOW)
    await storage.alerts.owe(CAUSE, {summit.id: [EVERYTHING]}, now=NOW)
    assert [await told(storage, chat_id) for chat_id in (5, 6, 7)] == [[[summit.id]], [[summit.id]], []]


async def test_all_that_one_cause_changed_is_one_message_with_what_the_chat_wants(
    storage: Storage, summit: Meeting, council: Meeting
) -> None:
    chat = await storage.chats.get(5)
    await storage.chats.subscribe(chat, EVERYTHING, now=NOW)
    await storage.chats.subscribe(chat, FRENCH, now=NOW)
    await storage.chats.see(chat, [summit.id], now=NOW)
    await storage.chats.subscribe(await storage.chats.get(7), FRENCH, now=NOW)
    await storage.alerts.owe(CAUSE, {summit.id: [EVERYTHING], council.id: [EVERYTHING, FRENCH]}, now=NOW)
    assert await told(storage, 5) == [[summit.id, council.id]]
    assert await told(storage, 7) == [[council.id]]


async def test_who_saw_a_meeting_that_turned_out_to_be_another_is_told_of_that(
    storage: Storage, summit: Meeting, council: Meeting
) -> None:
    await storage.chats.see(await storage.chats.get(5), [summit.id], now=NOW)
    await storage.meetings.merge_into(summit.id, council.id)
    await storage.alerts.owe(CAUSE, {council.id: [], summit.id: []}, now=NOW)
    assert await told(storage, 5) == [[summit.id, council.id]]


async def test_what_is_owed_is_owed_once(storage: Storage, summit: Meeting) -> None:
    await storage.chats.subscribe(await storage.chats.get(5, 3), EVERYTHING, now=NOW)
    for _ in range(2):
        await storage.alerts.owe(CAUSE, {summit.id: [EVERYTHING]}, now=NOW)
    assert await told(storage, 5, 3) == [[summit.id]]
    assert await told(storage, 5) == []


async def test_who_muted_a_meeting_or_cannot_be_written_to_is_not_told(
    storage: Storage, summit: Meeting, council: Meeting
) -> None:
    muted, gone = await storage.chats.get(5), await storage.chats.get(6)
    for chat in (muted, gone):
        await storage.chats.subscribe(chat, EVERYTHING, now=NOW)
    await storage.chats.mute(muted, summit.id)
    await storage.chats.set_active(6, active=False)
    await storage.alerts.owe(CAUSE, {summit.id: [EVERYTHING], council.id: [EVERYTHING]}, now=NOW)
    assert (await told(storage, 5), await told(storage, 6)) == ([[council.id]], [])


async def test_a_change_nobody_waits_for_is_owed_to_nobody(storage: Storage, summit: Meeting) -> None:
    await storage.alerts.owe(CAUSE, {summit.id: []}, now=NOW)
    await storage.alerts.owe(CAUSE, {}, now=NOW)
    assert await storage.deliveries.due(NOW, 10) == []


async def test_an_alert_of_many_meetings_for_many_filters_is_still_one(storage: Storage, summit: Meeting) -> None:
    chat = await storage.chats.get(5)
    filters = [Filter((f"word:w{number}",)) for number in range(30)]
    meetings = [summit.id, *[(await known_meeting(storage, f"2025-04-{day:02}")).id for day in range(1, 31)]]
    for one in filters:
        await storage.chats.subscribe(chat, one, now=NOW)
    await storage.alerts.owe(CAUSE, dict.fromkeys(meetings, filters), now=NOW)
    assert await told(storage, 5) == [sorted(meetings)]


async def test_an_alert_goes_with_its_chat(storage: Storage, summit: Meeting) -> None:
    await storage.chats.subscribe(await storage.chats.get(-5), EVERYTHING, now=NOW)
    await storage.alerts.owe(CAUSE, {summit.id: [EVERYTHING]}, now=NOW)
    await storage.chats.migrate(-5, -1005)
    assert await told(storage, -1005) == [[summit.id]]
    assert [one.state for one, _ in await storage.deliveries.of(-1005)] == [DeliveryState.PLANNED]
