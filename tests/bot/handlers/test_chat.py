"""What a chat sets for itself by commands: /daily, /mute, /settings; and /calendar."""

import pytest

from bot.application import Daybook
from bot.days import say
from storage.database import Database
from tests.bot.conftest import READER, Knows, answer_of, shown
from tests.telegram_api import TelegramApi


async def says(telegram: TelegramApi, *lines: str) -> str:
    """Return the answer to the last of ``lines``."""
    for line in lines:
        answer = await telegram.asks(READER, line)
    return shown(answer)


DAILY = {
    "none at first": (["/daily"], "You are sent no digest. /daily 08:00 sends you"),
    "an hour": (["/daily 08:00"], "Each day at 08:00 (UTC) you are sent what you subscribed to of the next 7 days"),
    "in the chat's zone": (["/timezone Brussels", "/daily 7.30"], "Each day at 07:30 (Brussels time) you are sent"),
    "nothing subscribed": (["/daily 8"], "Nothing is subscribed to yet: /subscribe."),
    "it is kept": (["/subscribe", "/daily 8", "/daily"], "Each day at 08:00 (UTC)"),
    "it ends": (["/daily 8", "/daily off"], "You are sent no digest."),
    "no hour": (["/daily soon"], "“soon” tells me no hour. Try /daily 08:00, or /daily off."),
    "no such hour": (["/daily 25:00"], "tells me no hour"),
    "two hours": (["/daily 8 18"], "tells me no hour"),
}


@pytest.mark.parametrize(("asked", "answer"), DAILY.values(), ids=DAILY)
async def test_the_hour_of_the_digest_is_set(
    bot: Daybook, telegram: TelegramApi, asked: list[str], answer: str
) -> None:
    assert answer in await says(telegram, *asked)


async def test_settings_show_all_that_is_set(bot: Daybook, telegram: TelegramApi) -> None:
    assert await says(telegram, "/settings") == (
        "Settings\n"
        "Zone: UTC, where it is Mon 3 Mar 12:00 now – /timezone\n"
        "Subscriptions: none – /subscriptions\n"
        "Reminders: the day before at 09:00 and on the day at 07:00 (UTC); where a time is known, 1 day before and "
        "1 hour before – /remind\n"
        "Digest: none – /daily"
    )
    asked = ("/timezone geneva", "/subscribe osce", "/subscribe russia talks", "/remind quiet 22 7", "/daily 8:00")
    said = await says(telegram, *asked, "/settings")
    assert "Zone: Europe/Zurich, where it is Mon 3 Mar 13:00 now" in said
    assert "Subscriptions: OSCE; Russia, talks" in said
    assert "nothing between 22:00 and 07:00 unless a meeting is called off" in said
    assert "Digest: 08:00 (Zurich time)" in said


async def test_a_meeting_is_muted_by_its_number_or_its_words_and_a_button_takes_it_back(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows()
    for asked in ("/mute 1", "/mute russia"):
        answer = await telegram.asks(READER, asked)
        assert shown(answer) == f"{meeting.name}\n{say('mute.done')}"
        async with database.transaction() as storage:
            assert await storage.chats.has_muted(await storage.chats.get(READER), meeting.id)
        telegram.presses(answer, "Unmute")
        assert (await answer_of(telegram)).text.startswith("Unmuted")
        async with database.transaction() as storage:
            assert not await storage.chats.has_muted(await storage.chats.get(READER), meeting.id)


async def test_what_is_muted_has_to_be_one_meeting(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    for day in ("2025-03-14", "2025-03-15"):
        await knows(day)
    assert (await says(telegram, "/mute")).startswith("Say which: /mute 12")
    assert (await says(telegram, "/mute russia")).startswith("Several meetings fit.")
    assert await says(telegram, "/mute 99") == "There is no meeting 99."


async def test_the_calendar_is_a_file_of_what_a_briefing_would_show(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    for day in ("2025-03-05", "2025-03-14"):
        await knows(day)
    telegram.says(READER, "/calendar 3d russia")
    sent = await telegram.wait_for(lambda sent: sent.document is not None)
    assert sent.document is not None
    assert sent.document.content.count(b"BEGIN:VEVENT") == 1
    assert await says(telegram, "/calendar nato") == str(say("calendar.nothing"))
    assert "is no number of days" in await says(telegram, "/calendar 9999d")
