"""/subscribe, /unsubscribe, /subscriptions and the settings of a chat, end to end."""

import pytest

from bot.application import Daybook
from storage.database import Database
from tests.bot.conftest import READER, Knows, shown
from tests.telegram_api import TelegramApi


async def says(telegram: TelegramApi, *lines: str) -> str:
    """Return the answer to the last of ``lines``."""
    for line in lines:
        answer = await telegram.asks(READER, line)
    return shown(answer)


async def test_a_subscription_says_when_and_what_next(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    assert await says(telegram, "/subscribe") == (
        "Subscribed to everything. You will be reminded the day before at 09:00 and on the day at 07:00 (UTC); where a "
        "time is known, 1 day before and 1 hour before.\n"
        "Next: United States – Russia: talks, Fri 14 Mar."
    )


async def test_a_name_that_is_spelled_wrong_is_asked_about_where_nothing_fits(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows()
    assert (await says(telegram, "/subscribe rusia")).endswith("Did you mean Russia?")
    assert (await says(telegram, "/briefing rusia")).endswith("Did you mean Russia?")
    assert "Did you mean" not in await says(telegram, "/subscribe russia")


async def test_the_same_wish_is_one_subscription(bot: Daybook, telegram: TelegramApi) -> None:
    assert "already" in await says(telegram, "/subscribe russia talks", "/subscribe talks Russia")


async def test_subscriptions_are_listed_in_words(bot: Daybook, telegram: TelegramApi) -> None:
    listed = await says(telegram, "/subscribe", "/subscribe us -nato in geneva", "/subscriptions")
    assert listed.splitlines()[1:3] == ["– everything", "– United States, in Geneva, not NATO"]


async def test_without_words_the_only_subscription_ends(bot: Daybook, telegram: TelegramApi) -> None:
    assert await says(telegram, "/subscribe osce", "/unsubscribe") == "Unsubscribed from OSCE."
    assert "You have no subscription" in await says(telegram, "/subscriptions")


async def test_without_words_one_of_several_is_asked_for(bot: Daybook, telegram: TelegramApi) -> None:
    assert (await says(telegram, "/subscribe osce", "/subscribe us", "/unsubscribe")).startswith("Which one?")


async def test_all_subscriptions_end(bot: Daybook, telegram: TelegramApi) -> None:
    assert await says(telegram, "/subscribe osce", "/subscribe us", "/unsubscribe all") == "Unsubscribed from all 2."


async def test_what_is_not_subscribed_to_cannot_end(bot: Daybook, telegram: TelegramApi) -> None:
    assert "There is no subscription to NATO" in await says(telegram, "/subscribe osce", "/unsubscribe nato")


async def test_a_chat_keeps_thirty_subscriptions_at_most(bot: Daybook, telegram: TelegramApi) -> None:
    assert "as many as I keep" in await says(telegram, *(f"/subscribe word{number}" for number in range(31)))


HOURS = {
    "before a clock time": ("/remind 1d 2h 30m", "1 day before, 2 hours before and 30 minutes before."),
    "on the eve": ("/remind eve 18:00", "the day before at 18:00 and on the day at 07:00"),
    "on the day": ("/remind day 7.30", "the day before at 09:00 and on the day at 07:30"),
    "several at once": ("/remind eve 18 2h", "the day before at 18:00 and on the day at 07:00 (UTC); where a time"),
    "nothing changes": ("/remind", "You are reminded the day before at 09:00"),
    "not a time": ("/remind soon", "“soon” tells me no time."),
    "no such hour": ("/remind eve 25:00", "tells me no time."),
    "too early": ("/remind 60d", "Reminders come between"),
    "too late": ("/remind 1m", "Reminders come between"),
    "too many": ("/remind 1h 2h 3h 4h 5h 6h", "Reminders come between"),
    "many digits": ("/remind 99999999999d", "tells me no time."),
}


@pytest.mark.parametrize(("asked", "answer"), HOURS.values(), ids=HOURS)
async def test_reminders_are_set(bot: Daybook, telegram: TelegramApi, asked: str, answer: str) -> None:
    assert answer in await says(telegram, asked)


async def test_a_zone_is_set_and_says_what_time_it_is_there(
    bot: Daybook, telegram: TelegramApi, database: Database
) -> None:
    assert "Your zone is Europe/Zurich, where it is Mon 3 Mar 13:00 now." in await says(telegram, "/timezone geneva")
    async with database.transaction() as storage:
        assert (await storage.chats.get(READER)).zone == "Europe/Zurich"
    assert "Your zone is Europe/Zurich" in await says(telegram, "/timezone")


async def test_a_fixed_offset_is_shown_as_it_was_typed(bot: Daybook, telegram: TelegramApi) -> None:
    assert "Your zone is UTC+3, where it is Mon 3 Mar 15:00 now." in await says(telegram, "/timezone utc+3")
