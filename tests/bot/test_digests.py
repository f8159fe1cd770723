"""A digest says each morning what is ahead, once, and nothing where there is nothing."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.application import Daybook
from bot.outbox import Outbox
from jobs.planning import plan
from storage.clock import Clock
from storage.database import Database
from storage.models import Chat, Delivery, DeliveryKind, DeliveryState, Filter, Status
from tests.bot.conftest import READER, Knows, shown
from tests.builders import DAY, HOUR, MINUTE, NOW, OSCE, at
from tests.telegram_api import Fault, TelegramApi

EIGHT = at("2025-03-04 08:00")
CANCELLED, EXPIRED, IN_DOUBT = DeliveryState.CANCELLED, DeliveryState.EXPIRED, DeliveryState.IN_DOUBT
WANTS = Chat(READER, daily_hour=time(8))


class Mornings:
    """A reader who wants a digest at eight, and the outbox that sends it."""

    def __init__(self, bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> None:
        self.telegram, self.database, self.clock = telegram, database, clock
        self.outbox = Outbox(bot.bot, database, clock)

    async def keep(self, chat: Chat = WANTS, wanted: Filter | None = None) -> None:
        async with self.database.transaction() as storage:
            await storage.chats.get(chat.chat_id)
            await storage.chats.save(chat)
            if wanted is not None:
                await storage.chats.subscribe(chat, wanted, now=NOW)

    async def plan(self, moment: datetime = NOW) -> None:
        async with self.database.transaction() as storage:
            await plan(storage, moment)

    async def come(self, moment: datetime = EIGHT) -> list[str]:
        """Let it be ``moment``; return the digests that were ever sent."""
        self.clock.move_to(moment)
        await self.outbox.send_due()
        return [shown(sent) for sent in self.telegram.sent if sent.text.startswith("Daily")]

    async def first(self) -> tuple[Delivery, str]:
        """Return the first digest that is or was owed, and its reason."""
        async with self.database.transaction() as storage:
            owed = await storage.deliveries.of(READER)
        return next(one for one in owed if one[0].kind is DeliveryKind.DIGEST)


@pytest.fixture
async def mornings(bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> Mornings:
    mornings = Mornings(bot, telegram, database, clock)
    await mornings.keep(WANTS, Filter())
    await mornings.plan()
    return mornings


async def test_it_says_what_is_ahead(mornings: Mornings, knows: Knows) -> None:
    for day in ("2025-03-04", "2025-03-11", "2025-03-12"):
        await knows(day)
    [said] = await mornings.come()
    assert said == (
        "Daily · Tue 4 Mar 2025 · next 7 days\n"
        "2 meetings, 2 new\n\n"
        "Tue 4 Mar · today\n"
        "United States – Russia: talks — confirmed\n"
        "time and place not announced · example.org ↗\n\n"
        "Tue 11 Mar · in 7 days\n"
        "United States – Russia: talks — confirmed\n"
        "time and place not announced · example.org ↗"
    )


async def test_where_nothing_is_ahead_it_says_nothing(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-20")
    assert await mornings.come() == []
    digest, reason = await mornings.first()
    assert (digest.state, reason) == (CANCELLED, "nothing is ahead")


async def test_it_says_only_what_was_subscribed_to_and_not_muted(mornings: Mornings, knows: Knows) -> None:
    async with mornings.database.transaction() as storage:
        await storage.chats.unsubscribe(WANTS)
    await mornings.keep(WANTS, Filter(("actor:RU",)))
    await knows("2025-03-05", actors=(OSCE,), name="OSCE: meeting")
    muted = await knows("2025-03-06")
    await knows("2025-03-07")
    async with mornings.database.transaction() as storage:
        await storage.chats.mute(WANTS, muted.id)
    [said] = await mornings.come()
    assert "1 meeting, 1 new" in said
    assert "Fri 7 Mar" in said


async def test_it_says_what_is_true_at_that_hour(mornings: Mornings, knows: Knows) -> None:
    meeting = await knows("2025-03-08")
    async with mornings.database.transaction() as storage:
        await storage.meetings.set_status(meeting.id, Status.CANCELLED)
    assert "United States – Russia: talks — cancelled" in (await mornings.come())[0]


async def test_what_does_not_fit_into_one_message_is_counted(mornings: Mornings, knows: Knows) -> None:
    for number in range(30):
        await knows("2025-03-08", name=f"Round {number}: " + "talks " * 30)
    [said] = await mornings.come()
    assert said.startswith("Daily · Tue 4 Mar 2025 · next 7 days\n30 meetings, ")
    assert f"… and {30 - said.count('Round ')} more: /briefing 7d shows them." in said


async def test_it_comes_again_the_next_day_and_says_what_is_new(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    await mornings.come()
    await knows("2025-03-09")
    [_, again] = await mornings.come(EIGHT + DAY)
    assert again.startswith("Daily · Wed 5 Mar 2025 · next 7 days\n2 meetings, 1 new\n\n")


async def test_who_no_longer_wants_it_is_sent_none(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    await mornings.keep(replace(WANTS, daily_hour=None))
    assert await mornings.come() == []
    assert (await mornings.first())[0].state is CANCELLED


@pytest.mark.parametrize(
    "later", [{"daily_hour": time(9)}, {"zone": "Atlantic/Azores"}, {"quiet": (time(22), time(9))}]
)
async def test_who_wants_it_later_after_all_is_sent_it_then(
    mornings: Mornings, knows: Knows, later: dict[str, object]
) -> None:
    await knows("2025-03-08")
    await mornings.keep(replace(WANTS, **later))  # type: ignore[arg-type]
    assert await mornings.come() == []
    assert len(await mornings.come(EIGHT + HOUR)) == 1


async def test_hours_too_late_it_is_not_sent(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    assert await mornings.come(EIGHT + 5 * HOUR) == []
    digest, reason = await mornings.first()
    assert (digest.state, reason) == (EXPIRED, "it is too late for a digest")


async def test_in_doubt_it_is_not_sent_again(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    mornings.telegram.fail_next("sendMessage", Fault.closed(accepted=True))
    assert len(await mornings.come()) == 1
    assert len(await mornings.come(EIGHT + HOUR)) == 1
    assert (await mornings.first())[0].state is IN_DOUBT


async def test_what_a_crash_left_half_sent_is_not_sent_again(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    async with mornings.database.transaction() as storage:
        await storage.deliveries.claim((await storage.deliveries.of(READER))[0][0])
    mornings.clock.move_to(EIGHT)
    await mornings.outbox.recover()
    assert await mornings.come(EIGHT + timedelta(minutes=5)) == []
    assert (await mornings.first())[0].state is IN_DOUBT


async def test_one_that_did_not_leave_is_sent_later(mornings: Mornings, knows: Knows) -> None:
    await knows("2025-03-08")
    mornings.telegram.fail_next("sendMessage", Fault.flood_without_parameters())
    assert await mornings.come() == []
    assert len(await mornings.come(EIGHT + MINUTE)) == 1
