"""What is owed follows the Meetings and the Chats as they are now."""

from dataclasses import replace
from datetime import time

import pytest

from jobs.planning import plan
from storage.actors import actor
from storage.database import Database, Storage
from storage.models import DeliveryState, Filter, Status
from tests.builders import NOW, OSCE, at, belief, known_meeting, mention


@pytest.fixture
async def storage(storage: Storage) -> Storage:
    await storage.chats.subscribe(await storage.chats.get(5), Filter(), now=NOW)
    return storage


async def planned(storage: Storage) -> list[str]:
    return [
        f"{one.due_at:%d %b %H:%M}" for one, _ in await storage.deliveries.of(5) if one.state is DeliveryState.PLANNED
    ]


async def test_reminders_are_owed_two_days_ahead(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    await plan(storage, at("2025-03-11 08:59"))
    assert await planned(storage) == []
    await plan(storage, at("2025-03-12 07:00"))
    assert await planned(storage) == ["13 Mar 09:00", "14 Mar 07:00"]


async def test_what_does_not_fit_the_subscription_is_not_owed(database: Database) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(5), Filter((f"actor:{OSCE.code}",)), now=NOW)
        await known_meeting(storage, "2025-03-14")
        await plan(storage, at("2025-03-13 00:00"))
        assert await planned(storage) == []


async def test_who_wants_a_country_is_told_when_its_organs_meet(database: Database) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(5), Filter(("actor:US",)), now=NOW)
        await known_meeting(storage, "2025-03-14", actors=(actor("WHITE-HOUSE"), actor("SENATE")))
        await plan(storage, at("2025-03-13 00:00"))
        assert await planned(storage) == ["13 Mar 09:00", "14 Mar 07:00"]


async def test_a_cancelled_meeting_is_not_owed(storage: Storage) -> None:
    meeting = await known_meeting(storage, "2025-03-14")
    await plan(storage, at("2025-03-13 00:00"))
    await storage.meetings.set_status(meeting.id, Status.CANCELLED)
    await plan(storage, at("2025-03-13 01:00"))
    assert await planned(storage) == []


async def test_after_a_time_that_nobody_planned_only_the_latest_moment_counts(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    await plan(storage, at("2025-03-14 08:00"))
    assert await planned(storage) == ["14 Mar 07:00"]


async def test_a_moment_that_was_past_when_we_learned_of_the_date_is_not_owed(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-03")
    await plan(storage, NOW)
    assert await planned(storage) == []


async def test_what_is_owed_follows_the_chat_at_once(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    chat = await storage.chats.get(5)
    now = at("2025-03-12 08:00")
    await plan(storage, now)
    await storage.chats.keep_hours(replace(chat, zone="America/New_York"), now=now)
    await plan(storage, now)
    assert await planned(storage) == ["13 Mar 13:00"]
    await storage.chats.unsubscribe(chat)
    await plan(storage, now)
    assert await planned(storage) == []
    await storage.chats.subscribe(chat, Filter(), now=now)
    await plan(storage, at("2025-03-12 12:00"))
    assert await planned(storage) == ["13 Mar 13:00", "14 Mar 11:00"]


async def test_who_is_late_for_a_moment_by_moving_keeps_the_reminder_that_was_planned(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    chat, now = await storage.chats.get(5), at("2025-03-13 08:00")
    await plan(storage, now)
    await storage.chats.keep_hours(replace(chat, zone="Asia/Tokyo"), now=now)
    await plan(storage, now)
    assert await planned(storage) == ["13 Mar 09:00", "13 Mar 22:00"]


async def test_a_meeting_that_fits_no_more_is_no_longer_owed(database: Database) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(5), Filter(("actor:US",)), now=NOW)
        known = await known_meeting(storage, "2025-03-14")
        await plan(storage, at("2025-03-13 00:00"))
        new = replace(belief(mention("2025-03-14")), actors=(OSCE,))
        await storage.meetings.revise(known.id, new, sequence=1, date_revision=0, dated_at=NOW)
        await plan(storage, at("2025-03-13 00:00"))
        assert await planned(storage) == []


async def test_a_clock_that_goes_back_and_forth_leaves_nothing_out_and_owes_nothing_twice(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    for moment in ("2025-03-12 07:00", "2025-03-10 07:00"):
        await plan(storage, at(moment))
    await known_meeting(storage, "2025-03-13")
    for moment in ("2025-03-10 07:00", "2025-03-11 07:00", "2025-03-12 07:00"):
        await plan(storage, at(moment))
    assert await planned(storage) == ["12 Mar 09:00", "13 Mar 07:00", "13 Mar 09:00", "14 Mar 07:00"]


async def test_a_clock_that_was_far_ahead_for_a_while_leaves_nothing_out(storage: Storage) -> None:
    await storage.chats.save(replace(await storage.chats.get(5), daily_hour=time(10)))
    await known_meeting(storage, "2025-03-14")
    for moment in ("2025-03-11 08:30", "2025-06-11 08:30", "2025-03-11 09:30", "2025-03-11 10:30"):
        await plan(storage, at(moment))
    ahead = [moment for moment in await planned(storage) if "Jun" not in moment]
    assert ahead == ["11 Mar 10:00", "12 Mar 10:00", "13 Mar 09:00", "13 Mar 10:00"]


async def test_a_chat_that_is_written_to_again_is_owed_what_is_still_ahead(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    await plan(storage, at("2025-03-12 08:00"))
    await storage.chats.set_active(5, active=False)
    await storage.deliveries.cancel_pending(5, reason="blocked")
    await plan(storage, at("2025-03-12 08:00"))
    assert await planned(storage) == []
    await storage.chats.set_active(5, active=True)
    await plan(storage, at("2025-03-12 08:00"))
    assert await planned(storage) == ["13 Mar 09:00", "14 Mar 07:00"]


async def test_a_chat_that_migrates_to_one_that_had_unsubscribed_is_still_owed_its_reminders(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    supergroup = await storage.chats.get(5)
    await storage.chats.subscribe(await storage.chats.get(-4), Filter(), now=NOW)
    await plan(storage, at("2025-03-12 08:00"))
    await storage.chats.unsubscribe(supergroup)
    await plan(storage, at("2025-03-12 09:00"))
    await storage.chats.migrate(-4, 5)
    await plan(storage, at("2025-03-12 10:00"))
    assert await planned(storage) == ["13 Mar 09:00", "14 Mar 07:00"]


async def test_nothing_that_stayed_the_same_is_looked_at_again(storage: Storage) -> None:
    await known_meeting(storage, "2025-03-14")
    await plan(storage, at("2025-03-12 08:00"))
    assert await storage.plans.begin() == (False, set())
