"""What people do is kept before it is worked on, and worked on once."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.application import Daybook, build_application
from bot.floods import Floods
from bot.inbox import Inbox
from bot.request import TelegramRequest
from storage.clock import Clock
from storage.database import Database
from storage.errors import StorageError
from storage.models import DeliveryState, Reply, UpdateState
from storage.replies import Replies
from storage.updates import Updates
from tests.bot.conftest import ADMIN, READER, eventually
from tests.builders import DAY, NOW
from tests.telegram_api import Fault, TelegramApi

Json = dict[str, object]


@pytest.fixture
async def inbox(telegram: TelegramApi, database: Database, clock: Clock) -> AsyncIterator[Inbox]:
    """Give an inbox that works on nothing until it is told to."""
    application: Daybook = build_application(
        database=database,
        clock=clock,
        admins=[ADMIN],
        token=telegram.token,
        request=TelegramRequest(),
        api_url=telegram.url,
    )
    await application.initialize()
    yield Inbox(application, Floods())
    await application.shutdown()


def typed(number: int, text: str, chat_id: int = READER) -> Json:
    """Return an update: a person types ``text``."""
    person = {"id": chat_id, "is_bot": False, "first_name": "Ada"}
    chat = {"id": chat_id, "type": "private", "first_name": "Ada"}
    message: Json = {"message_id": number, "date": int(NOW.timestamp()), "chat": chat, "from": person, "text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": number, "message": message}


async def counted(database: Database) -> dict[UpdateState, int]:
    async with database.transaction() as storage:
        return await storage.updates.count()


async def test_an_update_that_comes_twice_is_worked_on_once(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    for _ in range(2):
        assert await inbox.keep([typed(7, "/help")]) == [7]
        await inbox.work_off()
    assert len(telegram.sent) == 1
    assert await counted(database) == {UpdateState.DONE: 1}


async def test_what_was_kept_before_a_crash_is_worked_on_after_it(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    await inbox.keep([typed(7, "/help")])
    stop = asyncio.Event()
    working = asyncio.create_task(inbox.work(stop))
    await telegram.wait_for(1)
    stop.set()
    await working
    assert await counted(database) == {UpdateState.DONE: 1}


async def test_an_answer_that_was_owed_before_a_crash_is_sent_after_it(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    async with database.transaction() as storage:
        await storage.updates.keep(7, READER, json.dumps(typed(7, "/help")), now=NOW)
        await storage.updates.settle(7, now=NOW)
        said = {"text": "an answer", "buttons": None}
        await storage.replies.owe([Reply(7, READER, 0, "sendMessage", said, NOW)])
    await inbox.work_off()
    assert [sent.text for sent in telegram.sent] == ["an answer"]


async def test_an_answer_in_doubt_is_not_given_again(inbox: Inbox, telegram: TelegramApi, database: Database) -> None:
    telegram.fail_next("sendMessage", Fault.closed(accepted=True))
    await inbox.keep([typed(7, "/help")])
    await inbox.work_off()
    async with database.transaction() as storage:
        [(_, state, _)] = await storage.replies.of(7)
    assert state is DeliveryState.IN_DOUBT
    await inbox.work_off()
    assert len(telegram.sent) == 1


async def test_an_answer_that_could_not_be_marked_is_in_doubt(
    inbox: Inbox, telegram: TelegramApi, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, failures = Replies.settle, iter([StorageError("The database failed: disk full.")])

    async def settle_at_last(self: Replies, *args: Any, **how: Any) -> None:
        for failure in failures:
            raise failure
        await settle(self, *args, **how)

    monkeypatch.setattr(Replies, "settle", settle_at_last)
    await inbox.keep([typed(7, "/help"), typed(8, "/help")])
    await inbox.work_off()
    assert len(telegram.sent) == 2
    async with database.transaction() as storage:
        ends = [state for number in (7, 8) for _, state, _ in await storage.replies.of(number)]
    assert ends == [DeliveryState.IN_DOUBT, DeliveryState.SENT]


async def test_an_answer_that_did_not_leave_is_given_later(inbox: Inbox, telegram: TelegramApi) -> None:
    telegram.fail_next("sendMessage", Fault.flood_without_parameters())
    await inbox.keep([typed(7, "/help")])
    await inbox.work_off()
    assert len(telegram.sent) == 1


async def test_an_answer_that_is_a_day_late_is_not_given(
    inbox: Inbox, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    async with database.transaction() as storage:
        await storage.updates.keep(7, READER, "{}", now=NOW)
        await storage.updates.settle(7, now=NOW)
        await storage.replies.owe([Reply(7, READER, 0, "sendMessage", {"text": "late", "buttons": None}, NOW)])
    clock.move_to(NOW + 2 * DAY)
    await inbox.work_off()
    assert telegram.sent == []


async def test_what_cannot_be_read_is_put_aside_and_holds_nothing_up(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    malformed: Json = {"update_id": 6, "message": {"message_id": 1, "date": "yesterday", "chat": {"id": READER}}}
    assert await inbox.keep([malformed, typed(7, "/help"), None, {"update_id": 2**63}]) == [6, 7]
    await inbox.work_off()
    assert len(telegram.sent) == 1
    assert await counted(database) == {UpdateState.ASIDE: 1, UpdateState.DONE: 1}


@pytest.mark.parametrize("chat_id", [None, "5", 5.5, 2**63, [], {}, float("nan"), "\ud800"], ids=repr)
async def test_what_names_no_chat_is_put_aside_and_holds_nothing_up(
    inbox: Inbox, telegram: TelegramApi, database: Database, chat_id: object
) -> None:
    nowhere: Json = {
        "update_id": 6,
        "message": {"message_id": 1, "date": 0, "chat": {"id": chat_id, "type": "private"}},
    }
    assert await inbox.keep([{"update_id": float("inf")}, nowhere, typed(7, "/help")]) == [6, 7]
    await inbox.work_off()
    assert len(telegram.sent) == 1
    assert await counted(database) == {UpdateState.ASIDE: 1, UpdateState.DONE: 1}


async def test_a_number_that_is_written_otherwise_is_that_number(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    assert await inbox.keep([typed(6, "/help") | {"update_id": 6.5}]) == [6]
    async with asyncio.timeout(10):
        await inbox.work_off()
    assert len(telegram.sent) == 1
    assert await counted(database) == {UpdateState.DONE: 1}


async def test_what_nobody_handles_is_done(inbox: Inbox, telegram: TelegramApi, database: Database) -> None:
    await inbox.keep([{"update_id": 6}, {"update_id": 7, "edited_message": typed(7, "/subscribe")["message"]}])
    await inbox.work_off()
    assert await counted(database) == {UpdateState.DONE: 2}
    assert telegram.sent == []


async def test_a_flood_of_one_person_is_put_aside_and_delays_nobody(
    inbox: Inbox, telegram: TelegramApi, database: Database
) -> None:
    await inbox.keep([typed(number, "/dance") for number in range(1, 1001)])
    assert await counted(database) == {UpdateState.NEW: 60, UpdateState.ASIDE: 940}
    stop = asyncio.Event()
    working = asyncio.create_task(inbox.work(stop))
    await inbox.keep([typed(2000, "/help", chat_id=ADMIN)])
    await telegram.wait_for(lambda sent: sent.chat_id == ADMIN)
    assert len(telegram.sent) < 60
    stop.set()
    await working


async def test_what_comes_again_because_the_database_failed_is_no_flood(
    inbox: Inbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> bool:
        raise StorageError("The database failed: disk full.")

    with monkeypatch.context() as patch:
        patch.setattr(Updates, "keep", broken)
        for _ in range(100):
            with pytest.raises(StorageError):
                await inbox.keep([typed(7, "/help")])
    await inbox.keep([typed(7, "/help")])
    assert await counted(database) == {UpdateState.NEW: 1}


async def test_what_is_long_done_is_forgotten(
    inbox: Inbox, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    await inbox.keep([typed(7, "/help")])
    await inbox.work_off()
    clock.move_to(NOW + 2 * DAY)
    stop = asyncio.Event()
    working = asyncio.create_task(inbox.work(stop))

    async def is_forgotten() -> bool:
        return await counted(database) == {}

    await eventually(is_forgotten)
    stop.set()
    await working
