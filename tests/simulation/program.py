"""The product's own planning and sending as one program, which runs until its power fails."""

import asyncio
import contextlib
from collections.abc import Callable
from random import Random

from telegram import Bot

from bot.limits import Pace
from bot.outbox import Outbox
from bot.turns import Turns
from jobs.planning import plan
from storage.database import Database, open_database
from storage.errors import LeaseLostError, StorageError
from storage.instance import Lease, alone

from .power import RUNNING, Power
from .telegram import SimulatedTelegram, Way
from .world import World

TOKEN = "1:simulated"  # noqa: S105 - nobody's
PART = "bot"
_PLANNED_EVERY_S = 6 * 3600.0
_LONGEST_PAUSE_S, _LOOKED_AT_LATEST_S = 60.0, 3600.0


class Program:
    """One Daybook: it plans and sends until its power fails, or stands by while another one does."""

    def __init__(
        self,
        power: Power,
        address: str,
        world: World,
        telegram: SimulatedTelegram,
        chance: Random,
    ) -> None:
        self.power = power
        self._address, self._world, self._telegram, self._chance = address, world, telegram, chance
        self.news = asyncio.Event()  # a meeting, a chat or the clock changed: plan at once
        self._planned = asyncio.Event()

    async def run(self) -> None:
        """Run until the power fails."""
        power = self.power
        RUNNING.set(power)
        running = asyncio.create_task(self._run())
        running.add_done_callback(lambda _: power.cut())
        await power.failed.wait()
        RUNNING.set(None)
        await power.end()
        if running.done() and not running.cancelled():
            with contextlib.suppress(LeaseLostError):  # a program that another one was taken for is started again
                running.result()

    async def _run(self) -> None:
        stop = asyncio.Event()
        async with (
            open_database(self._address, as_it_is=True) as database,
            alone(database, PART, stop=stop, standby=True),
        ):
            working = asyncio.create_task(self._work(database))
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
            working.cancel()
            await asyncio.wait({working})

    async def _work(self, database: Database) -> None:
        world = self._world
        way = Way(self._telegram)
        bot = Bot(TOKEN, request=way, get_updates_request=way)
        turns = Turns(Pace(), run_time=world.loop.time)
        lease = Lease(PART, world.clock)
        outbox = Outbox(bot, database, world.clock, turns=turns, lease=lease, chance=self._chance)
        await _until_done(outbox.recover)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._plan(database))
            tasks.create_task(self._send(outbox, database))

    async def _plan(self, database: Database) -> None:
        while True:
            self.news.clear()
            await _until_done(lambda: self._plan_once(database))
            self._planned.set()
            await _unless(self.news, _PLANNED_EVERY_S)

    async def _plan_once(self, database: Database) -> None:
        async with database.transaction() as storage:
            await plan(storage, self._world.clock.now())

    async def _send(self, outbox: Outbox, database: Database) -> None:
        pause_s = 1.0
        while True:
            try:
                if await outbox.send_due():
                    pause_s = 1.0
                    continue
                async with database.transaction() as storage:
                    due_at = await storage.deliveries.next_due_at()
            except StorageError:
                due_at = self._world.clock.now()
            wait_s = (due_at - self._world.clock.now()).total_seconds() if due_at else _LOOKED_AT_LATEST_S
            await asyncio.sleep(pause_s)  # the product looks each second; here it would be long about it
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            await _unless(self._planned, min(wait_s, _LOOKED_AT_LATEST_S) - pause_s)
            self._planned.clear()


async def _until_done(work: Callable[[], object]) -> None:
    """Do ``work``, again and again while the database is busy."""
    while True:
        try:
            await work()  # type: ignore[misc]
        except StorageError:
            await asyncio.sleep(1)
        else:
            return


async def _unless(event: asyncio.Event, seconds: float) -> None:
    """Let ``seconds`` pass, unless ``event`` is set before."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
