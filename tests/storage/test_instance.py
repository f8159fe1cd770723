"""A second Daybook on the same database is told so."""

import asyncio

import pytest

from storage.clock import Clock
from storage.database import Database
from storage.errors import StorageError
from storage.instance import alone


async def take_for(database: Database, holder: str) -> str | None:
    async with database.transaction() as storage:
        return await storage.leases.take("bot", holder, Clock().now())


async def test_nobody_else_runs_meanwhile(database: Database) -> None:
    async with alone(database, "bot", stop=asyncio.Event()):
        assert await take_for(database, "another-host:1") is not None
    assert await take_for(database, "another-host:1") is None


async def test_the_second_is_told_who_runs(database: Database) -> None:
    await take_for(database, "another-host:1")
    with pytest.raises(StorageError, match=r"Another Daybook \(another-host:1\) is running"):
        async with alone(database, "bot", "jobs", stop=asyncio.Event()):
            pass
