"""Whose turn it is to send."""

import asyncio

import pytest
from telegram.error import TelegramError

from bot.limits import BURST, Pace
from bot.turns import Turns
from tests.simulation.loop import VirtualLoop


class Time:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.001)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def turns(time: Time, pace: Pace) -> Turns:
    return Turns(pace, run_time=lambda: time.now, sleep=time.sleep)


async def test_a_reply_waits_for_its_chats_turn(turns: Turns, time: Time) -> None:
    for _ in range(4):
        await turns.of_reply(5)
    assert 3 <= time.now < 3.1


async def test_deliveries_leave_one_free_for_a_reply(turns: Turns, time: Time) -> None:
    for chat_id in range(1, BURST):
        assert await turns.of_delivery(chat_id, lambda: False)
        turns.count(chat_id)
    assert time.now == 0
    await turns.of_reply(9)
    assert time.now == 0
    assert await turns.of_delivery(8, lambda: False)
    assert time.now > 0


async def test_a_reply_is_not_awaited_for_ever(turns: Turns, time: Time) -> None:
    turns.freeze(5, 600)
    with pytest.raises(TelegramError, match="600 s"):
        await turns.of_reply(5)
    assert time.now == 0


def test_of_many_replies_that_wait_one_looks_whether_it_may_go() -> None:
    loop, looks, many = VirtualLoop(), [], 500

    async def sleep(seconds: float) -> None:
        looks.append(loop.time())
        await asyncio.sleep(seconds)

    async def reply_to_all() -> list[int]:
        turns, answered = Turns(Pace(), run_time=loop.time, sleep=sleep), []

        async def reply(chat_id: int) -> None:
            await turns.of_reply(chat_id)
            answered.append(chat_id)
            turns.answered()

        await asyncio.gather(*map(reply, range(many)))
        return answered

    try:
        assert loop.run_until_complete(reply_to_all()) == list(range(many))
    finally:
        loop.close()
    assert len(looks) <= 2 * many


async def test_a_reply_that_waits_for_its_chat_holds_up_no_other(turns: Turns, time: Time) -> None:
    turns.freeze(5, 100)
    waiting = asyncio.create_task(turns.of_reply(5))
    await turns.of_reply(6)
    assert time.now < 1
    waiting.cancel()


async def test_a_delivery_has_no_turn_while_its_chat_or_all_rest(turns: Turns) -> None:
    turns.freeze(5, 600)
    assert not await turns.of_delivery(5, lambda: False)
    assert await turns.of_delivery(6, lambda: False)
    turns.freeze(6, 600)
    assert not await turns.of_delivery(7, lambda: False)


async def test_without_a_pace_nobody_waits() -> None:
    turns = Turns()
    turns.freeze(5, 600)
    await turns.of_reply(5)
    assert await turns.of_delivery(5, lambda: False)
