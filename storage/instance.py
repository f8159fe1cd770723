"""One Daybook at a time on a database."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from storage.clock import Clock
from storage.database import Database, open_database
from storage.errors import DaybookError, LeaseLostError, StorageError
from storage.leases import LEASE, this_process
from storage.log import set_up_logs
from storage.settings import S, read_settings

log = logging.getLogger(__name__)
Side = Callable[[Database, asyncio.Event], Awaitable[None]]


async def run_alone(address: str, sides: Mapping[str, Side]) -> None:
    """Run ``sides``, by the names of their leases, on the database at ``address`` until SIGTERM or SIGINT.

    Each is given the database and the event that tells it to stop. Where one fails, the others are stopped, and what
    it raised is raised.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    async def until_stopped(side: Side) -> None:
        try:
            await side(database, stop)
        finally:
            stop.set()

    async with open_database(address) as database, alone(database, *sides, stop=stop):
        ended = await asyncio.gather(*(until_stopped(side) for side in sides.values()), return_exceptions=True)
    for failure in ended:
        if failure is not None:
            raise failure


def run_side(name: str, kind: type[S], serve: Callable[[S, Database, Clock, asyncio.Event], Awaitable[None]]) -> None:
    """Be the program of one side: its settings, its logs, its lease; what goes wrong is a sentence at the end."""
    set_up_logs()
    try:
        settings = read_settings(kind)
        clock = Clock()
        asyncio.run(
            run_alone(settings.database_url, {name: lambda database, stop: serve(settings, database, clock, stop)})
        )
    except DaybookError as error:
        sys.exit(str(error))


@asynccontextmanager
async def alone(database: Database, *parts: str, stop: asyncio.Event) -> AsyncIterator[None]:
    """Hold the leases of ``parts`` ("bot", "jobs") while the block runs.

    Raises LeaseLostError where somebody else holds one; where one is lost in the block, ``stop`` is set, and it is
    raised at the end. Leases are kept in the machine's own time.
    """
    clock = Clock()
    await _take(database, parts, clock)
    keeper = asyncio.create_task(_keep(database, parts, clock, stop))
    try:
        yield
    finally:
        keeper.cancel()
        await asyncio.wait([keeper])
        with suppress(StorageError):  # the database may be gone; the lease then ends by itself
            async with database.transaction() as storage:
                for part in parts:
                    await storage.leases.release(part, this_process())
    if not keeper.cancelled():
        keeper.result()


async def _take(database: Database, parts: tuple[str, ...], clock: Clock) -> None:
    async with database.transaction() as storage:
        for part in parts:
            holder = await storage.leases.take(part, this_process(), clock.now())
            if holder is not None:
                raise LeaseLostError(holder)


async def _keep(database: Database, parts: tuple[str, ...], clock: Clock, stop: asyncio.Event) -> None:
    """Renew the leases; raise LeaseLostError, with ``stop`` set, once somebody else has one.

    While the database cannot be reached, nothing can be claimed or entered either.
    """
    while True:
        await asyncio.sleep(LEASE.total_seconds() / 3)
        try:
            await _take(database, parts, clock)
        except LeaseLostError:
            stop.set()
            raise
        except StorageError as error:
            log.warning("lease not renewed", extra={"reason": str(error)})
