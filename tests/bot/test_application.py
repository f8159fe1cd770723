"""Who is answered what: every command, from every kind of person, in every kind of update."""

import asyncio
import itertools
import logging

import pytest

from bot.access import Right
from bot.application import COMMANDS, Daybook
from bot.days import say
from storage.database import Database
from storage.errors import StorageError
from storage.models import DeliveryState
from tests.bot.conftest import ADMIN, READER, Knows, answer_of, edits, eventually, states
from tests.builders import NOW
from tests.telegram_api import ANONYMOUS_ADMIN, Fault, Limits, TelegramApi, User

FORUM = -1001
WORDS = {  # after a command, so that it would change something
    "addsource": "example.org",
    "daily": "08:00",
    "edit": "1 place Geneva",
    "merge": "1 2",
    "mute": "1",
    "remind": "2h",
    "timezone": "Geneva",
    "unsubscribe": "all",
}
NEED = {right: [name for name, (_, needed) in COMMANDS.items() if needed is right] for right in Right}
ADMIN_COMMANDS, CHAT_COMMANDS = (
    [f"/{name} {WORDS.get(name, 1)}" for name in NEED[one]] for one in (Right.ADMIN, Right.CHAT)
)
EVERYBODYS = {"start", "help", "briefing", "meeting", "why", "subscriptions", "calendar", "settings", "read"}
NOT_ADMINS = {
    "anybody": {"user": User(READER)},
    "one with an admin's name": {"user": User(6, "Root", username="Root")},
    "an anonymous admin of the group": {"user": ANONYMOUS_ADMIN, "sender_chat": {"id": FORUM, "type": "supergroup"}},
    "a channel": {"user": User(136817688, is_bot=True), "sender_chat": {"id": -1009, "type": "channel"}},
    "Telegram itself": {"user": User(777000)},
    "an admin in the name of a chat": {"user": User(ADMIN), "sender_chat": {"id": FORUM, "type": "supergroup"}},
}


def in_group(command: str) -> str:
    """Return the command as it is typed in a group."""
    name, _, words = command.partition(" ")
    return f"{name}@DaybookTestBot {words}"


def test_what_needs_no_right_changes_nothing_for_anybody_else() -> None:
    assert set(NEED[Right.NONE]) == EVERYBODYS


@pytest.mark.parametrize("who", NOT_ADMINS.values(), ids=NOT_ADMINS)
async def test_only_an_admin_may_give_the_commands_of_admins(
    bot: Daybook, telegram: TelegramApi, who: dict[str, object]
) -> None:
    telegram.group(FORUM, owner=1)
    for command in ADMIN_COMMANDS:
        answer = await telegram.asks(FORUM, in_group(command), **who)  # type: ignore[arg-type]
        assert answer.text == "Only Daybook’s admins may do that.", command


async def test_in_a_group_those_who_look_after_it_may_change_its_settings(bot: Daybook, telegram: TelegramApi) -> None:
    telegram.group(FORUM, owner=1, admins={2})
    refused = str(say("access.chat"))
    for asked in map(in_group, CHAT_COMMANDS):
        assert (await telegram.asks(FORUM, asked, user=3)).text == refused, asked
        assert (await telegram.asks(FORUM, asked, user=ANONYMOUS_ADMIN)).text == refused, asked
        for user in (1, 2, ADMIN):
            assert (await telegram.asks(FORUM, asked, user=user)).text != refused, asked


@pytest.mark.parametrize(
    "who",
    [
        {"user": ANONYMOUS_ADMIN},
        {"user": User(777000)},
        {"user": User(136817688, is_bot=True)},
        {"user": 2, "sender_chat": {"id": FORUM, "type": "supergroup"}},
    ],
    ids=["anonymous admin", "Telegram", "channel", "admin in the name of the group"],
)
async def test_in_a_group_nobody_changes_its_settings_anonymously_whatever_telegram_says(
    bot: Daybook, telegram: TelegramApi, who: dict[str, object]
) -> None:
    telegram.group(FORUM, owner=1, admins={2, 777000, 136817688, ANONYMOUS_ADMIN.id})
    answer = await telegram.asks(FORUM, "/subscribe@DaybookTestBot", **who)  # type: ignore[arg-type]
    assert answer.text == str(say("access.chat"))
    assert [request for request in telegram.requests if request.method == "getChatMember"] == []


