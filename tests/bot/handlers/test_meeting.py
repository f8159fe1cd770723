"""/meeting and /why, end to end."""

from dataclasses import replace

import pytest

from bot.application import Daybook
from storage.clock import Clock
from storage.database import Database
from storage.models import Certainty, Filter, Status
from tests.bot.conftest import READER, Knows, shown
from tests.builders import NATO, NOW, UNITED_STATES, on
from tests.telegram_api import TelegramApi


async def test_a_meeting_is_shown_in_full(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows(confirmed_by=(NATO, UNITED_STATES), place="Geneva")
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(READER), Filter(), now=NOW)
        moved = replace(meeting, status=Status.MOVED, earlier=(on("2025-03-12"),))
        await storage.meetings.revise(meeting.id, moved, sequence=1, date_revision=0, dated_at=NOW)
    answer = await telegram.asks(READER, f"/meeting {meeting.id}")
    assert shown(answer) == (
        "United States – Russia: talks · no. 1\n"
        "Fri 14 Mar · in 11 days\n"
        "Geneva · time not announced\n"
        "Who: United States, Russia\n"
        "confirmed by US, NATO · moved\n"
        "Before: Wed 12 Mar\n"
        "Your reminders: Thu 13 Mar 09:00, Fri 14 Mar 07:00\n"
        "\n"
        "Read in\n"
        "“Ministers to meet” — example.org ↗, Mon 3 Mar"
    )
    assert [label for label, _ in answer.keyboard[0]] == ["Why?", ".ics", "Mute this"]


async def test_words_that_fit_one_meeting_name_it(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    assert (await telegram.asks(READER, "/meeting russia talks")).text.startswith("United States – Russia: talks")


async def test_words_that_fit_several_ask_for_a_number(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows("2025-03-14")
    await knows("2025-03-20")
    assert (await telegram.asks(READER, "/meeting russia")).text == (
        "Several meetings fit. Ask for one by its number:\n"
        "1 · United States – Russia: talks, Fri 14 Mar\n"
        "2 · United States – Russia: talks, Thu 20 Mar"
    )


async def test_of_many_that_fit_it_says_how_many_are_left_out(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    for day in range(10, 25):
        await knows(f"2025-03-{day}")
    lines = (await telegram.asks(READER, "/why russia")).text.splitlines()
    assert lines[-2:] == ["12 · United States – Russia: talks, Fri 21 Mar", "… and 3 more: ask with more words."]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/meeting", "Say which"),
        ("/meeting 99", "There is no meeting 99."),
        (f"/meeting {'9' * 4000}", "No meeting has so large a number."),
        ("/meeting atlantis", "No meeting that is ahead fits “atlantis”"),
        ("/why", "Say of which meeting"),
    ],
)
async def test_what_cannot_be_found_is_answered(
    bot: Daybook, telegram: TelegramApi, clock: Clock, asked: str, answer: str
) -> None:
    assert answer in (await telegram.asks(READER, asked)).text


async def test_why_shows_each_sentence_and_how_its_date_was_read(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows()
    answer = await telegram.asks(READER, "/why 1")
    assert shown(answer) == (
        "United States – Russia: talks · no. 1\n"
        "Ministers to meet\n"
        "— example.org ↗, published Mon 3 Mar 2025, read Mon 3 Mar 2025\n"
        "“2025-03-14” → Fri 14 Mar 2025 · rule on <day> <month>"
    )
    assert answer.marked("blockquote") == ["Ministers to meet"]


@pytest.mark.parametrize(
    ("certainty", "words"),
    [(Certainty.POSSIBLE, "possible, not settled"), (Certainty.DENIED, "denied"), (Certainty.EXPECTED, "expected")],
)
async def test_how_sure_it_is_can_be_seen(
    bot: Daybook, telegram: TelegramApi, knows: Knows, certainty: Certainty, words: str
) -> None:
    await knows(certainty=certainty)
    assert f"talks — {words}\n" in (await telegram.asks(READER, "/briefing")).text


async def test_a_past_meeting_cannot_be_muted(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows("2025-02-14")
    assert [label for label, _ in (await telegram.asks(READER, "/meeting 1")).keyboard[0]] == ["Why?", ".ics"]


OFF = {"cancelled": Status.CANCELLED, "postponed, no new date": Status.POSTPONED}


@pytest.mark.parametrize("words", OFF)
async def test_a_meeting_that_is_off_is_shown_as_such(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, words: str
) -> None:
    meeting = await knows()
    async with database.transaction() as storage:
        await storage.meetings.set_status(meeting.id, OFF[words])
    answer = await telegram.asks(READER, "/briefing")
    assert f"talks — {words}\n" in answer.text
    assert answer.marked("strikethrough") == ["United States – Russia: talks"]


async def test_hostile_words_of_an_article_are_shown_as_words(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows(name="<b>Talks</b> & </a> @evil /stop https://evil.example", place="{place} <i>", quote="<script>")
    for asked in ("/briefing", "/meeting 1", "/why 1"):
        answer = await telegram.asks(READER, asked)
        assert "<b>Talks</b> & </a> @evil /stop https://evil.example" in shown(answer)
        assert {address for _, address in answer.links} == {"https://example.org/a"}
