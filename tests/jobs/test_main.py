"""The reading side keeps time."""

import asyncio

from jobs.__main__ import serve
from jobs.settings import JobsSettings
from storage.clock import Clock
from storage.database import Database
from storage.models import Filter
from tests.builders import NOW, known_meeting


async def test_what_is_due_at_the_start_is_done_at_once(database: Database, clock: Clock) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(5), Filter(), now=NOW)
        await known_meeting(storage, "2025-03-05")
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(JobsSettings(), database, clock, stop))
    async with asyncio.timeout(5):  # reminders are planned every ten seconds
        while not await _is_planned(database):  # noqa: ASYNC110 - a row sets no event
            await asyncio.sleep(0.01)
    stop.set()
    await serving


async def _is_planned(database: Database) -> bool:
    async with database.transaction() as storage:
        return bool(await storage.deliveries.of(5))
