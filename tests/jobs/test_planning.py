"""What is owed follows the Meetings and the Chats as they are now."""

import pytest

from jobs.planning import plan
from storage.actors import actor
from storage.database import Database, Storage
from storage.models import DeliveryState, Filter, Status
from tests.builders import NOW, OSCE, at, known_meeting


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
