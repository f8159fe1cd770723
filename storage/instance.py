"""One Daybook at a time on a database."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from storage.clock import Clock
from storage.database import Database, Storage, open_database
from storage.errors import DaybookError, LeaseLostError, StorageError
from storage.leases import LEASE, this_process
from storage.log import set_up_logs
from storage.settings import S, read_settings

log = logging.getLogger(__name__)
_LOOK_S = 1.0  # how often a standby looks whether it is needed
_WELL_AFTER = 12  # renewals: two minutes
Side = Callable[[Database, asyncio.Event], Awaitable[None]]


async def run_alone(address: str, sides: Mapping[str, Side]) -> None:
    """Run ``sides``, by the names of their leases, on the database at ``address`` until SIGTERM or SIGINT.

    Each is given the database and the event that tells it to stop. Where one fails, the others are stopped, and what
    it raised is raised. Where another Daybook runs on the database, this one waits until that is gone.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    async def until_stopped(side: Side) -> None:
        try:
            await side(database, stop)
        finally:
            stop.set()

    async with open_database(address) as database, alone(database, *sides, stop=stop, standby=True):
        if stop.is_set():
            return
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


@dataclass(frozen=True)
class Lease:
    """The lease of a part that this process runs; kept in the machine's own time."""

    part: str
    clock: Clock = field(default_factory=Clock)

    async def lasts(self, storage: Storage, margin: timedelta) -> bool:
        """Return whether nobody else may run the part for ``margin`` from now."""
        return await storage.leases.lasts(self.part, this_process(), self.clock.now() + margin)

    async def crashes(self, storage: Storage) -> int:
        """Return how often in a row the part ended without a word."""
        return await storage.leases.crashes(self.part)


@asynccontextmanager
async def alone(database: Database, *parts: str, stop: asyncio.Event, standby: bool = False) -> AsyncIterator[None]:
    """Hold the leases of ``parts`` ("bot", "jobs") while the block runs.

    standby  wait while somebody else holds one, until ``stop`` is set; then the block runs with ``stop`` set

    Else raises LeaseLostError where somebody else holds one; where one is lost in the block, ``stop`` is set, and it
    is raised at the end. Leases are kept in the machine's own time.
    """
    clock = Clock()
    if standby:
        if not await _stand_by(database, parts, clock, stop):
            yield
            return
    else:
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


async def _stand_by(database: Database, parts: tuple[str, ...], clock: Clock, stop: asyncio.Event) -> bool:
    """Take the leases as soon as nobody else holds them; return False where ``stop`` came first."""
    said = ""
    while not stop.is_set():
        try:
            await _take(database, parts, clock)
        except LeaseLostError as lost:
            if said != lost.holder:
                log.warning("%s Until then this one waits, and takes over when it is gone.", lost)
                said = lost.holder
        except StorageError as error:
            log.warning("lease not taken", extra={"reason": str(error)})
        else:
            return True
        await _wait(stop, _LOOK_S)
    return False


async def _take(database: Database, parts: tuple[str, ...], clock: Clock, *, renews: bool = False) -> None:
    async with database.transaction() as storage:
        for part in parts:
            holder = await storage.leases.take(part, this_process(), clock.now(), renews=renews)
            if holder is not None:
                raise LeaseLostError(holder)


async def _keep(database: Database, parts: tuple[str, ...], clock: Clock, stop: asyncio.Event) -> None:
    """Renew the leases; raise LeaseLostError, with ``stop`` set, once somebody else has one.

    While the database cannot be reached, nothing can be claimed or entered either. Crashes are forgotten once all has
    gone well for a while.
    """
    for renewals in count(1):
        await asyncio.sleep(LEASE.total_seconds() / 9)
        try:
            await _take(database, parts, clock, renews=True)
            if renewals == _WELL_AFTER:
                async with database.transaction() as storage:
                    for part in parts:
                        await storage.leases.forget_crashes(part, this_process())
        except LeaseLostError:
            stop.set()
            raise
        except StorageError as error:
            log.warning("lease not renewed", extra={"reason": str(error)})


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
