"""What people hand over in a chat is read, shown, and kept if an admin wants it; both sides wired together."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.application import Daybook
from storage.clock import Clock
from storage.database import Database
from storage.models import Filter
from tests.bot.conftest import ADMIN, READER, Knows, answer_of, edits, shown
from tests.bot.handlers.conftest import Works
from tests.builders import DAY, HOUR, MINUTE, NOW, TODAY
from tests.telegram_api import Fault, Sent, TelegramApi
from tests.web import Web as Server

DESK = -1001
TALKS = "Norway and Japan will hold talks in Oslo on 14 March, the Norwegian foreign ministry said."
MORE = "The two governments have worked on it for a year, and nobody expects it to be easy. " * 3
PAGE = (
    "<html lang='en'><head><title>Talks in Oslo</title>"
    "<meta property='article:published_time' content='2025-03-01'></head>"
    f"<body><article><h1>Talks in Oslo</h1><p>{TALKS}</p><p>{MORE}</p></article></body></html>"
)
FOUND = "Fri 14 Mar · in 11 days\nNorway – Japan: talks — expected\nOslo, Norway"


async def read(telegram: TelegramApi, works: Works, chat: int, text: str, **more: Any) -> Sent:
    """Say something that is to be read; return what comes of it."""
    telegram.says(chat, text, **more)
    await telegram.settled()
    return await result(telegram, works, chat)


async def result(telegram: TelegramApi, works: Works, chat: int) -> Sent:
    """Return what the jobs have to say of what was asked last."""
    helped = len(helps(telegram))
    telegram.says(chat, "/help@DaybookTestBot", user=ADMIN if chat < 0 else None)
    async with asyncio.timeout(10):
        while len(helps(telegram)) == helped:  # then all that was asked before is answered, too
            await telegram.changed.wait()
    before = len(telegram.sent)
    await works()
    (answer,) = telegram.sent[before:]
    assert answer.chat_id == chat
    return answer


def helps(telegram: TelegramApi) -> list[Sent]:
    return [sent for sent in telegram.sent if sent.text.startswith("Looking ahead")]


async def meetings(database: Database) -> list[str]:
    async with database.transaction() as storage:
        return [one.name for one in await storage.meetings.touching(TODAY, TODAY + timedelta(days=365))]


# --- in a private chat


async def test_a_text_is_read_for_anybody_and_nothing_is_kept(
    bot: Daybook, telegram: TelegramApi, works: Works, database: Database
) -> None:
    answer = await read(telegram, works, READER, TALKS)
    assert shown(answer).startswith(f"The text · Mon 3 Mar\n1 meeting is announced in it:\n\n{FOUND}")
    assert answer.marked("blockquote") == [TALKS]
    assert answer.keyboard == ()
    assert await meetings(database) == []
    assert [request.fields.text("action") for request in await telegram.asked("sendChatAction")] == ["typing"]


async def test_a_link_is_read(bot: Daybook, telegram: TelegramApi, works: Works, server: Server) -> None:
    link = server.serve("/talks", PAGE)
    looking = await telegram.asks(READER, f"What about this? {link}")
    assert looking.text.startswith("Reading a page")
    answer = await result(telegram, works, READER)
    assert "Talks in Oslo" in answer.text
    assert "Sat 1 Mar" in answer.text
    assert FOUND in shown(answer)


async def test_a_forwarded_post_counts_from_its_own_day(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    channel = {"id": -1009, "type": "channel", "title": "The Wire", "username": "thewire"}
    origin = {"type": "channel", "chat": channel, "message_id": 77, "date": int((NOW - 2 * DAY).timestamp())}
    text = "Norway and Japan will hold talks in Oslo in two weeks."
    answer = await read(telegram, works, READER, text, forward_origin=origin)
    assert shown(answer).startswith("The Wire · t.me ↗ · Sat 1 Mar\n")
    assert "week of 10 March" in answer.text
    assert [address for _, address in answer.links] == ["https://t.me/thewire/77"]


async def test_where_a_text_announces_nothing_the_page_it_links_to_is_read(
    bot: Daybook, telegram: TelegramApi, works: Works, server: Server
) -> None:
    link = server.serve("/talks", PAGE)
    answer = await read(telegram, works, READER, f"{MORE} {link}")
    assert shown(answer).startswith("Talks in Oslo")
    server.serve("/talks", "", status=404)
    answer = await read(telegram, works, READER, f"{MORE} {link}")
    assert shown(answer).startswith("The text · Mon 3 Mar\nNo upcoming meeting is announced in it.")


async def test_what_is_in_the_diary_already_is_told_by_its_number(
    bot: Daybook, telegram: TelegramApi, works: Works, knows: Knows
) -> None:
    known = await knows("2025-03-14")
    text = "The United States and Russia will hold talks on 14 March."
    assert f"Already in the diary: /meeting {known.id}" in (await read(telegram, works, READER, text)).text


async def test_where_the_diary_has_another_day_that_is_told(
    bot: Daybook, telegram: TelegramApi, works: Works, knows: Knows
) -> None:
    known = await knows("2025-03-14")
    text = "The talks of the United States and Russia planned for 14 March have been moved to 17 March."
    answer = shown(await read(telegram, works, READER, text))
    assert "Mon 17 Mar · in 14 days" in answer
    assert f"In the diary it is Fri 14 Mar: /meeting {known.id}" in answer


async def test_another_language_is_named(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    text = "Les ministres des affaires étrangères de la France et de l'Allemagne se réuniront à Paris le 14 mars."
    assert "It is in French, which I do not read yet." in (await read(telegram, works, READER, text)).text


async def test_a_link_that_cannot_be_read_is_told_why(
    bot: Daybook, telegram: TelegramApi, works: Works, server: Server
) -> None:
    answer = await read(telegram, works, READER, server.url("/nothing"))
    assert "cannot be read: 127.0.0.1 has nothing at this address (HTTP 404)." in shown(answer)


async def test_a_link_to_a_feed_says_what_is_there(
    bot: Daybook, telegram: TelegramApi, works: Works, server: Server
) -> None:
    feed = "<rss version='2.0'><channel><title>The Wire</title></channel></rss>"
    answer = await read(telegram, works, READER, server.serve("/feed", feed, content_type="application/rss+xml"))
    assert "A feed with 0 articles." in answer.text


async def test_a_word_gets_a_hint(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    assert (await telegram.asks(READER, "hello")).text.startswith("I keep a diary of meetings.")


# --- kept by an admin


async def test_an_admin_keeps_what_was_read(
    bot: Daybook, telegram: TelegramApi, works: Works, database: Database
) -> None:
    answer = await read(telegram, works, ADMIN, TALKS)
    telegram.presses(answer, "Keep it")
    assert (await answer_of(telegram)).text.startswith("Noted")
    assert [edited.keyboard for edited in await edits(telegram)] == [()]
    await works()
    assert shown(telegram.sent[-1]) == "Kept. In the diary:\n1 · Norway – Japan: talks, Fri 14 Mar"
    assert await meetings(database) == ["Norway – Japan: talks"]
    telegram.calls_back(answer, "keep:1")
    assert "That is kept already" in (await answer_of(telegram)).text
    before = len(telegram.sent)
    await works()
    assert len(telegram.sent) == before


async def test_what_is_kept_is_told_to_those_who_want_to_know(
    bot: Daybook, telegram: TelegramApi, works: Works, knows: Knows, database: Database
) -> None:
    await knows("2025-03-14")
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(READER), Filter(), now=NOW)
    text = "The talks of the United States and Russia due on 14 March have been moved to 20 March."
    telegram.presses(await read(telegram, works, ADMIN, text), "Keep it")
    await answer_of(telegram)
    await works()
    assert any(sent.chat_id == READER and "CHANGED" in sent.text for sent in telegram.sent)


async def test_what_was_kept_before_changes_nothing(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    for _ in range(2):
        telegram.presses(await read(telegram, works, ADMIN, TALKS), "Keep it")
        await answer_of(telegram)
        await works()
    assert telegram.sent[-1].text == "All of it was in the diary before."


async def test_only_an_admin_keeps_it_whoever_sees_the_button(
    bot: Daybook, telegram: TelegramApi, works: Works, database: Database
) -> None:
    telegram.group(DESK, owner=1)
    answer = await read(telegram, works, DESK, f"/read@DaybookTestBot {TALKS}", user=1)
    telegram.presses(answer, "Keep it", user=1)
    assert (await answer_of(telegram)).text == "Only Daybook’s admins may do that."
    await works()
    assert await meetings(database) == []
    telegram.presses(answer, "Keep it", user=ADMIN)
    assert (await answer_of(telegram)).text.startswith("Noted")


async def test_after_a_day_it_is_forgotten(bot: Daybook, telegram: TelegramApi, works: Works, clock: Clock) -> None:
    answer = await read(telegram, works, ADMIN, TALKS)
    clock.move_to(NOW + DAY + MINUTE)
    await works()
    telegram.presses(answer, "Keep it")
    assert "too long ago" in (await answer_of(telegram)).text


# --- /read, in groups above all


async def test_in_a_group_only_what_is_meant_for_it_is_read(
    bot: Daybook, telegram: TelegramApi, works: Works, database: Database
) -> None:
    telegram.group(DESK, owner=1)
    telegram.says(DESK, TALKS, user=1)
    telegram.says(DESK, "https://www.example.org/talks", user=1)
    await telegram.settled()
    await telegram.asks(DESK, "/help@DaybookTestBot", user=1)
    async with database.transaction() as storage:
        assert await storage.looks.due(10) == []


async def test_a_message_is_read_in_reply_to_it(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    telegram.group(DESK, owner=1)
    said = telegram.says(DESK, TALKS, user=3)
    answer = await read(telegram, works, DESK, "/read@DaybookTestBot", user=1, reply_to_message=said)
    assert FOUND in shown(answer)


async def test_the_bot_does_not_read_itself(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    briefing = await telegram.asks(READER, "/briefing")
    assert "a message of mine" in (await telegram.asks(READER, "/read", reply_to=briefing)).text


async def test_with_nothing_to_read_it_is_told_how(bot: Daybook, telegram: TelegramApi) -> None:
    assert (await telegram.asks(READER, "/read")).text.startswith("Give me a link or a text")
    telegram.group(DESK, owner=1, topics={7})
    created = {"message_id": 7, "date": 0, "chat": {"id": DESK, "type": "supergroup"}, "from": telegram.bot.json()}
    topic = created | {"forum_topic_created": {"name": "News", "icon_color": 0}}
    answer = await telegram.asks(DESK, "/read@DaybookTestBot", user=1, topic=7, reply_to_message=topic)
    assert answer.text.startswith("Give me a link or a text")


async def test_a_file_is_read_in_reply_to_it(bot: Daybook, telegram: TelegramApi, works: Works) -> None:
    telegram.group(DESK, owner=1)
    said = telegram.sends_file(DESK, "talks.txt", TALKS.encode(), user=3)
    await telegram.asks(DESK, "/read@DaybookTestBot", user=1, reply_to_message=said)
    assert FOUND in shown(await result(telegram, works, DESK))


# --- files


async def test_a_file_is_read(bot: Daybook, telegram: TelegramApi, works: Works, database: Database) -> None:
    claims = f"Talks in Oslo\n20250301\nhttps://www.nato.int/talks\n{TALKS}".encode()
    telegram.sends_file(ADMIN, "talks.txt", claims)
    assert (await telegram.wait_for(1))[0].text.startswith("Reading the file")
    answer = await result(telegram, works, ADMIN)
    assert shown(answer).startswith("Talks in Oslo · talks.txt · Sat 1 Mar\n")
    assert answer.links == []
    telegram.presses(answer, "Keep it")
    await answer_of(telegram)
    await works()
    async with database.transaction() as storage:
        (evidence,) = await storage.meetings.evidence(1)
    assert (evidence.address, evidence.outlet, evidence.tier) == ("", "talks.txt", "other")


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20250301T120000Z
DTSTART;VALUE=DATE:20250314
SUMMARY:NATO Council meeting
END:VEVENT
END:VCALENDAR
"""
FILES = {  # name, content, and what is answered
    "a page": ("talks.html", PAGE.encode(), FOUND),
    "a calendar": ("diary.ics", CALENDAR.replace("\n", "\r\n").encode(), "Fri 14 Mar · in 11 days\nNATO Council"),
    "a text without a title": ("talks.TXT", TALKS.encode(), FOUND),
    "no text": ("talks.txt", b"\0\1\2", "talks.txt cannot be read: talks.txt is not text"),
    "a feed": ("feed.xml", b"<rss version='2.0'/>", "feed.xml is a feed and not an article"),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
async def test_a_file_is_read_as_what_it_is(
    bot: Daybook, telegram: TelegramApi, works: Works, file: tuple[str, bytes, str]
) -> None:
    name, content, words = file
    telegram.sends_file(READER, name, content)
    await telegram.wait_for(1)
    assert words in shown(await result(telegram, works, READER))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another kind": ({"name": "talks.pdf", "content": b"%PDF-"}, "I read texts (.txt), pages (.html), calendars"),
    "no name": ({"name": "", "content": b"Talks"}, "I read texts (.txt), pages (.html), calendars"),
    "too large by Telegram's word": ({"name": "a.txt", "content": b"a", "size": 10**6}, "I read files of up to 512 KB"),
    "larger than Telegram says": ({"name": "a.txt", "content": b"a" * 600_000, "size": 9}, "I read files of up to"),
    "empty": ({"name": "a.txt", "content": b" \n"}, "There is nothing in that file."),
}


