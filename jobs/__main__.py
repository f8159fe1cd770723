"""The reading side alone: ``python -m jobs`` keeps time."""

import asyncio
import logging
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs.readers import Readers
from jobs.settings import JobsSettings
from jobs.sources.web.client import Web
from jobs.timetable import Tick, timetable
from storage.clock import Clock
from storage.database import Database
from storage.instance import run_side

log = logging.getLogger(__name__)
_LONGEST_S = 900  # seconds a tick may take; one that hangs would never run again
_GRACE_S = 5  # after stop; what is cancelled then was not committed, and is read again


async def serve(settings: JobsSettings, database: Database, clock: Clock, stop: asyncio.Event) -> None:
    """Run every Tick of the timetable until ``stop`` is set; those that run then have five seconds to finish."""
    running: set[asyncio.Task[None]] = set()

    async def once(tick: Tick) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        running.add(task)
        try:
            async with asyncio.timeout(_LONGEST_S):
                await tick.run()
        except Exception:
            log.exception("tick failed", extra={"tick": tick.name})
        finally:
            running.discard(task)

    async with (
        Web(settings.allow_hosts, contact=settings.contact) as web,
        Readers(database, web, clock, bounds=settings.bounds, admins=settings.admins) as readers,
    ):
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for tick in timetable(database, web, clock, readers):
            every_s, first_at = tick.every.total_seconds(), Clock().now()  # by the scheduler's own clock
            scheduler.add_job(once, "interval", [tick], seconds=every_s, id=tick.name, next_run_time=first_at)
        scheduler.start()
        await stop.wait()
        scheduler.pause()
        late = (await asyncio.wait(running, timeout=_GRACE_S))[1] if running else set()
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        scheduler.shutdown(wait=False)


if __name__ == "__main__":
    run_side("jobs", JobsSettings, serve)
