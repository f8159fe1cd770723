import asyncio
from contextlib import suppress

import pytest
from yarl import URL

from jobs.sources.web.turns import Turns

HERE = URL("https://komu.com/a")


async def is_free(turns: Turns, address: str) -> bool:
    try:
        async with asyncio.timeout(0.02), turns.at(URL(address)):
            return True
    except TimeoutError:
        return False


@pytest.mark.parametrize(
    "same",
    [
        "https://komu.com/b",
        "http://komu.com/a",
        "https://komu.com:8443/",
        "https://www.komu.com/",
        "https://KOMU.com./",
    ],
)
async def test_a_host_has_one_turn_at_a_time(same: str) -> None:
    turns = Turns()
    async with turns.at(HERE):
        assert not await is_free(turns, same)
    assert await is_free(turns, same)


async def test_other_hosts_have_their_own() -> None:
    turns = Turns()
    async with turns.at(HERE):
        assert await is_free(turns, "https://news.komu.com/")


async def test_the_next_turn_comes_after_the_pause() -> None:
    turns = Turns()
    async with turns.at(HERE) as turn:
        turn.pause_s = 0.05
    assert not await is_free(turns, str(HERE))
    async with asyncio.timeout(5), turns.at(HERE):
        pass


async def test_a_turn_that_fails_is_given_on_after_its_pause() -> None:
    turns = Turns()
    with suppress(ValueError):
        async with turns.at(HERE) as turn:
            turn.pause_s = 600
            raise ValueError
    assert not await is_free(turns, str(HERE))


async def test_who_gives_up_waiting_takes_no_turn() -> None:
    turns = Turns()
    async with turns.at(HERE):
        assert not await is_free(turns, str(HERE))
    assert await is_free(turns, str(HERE))