@pytest.mark.parametrize(("file", "words"), REFUSED.values(), ids=REFUSED)
async def test_a_file_that_is_not_read_is_answered_at_once(
    bot: Daybook, telegram: TelegramApi, database: Database, file: dict[str, Any], words: str
) -> None:
    telegram.sends_file(READER, **file)
    assert shown((await telegram.wait_for(1))[0]).startswith(words)
    async with database.transaction() as storage:
        assert await storage.looks.due(10) == []


async def test_a_file_that_telegram_does_not_give_is_asked_for_again(bot: Daybook, telegram: TelegramApi) -> None:
    telegram.fail_next("getFile", Fault.server_error())
    telegram.sends_file(READER, "talks.txt", TALKS.encode())
    assert (await telegram.wait_for(1))[0].text == "Telegram did not give me that file. Please send it once more."


async def test_the_token_with_which_a_file_is_fetched_is_in_no_log_and_no_row(
    bot: Daybook, telegram: TelegramApi, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "bot")
    telegram.sends_file(READER, "talks.txt", TALKS.encode())
    await telegram.wait_for(1)
    async with database.transaction() as storage:
        (look,) = await storage.looks.due(10)
    secret = telegram.token.partition(":")[2]
    assert secret not in repr(look)
    assert secret not in caplog.text


# --- how much


async def test_one_person_asks_for_so_much_at_once_and_no_more(
    bot: Daybook, telegram: TelegramApi, works: Works, clock: Clock
) -> None:
    for _ in range(3):
        telegram.says(READER, TALKS)
    assert (await telegram.asks(READER, TALKS)).text.startswith("That is a lot at once")
    await works()
    assert FOUND in shown(await read(telegram, works, ADMIN, TALKS))
    clock.move_to(NOW + HOUR)
    assert FOUND in shown(await read(telegram, works, READER, TALKS))
