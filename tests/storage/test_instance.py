"""A second Daybook on the same database is told so, and one that lost its lease stops."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from storage import instance
from storage.clock import Clock
from storage.database import Database
from storage.errors import LeaseLostError, StorageError
from storage.instance import alone
from storage.leases import LEASE

OTHER = "another-host:1"


async def take_for(database: Database, holder: str, *, later: timedelta = timedelta(0)) -> str | None:
    async with database.transaction() as storage:
        return await storage.leases.take("bot", holder, Clock().now() + later)


async def test_nobody_else_runs_meanwhile(database: Database) -> None:
    async with alone(database, "bot", stop=asyncio.Event()):
        assert await take_for(database, OTHER) is not None
    assert await take_for(database, OTHER) is None


async def test_the_second_is_told_who_runs(database: Database) -> None:
    await take_for(database, OTHER)
    with pytest.raises(LeaseLostError, match=r"Another Daybook \(another-host:1\) is running"):
        async with alone(database, "bot", "jobs", stop=asyncio.Event()):
            pass


async def test_one_that_lost_its_lease_stops_and_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "LEASE", timedelta(seconds=0.9))  # it is looked after ten times a second
    stop = asyncio.Event()

    async def lose_it() -> None:
        async with alone(database, "bot", stop=stop):
            assert await take_for(database, OTHER, later=2 * LEASE) is None
            await asyncio.wait_for(stop.wait(), 30)

    with pytest.raises(LeaseLostError):
        await lose_it()


async def test_a_database_that_fails_for_a_while_is_no_lost_lease(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "LEASE", timedelta(seconds=0.2))
    take, tries, stop = instance._take, 0, asyncio.Event()  # noqa: SLF001 - it fails for a while

    async def take_at_last(*args: Any, **how: Any) -> None:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise StorageError("The database failed: the server is gone.")
        await take(*args, **how)

    async with alone(database, "bot", stop=stop):
        monkeypatch.setattr(instance, "_take", take_at_last)
        async with asyncio.timeout(10):
            while tries < 5:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        assert not stop.is_set()
        assert await take_for(database, OTHER) is not None


async def test_a_standby_says_who_runs_and_takes_over_when_that_is_gone(
    database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "_LOOK_S", 0.01)
    await take_for(database, OTHER)
    runs = asyncio.Event()

    async def stand_by() -> None:
        async with alone(database, "bot", stop=asyncio.Event(), standby=True):
            runs.set()

    waiting = asyncio.create_task(stand_by())
    await asyncio.sleep(0.1)
    assert not runs.is_set()
    assert sum(OTHER in message for message in caplog.messages) == 1
    async with database.transaction() as storage:
        await storage.leases.release("bot", OTHER)
    await asyncio.wait_for(waiting, 10)
    assert runs.is_set()


async def test_a_standby_that_is_stopped_runs_nothing(database: Database) -> None:
    await take_for(database, OTHER)
    stop = asyncio.Event()
    stop.set()
    async with alone(database, "bot", stop=stop, standby=True):
        pass
    assert await take_for(database, OTHER) is None
