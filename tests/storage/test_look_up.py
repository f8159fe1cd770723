"""The look-up of the Meetings that a Mention may be of reads a stretch of an index, however large the diary is."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.actors import actor
from storage.database import create_engine
from storage.meetings import Meetings
from tests.bench_matching import fill

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
        asked = await _asked(connection, Meetings.candidates, spans, ACTORS)
        plan = await _plan(connection, asked)
        assert "ix_meeting_dates_looked_up" in plan, plan
        _assert_nothing_is_scanned(plan)


async def test_what_was_said_since_is_found_by_its_moment_in_the_index(connection: AsyncConnection) -> None:
    asked = await _asked(connection, Meetings.spoken_of_since, LATE, YEAR, ["US", "CN"])
    plan = await _plan(connection, asked)
    assert "ix_mentions_said_at" in plan, plan
    _assert_nothing_is_scanned(plan)


async def _asked(connection: AsyncConnection, question: Any, *arguments: Any) -> tuple[str, Any]:
    """Return the statement, with its parameters, that a question to the Meetings asks the database."""
    statements: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    sa.event.listen(connection.sync_connection, "before_cursor_execute", keep)
    await question(Meetings(connection), *arguments)
    sa.event.remove(connection.sync_connection, "before_cursor_execute", keep)
    return statements[-1]


async def _plan(connection: AsyncConnection, asked: tuple[str, Any]) -> str:
    statement, parameters = asked
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:  # a table that fits on some pages would be read whole, though the index serves as well
        await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    found = await connection.exec_driver_sql(explain + statement, parameters)
    return "\n".join(str(row[-1]) for row in found)


def _assert_nothing_is_scanned(plan: str) -> None:
    for table in ("meeting_dates", "mentions", "mention_actors"):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan
