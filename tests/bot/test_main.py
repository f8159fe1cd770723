"""The bot side as a whole: from the first request to a clean end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr

import bot.__main__
import bot.polling
from bot.__main__ import serve
from bot.polling import Poller
from bot.settings import BotSettings
from storage.clock import Clock
from storage.database import Database
from storage.deliveries import Deliveries
from storage.errors import DaybookError, StorageError
from storage.models import DeliveryState
from tests.bot.conftest import ADMIN, READER, eventually, states
from tests.builders import DAY, NOW
from tests.telegram_api import TOKEN, Fault, TelegramApi


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.__main__, "_TICK_S", 0.01)
    monkeypatch.setattr(bot.__main__, "_FIRST_PAUSE", bot.__main__._FIRST_PAUSE / 100)  # noqa: SLF001 - no waiting here


def settings_for(telegram: TelegramApi) -> BotSettings:
    return BotSettings(token=SecretStr(TOKEN), admins=frozenset({ADMIN}), api_url=telegram.url)


@asynccontextmanager
async def serving(telegram: TelegramApi, database: Database, clock: Clock) -> AsyncIterator[asyncio.Task[None]]:
    """Serve while the block runs, and stop cleanly after it; raises what ended it before."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings_for(telegram), database, clock, stop))
    try:
        yield task
        stop.set()
        await asyncio.wait_for(task, 10)
    finally:
        task.cancel()
        await asyncio.wait({task})


async def why_it_ended(task: asyncio.Task[None]) -> str:
    """Return the sentence with which serving ends by itself."""
    async with asyncio.timeout(10):
        await asyncio.wait({task})
    error = task.exception()
    assert isinstance(error, DaybookError)
    return str(error)


async def logged(caplog: pytest.LogCaptureFixture, message: str) -> None:
    """Wait until ``message`` is in the log."""

    async def is_logged() -> bool:
        return message in caplog.messages

    await eventually(is_logged)


async def test_it_answers_sends_and_sets_its_menus(telegram: TelegramApi, database: Database, clock: Clock) -> None:
    async with serving(telegram, database, clock):
        assert (await telegram.asks(READER, "/start")).text.startswith("Daybook keeps a diplomatic diary")
        async with database.transaction() as storage:
            body: dict[str, object] = {"kind": "refused", "address": "https://example.org/", "reason": "It is no feed."}
            await storage.deliveries.owe_notice(READER, "source:1", body, revision=0, now=NOW)
        await telegram.wait_for(lambda sent: "It is no feed." in sent.text)
    menus = {scope: [entry["command"] for entry in menu] for (scope, _), menu in telegram.commands.items()}
    everyone, admins = sorted(menus.values(), key=len)
    assert "addsource" not in everyone
    assert admins[: len(everyone) + 2] == [*everyone, "addsource", "testsource"]
    assert "undo" in admins
    assert await states(database) == [(DeliveryState.SENT, "")]


async def test_it_waits_for_the_network(
    telegram: TelegramApi, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncExitStack() as stack:
        async with telegram.unreachable():
            await stack.enter_async_context(serving(telegram, database, clock))
            await logged(caplog, "telegram not reached")
        await telegram.asks(READER, "/start")


async def test_it_stops_while_it_waits_for_the_network(
    telegram: TelegramApi, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with telegram.unreachable(), serving(telegram, database, clock):
        await logged(caplog, "telegram not reached")


async def test_a_database_that_is_busy_at_the_start_only_delays_it(
    telegram: TelegramApi, database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recover, failures = Deliveries.recover, [StorageError("The database failed: database is locked.")] * 2

    async def busy(self: Deliveries, **how: Any) -> int:
        if failures:
            raise failures.pop()
        return await recover(self, **how)

    monkeypatch.setattr(Deliveries, "recover", busy)
    async with serving(telegram, database, clock):
        assert (await telegram.asks(READER, "/help")).text.startswith("Looking ahead")
    assert not failures


async def test_a_token_that_telegram_does_not_know_is_one_sentence(
    telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    telegram.token = "another:token"  # noqa: S105 - nobody's
    task = asyncio.create_task(serve(settings_for(telegram), database, clock, asyncio.Event()))
    assert (await why_it_ended(task)).startswith("Telegram does not know this DAYBOOK_TOKEN")


async def test_no_token_is_one_sentence(database: Database, clock: Clock) -> None:
    with pytest.raises(DaybookError, match="@BotFather"):
        await serve(BotSettings(token=None), database, clock, asyncio.Event())


async def test_a_token_that_is_withdrawn_meanwhile_stops_it(
    telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    task = asyncio.create_task(serve(settings_for(telegram), database, clock, asyncio.Event()))
    await telegram.asks(READER, "/start")
    telegram.fail_when(lambda _: Fault.unauthorized())
    telegram.says(READER, "/help")
    assert (await why_it_ended(task)).startswith("Telegram does not know this DAYBOOK_TOKEN")


async def test_while_another_program_asks_it_says_so_and_still_sends(
    telegram: TelegramApi, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, database, clock):
        await telegram.asks(READER, "/start")
        telegram.fail_next("getUpdates", Fault.conflict())
        telegram.says(READER, "/help")
        await logged(caplog, bot.polling._SECOND)  # noqa: SLF001 - the sentence itself
        async with database.transaction() as storage:
            body: dict[str, object] = {"kind": "refused", "address": "https://example.org/", "reason": "It is no feed."}
            await storage.deliveries.owe_notice(READER, "source:1", body, revision=0, now=NOW)
        await telegram.wait_for(lambda sent: "It is no feed." in sent.text)


async def test_while_the_machines_clock_is_wrong_nothing_that_is_owed_is_sent(
    telegram: TelegramApi,
    database: Database,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.outbox._ASK_AGAIN_S", 0.01)
    monkeypatch.setattr(telegram, "clock", lambda: NOW - DAY)
    body: dict[str, object] = {"kind": "refused", "address": "https://example.org/", "reason": "It is no feed."}
    async with database.transaction() as storage:
        await storage.deliveries.owe_notice(READER, "source:1", body, revision=0, now=NOW)
    async with serving(telegram, database, clock):
        assert (await telegram.asks(READER, "/help")).text.startswith("Looking ahead")
        await logged(caplog, "the clock of this machine is wrong: nothing that is owed is sent until it is right")
        assert len(telegram.sent) == 1
        monkeypatch.setattr(telegram, "clock", clock.now)
        await telegram.wait_for(lambda sent: "It is no feed." in sent.text)


async def test_a_webhook_that_was_left_is_taken_down(telegram: TelegramApi, database: Database, clock: Clock) -> None:
    async with serving(telegram, database, clock):
        await telegram.asked("deleteWebhook")


async def test_what_is_in_flight_is_waited_for(telegram: TelegramApi, database: Database, clock: Clock) -> None:
    async with serving(telegram, database, clock):
        await telegram.asks(READER, "/start")
        telegram.fail_next("sendMessage", Fault.late(0.5))
        async with database.transaction() as storage:
            body: dict[str, object] = {"kind": "refused", "address": "https://example.org/", "reason": "It is no feed."}
            await storage.deliveries.owe_notice(READER, "source:1", body, revision=0, now=NOW)
        await telegram.wait_for(lambda sent: "It is no feed." in sent.text)
    assert await states(database) == [(DeliveryState.SENT, "")]


async def test_an_update_that_cannot_be_read_holds_nothing_up(
    telegram: TelegramApi, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(telegram, database, clock):
        telegram.raw_update({"message": {"message_id": 1, "date": "yesterday", "chat": {"id": READER}}})
        await telegram.asks(READER, "/start")
    assert "update put aside" in caplog.messages


@pytest.mark.parametrize("number", [None, "seven", [7]])
async def test_an_update_without_a_number_holds_nothing_up(
    telegram: TelegramApi, database: Database, clock: Clock, number: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, nameless = Poller._ask, [{"update_id": number, "message": {}}]  # noqa: SLF001 - the stand-in numbers all

    async def ask(poller: Poller, timeout_s: int) -> list[Any]:
        return [nameless.pop(), {}, None, "?"] if nameless else await asked(poller, timeout_s)

    monkeypatch.setattr(Poller, "_ask", ask)
    monkeypatch.setattr(bot.polling, "_FIRST_PAUSE_S", 0.01)
    async with serving(telegram, database, clock):
        await telegram.asks(READER, "/start")


async def test_what_was_worked_on_does_not_come_again(telegram: TelegramApi, database: Database, clock: Clock) -> None:
    for _ in range(2):
        async with serving(telegram, database, clock):
            if not telegram.sent:
                await telegram.asks(READER, "/start")
    assert len(telegram.sent) == 1


async def test_the_network_may_go_and_come(telegram: TelegramApi, database: Database, clock: Clock) -> None:
    async with serving(telegram, database, clock):
        await telegram.asks(READER, "/start")
        telegram.fail_next("getUpdates", Fault.bad_gateway())
        telegram.says(READER, "/help")
        await telegram.wait_for(lambda sent: sent.text.startswith("Looking ahead"))
