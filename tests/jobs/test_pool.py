"""What is due is worked off so many at a time, one for each host; what is slow or broken holds up nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

import pytest

from jobs.pool import Pool
from storage.database import Database, Storage
from storage.errors import StorageError


@dataclass(frozen=True)
class Job:
    name: str
    host: str


async def _nothing(_: Job) -> None:
    pass


@dataclass
class Jobs:
    """Jobs that are due until they are settled, and what became of them."""

    due: list[Job]
    work: Callable[[Job], Awaitable[None]] = _nothing
    begun: list[str] = field(default_factory=list)
    settled: list[list[str]] = field(default_factory=list)
    busiest: int = 0
    broken: str = ""  # what cannot be settled
    is_down: bool = False
    _running: set[Job] = field(default_factory=set)

    def pool(self, database: Database, places: int = 2, hosts: set[str] | None = None) -> Pool[Job, Job]:
        hosts = set() if hosts is None else hosts
        return Pool(database, choose=self._choose, work=self._work, settle=self._settle, places=places, hosts=hosts)

    async def _choose(self, _storage: Storage, limit: int, busy: Collection[str]) -> list[Job]:
        if self.is_down:
            raise StorageError("The database failed.")
        return [job for job in self.due if job.host not in busy][:limit]

    async def _work(self, job: Job) -> Job:
        assert job.host not in {other.host for other in self._running}
        self._running.add(job)
        self.begun.append(job.name)
        self.busiest = max(self.busiest, len(self._running))
        await asyncio.sleep(0)
        await self.work(job)
        self._running.discard(job)
        return job

    async def _settle(self, _storage: Storage, done: Sequence[Job]) -> None:
        if self.broken in {job.name for job in done} or self.is_down:
            raise StorageError("The database failed.")
        for job in done:
            self.due.remove(job)
        self.settled += [[job.name for job in done]] if done else []


def jobs(count: int, hosts: int) -> list[Job]:
    return [Job(f"{number}", f"{number % hosts}.example") for number in range(count)]


@pytest.mark.parametrize(("places", "hosts", "busiest"), [(3, 20, 3), (8, 2, 2), (1, 1, 1)])
async def test_so_many_are_worked_on_at_a_time_and_one_of_a_host(
    database: Database, places: int, hosts: int, busiest: int
) -> None:
    given = Jobs(jobs(20, hosts))
    await given.pool(database, places).finish()
    assert (given.due, len(given.begun), given.busiest) == ([], 20, busiest)


async def test_the_first_that_is_due_is_the_first_of_its_host(database: Database) -> None:
    given = Jobs([Job("1", "a"), Job("2", "b"), Job("3", "a"), Job("4", "b")])
    await given.pool(database, places=1).finish()
    assert given.begun == ["1", "2", "3", "4"]


async def test_what_is_slow_holds_up_nothing_but_itself(database: Database) -> None:
    answered = asyncio.Event()

    async def wait(job: Job) -> None:
        if job.host == "0.example":
            await answered.wait()

    given = Jobs(jobs(30, 5), wait)
    pool = given.pool(database)
    while len(given.due) > 6:  # those of the slow host
        await pool.begin_due()
        await asyncio.sleep(0)
    assert {job.host for job in given.due} == {"0.example"}
    assert given.begun.count("5") == 0  # the second of the slow host
    answered.set()
    await pool.finish()
    assert given.due == []


async def test_pools_that_share_their_hosts_never_ask_one_at_a_time(database: Database) -> None:
    hosts, answered = {"1.example"}, asyncio.Event()

    async def wait(_: Job) -> None:
        await answered.wait()

    one, other = Jobs(jobs(2, 2), wait), Jobs(jobs(2, 2))
    pool = one.pool(database, hosts=hosts)
    await pool.begin_due()
    await asyncio.sleep(0)
    await other.pool(database, hosts=hosts).begin_due()
    assert (one.begun, other.begun) == (["0"], [])
    answered.set()
    await pool.finish()
    assert hosts == {"1.example"}


async def test_what_is_done_is_settled_together(database: Database) -> None:
    given = Jobs(jobs(40, 40))
    await given.pool(database, places=10).finish()
    assert len(given.settled) < 10


async def test_a_bug_is_logged_whole_and_costs_its_host_alone(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(job: Job) -> None:
        if job.name == "1":
            raise ValueError("a bug")

    given = Jobs(jobs(6, 3), fail)
    with caplog.at_level(logging.ERROR):
        await given.pool(database).finish()
    assert [job.name for job in given.due] == ["1", "4"]  # both of one host
    assert "a bug" in caplog.text


async def test_what_cannot_be_settled_is_left_alone_and_the_others_are_settled(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    given = Jobs(jobs(6, 6), broken="3")
    with caplog.at_level(logging.ERROR):
        await given.pool(database, places=6).finish()
    assert [job.name for job in given.due] == ["3"]
    assert "not worked off" in caplog.text


async def test_while_the_database_fails_nothing_is_lost(database: Database) -> None:
    given = Jobs(jobs(3, 3))
    pool = given.pool(database)

    async def fail(_: Job) -> None:
        given.is_down = True

    given.work = fail
    with pytest.raises(StorageError):
        await pool.finish()
    given.is_down, given.work = False, _nothing
    await pool.finish()
    assert (given.due, len(given.begun)) == ([], 3)


async def test_what_is_stopped_half_way_is_due_again(database: Database) -> None:
    async def wait(_: Job) -> None:
        await asyncio.Event().wait()

    given = Jobs(jobs(3, 3), wait)
    pool = given.pool(database, places=3)
    await pool.begin_due()
    await asyncio.sleep(0)
    await pool.close()
    assert (len(given.begun), len(given.due)) == (3, 3)
