"""One simulation: a world, a Telegram, programs that crash one after the other, and what has to hold in the end."""

import asyncio
import logging
import math
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

from storage.database import Database, open_database
from storage.deliveries import Deliveries
from storage.errors import StorageError
from storage.models import Delivery

from .disk import Disk
from .invariants import IN_FLIGHT, broken
from .leases import leases_kept
from .loop import VirtualLoop
from .power import RUNNING, Power, fails_after, powered
from .program import PART, Program
from .telegram import DELIVERING, Rates, SimulatedTelegram
from .world import World

_STEPS = (timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1))
_FILE = "daybook.db"
_SECOND_S = 1800.0  # for how long a second instance runs, in the mean
_MARKED_S = 60.0  # an answer is marked within, however busy the database is


@dataclass(frozen=True)
class Size:
    """How much is simulated.

    steps    a program takes between two crashes, in the mean
    busy     how often a transaction finds the database taken by another program
    trouble  how many virtual seconds pass between two things that people, sources or the clock do
    """

    chats: int = 16
    meetings: int = 8
    days: float = 2  # from the first meeting to the last
    steps: float = 400
    busy: float = 0.003
    trouble: float = 9000
    rates: Rates = field(default_factory=lambda: Rates().times(2))


SMALL = Size(chats=5, meetings=2, days=0.25, steps=350, busy=0, trouble=60_000, rates=Rates().times(6))
FULL = Size(
    chats=1000,
    meetings=100,
    days=10,
    steps=15_000,
    busy=0.0005,
    trouble=2500,
    rates=Rates(
        flood=0.004,  # of two chats at once: for the product that is a flood of all
        flood_of_all=0.0001,
        flood_without_parameters=0.01,
        refused=0.025,
        no_connection_in_time=0.008,
        broken_before=0.012,
        broken_after=0.012,
        late_answer=0.004,
        server_error=0.025,
        bad_json=0.008,
        blocked=0.0003,
        closed=0.0003,
        migrated=0.01,
        crash_on_the_way=0.003,
    ),
)
BLOCKING = Size(chats=6, meetings=3, days=0.25, steps=300, busy=0, trouble=15_000, rates=Rates(blocked=0.15))


@dataclass
class Result:
    """What came of one simulation."""

    seed: int
    owed: int = 0
    accepted: int = 0
    copies: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    busiest: int = 0
    refused_floods: int = 0
    broken: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        states = ", ".join(f"{number} {state}" for state, number in sorted(self.states.items()))
        faults = ", ".join(f"{number} {fault}" for fault, number in self.faults.most_common())
        return (
            f"seed {self.seed}: {self.owed} owed ({states}); {self.accepted} accepted, {self.copies} of them copies; "
            f"{self.faults.total()} faults ({faults}); "
            f"at most {self.busiest} messages in a second, {self.refused_floods} refused as too many; "
            f"{len(self.broken)} invariants broken"
        )