async def test_where_telegram_does_not_say_who_looks_after_a_group_nobody_does(
    bot: Daybook, telegram: TelegramApi
) -> None:
    telegram.group(FORUM, owner=1)
    telegram.fail_next("getChatMember", Fault.server_error())
    answer = await telegram.asks(FORUM, "/subscribe@DaybookTestBot", user=1)
    assert answer.text == str(say("access.chat"))


async def test_every_command_is_answered_in_a_private_chat(bot: Daybook, telegram: TelegramApi) -> None:
    for name, person in itertools.product(COMMANDS, (READER, ADMIN)):
        answer = await telegram.asks(person, f"/{name}")
        assert "Something went wrong" not in answer.text


async def test_help_shows_an_admin_how_to_look_after_sources_below_all_else(
    bot: Daybook, telegram: TelegramApi
) -> None:
    everyone = await telegram.asks(READER, "/help")
    admin = await telegram.asks(ADMIN, "/help")
    assert admin.text.startswith(f"{everyone.text}\n\nSources (you are an admin)\n/addsource")


async def test_plain_text_and_unknown_commands_get_a_hint_in_a_private_chat_only(
    bot: Daybook, telegram: TelegramApi
) -> None:
    telegram.group(FORUM)
    telegram.says(FORUM, "hello", user=READER)
    telegram.says(FORUM, "/dance", user=READER)
    assert (await telegram.asks(READER, "hello")).text.startswith("I keep a diary of meetings.")
    assert (await telegram.asks(READER, "/dance")).text.startswith("I know no such command.")
    assert {sent.chat_id for sent in telegram.sent} == {READER}


