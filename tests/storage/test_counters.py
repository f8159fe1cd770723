"""What is owed, was sent lately and waits is counted where it stands in an index."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.counters import LATE, Counters, Counts, Owed
from storage.database import Storage, create_engine, open_database
from storage.models import DeliveryState, Reply
from tests.builders import DAY, HOUR, MINUTE, NOW
from tests.plans import query_plan

NOTHING = Owed(0, 0, None)
SENT, EXPIRED, IN_DOUBT = DeliveryState.SENT, DeliveryState.EXPIRED, DeliveryState.IN_DOUBT


async def owe(storage: Storage, *due: object) -> None:
    for number, due_at in enumerate(due):
        await storage.deliveries.owe_notice(5, f"source:{due_at}:{number}", {}, revision=0, now=due_at)  # type: ignore[arg-type]


async def test_nothing_is_nothing(storage: Storage) -> None:
    assert await storage.counters.counts(NOW) == Counts(NOTHING, 0, 0, 0, {}, 0, 0, 0)


async def test_what_is_due_is_counted_with_how_late_it_is(storage: Storage) -> None:
    await owe(storage, NOW - HOUR, NOW - LATE / 2, NOW, NOW + MINUTE)
    counts = await storage.counters.counts(NOW)
    assert counts.owed == Owed(3, 1, NOW - HOUR)
    assert counts.ahead == 1


async def test_what_waits_for_a_chat_that_lets_nobody_in_is_not_late(storage: Storage) -> None:
    await owe(storage, NOW - HOUR)
    await storage.chats.set_active(5, active=False)
    assert (await storage.counters.counts(NOW)).owed == NOTHING


async def test_what_was_settled_counts_for_a_day_and_what_was_sent_for_a_minute_as_well(storage: Storage) -> None:
    await owe(storage, *[NOW - 3 * DAY] * 5)
    ends = [(SENT, 2 * DAY), (SENT, HOUR), (SENT, MINUTE / 2), (SENT, MINUTE / 3), (EXPIRED, HOUR)]
    for (one, _), (state, ago) in zip(await storage.deliveries.of(5), ends, strict=True):
        await storage.deliveries.settle(one, state, now=NOW - ago)
    counts = await storage.counters.counts(NOW)
    assert counts.settled == {SENT: 3, EXPIRED: 1}
    assert counts.per_second == pytest.approx(2 / 60)


async def test_what_is_on_its_way_or_in_doubt_is_counted(storage: Storage) -> None:
    await owe(storage, *[NOW] * 3)
    first, second, _ = [one for one, _ in await storage.deliveries.of(5)]
    await storage.deliveries.claim(first)
    await storage.deliveries.claim(second)
    await storage.deliveries.put_back(second, IN_DOUBT, retry_at=NOW, reason="lost")
    counts = await storage.counters.counts(NOW)
    assert (counts.owed.number, counts.in_flight, counts.in_doubt) == (1, 1, 1)


async def test_what_waits_in_the_inbox_is_counted(storage: Storage) -> None:
    for number in (1, 2, 3):
        await storage.updates.keep(number, 5, "{}", now=NOW)
    await storage.updates.settle(1, now=NOW)
    await storage.replies.owe([Reply(1, 5, 0, "sendMessage", {}, NOW)])
    counts = await storage.counters.counts(NOW)
    assert (counts.inbox, counts.replies) == (2, 1)


@pytest.fixture
async def connection(address: str) -> AsyncIterator[AsyncConnection]:
    async with open_database(address):
        pass
    engine = create_engine(address)
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


async def test_no_counter_reads_all_that_was_ever_sent(connection: AsyncConnection) -> None:
    counters = Counters(connection)
    for question, index in (
        (counters.owed, "ix_deliveries_state_kind_due_at"),
        (counters.planned_after, "ix_deliveries_state_kind_due_at"),
        (counters.settled_since, "ix_deliveries_settled_at_state"),
    ):
        plan = await query_plan(connection, question, NOW)
        assert index in plan, plan
        assert "SCAN deliveries" not in plan, plan
        assert "Seq Scan on deliveries" not in plan, plan