class Simulation:
    """One simulation; everything in it follows from ``seed``."""

    def __init__(self, seed: int, size: Size, folder: Path) -> None:
        self._loop = loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        self._size, self._path = size, folder / _FILE
        self._address = f"sqlite:///{self._path}"
        parts = ("world", "telegram", "disk", "crashes", "trouble", "outbox")
        chances = [Random(f"{seed} {part}") for part in parts]  # noqa: S311 - a simulation
        self._crashes, self._trouble, self._outbox = chances[3:]
        self.world = World(loop, chances[0], size.chats, size.meetings, size.days)
        self.telegram = SimulatedTelegram(loop, chances[1], size.rates)
        self.disk = Disk(chances[2], self._busy_s)
        self.result = Result(seed)
        self.problems: list[str] = []
        self._is_over = False
        self._programs: dict[str, Program] = {}  # those that run, by their names
        self._started = 0
        self._second: asyncio.Task[None] | None = None  # beside the other, where there is one

    async def run(self, mutated: Callable[[Disk, Path], AbstractContextManager[object]]) -> Result:
        """Run until every meeting is past and everything owed has come to its end."""
        with (
            self.disk.inserted(),
            _errors_kept(self.problems),
            leases_kept(self.world.clock, self._programs.__contains__),
        ):
            async with open_database(self._address, as_it_is=True) as database:
                await self.world.begin(database)
                with mutated(self.disk, self._path), _claims_followed(self.telegram):
                    await self._live(database)
        telegram, result = self.telegram, self.result
        result.faults.update(telegram.faults)
        result.busiest, result.refused_floods = telegram.busiest, telegram.refused_floods
        result.broken = [*self.problems, *telegram.broken, *broken(self.world, telegram, self._rows(), result)]
        return result

    async def _live(self, database: Database) -> None:
        trouble = asyncio.create_task(self._make_trouble(database))
        going = asyncio.create_task(self._keep_going(trouble))
        while self.world.clock.now() < self.world.ends_at:
            await asyncio.wait({trouble, going}, timeout=3600, return_when=asyncio.FIRST_COMPLETED)
            for task in (trouble, going):
                if task.done() and not task.cancelled():
                    task.result()
            if going.done():
                return
        trouble.cancel()
        for person in self.world.people:
            await self._let_in(database, person.chat.chat_id)
        await asyncio.sleep(6 * 3600)
        self._is_over = True
        for program in self._programs.values():
            program.power.cut()
        await asyncio.wait({trouble, going, *([self._second] if self._second else [])})

    async def _keep_going(self, trouble: asyncio.Task[None]) -> None:
        """Start the program again whenever it crashed."""
        while not self._is_over:
            await self._run_until_crash()
            [(owed,)] = self._query("SELECT count(*) FROM deliveries")
            if owed > (most := 6 * self._size.chats * self._size.meetings):
                self.problems.append(f"{owed} rows are owed, and {most} would be many")
                trouble.cancel()
                return
            await asyncio.sleep(self._crashes.uniform(2, 4))  # the product waits for two seconds after a crash

    async def _run_until_crash(self, longest_s: float = math.inf) -> None:
        """Run a program until it crashes, which it does after ``longest_s`` at the latest."""
        self._started += 1
        power = Power(fails_after(self._crashes, self._size.steps), f"program {self._started}")
        if longest_s < math.inf:
            self._loop.call_later(longest_s, power.cut)
        program = Program(power, self._address, self.world, self.telegram, self._outbox)
        self._programs[power.name] = program
        await program.run()
        del self._programs[power.name]
        self._look_at_claimed(power.name)
        self.result.faults["crash"] += not self._is_over

    def _start_second(self) -> None:
        """Start a program beside the other, where there is none yet."""
        if self._second is not None:
            if not self._second.done():
                return
            self._second.result()
        self.result.faults["second instance"] += 1
        self._second = asyncio.create_task(self._run_until_crash(self._crashes.expovariate(1 / _SECOND_S)))

    def _look_at_claimed(self, name: str) -> None:
        """Note which rows the crash of a program that sent left claimed; there may be no more than were in flight."""
        if not self._query(f"SELECT 1 FROM leases WHERE name = '{PART}' AND holder = '{name}'"):
            return
        now, answered = self._loop.time(), self.telegram.answered
        claimed = self._query("SELECT id FROM deliveries WHERE state = 'claimed'")
        self.world.restarts.append(now)
        for (delivery,) in claimed:
            self.world.left_claimed[delivery].append(now)
            answered_at = answered.get(delivery, now)
            if answered_at < now - _MARKED_S and not any(at > answered_at for at in self.world.lock_failures[-99:]):
                self.problems.append(f"delivery {delivery} is not marked at {now:.3f}, answered at {answered_at:.3f}")
        if len(claimed) > IN_FLIGHT:
            self.problems.append(f"a crash left {len(claimed)} rows claimed at {now:.3f}")

    async def _make_trouble(self, database: Database) -> None:
        """Do what people, sources and the clock do, and undo what Telegram refuses after a while."""
        chance, world, faults = self._trouble, self.world, self.result.faults
        steps = [0.0] + [0.004] * len(_STEPS)
        while True:
            await asyncio.sleep(chance.expovariate(1 / self._size.trouble))
            match chance.choices(["people", "meeting", "second", *_STEPS], weights=[0.65, 0.25, 0.1, *steps[1:]])[0]:
                case "people":
                    faults["unsubscribed or muted"] += 1
                    await world.disturb(database)
                case "meeting":
                    faults["moved or cancelled"] += 1
                    await world.move_meeting(database)
                case "second":
                    self._start_second()
                case timedelta() as step:
                    faults["clock step"] += 1
                    world.clock.step(step)
            for program in self._programs.values():
                program.news.set()
            for chat_id, place in list(self.telegram.places.items()):
                if place.moved_to is not None and place.moved_to not in world.by_id:
                    world.moved(chat_id, place.moved_to)
                if (place.is_blocked or place.is_closed) and chance.random() < 0.3:
                    await self._let_in(database, chat_id)

    async def _let_in(self, database: Database, chat_id: int) -> None:
        place = self.telegram.place(chat_id)
        if place.moved_to is not None and chat_id in self.world.by_id:
            self.world.moved(chat_id, place.moved_to)
        person = self.world.by_id[chat_id]
        now = self._loop.time()
        if place.is_blocked or place.is_closed:
            person.away.append((0.0, now))
            person.gone.append(now)
        place.is_blocked = place.is_closed = False
        await self.world.return_to(database, person)

    def _busy_s(self) -> float:
        if self.disk.chance.random() >= self._size.busy:
            return 0
        self.result.faults["database busy"] += 1
        busy_s = self.disk.chance.choice((0.01, 0.5, 5, 12))
        if busy_s > 10:
            self.world.lock_failures.append(self._loop.time())
        return busy_s

    def _query(self, statement: str) -> list[sqlite3.Row]:
        connection = sqlite3.connect(self._path)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def _rows(self) -> list[sqlite3.Row]:
        assert self._query("PRAGMA integrity_check") == [("ok",)]
        columns = "id, chat_id, kind, subject, revision, offset_s, state, reason"
        return self._query(f"SELECT {columns} FROM deliveries ORDER BY id")


