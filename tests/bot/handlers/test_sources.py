"""/addsource, /sources and /removesource, end to end, with the notices that the reading side leaves."""

from typing import Any

import pytest

from bot.application import Daybook
from bot.handlers.addsource import read_address
from bot.outbox import Outbox
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly, NotFoundError
from storage.models import SourceState
from tests.bot.conftest import ADMIN, answer_of, edits, shown
from tests.builders import NOW
from tests.telegram_api import Sent, TelegramApi

ADDRESSES = {
    "whole": ("https://www.example.org/feed?a=b", "https://www.example.org/feed?a=b"),
    "without its scheme": ("www.example.org/feed", "https://www.example.org/feed"),
    "a port": ("http://127.0.0.1:8080/feed", "http://127.0.0.1:8080/feed"),
}
WRONG = {
    "nothing": [],
    "two": ["example.org", "example.net"],
    "another scheme": ["ftp://example.org"],
    "a file": ["file:///etc/passwd"],
    "no host": ["https://"],
    "no port": ["https://example.org:http"],
    "a user": ["https://me:secret@example.org/"],
    "very long": ["https://example.org/" + "a" * 2000],
}


@pytest.mark.parametrize(("typed", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_taken(typed: str, address: str) -> None:
    assert read_address([typed]) == address


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_is_no_address_is_answered_with_an_example(words: list[str]) -> None:
    with pytest.raises(AskedWrongly, match="/addsource https"):
        read_address(words)


async def previewed(telegram: TelegramApi, database: Database, bot: Daybook, clock: Clock, **body: Any) -> Sent:
    """Add a source, let the reading side look at it, and return the notice of what it found."""
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    found = {
        "kind": "preview",
        "source_id": 1,
        "address": "https://example.org/feed",
        "title": "Example",
        "articles": 12,
        "meetings": [{"name": "OSCE: meeting", "when": "2025-03-14"}],
    }
    async with database.transaction() as storage:
        await storage.sources.update(1, last_read_at=NOW, title="Example")
        await storage.deliveries.owe_notice(ADMIN, "source:1", found | body, revision=0, now=NOW)
    await Outbox(bot.bot, database, clock).send_due()
    return telegram.sent[-1]


async def state(database: Database) -> SourceState | None:
    async with database.transaction() as storage:
        try:
            return (await storage.sources.get(1)).state
        except NotFoundError:
            return None


async def test_an_admin_sees_what_a_source_would_bring_and_adds_it(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    notice = await previewed(telegram, database, bot, clock)
    assert shown(notice) == (
        "Example · example.org\n"
        "12 articles can be read.\n"
        "It announces 1 meeting:\n"
        "OSCE: meeting — Fri 14 Mar\n"
        "\n"
        "Shall I read it from now on?"
    )
    assert await state(database) is SourceState.NEW
    telegram.presses(notice, "Add it")
    assert (await answer_of(telegram)).text.startswith("Added: what its first reading brings")
    assert [edited.keyboard for edited in await edits(telegram)] == [()]
    assert telegram.sent[-1] == notice
    assert await state(database) is SourceState.READING


async def test_not_now_leaves_it_out(bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> None:
    telegram.presses(await previewed(telegram, database, bot, clock), "Not now")
    await telegram.wait_for(lambda sent: "was left out" in sent.text)
    assert await state(database) is None


@pytest.mark.parametrize("button", ["Add it", "Not now"])
async def test_a_source_that_is_read_is_not_decided_on_again(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock, button: str
) -> None:
    notice = await previewed(telegram, database, bot, clock)
    for pressed in ("Add it", button):
        telegram.presses(notice, pressed)
    assert (await answer_of(telegram)).text.startswith("Added")
    again = await answer_of(telegram)
    assert again.alert
    assert again.text.replace("\u2060", "") == "That is source 1 already: Example, reading."
    assert await state(database) is SourceState.READING
    assert telegram.sent[-1] == notice


async def test_only_an_admin_may_answer(bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> None:
    notice = await previewed(telegram, database, bot, clock)
    telegram.presses(notice, "Add it", user=6)
    assert (await answer_of(telegram)).text == "Only Daybook’s admins may do that."
    assert await state(database) is SourceState.NEW


async def test_a_source_that_is_known_says_where_it_stands(bot: Daybook, telegram: TelegramApi) -> None:
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    again = await telegram.asks(ADMIN, "/addsource example.org/feed")
    assert shown(again) == "That is source 1 already: example.org, being looked at."


async def test_sources_say_how_their_reading_goes(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    async with database.transaction() as storage:
        failed = {"state": SourceState.FAILING, "failures": 3, "error": "It answers 503.", "last_read_at": NOW}
        await storage.sources.update(1, title="Example <News>", **failed)
    assert shown(await telegram.asks(ADMIN, "/sources")) == (
        "Sources\n\n1 · Example <News>, example.org · failing\nlast tried today\n3 failures in a row: It answers 503."
    )


async def test_a_source_is_removed_by_its_number(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    assert "no longer read" in (await telegram.asks(ADMIN, "/removesource 1")).text
    assert await state(database) is None
    assert (await telegram.asks(ADMIN, "/removesource 1")).text == "There is no source 1."
    assert "by its number" in (await telegram.asks(ADMIN, "/removesource all")).text


async def test_the_other_notices_are_one_message_each(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    bodies: list[dict[str, object]] = [
        {"kind": "refused", "source_id": 1, "address": "https://example.org/", "reason": "It is no feed."},
        {"kind": "added", "source_id": 2, "title": "Example", "articles": 1, "meetings": 3},
    ]
    async with database.transaction() as storage:
        await storage.chats.get(ADMIN)
        for number, body in enumerate(bodies):
            await storage.deliveries.owe_notice(ADMIN, f"source:{number}", body, revision=0, now=NOW)
    await Outbox(bot.bot, database, clock).send_due()
    refused, added = (shown(sent) for sent in telegram.sent)
    assert refused == "https://example.org/ cannot be read: It is no feed."
    assert added == (
        "Example is read from now on.\n"
        "Its first reading brought 1 article and 3 meetings. /briefing shows what is ahead."
    )
