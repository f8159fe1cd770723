"""What changes something is for those who may, by every button and in every kind of update."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot import buttons
from bot.access import Right
from bot.application import Daybook
from bot.buttons import Listed, Press, Two, Verb, written
from bot.handlers.press import _NEEDS
from bot.query import Query
from storage.database import Database
from storage.models import Filter
from tests.bot.conftest import ADMIN, READER, Knows, answer_of
from tests.bot.test_application import ADMIN_COMMANDS, CHAT_COMMANDS, FORUM
from tests.builders import NOW, TODAY
from tests.telegram_api import ANONYMOUS_ADMIN, TelegramApi, User

ADMIN_BUTTONS = [verb for verb, right in _NEEDS.items() if right is Right.ADMIN]
EVERYBODYS_BUTTONS = {Verb.WHY, Verb.ICS}
NOT_ADMINS = {
    "anybody": READER,
    "one with an admin's name": User(6, "Root", username="Root"),
    "an anonymous admin of the group": ANONYMOUS_ADMIN,
    "Telegram itself": User(777000),
}
OTHER_BOT = {"id": 9, "is_bot": True, "first_name": "Other"}


@asynccontextmanager
async def nothing_changes(database: Database) -> AsyncIterator[None]:
    """See to it that all stays as it was of what people might change."""

    async def present() -> list[object]:
        async with database.transaction() as storage:
            chats = [await storage.chats.get(chat_id) for chat_id in (ADMIN, FORUM)]
            wanted = [await storage.chats.subscriptions(chat) for chat in chats]
            return [chats, wanted, await storage.sources.listed(), await storage.decisions.asked()]

    async with database.transaction() as storage:
        await storage.sources.add("https://example.net/feed", added_by=ADMIN, now=NOW)
    before = await present()
    yield
    assert await present() == before


def pressed(verb: Verb) -> str:
    """Return what a button with that verb carries."""
    whats = (1, Two(1, 2), Listed(1), Query(TODAY, TODAY, Filter()))
    return written(Press(verb, next(what for what in whats if isinstance(what, buttons._OF[verb]))))  # noqa: SLF001


def test_a_button_that_needs_no_right_changes_nothing() -> None:
    assert {verb for verb, right in _NEEDS.items() if right is Right.NONE} == EVERYBODYS_BUTTONS
    assert set(_NEEDS) == set(Verb)


@pytest.mark.parametrize("who", NOT_ADMINS.values(), ids=NOT_ADMINS)
async def test_only_an_admin_may_press_the_buttons_of_admins(
    bot: Daybook, telegram: TelegramApi, database: Database, knows: Knows, who: User | int
) -> None:
    await knows()
    telegram.group(FORUM, owner=1)
    shown = await telegram.asks(FORUM, "/help@DaybookTestBot", user=1)
    async with nothing_changes(database):
        for verb in ADMIN_BUTTONS:
            telegram.calls_back(shown, pressed(verb), user=who)
            answer = await answer_of(telegram)
            assert (answer.text, answer.alert) == ("Only Daybook’s admins may do that.", True), verb


async def test_an_error_in_the_check_is_a_no_to_every_button(
    bot: Daybook, telegram: TelegramApi, database: Database, knows: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    await knows()
    shown = await telegram.asks(ADMIN, "/start")
    monkeypatch.setattr("bot.access.is_admin", broken)
    async with nothing_changes(database):
        for verb in ADMIN_BUTTONS:
            telegram.calls_back(shown, pressed(verb))
            assert (await answer_of(telegram)).text.startswith("Something went wrong here"), verb


def for_another_bot(command: str) -> str:
    name, space, words = command.partition(" ")
    return f"{name}@OtherBot{space}{words}"


def in_a_channel(telegram: TelegramApi, command: str) -> None:
    post = {"message_id": 1, "date": int(NOW.timestamp()), "chat": {"id": -1009, "type": "channel"}, "text": command}
    length = len(command.partition(" ")[0])
    telegram.raw_update({"channel_post": post | {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}})


NOT_FRESH: dict[str, Callable[[TelegramApi, str], object]] = {
    "forwarded": lambda telegram, command: telegram.says(ADMIN, command, forwarded=True),
    "via another bot": lambda telegram, command: telegram.says(ADMIN, command, via_bot=OTHER_BOT),
    "edited": lambda telegram, command: telegram.edits(telegram.says(ADMIN, "/help@OtherBot"), command),
    "for another bot": lambda telegram, command: telegram.says(ADMIN, for_another_bot(command)),
    "for another bot in a group": lambda telegram, command: telegram.says(FORUM, for_another_bot(command), user=ADMIN),
    "in a channel": in_a_channel,
}


@pytest.mark.parametrize("given", NOT_FRESH.values(), ids=NOT_FRESH)
async def test_a_command_that_is_no_fresh_message_of_a_person_changes_nothing(
    bot: Daybook, telegram: TelegramApi, database: Database, knows: Knows, given: Callable[[TelegramApi, str], object]
) -> None:
    await knows()
    telegram.group(FORUM)
    async with nothing_changes(database):
        for command in (*ADMIN_COMMANDS, *CHAT_COMMANDS):
            given(telegram, command)
        await telegram.settled()
        for chat_id in (ADMIN, FORUM):
            await telegram.asks(chat_id, "/help@DaybookTestBot", user=ADMIN)
    assert [sent.text[:13] for sent in telegram.sent] == ["Looking ahead"] * 2
