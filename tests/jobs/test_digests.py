"""A chat that asks for it is owed a digest each day, at its hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

import pytest

from jobs.planning import plan
from storage.database import Storage
from storage.models import Chat, DeliveryKind, DeliveryState
from tests.builders import DAY, HOUR, MINUTE, NOW, at

EIGHT = Chat(5, daily_hour=time(8))
NIGHT = (time(22), time(8, 30))


async def keep(storage: Storage, chat: Chat) -> Chat:
    await storage.chats.get(chat.chat_id, chat.topic_id)
    await storage.chats.save(chat)
    return chat


async def planned(storage: Storage, state: DeliveryState = DeliveryState.PLANNED) -> list[str]:
    return [
        f"{one.subject} {one.due_at:%d %b %H:%M}"
        for one, _ in await storage.deliveries.of(5)
        if one.kind is DeliveryKind.DIGEST and one.state is state
    ]


async def plan_at(storage: Storage, *moments: datetime) -> None:
    for moment in moments:
        await plan(storage, moment)


async def test_it_is_owed_once_for_each_day_two_days_ahead(storage: Storage) -> None:
    await keep(storage, EIGHT)
    await plan_at(storage, NOW, NOW + MINUTE)
    assert await planned(storage) == ["day:2025-03-04 04 Mar 08:00", "day:2025-03-05 05 Mar 08:00"]
    await plan_at(storage, NOW + DAY)
    assert await planned(storage) == [f"day:2025-03-0{day} 0{day} Mar 08:00" for day in (4, 5, 6)]


async def test_who_does_not_ask_for_it_is_owed_none(storage: Storage) -> None:
    await keep(storage, Chat(5))
    await plan_at(storage, NOW)
    assert await planned(storage) == []


@pytest.mark.parametrize(
    ("chat", "now", "days"),
    {
        "in the chat's zone, over the spring change": (
            replace(EIGHT, zone="Europe/Vienna"),
            "2025-03-28 12:00",
            ["day:2025-03-29 29 Mar 07:00", "day:2025-03-30 30 Mar 06:00"],
        ),
        "over the autumn change": (
            replace(EIGHT, zone="Europe/Vienna"),
            "2025-10-24 12:00",
            ["day:2025-10-25 25 Oct 06:00", "day:2025-10-26 26 Oct 07:00"],
        ),
        "where the day begins before it does in UTC": (
            replace(EIGHT, zone="Pacific/Kiritimati"),
            "2025-03-03 12:00",
            ["day:2025-03-04 03 Mar 18:00", "day:2025-03-05 04 Mar 18:00"],
        ),
        "after the quiet hours": (
            replace(EIGHT, quiet=NIGHT),
            "2025-03-03 12:00",
            ["day:2025-03-04 04 Mar 08:30", "day:2025-03-05 05 Mar 08:30"],
        ),
    }.values(),
)
async def test_its_hour_is_the_chats(storage: Storage, chat: Chat, now: str, days: Sequence[str]) -> None:
    await keep(storage, chat)
    await plan_at(storage, at(now))
    assert await planned(storage) == days


async def test_what_is_owed_follows_the_hour_and_the_zone_at_once(storage: Storage) -> None:
    await keep(storage, EIGHT)
    await plan_at(storage, NOW)
    await keep(storage, replace(EIGHT, daily_hour=time(9), zone="America/New_York"))
    await plan_at(storage, NOW)
    assert await planned(storage) == ["day:2025-03-03 03 Mar 14:00", "day:2025-03-04 04 Mar 14:00"]
    await keep(storage, replace(EIGHT, daily_hour=None))
    await plan_at(storage, NOW)
    assert await planned(storage) == []
    await keep(storage, EIGHT)
    await plan_at(storage, NOW + MINUTE)
    assert await planned(storage) == ["day:2025-03-04 04 Mar 08:00", "day:2025-03-05 05 Mar 08:00"]


async def test_an_hour_that_was_past_when_it_was_asked_for_counts_from_the_next_day(storage: Storage) -> None:
    await plan_at(storage, at("2025-03-03 07:00"))
    await keep(storage, EIGHT)
    await plan_at(storage, at("2025-03-03 08:01"))
    assert (await planned(storage))[0] == "day:2025-03-04 04 Mar 08:00"


async def test_who_asks_for_an_earlier_hour_after_it_keeps_the_digest_that_was_planned(storage: Storage) -> None:
    await keep(storage, EIGHT)
    await plan_at(storage, at("2025-03-03 07:00"))
    await keep(storage, replace(EIGHT, daily_hour=time(6)))
    await plan_at(storage, at("2025-03-03 07:01"))
    assert (await planned(storage))[:2] == ["day:2025-03-03 03 Mar 08:00", "day:2025-03-04 04 Mar 06:00"]


async def test_what_nobody_planned_in_time_is_owed_for_a_few_hours_and_no_longer(storage: Storage) -> None:
    await keep(storage, EIGHT)
    await plan_at(storage, NOW)
    after = at("2025-03-08 08:00")
    await plan_at(storage, after + 3 * HOUR)
    assert "day:2025-03-08 08 Mar 08:00" in await planned(storage)
    assert "day:2025-03-07 07 Mar 08:00" not in await planned(storage)


async def test_a_clock_that_goes_back_and_forth_owes_no_day_twice(storage: Storage) -> None:
    await keep(storage, EIGHT)
    await plan_at(storage, NOW, NOW - 2 * DAY, NOW)
    days = [one.partition(" ")[0] for one in await planned(storage)]
    assert len(days) == len(set(days))
    assert days[-2:] == ["day:2025-03-04", "day:2025-03-05"]