async def test_a_bug_is_logged_whole_and_the_person_gets_one_sentence(
    bot: Daybook, telegram: TelegramApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a detail nobody should see")

    monkeypatch.setattr("bot.handlers.briefing.read_query", broken)
    assert (await telegram.asks(READER, "/briefing")).text.startswith("Something went wrong here")
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert (await telegram.asks(READER, "/help")).text.startswith("Looking ahead")


async def test_a_check_that_fails_lets_nobody_in(
    bot: Daybook, telegram: TelegramApi, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    for check in ("is_admin", "is_private"):
        monkeypatch.setattr(f"bot.access.{check}", broken)
    for command in (*ADMIN_COMMANDS, *CHAT_COMMANDS):
        assert (await telegram.asks(ADMIN, command)).text.startswith("Something went wrong here"), command
    async with database.transaction() as storage:
        chat = await storage.chats.get(ADMIN)
        assert (chat.zone, len(chat.offsets)) == ("UTC", 2)
        assert (await storage.chats.subscriptions(chat), await storage.sources.listed()) == ([], [])


async def test_a_database_that_fails_lets_nobody_in_and_loses_nothing_that_was_asked(
    bot: Daybook, telegram: TelegramApi, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    def broken() -> None:
        raise StorageError("The database failed: /secret/path.")

    monkeypatch.setattr(database, "transaction", broken)
    telegram.says(READER, "/addsource example.org")
    telegram.says(ADMIN, "/sources")
    await asyncio.sleep(1.5)
    assert telegram.sent == []
    monkeypatch.undo()
    asked_by_a_reader = await telegram.wait_for(lambda sent: sent.chat_id == READER, timeout_s=30)
    assert asked_by_a_reader.text == "Only Daybook’s admins may do that."
    asked_by_an_admin = await telegram.wait_for(lambda sent: sent.chat_id == ADMIN)
    assert asked_by_an_admin.text.startswith("No source yet")


async def test_what_a_command_changed_before_it_failed_is_undone(
    bot: Daybook, telegram: TelegramApi, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.handlers.subscribe.days.hours", broken)
    assert (await telegram.asks(READER, "/subscribe")).text.startswith("Something went wrong here")
    async with database.transaction() as storage:
        assert await storage.chats.subscriptions(await storage.chats.get(READER)) == []


@pytest.mark.parametrize("fault", [Fault.blocked(), Fault.chat_not_found()], ids=["blocked", "chat not found"])
async def test_an_answer_to_who_has_left_is_the_last(
    bot: Daybook, telegram: TelegramApi, database: Database, knows: Knows, fault: Fault
) -> None:
    telegram.fail_next("sendMessage", fault)
    telegram.says(READER, "/briefing")

    async def is_given_up() -> bool:
        async with database.transaction() as storage:
            return not (await storage.chats.get(READER)).is_active

    await eventually(is_given_up)


async def test_one_chat_does_not_wait_for_another_ones_answer(bot: Daybook, telegram: TelegramApi) -> None:
    telegram.fail_next("sendMessage", Fault.late(5), chat_id=READER)
    telegram.says(READER, "/help")
    await telegram.asked("sendMessage")
    await telegram.asks(ADMIN, "/help")
    assert [request.status for request in telegram.requests if request.chat_id == READER] == [0]


async def test_a_chat_is_answered_in_the_order_it_asked(bot: Daybook, telegram: TelegramApi) -> None:
    for day in range(11, 20):
        telegram.says(READER, f"/briefing {day}d")
    sent = await telegram.wait_for(9)
    assert [f"next {day} day" in one.text for day, one in enumerate(sent, 11)] == [True] * 9


# --- what Telegram says to an answer


async def test_an_answer_that_has_to_wait_comes_later(bot: Daybook, telegram: TelegramApi) -> None:
    telegram.fail_next("sendMessage", Fault.flood(2))
    assert (await telegram.asks(READER, "/help")).text.startswith("Looking ahead")


@pytest.mark.parametrize("limits", [Limits()])
async def test_an_answer_that_would_come_much_too_late_is_not_awaited(
    bot: Daybook, telegram: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail_next("sendMessage", Fault.flood(600), chat_id=READER)
    telegram.says(READER, "/help")
    await telegram.settled()
    await telegram.asks(ADMIN, "/help")

    async def is_given_up() -> bool:
        return "answer not sent" in caplog.messages

    await eventually(is_given_up)


async def test_an_answer_follows_a_group_that_has_become_a_supergroup(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    telegram.group(-7, type="group", owner=1)
    telegram.group(FORUM, owner=1)
    telegram.fail_next("sendMessage", Fault.migrated(FORUM))
    telegram.says(-7, "/subscribe osce", user=1)
    assert (await telegram.wait_for(lambda sent: "OSCE" in sent.text)).chat_id == FORUM
    async with database.transaction() as storage:
        assert len(await storage.chats.subscriptions(await storage.chats.get(FORUM))) == 1


async def test_an_answer_whose_markup_is_refused_comes_as_plain_text(
    bot: Daybook, telegram: TelegramApi, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail_next("sendMessage", Fault.cannot_parse())
    answer = await telegram.asks(READER, "/help")
    assert answer.text.startswith("Looking ahead")
    assert answer.html is None
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["markup refused"]


@pytest.mark.parametrize("fault", [Fault.thread_not_found(), Fault.no_rights()], ids=["thread not found", "no rights"])
async def test_an_answer_that_may_not_be_written_there_is_no_bug(
    bot: Daybook, telegram: TelegramApi, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    telegram.group(FORUM)
    telegram.fail_next("sendMessage", fault)
    telegram.says(FORUM, "/help@DaybookTestBot", user=READER)
    await telegram.asked("sendMessage")
    await telegram.settled()
    await telegram.asks(FORUM, "/briefing@DaybookTestBot", user=READER)
    assert len(telegram.sent) == 1
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["answer not sent"]


# --- where the bot may write


async def test_who_blocks_the_bot_is_written_to_no_more_until_it_is_let_in_again(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    await telegram.asks(READER, "/subscribe")
    for status, is_active in (("kicked", False), ("member", True)):
        telegram.bot_becomes(READER, status)
        await telegram.settled()
        await telegram.asks(ADMIN, "/help")
        async with database.transaction() as storage:
            chat = await storage.chats.get(READER)
            assert chat.is_active is is_active
            assert len(await storage.chats.subscriptions(chat)) == 1


async def test_what_is_owed_to_who_blocks_the_bot_is_cancelled(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    async with database.transaction() as storage:
        for chat_id in (READER, ADMIN):
            await storage.chats.get(chat_id)
            await storage.deliveries.owe_notice(chat_id, "source:1", {}, revision=0, now=NOW)
    telegram.bot_becomes(READER, "kicked")

    async def is_cancelled() -> bool:
        return await states(database) == [(DeliveryState.CANCELLED, "the bot may not write there")]

    await eventually(is_cancelled)
    assert await states(database, ADMIN) == [(DeliveryState.PLANNED, "")]


async def test_a_group_that_becomes_a_supergroup_keeps_what_is_its_own(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    telegram.group(-7, type="group", owner=1)
    await telegram.asks(-7, "/subscribe osce", user=1)
    telegram.becomes_supergroup(-7, FORUM)
    assert "OSCE" in (await telegram.asks(FORUM, "/subscriptions", user=1)).text


# --- buttons


async def test_remind_me_subscribes_to_what_was_asked_for(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    telegram.presses(await telegram.asks(READER, "/briefing russia"), "🔔 Remind me")
    answer = await telegram.wait_for(lambda sent: sent.text.startswith("Subscribed to Russia."))
    assert "Next: United States – Russia: talks" in answer.text
    assert (await answer_of(telegram)).text == ""


async def test_why_shows_the_quotes_of_the_whole_briefing(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    for day in range(10, 22):
        await knows(f"2025-03-{day}", name=f"Round {day}: talks")
    telegram.presses(await telegram.asks(READER, "/briefing"), "Why?")
    answer = await telegram.wait_for(lambda sent: "and 2 more meetings" in sent.text)
    assert answer.text.count("Ministers to meet") == 10


async def test_the_calendar_is_a_file(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    telegram.presses(await telegram.asks(READER, "/meeting 1"), ".ics")
    sent = await telegram.wait_for(lambda sent: sent.document is not None)
    assert sent.document is not None
    assert sent.document.name == "daybook.ics"
    assert b"DTSTART;VALUE=DATE:20250314" in sent.document.content


async def test_muting_silences_a_meeting(bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database) -> None:
    meeting = await knows()
    telegram.presses(await telegram.asks(READER, "/meeting 1"), "Mute this")
    assert (await answer_of(telegram)).text.startswith("Muted")
    async with database.transaction() as storage:
        assert await storage.chats.has_muted(await storage.chats.get(READER), meeting.id)
    assert "You muted this meeting." in (await telegram.asks(READER, "/meeting 1")).text


async def test_muting_can_be_undone_below_the_same_message_or_a_new_one(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows()
    await telegram.asks(READER, "/subscribe")
    shown = await telegram.asks(READER, "/meeting 1")
    for times, (pressed, other) in enumerate((("Mute this", "Unmute"), ("Unmute", "Mute this")), 1):
        telegram.presses(shown, pressed)
        assert (await answer_of(telegram)).text.startswith("Muted" if other == "Unmute" else "Unmuted")
        assert [label for label, _ in (await edits(telegram, times))[-1].keyboard[0]] == ["Why?", ".ics", other]
        again = await telegram.asks(READER, "/meeting 1")
        assert again.keyboard[0][-1][0] == other
    assert "Your reminders: Thu 13 Mar 09:00" in again.text


@pytest.mark.parametrize("data", ["why:99", "evil", "add:1", "drop:1", "ics:20250303-20250303 x:y", "mute:7"])
async def test_a_forged_button_does_nothing(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, data: str
) -> None:
    async with database.transaction() as storage:
        await storage.sources.add("https://example.org", added_by=ADMIN, now=NOW)
    telegram.calls_back(await telegram.asks(READER, "/help"), data)
    answer = await answer_of(telegram)
    assert answer.alert
    assert len(telegram.sent) == 1
    async with database.transaction() as storage:
        assert len(await storage.sources.listed()) == 1


async def test_in_a_group_a_button_that_changes_its_settings_is_for_those_who_look_after_it(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows()
    telegram.group(FORUM, owner=1)
    briefing = await telegram.asks(FORUM, "/briefing@DaybookTestBot", user=3)
    telegram.presses(briefing, "🔔 Remind me", user=3)
    assert (await answer_of(telegram)).text == str(say("access.chat"))
    telegram.presses(briefing, "🔔 Remind me", user=1)
    await telegram.wait_for(lambda sent: sent.text.startswith("Subscribed to everything."))


async def test_a_press_that_is_answered_too_late_is_no_bug(
    bot: Daybook, telegram: TelegramApi, knows: Knows, caplog: pytest.LogCaptureFixture
) -> None:
    await knows()
    too_late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.fail_next("answerCallbackQuery", Fault.refused(400, too_late), times=2)
    telegram.presses(await telegram.asks(READER, "/briefing"), "🔔 Remind me")
    await telegram.asked("answerCallbackQuery")
    await telegram.settled()
    await telegram.asks(READER, "/help")
    assert len(await telegram.asked("answerCallbackQuery")) == 1
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == ["answer not sent"]
