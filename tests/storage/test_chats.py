"""Chats keep their hours, their subscriptions and what they have been shown, wherever they move."""

from datetime import time, timedelta

from storage.database import Storage
from storage.models import Chat, DeliveryKind, DeliveryState, Filter
from tests.builders import NATO, NOW, RUSSIA, known_meeting, owe_reminders

EVERYTHING, RUSSIAN = Filter(), Filter((f"actor:{RUSSIA.code}",))


async def test_a_new_chat_has_the_usual_hours(storage: Storage) -> None:
    assert await storage.chats.get(5) == Chat(5)


async def test_settings_are_kept(storage: Storage) -> None:
    await storage.chats.get(5)
    changed = Chat(5, zone="Europe/Vienna", eve_hour=time(18), offsets=(timedelta(hours=2),))
    await storage.chats.save(changed)
    assert await storage.chats.get(5) == changed


async def test_topics_of_a_forum_are_chats_of_their_own(storage: Storage) -> None:
    await storage.chats.subscribe(await storage.chats.get(-100, 7), EVERYTHING, now=NOW)
    assert await storage.chats.subscriptions(await storage.chats.get(-100, 8)) == []


async def test_subscribing_twice_is_subscribing_once(storage: Storage) -> None:
    chat = await storage.chats.get(5)
    assert await storage.chats.subscribe(chat, RUSSIAN, now=NOW)
    assert not await storage.chats.subscribe(chat, RUSSIAN, now=NOW)
    assert [one.filter for one in await storage.chats.subscriptions(chat)] == [RUSSIAN]


async def test_unsubscribing_ends_one_subscription_or_all(storage: Storage) -> None:
    chat = await storage.chats.get(5)
    for wanted in (EVERYTHING, RUSSIAN, Filter((f"actor:{NATO.code}",))):
        await storage.chats.subscribe(chat, wanted, now=NOW)
    assert await storage.chats.unsubscribe(chat, RUSSIAN) == 1
    assert await storage.chats.unsubscribe(chat) == 2
    assert await storage.chats.unsubscribe(chat) == 0


async def test_chats_that_keep_the_same_hours_are_wanted_once(storage: Storage) -> None:
    for chat_id in (5, 6):
        await storage.chats.subscribe(await storage.chats.get(chat_id), EVERYTHING, now=NOW)
    assert (await storage.chats.filters(), await storage.chats.hours()) == ([EVERYTHING], [Chat(0)])


async def test_a_meeting_is_new_to_a_chat_once(storage: Storage) -> None:
    chat, meeting = await storage.chats.get(5), await known_meeting(storage)
    assert await storage.chats.see(chat, [meeting.id], now=NOW) == {meeting.id}
    assert await storage.chats.see(chat, [meeting.id], now=NOW) == set()


async def test_who_was_shown_a_meeting_was_shown_what_it_turned_out_to_be(storage: Storage) -> None:
    chat, other = await storage.chats.get(5), await storage.chats.get(6)
    double, meeting, third = [await known_meeting(storage, day) for day in ("2025-03-13", "2025-03-14", "2025-03-15")]
    await storage.chats.see(chat, [double.id, third.id], now=NOW)
    await storage.meetings.merge_into(double.id, meeting.id)
    assert await storage.chats.shown(chat, [meeting.id]) == {meeting.id}
    assert await storage.chats.shown(chat, [double.id, third.id]) == {double.id, third.id}
    assert await storage.chats.shown(other, [double.id, meeting.id, third.id]) == set()


async def test_a_chat_that_migrates_takes_all_that_is_its_own(storage: Storage) -> None:
    group, meeting = await storage.chats.get(-5), await known_meeting(storage)
    await storage.chats.subscribe(group, RUSSIAN, now=NOW)
    await storage.chats.see(group, [meeting.id], now=NOW)
    source, _ = await storage.sources.add("https://example.org/feed", added_by=-5, now=NOW)
    await storage.alerts.owe("revision:1", {meeting.id: [RUSSIAN]}, now=NOW)
    await storage.chats.migrate(-5, -1005)
    supergroup = await storage.chats.get(-1005)
    assert [one.filter for one in await storage.chats.subscriptions(supergroup)] == [RUSSIAN]
    assert await storage.chats.see(supergroup, [meeting.id], now=NOW) == set()
    assert [one.kind for one, _ in await storage.deliveries.of(-1005)] == [DeliveryKind.CHANGE]
    assert (await storage.sources.get(source.id)).added_by == -1005


async def test_a_chat_that_unmutes_a_meeting_is_owed_its_reminders_again(storage: Storage) -> None:
    chat, meeting = await storage.chats.get(5), await known_meeting(storage)
    await storage.chats.subscribe(chat, EVERYTHING, now=NOW)
    await owe_reminders(storage, meeting)
    await storage.chats.mute(chat, meeting.id)
    await storage.chats.unmute(chat, meeting.id)
    assert not await storage.chats.has_muted(chat, meeting.id)
    await owe_reminders(storage, meeting)
    assert {one.state for one, _ in await storage.deliveries.of(5)} == {DeliveryState.PLANNED}


async def test_what_a_chat_muted_stays_muted_when_it_migrates(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    await storage.chats.mute(await storage.chats.get(-5), meeting.id)
    await storage.chats.migrate(-5, -1005)
    assert await storage.chats.has_muted(await storage.chats.get(-1005), meeting.id)


async def test_a_chat_that_migrates_to_a_known_one_is_merged_with_it(storage: Storage) -> None:
    group, supergroup = await storage.chats.get(-5), await storage.chats.get(-1005)
    await storage.chats.subscribe(group, RUSSIAN, now=NOW)
    await storage.chats.subscribe(group, EVERYTHING, now=NOW)
    await storage.chats.subscribe(supergroup, RUSSIAN, now=NOW)
    meeting = await known_meeting(storage)
    await storage.alerts.owe("revision:1", {meeting.id: [RUSSIAN]}, now=NOW)
    await storage.chats.migrate(-5, -1005)
    assert {one.filter for one in await storage.chats.subscriptions(supergroup)} == {RUSSIAN, EVERYTHING}
    assert len(await storage.deliveries.of(-1005)) == 1
    assert await storage.deliveries.of(-5) == []
