"""One Daybook at a time runs each part on a database."""

import asyncio
import os
import socket
import sys

from storage.database import Storage
from storage.leases import LEASE, Held, this_process
from tests.builders import NOW

OTHER = "another-host:1"


async def test_a_lease_is_one_holders_until_its_deadline(storage: Storage) -> None:
    assert await storage.leases.take("bot", OTHER, NOW) is None
    assert await storage.leases.take("bot", this_process(), NOW + LEASE / 2) == OTHER
    assert await storage.leases.take("bot", OTHER, NOW + LEASE / 2) is None
    assert await storage.leases.take("bot", this_process(), NOW + LEASE) == OTHER
    assert await storage.leases.take("bot", this_process(), NOW + 2 * LEASE) is None


async def test_a_lease_that_was_released_is_free(storage: Storage) -> None:
    await storage.leases.take("bot", OTHER, NOW)
    await storage.leases.release("bot", OTHER)
    assert await storage.leases.take("bot", this_process(), NOW) is None


async def test_the_two_sides_have_leases_of_their_own(storage: Storage) -> None:
    await storage.leases.take("bot", OTHER, NOW)
    assert await storage.leases.take("jobs", this_process(), NOW) is None
    assert [one.name for one in await storage.leases.held(NOW)] == ["bot", "jobs"]
    assert await storage.leases.held(NOW + 2 * LEASE) == []


async def test_a_process_of_this_machine_that_is_gone_holds_nothing(storage: Storage) -> None:
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await gone.wait()
    await storage.leases.take("bot", f"{socket.gethostname()}:{gone.pid}", NOW)
    assert await storage.leases.take("bot", this_process(), NOW) is None


async def test_a_process_of_this_machine_that_runs_keeps_its_lease(storage: Storage) -> None:
    parent = f"{socket.gethostname()}:{os.getppid()}"
    await storage.leases.take("bot", parent, NOW)
    assert await storage.leases.take("bot", this_process(), NOW) == parent


async def test_crashes_in_a_row_are_counted_until_one_goes_well(storage: Storage) -> None:
    for number in range(3):
        await storage.leases.take("bot", f"another-host:{number}", NOW + number * LEASE)
        assert await storage.leases.crashes("bot") == number
    await storage.leases.forget_crashes("bot", "another-host:2")
    assert await storage.leases.crashes("bot") == 0


async def test_a_crash_is_one_also_where_the_next_process_has_the_same_name(storage: Storage) -> None:
    in_a_container = "daybook:1"
    await storage.leases.take("bot", in_a_container, NOW)
    await storage.leases.take("bot", in_a_container, NOW + LEASE / 9, renews=True)
    assert await storage.leases.crashes("bot") == 0
    await storage.leases.take("bot", in_a_container, NOW + LEASE / 3)
    assert await storage.leases.crashes("bot") == 1


async def test_a_held_lease_says_since_when_and_after_how_many_crashes(storage: Storage) -> None:
    await storage.leases.take("bot", OTHER, NOW)
    await storage.leases.take("bot", OTHER, NOW + LEASE / 9, renews=True)
    assert await storage.leases.held(NOW) == [Held("bot", OTHER, NOW, 0)]
    await storage.leases.take("bot", this_process(), NOW + 2 * LEASE)
    assert await storage.leases.held(NOW + 2 * LEASE) == [Held("bot", this_process(), NOW + 2 * LEASE, 1)]


async def test_a_lease_lasts_only_for_its_holder_and_until_its_deadline(storage: Storage) -> None:
    await storage.leases.take("bot", this_process(), NOW)
    assert await storage.leases.lasts("bot", this_process(), NOW + LEASE)
    assert not await storage.leases.lasts("bot", this_process(), NOW + 2 * LEASE)
    assert not await storage.leases.lasts("bot", OTHER, NOW)