@contextmanager
def _claims_followed(telegram: SimulatedTelegram) -> Iterator[None]:
    """Let each task know which Delivery it claimed: what it then sends is about that."""
    claim = Deliveries.claim

    async def followed(self: Deliveries, delivery: Delivery) -> bool:
        is_claimed = await claim(self, delivery)
        if is_claimed:
            DELIVERING.set(delivery)
            telegram.answered.pop(delivery.id, None)
        return is_claimed

    with patch.object(Deliveries, "claim", followed):
        yield


@contextmanager
def _errors_kept(problems: list[str]) -> Iterator[None]:
    """Keep what the product logs as its own mistakes; a database that fails is none."""

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = record.exc_info[1] if record.exc_info else None
            ours = record.name.partition(".")[0] in ("bot", "jobs", "storage")
            if ours and not isinstance(error, StorageError):
                problems.append(f"logged: {record.getMessage()}: {error!r}")

    root, keeper = logging.getLogger(), Keeper(logging.ERROR)
    root.addHandler(keeper)
    propagate = logging.lastResort
    logging.lastResort = None
    try:
        yield
    finally:
        root.removeHandler(keeper)
        logging.lastResort = propagate


@cache
def _empty_database() -> bytes:
    """Return the file of an empty database of the present version."""

    async def make(path: Path) -> None:
        async with open_database(f"sqlite:///{path}"):
            pass

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        asyncio.run(make(path))
        return path.read_bytes()


def simulate(
    seed: int, size: Size, mutated: Callable[[Disk, Path], AbstractContextManager[object]] = lambda *_: nullcontext()
) -> Result:
    """Return what comes of a simulation of ``size`` that follows from ``seed``."""
    memory = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one
    folder = Path(tempfile.mkdtemp(prefix="daybook-", dir=memory if memory.is_dir() else None))
    (folder / _FILE).write_bytes(_empty_database())
    loop = VirtualLoop()
    powered(loop)

    async def run() -> Result:
        return await Simulation(seed, size, folder).run(mutated)

    try:
        RUNNING.set(None)
        return loop.run_until_complete(run())
    finally:
        loop.close()
        shutil.rmtree(folder)
