"""/briefing, end to end."""

from datetime import date, time

import pytest

from bot.application import Daybook
from storage.models import Precision, When
from tests.bot.conftest import READER, Knows, shown
from tests.builders import NATO, RUSSIA, on
from tests.telegram_api import Limits, TelegramApi


async def test_a_briefing_shows_each_meeting_under_its_day(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows("2025-03-14")
    await knows(on("2025-03-12"), name="Russia – NATO: meeting", actors=(RUSSIA, NATO), confirmed_by=(NATO,))
    answer = await telegram.asks(READER, "/briefing")
    assert shown(answer) == (
        "Briefing · Mon 3 Mar 2025 · next 30 days\n"
        "2 meetings, 2 new\n"
        "\n"
        "Wed 12 Mar · in 9 days\n"
        "Russia – NATO: meeting — confirmed by NATO\n"
        "time and place not announced · example.org ↗\n"
        "\n"
        "Fri 14 Mar · in 11 days\n"
        "United States – Russia: talks — confirmed\n"
        "time and place not announced · example.org ↗"
    )
    assert answer.marked("bold") == [
        "Briefing · Mon 3 Mar 2025 · next 30 days",
        "Wed 12 Mar · in 9 days",
        "Fri 14 Mar · in 11 days",
    ]
    assert [address for _, address in answer.links] == ["https://example.org/a"] * 2
    assert [label for label, _ in answer.keyboard[0]] == ["🔔 Remind me", "Why?", ".ics"]


async def test_a_meeting_is_new_once(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    assert "1 meeting, 1 new" in (await telegram.asks(READER, "/briefing")).text
    assert "1 new" not in (await telegram.asks(READER, "/briefing")).text


async def test_words_and_days_narrow_a_briefing(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows("2025-03-14")
    await knows("2025-03-12", name="NATO: council", actors=(NATO,))
    assert "NATO: council" not in (await telegram.asks(READER, "/briefing us")).text
    assert "NATO: council" not in (await telegram.asks(READER, "/briefing not nato")).text
    assert "talks" not in (await telegram.asks(READER, "/briefing 9d")).text


async def test_an_empty_briefing_says_what_to_do(bot: Daybook, telegram: TelegramApi) -> None:
    answer = await telegram.asks(READER, "/briefing tomorrow")
    assert "No meeting is known for these days" in answer.text
    assert "/subscribe" in answer.text
    assert answer.keyboard == ()


async def test_what_is_known_by_its_month_stands_after_the_days(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    await knows(When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH), name="Ministers: talks")
    await knows("2025-03-14")
    lines = (await telegram.asks(READER, "/briefing")).text.splitlines()
    assert lines.index("Fri 14 Mar · in 11 days") < lines.index("In March 2025")


async def test_a_clock_time_is_shown_at_its_place_and_to_each_reader(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    stated = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone="Europe/Brussels")
    await knows(stated, place="NATO HQ, Brussels")
    answer = await telegram.asks(READER, "/briefing")
    assert "NATO HQ, Brussels · 10:00 Brussels time · Fri 14 Mar 2025, 09:00 UTC" in answer.text
    reader = next(entity for entity in answer.entities if entity["type"] == "date_time")
    assert (reader["unix_time"], reader["date_time_format"]) == (1741942800, "wDT")


async def test_a_long_briefing_splits_between_meetings(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    for number in range(40):
        await knows("2025-03-14", name=f"Round {number}: {'talks ' * 20}")
    await telegram.asks(READER, "/briefing")
    parts = await telegram.wait_for(lambda sent: bool(sent.keyboard))
    everything = "\n".join(sent.text for sent in telegram.sent)
    assert len(telegram.sent) == 2
    assert parts == telegram.sent[-1]
    assert all(f"Round {number}:" in everything for number in range(40))
    assert all(sent.text.startswith(("Briefing", "Round")) for sent in telegram.sent)
    assert all(sent.text.endswith("↗") for sent in telegram.sent)


async def test_a_topic_of_a_forum_is_answered_in_that_topic(bot: Daybook, telegram: TelegramApi) -> None:
    telegram.group(-1001, topics={7})
    assert (await telegram.asks(-1001, "/briefing@DaybookTestBot", user=READER, topic=7)).topic_id == 7


async def test_a_long_briefing_is_cut_short_and_says_so(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    for number in range(60):
        await knows("2025-03-14", name=f"Round {number}: talks")
    telegram.says(READER, "/briefing")
    last = await telegram.wait_for(lambda sent: "more: ask for fewer days" in sent.text)
    text = "\n".join(shown(sent) for sent in telegram.sent)
    assert len(telegram.sent) <= 4
    assert "60 meetings, 40 new" in text
    assert text.count(": talks") == 40
    assert last.text.splitlines()[-1].startswith("… and 20 more")


@pytest.mark.parametrize("limits", [Limits()])
async def test_all_of_a_long_briefing_arrives_however_little_telegram_allows(
    bot: Daybook, telegram: TelegramApi, knows: Knows
) -> None:
    for number in range(40):
        await knows("2025-03-14", name=f"Round {number}: {'talks ' * 20}")
    for _ in range(5):
        telegram.says(READER, "/briefing")
    await telegram.wait_for(lambda _: sum(bool(sent.keyboard) for sent in telegram.sent) == 5)
    assert sum(sent.text.count(": talks") for sent in telegram.sent) == 5 * 40
    assert len(telegram.sent) > Limits().private_burst
    assert 429 not in [request.status for request in telegram.requests]
