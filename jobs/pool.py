"""What is due on the web, worked off so many at a time: one that is slow holds up nothing but itself."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Generic, Protocol, TypeVar

from storage.database import Database, Storage

log = logging.getLogger(__name__)
_AFTER_A_BUG_S = 600


class Due(Protocol):
    """What a Pool works off."""

    @property
    def host(self) -> str:
        """The host that has to be asked; of one host there is only one at a time."""


D = TypeVar("D", bound=Due)
R = TypeVar("R")
Choose = Callable[[Storage, int, Collection[str]], Awaitable[Sequence[D]]]
Settle = Callable[[Storage, Sequence[R]], Awaitable[None]]


class Pool(Generic[D, R]):
    """Works off what is due.

    choose  the next that are due, so many at the most, without those of some hosts
    work    does one of them; only a bug makes it raise
    settle  keeps what came of several
    places  how many are worked on at a time
    hosts   that are being asked; shared with other pools, none asks one that another asks

    Choosing and settling are one short transaction for many of them, and nobody waits for it.
    """

    def __init__(
        self,
        database: Database,
        *,
        choose: Choose[D],
        work: Callable[[D], Awaitable[R]],
        settle: Settle[R],
        places: int,
        hosts: set[str],
    ) -> None:
        self._database = database
        self._choose, self._work, self._settle = choose, work, settle
        self._places, self._hosts = places, hosts
        self._waiting: deque[D] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._done: list[tuple[D, R]] = []
        self._progress = asyncio.Event()

    async def begin_due(self) -> None:
        """Work off what is due; return when all that is left of it is being worked on, or about to be.

        Raises StorageError where the database fails: nothing is lost by that, and the next call goes on.
        """
        while True:
            is_more = await self._settle_and_choose()
            while self._waiting and len(self._running) < self._places:
                task = asyncio.create_task(self._work_on())
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            if not is_more and not self._done:
                return
            while len(self._waiting) > self._places:
                self._progress.clear()
                await self._progress.wait()

    async def finish(self) -> None:
        """Work off what is due, and wait until it is done and settled."""
        await self.begin_due()
        while self._running or self._done:
            if self._running:
                await asyncio.wait(self._running)
            await self.begin_due()

    async def close(self) -> None:
        """Stop where it stands; what is not settled is due again."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _work_on(self) -> None:
        """Do one after the other of what waits."""
        while self._waiting:
            one = self._waiting.popleft()
            try:
                self._done.append((one, await self._work(one)))
            except Exception as bug:  # noqa: BLE001 - it is logged whole there
                self._leave_alone(one, bug)
            self._progress.set()

    async def _settle_and_choose(self) -> bool:
        """Settle what is done and choose what is next, the first of each host; return whether there is anything."""
        done = self._done.copy()
        try:
            async with self._database.transaction(in_background=True) as storage:
                await self._settle(storage, [result for _, result in done])
                chosen = await self._choose_next(storage, done)
            settled = done
        except Exception:
            if not done:
                raise
            log.exception("not settled together")
            settled, chosen = await self._settle_one_by_one(done)
        del self._done[: len(done)]
        self._hosts -= {one.host for one, _ in settled}
        firsts = list({one.host: one for one in reversed(chosen)}.values())[::-1]
        self._waiting.extend(firsts)
        self._hosts |= {one.host for one in firsts}
        return bool(firsts)

    async def _settle_one_by_one(self, done: Sequence[tuple[D, R]]) -> tuple[list[tuple[D, R]], Sequence[D]]:
        """Return those that could be settled, and what is next; raises where it is the database that fails."""
        settled = []
        for one, result in done:
            try:
                async with self._database.transaction(in_background=True) as storage:
                    await self._settle(storage, [result])
                settled.append((one, result))
            except Exception as bug:  # noqa: BLE001 - it is logged whole there
                self._leave_alone(one, bug)
        async with self._database.transaction(in_background=True) as storage:
            return settled, await self._choose_next(storage, settled)

    async def _choose_next(self, storage: Storage, settled: Sequence[tuple[D, R]]) -> Sequence[D]:
        return await self._choose(storage, 4 * self._places, self._hosts - {one.host for one, _ in settled})

    def _leave_alone(self, one: D, bug: Exception) -> None:
        """Log what went wrong with ``one``, and ask nothing of its host for a while."""
        log.error("not worked off", exc_info=bug, extra={"host": one.host, "again_in_s": _AFTER_A_BUG_S})
        asyncio.get_running_loop().call_later(_AFTER_A_BUG_S, self._hosts.discard, one.host)
