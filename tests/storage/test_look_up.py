"""The look-up of the Meetings that a Mention may be of reads a stretch of an index, however large the diary is."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.actors import actor
from storage.database import create_engine
from storage.meetings import Meetings
from tests.bench_matching import fill
from tests.plans import query_plan

ACTORS = (actor("US"), actor("CN"))
DAYS = [(date(2025, 3, 11), date(2025, 3, 17))]
YEAR = [(date(2025, 3, 1), date(2026, 3, 1))]
LATE = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
async def connection(address: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection to a diary that is large enough for an index to be worth its while."""
    await fill(address, 1_000)
    engine = create_engine(address)
    async with engine.connect() as opened:
        yield opened
    await engine.dispose()


async def test_candidates_are_found_by_actor_and_day_in_the_index(connection: AsyncConnection) -> None:
    for spans in (DAYS, YEAR, DAYS + YEAR):
        plan = await query_plan(connection, Meetings(connection).candidates, spans, ACTORS)
        assert "ix_meeting_dates_looked_up" in plan, plan
        _assert_nothing_is_scanned(plan)


async def test_what_was_said_since_is_found_by_its_moment_in_the_index(connection: AsyncConnection) -> None:
    plan = await query_plan(connection, Meetings(connection).spoken_of_since, LATE, YEAR, ["US", "CN"])
    assert "ix_mentions_said_at" in plan, plan
    _assert_nothing_is_scanned(plan)


def _assert_nothing_is_scanned(plan: str) -> None:
    for table in ("meeting_dates", "mentions", "mention_actors"):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan
