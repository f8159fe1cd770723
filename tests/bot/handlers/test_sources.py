"""What admins ask of sources, end to end, with the notices that the reading side leaves."""

from typing import Any

import pytest

from bot.application import Daybook
from bot.outbox import Outbox
from storage.clock import Clock
from storage.database import Database
from storage.errors import NotFoundError
from storage.models import SourceState, Tier
from tests.bot.conftest import ADMIN, answer_of, edits, shown
from tests.builders import DAY, NOW
from tests.telegram_api import Sent, TelegramApi


async def previewed(telegram: TelegramApi, database: Database, bot: Daybook, clock: Clock, **body: Any) -> Sent:
    """Add a source, let the reading side look at it, and return the notice of what it found."""
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    found = {
        "kind": "preview",
        "source_id": 1,
        "address": "https://example.org/feed",
        "title": "Example",
        "source_kind": "feed",
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
        "A feed with 12 articles.\n"
        "It announces 1 meeting that is ahead:\n"
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
    assert again.text.replace("\u2060", "") == "That is source 1 · Example, example.org already, reading."
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
    assert shown(again) == "That is source 1 · example.org already, being looked at."


async def test_a_source_that_waits_for_an_answer_is_looked_at_and_asked_about_again(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    before = await previewed(telegram, database, bot, clock)
    assert (await telegram.asks(ADMIN, "/addsource example.org/feed")).text.startswith("Looking at it")
    telegram.presses(before, "Add it")
    assert (await answer_of(telegram)).text == "That button has expired; send the command again."
    async with database.transaction() as storage:
        assert [source.id for source in await storage.sources.due(NOW, new=True)] == [2]


async def test_an_address_behind_words_is_found(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    link = {"type": "text_link", "offset": 11, "length": 4, "url": "https://www.nato.int/feed"}
    command = {"type": "bot_command", "offset": 0, "length": 10}
    await telegram.asks(ADMIN, "/addsource NATO", entities=[command, link])
    async with database.transaction() as storage:
        assert (await storage.sources.get(1)).address == "https://www.nato.int/feed"


# --- /sources


async def known(database: Database, *titles: str, **values: Any) -> None:
    """Have sources of these titles be read."""
    async with database.transaction() as storage:
        for title in titles:
            source, _ = await storage.sources.add(f"https://{title}.example/feed", added_by=ADMIN, now=NOW)
            reading = {"state": SourceState.READING, "title": title, "last_read_at": NOW - DAY, "next_read_at": NOW}
            await storage.sources.update(source.id, **(reading | values))


async def test_without_sources_it_is_told_how_to_add_one(bot: Daybook, telegram: TelegramApi) -> None:
    assert "/addsource" in (await telegram.asks(ADMIN, "/sources")).text


async def test_sources_say_how_their_reading_goes(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "<News>", state=SourceState.FAILING, failures=3, error="It answers 503.")
    assert shown(await telegram.asks(ADMIN, "/sources")) == (
        "Sources · 1–1 of 1 · 1 failing\n\n1 · <News>\nfailing · feed · 0 articles, 0 meetings\n"
        "tried 24 hours ago, next now\n3 failures in a row: It answers 503."
    )


async def test_many_sources_are_paged_in_one_message(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, *(f"wire{number}" for number in range(1, 15)))
    first = await telegram.asks(ADMIN, "/sources")
    assert [label for label, _ in first.keyboard[0]] == ["›", "OPML"]
    telegram.presses(first, "›")
    second = (await edits(telegram))[-1]
    assert shown(second).startswith("Sources · 7–12 of 14\n\n7 · wire7")
    async with database.transaction() as storage:
        for source_id in range(2, 10):
            await storage.sources.remove(source_id)
    telegram.presses(second, "›")
    last = (await edits(telegram, 2))[-1]
    assert shown(last).startswith("Sources · 1–6 of 6\n\n1 · wire1")
    assert [label for label, _ in last.keyboard[0]] == ["OPML"]
    assert len(telegram.sent) == 1


async def test_words_choose_among_the_sources(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato", "osce")
    await known(database, "reuters", state=SourceState.PAUSED, tier=Tier.WIRE)
    for words, title in {"NATO": "nato", "paused": "reuters", "wire": "reuters", "feed osce": "osce"}.items():
        answer = shown(await telegram.asks(ADMIN, f"/sources {words}"))
        assert "1–1 of 1" in answer
        assert f" · {title}, {title}.example\n" in answer
    assert shown(await telegram.asks(ADMIN, "/sources a_b%")).startswith("No source fits “a_b%”.")
    assert "up to 40 letters" in (await telegram.asks(ADMIN, f"/sources {'x' * 41}")).text


async def test_sources_are_a_file_for_other_programs(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato", "osce")
    await known(database, "reuters", state=SourceState.NEW)
    telegram.presses(await telegram.asks(ADMIN, "/sources nato"), "OPML")
    file = await telegram.wait_for(lambda sent: sent.document is not None)
    assert file.document is not None
    assert file.document.name == "daybook.opml"
    assert b"nato.example" in file.document.content
    assert b"osce.example" not in file.document.content
    assert (await telegram.asks(ADMIN, "/sources opml")).text == "The 2 sources that I read, for other programs."
    assert shown(await telegram.asks(ADMIN, "/sources opml xyz")).startswith("No source fits “xyz”.")
    assert shown(await telegram.asks(ADMIN, "/sources opml reuters")).startswith("No source fits “reuters”.")


# --- by their numbers


async def test_a_source_is_paused_and_resumed(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato")
    assert (await telegram.asks(ADMIN, "/pause 1")).text.startswith("1 · nato, ")
    assert await state(database) is SourceState.PAUSED
    assert "is paused already; /resume 1" in (await telegram.asks(ADMIN, "/pause 1")).text
    assert "is read again, in a moment" in (await telegram.asks(ADMIN, "/resume 1")).text
    assert await state(database) is SourceState.READING
    assert "nothing to resume" in (await telegram.asks(ADMIN, "/resume 1")).text


async def test_a_source_that_fails_is_tried_at_once_when_it_is_resumed(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    await known(database, "nato", state=SourceState.FAILING, failures=5, error="Gone.", next_read_at=NOW + DAY)
    assert "is read again" in (await telegram.asks(ADMIN, "/resume 1")).text
    async with database.transaction() as storage:
        assert [source.failures for source in await storage.sources.due(NOW, new=False)] == [0]


async def test_of_several_sources_each_is_told(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato", "osce")
    await telegram.asks(ADMIN, "/addsource example.org/feed")
    answer = shown(await telegram.asks(ADMIN, "/pause 2, 9 and 3"))
    assert answer.splitlines() == [
        "2 · osce, osce.example is paused: I leave it alone until /resume 2. What it brought stays.",
        "There is no source 9; /sources lists them.",
        "3 · example.org is not read yet: press Add it under what I found, or send /addsource and its address again.",
    ]


async def test_a_source_counts_for_more_or_less(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato")
    for command, words in (
        ("promote", "counts as wire from now on: a news agency."),
        ("promote", "counts as official from now on: it speaks for those who meet."),
        ("promote", "nothing counts for more"),
        ("demote", "counts as wire"),
        ("demote", "counts as other"),
        ("demote", "lowest tier already"),
    ):
        assert words in (await telegram.asks(ADMIN, f"/{command} 1")).text


@pytest.mark.parametrize("command", ["pause", "resume", "promote", "demote", "removesource"])
@pytest.mark.parametrize("words", ["", "all", "1.5", "-1", "9" * 5000], ids=["none", "a word", "1.5", "-1", "long"])
async def test_what_is_no_number_is_answered_with_what_to_type(
    bot: Daybook, telegram: TelegramApi, command: str, words: str
) -> None:
    assert f"as in /{command} 3" in (await telegram.asks(ADMIN, f"/{command} {words}".strip()[:4000])).text


async def test_before_a_source_is_removed_it_is_told_what_stays(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    await known(database, "nato")
    question = await telegram.asks(ADMIN, "/removesource 1")
    assert shown(question) == (
        "Shall I forget 1 · nato, nato.example? What it brought stays in the diary (0 articles, 0 meetings); "
        "to leave it alone for a while, pause it."
    )
    telegram.presses(question, "Remove it", user=6)
    assert (await answer_of(telegram)).text == "Only Daybook’s admins may do that."
    assert await state(database) is SourceState.READING
    telegram.presses(question, "Remove it")
    (answered,) = await edits(telegram)
    assert answered.text == "nato is no longer read. What it brought stays."
    assert answered.keyboard == ()
    assert await state(database) is None
    await answer_of(telegram)
    telegram.calls_back(answered, "remove:1")
    assert (await answer_of(telegram)).text == "There is no source 1; /sources lists them."


async def test_instead_of_removed_it_can_be_paused(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato")
    telegram.presses(await telegram.asks(ADMIN, "/removesource 1"), "Pause it")
    assert "is paused" in (await edits(telegram))[0].text
    assert await state(database) is SourceState.PAUSED


async def test_sources_are_removed_one_at_a_time(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    await known(database, "nato", "osce")
    assert "one at a time" in (await telegram.asks(ADMIN, "/removesource 1 2")).text
    assert (await telegram.asks(ADMIN, "/removesource 7")).text == "There is no source 7; /sources lists them."


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
    assert refused == "https://example.org/ was not added: It is no feed."
    assert added == (
        "Example is read from now on.\n"
        "Its first reading brought 1 article and 3 meetings. /briefing shows what is ahead."
    )
