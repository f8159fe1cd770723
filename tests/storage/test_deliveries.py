"""What is owed is a row before it is a message, and each is owed once."""

import pytest

from storage.database import Storage
from storage.models import Chat, Delivery, DeliveryKind, DeliveryState, Filter, Meeting, Status
from tests.builders import DAY, MINUTE, NOW, RUSSIA, at, belief, known_meeting, mention, owe_reminders

EVERYTHING = Filter()


@pytest.fixture
async def summit(storage: Storage) -> Meeting:
    return await known_meeting(storage, "2025-03-14")


@pytest.fixture
async def chat(storage: Storage) -> Chat:
    chat = await storage.chats.get(5)
    await storage.chats.subscribe(chat, EVERYTHING, now=NOW)
    return chat


async def owed(storage: Storage, chat_id: int = 5) -> list[tuple[str, str]]:
    return [
        (f"{delivery.due_at:%d %b %H:%M}", delivery.state)
        for delivery, _ in await storage.deliveries.of(chat_id)
        if delivery.kind is DeliveryKind.REMINDER
    ]


async def one(storage: Storage) -> Delivery:
    return (await storage.deliveries.of(5))[0][0]


async def test_a_day_precise_meeting_is_owed_a_reminder_on_its_eve_and_on_its_day(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    assert await owed(storage) == [("13 Mar 09:00", "planned"), ("14 Mar 07:00", "planned")]


async def test_planning_the_same_reminder_twice_owes_it_once(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    await owe_reminders(storage, summit)
    assert len(await owed(storage)) == 2


async def test_two_subscriptions_that_fit_owe_one_reminder(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await storage.chats.subscribe(chat, Filter((f"actor:{RUSSIA.code}",)), now=NOW)
    await owe_reminders(storage, summit)
    assert len(await owed(storage)) == 2


async def test_a_chat_that_moves_its_hours_is_reminded_at_the_new_ones(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    await storage.chats.save(Chat(5, zone="America/New_York"))
    await owe_reminders(storage, summit)
    assert await owed(storage) == [("13 Mar 13:00", "planned"), ("14 Mar 11:00", "planned")]


async def test_a_moment_that_was_past_before_the_chat_subscribed_is_not_owed(storage: Storage, summit: Meeting) -> None:
    chat = await storage.chats.get(5)
    await storage.chats.subscribe(chat, EVERYTHING, now=at("2025-03-13 18:00"))
    await owe_reminders(storage, summit)
    assert await owed(storage) == [("14 Mar 07:00", "planned")]


async def test_a_muted_meeting_is_not_owed(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    await storage.chats.mute(chat, summit.id)
    await owe_reminders(storage, summit)
    assert {state for _, state in await owed(storage)} == {"cancelled"}


async def test_reminders_of_a_cancelled_meeting_are_cancelled(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    await storage.meetings.set_status(summit.id, Status.CANCELLED)
    assert {state for _, state in await owed(storage)} == {"cancelled"}
    assert await storage.deliveries.due(at("2025-03-15 00:00"), 10) == []


async def test_reminders_of_the_old_date_are_cancelled_when_a_meeting_moves(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    moved = belief(mention("2025-03-20"))
    await storage.meetings.revise(summit.id, moved, sequence=1, date_revision=1, dated_at=NOW)
    await owe_reminders(storage, await storage.meetings.get(summit.id))
    assert await owed(storage) == [
        ("13 Mar 09:00", "cancelled"),
        ("14 Mar 07:00", "cancelled"),
        ("19 Mar 09:00", "planned"),
        ("20 Mar 07:00", "planned"),
    ]


async def test_what_is_claimed_is_nobody_elses(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    delivery = await one(storage)
    assert await storage.deliveries.claim(delivery)
    assert not await storage.deliveries.claim(delivery)


async def test_what_somebody_else_took_over_and_sent_is_not_put_back(storage: Storage) -> None:
    await storage.deliveries.owe_notice(5, "source:1", {}, revision=0, now=NOW)
    mine = await one(storage)
    await storage.deliveries.claim(mine)
    await storage.deliveries.recover(retry_at=NOW)
    theirs = await one(storage)
    assert await storage.deliveries.claim(theirs)
    await storage.deliveries.put_back(mine, DeliveryState.IN_DOUBT, retry_at=NOW, reason="lost")
    assert (await one(storage)).state is DeliveryState.CLAIMED
    await storage.deliveries.settle(theirs, DeliveryState.SENT, now=NOW)
    await storage.deliveries.put_back(mine, DeliveryState.IN_DOUBT, retry_at=NOW, reason="lost")
    assert (await one(storage)).state is DeliveryState.SENT


async def test_what_was_tried_since_it_was_looked_up_is_not_claimed(storage: Storage) -> None:
    await storage.deliveries.owe_notice(5, "source:1", {}, revision=0, now=NOW)
    stale = await one(storage)
    await storage.deliveries.claim(stale)
    await storage.deliveries.put_back(stale, stale.state, retry_at=NOW + MINUTE, reason="refused")
    assert not await storage.deliveries.claim(stale)


async def test_what_a_crash_left_claimed_is_in_doubt_and_due_again(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    await storage.deliveries.claim(await one(storage))
    assert await storage.deliveries.recover(retry_at=NOW + MINUTE) == 1
    assert (await one(storage)).state is DeliveryState.IN_DOUBT
    assert await storage.deliveries.next_due_at() == NOW + MINUTE


async def test_what_is_put_back_waits_and_then_has_its_old_place(storage: Storage) -> None:
    for number in range(3):
        await storage.deliveries.owe_notice(5, f"source:{number}", {}, revision=0, now=NOW + number * MINUTE)
    first, second, third = [delivery for delivery, _ in await storage.deliveries.of(5)]
    await storage.deliveries.claim(first)
    await storage.deliveries.put_back(first, first.state, retry_at=NOW + 2 * MINUTE, reason="refused")
    assert [one.id for one in await storage.deliveries.due(NOW + MINUTE, 10)] == [second.id]
    assert [one.id for one in await storage.deliveries.due(NOW + 2 * MINUTE, 10)] == [first.id, second.id, third.id]


async def test_what_a_clock_that_was_ahead_put_back_does_not_wait_for_it(storage: Storage) -> None:
    await storage.deliveries.owe_notice(5, "source:1", {}, revision=0, now=NOW)
    delivery = await one(storage)
    await storage.deliveries.claim(delivery)
    await storage.deliveries.recover(retry_at=NOW + 30 * DAY + MINUTE)
    assert [each.id for each in await storage.deliveries.due(NOW + MINUTE, 10)] == [delivery.id]


async def test_what_is_owed_anew_waits_for_nothing_that_was_before(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    delivery = await one(storage)
    await storage.deliveries.claim(delivery)
    await storage.deliveries.put_back(delivery, delivery.state, retry_at=delivery.due_at + DAY, reason="refused")
    await storage.deliveries.cancel_pending(5, reason="the chat blocked the bot")
    await owe_reminders(storage, summit)
    assert await storage.deliveries.next_due_at() == delivery.due_at


async def test_what_may_have_arrived_stays_in_doubt_though_it_was_cancelled_and_is_owed_again(
    storage: Storage, summit: Meeting, chat: Chat
) -> None:
    await owe_reminders(storage, summit)
    await storage.deliveries.claim(await one(storage))
    await storage.deliveries.recover(retry_at=NOW + MINUTE)
    assert await storage.deliveries.cancel_pending(5, reason="the chat blocked the bot") > 0
    await owe_reminders(storage, summit)
    states = [delivery.state for delivery, _ in await storage.deliveries.of(5)]
    assert sorted(states) == [DeliveryState.IN_DOUBT, DeliveryState.PLANNED]


async def test_a_chat_that_cannot_be_written_to_is_sent_nothing(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    await storage.chats.set_active(5, active=False)
    assert await storage.deliveries.due(NOW + 30 * DAY, 10) == []
    assert await storage.deliveries.next_due_at() is None


async def test_a_notice_to_a_chat_that_is_new_makes_it_known(storage: Storage) -> None:
    await storage.deliveries.owe_notice(-100, "source:1", {"kind": "added"}, revision=0, now=NOW, topic_id=7)
    (notice,) = await storage.deliveries.due(NOW, 10)
    assert (notice.chat_id, notice.topic_id) == (-100, 7)


async def test_changes_go_before_reminders_that_are_longer_due(storage: Storage, summit: Meeting, chat: Chat) -> None:
    await owe_reminders(storage, summit)
    late = at("2025-03-14 08:00")
    await storage.deliveries.owe_notice(5, "source:1", {"kind": "added"}, revision=0, now=late)
    kinds = [delivery.kind for delivery in await storage.deliveries.due(late, 2)]
    assert kinds == [DeliveryKind.NOTICE, DeliveryKind.REMINDER]
