"""A broadcast keeps Telegram's limits and its rate, on a clock that moves while somebody waits for a turn.

``python -m tests.bench_sending`` has it in real time.
"""

import asyncio
from bisect import bisect_left

import pytest

from bot.application import Daybook
from bot.limits import PER_SECOND
from bot.outbox import Outbox
from storage.clock import Clock
from storage.database import Database
from storage.models import Filter
from tests.bot.conftest import Knows
from tests.builders import NOW, at, owe_reminders
from tests.telegram_api import Limits, TelegramApi

CHATS, READERS = range(1, 101), range(1001, 1006)


@pytest.fixture
def limits() -> Limits:
    return Limits()


async def test_a_broadcast_keeps_the_limits_and_its_rate_while_people_ask(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock, knows: Knows
) -> None:
    meeting = await knows("2025-03-14")
    async with database.transaction() as storage:
        for chat_id in CHATS:
            telegram.private(chat_id)
            await storage.chats.subscribe(await storage.chats.get(chat_id), Filter(), now=NOW)
        await owe_reminders(storage, meeting)
    clock.move_to(at("2025-03-13 09:00"))
    stop = asyncio.Event()
    sending = asyncio.create_task(Outbox(bot.bot, database, clock, turns=bot.bot_data.turns).keep_sending(stop, 0.01))
    for place, reader in enumerate(READERS):
        await telegram.wait_for(place * len(CHATS) // len(READERS) + 1)
        telegram.says(reader, "/briefing")
    await telegram.wait_for(len(CHATS) + len(READERS), timeout_s=60)
    stop.set()
    await sending
    moments = sorted(sent.at.timestamp() for sent in telegram.sent)
    assert [request for request in telegram.requests if request.status == 429] == []
    assert max(bisect_left(moments, moment + 1) - place for place, moment in enumerate(moments)) <= 30
    assert len(moments) / (moments[-1] - moments[0]) >= 0.95 * PER_SECOND
