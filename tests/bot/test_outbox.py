"""What is owed is sent: once, as it reads at that moment, and whatever Telegram answers."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from markupsafe import Markup
from telegram.error import InvalidToken

from bot.application import Daybook
from bot.limits import BURST, PER_CHAT_S, Pace
from bot.outbox import IN_FLIGHT, Outbox
from bot.skew import Skew
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.deliveries import Deliveries
from storage.errors import NotFoundError, StorageError
from storage.instance import Lease
from storage.leases import LEASE, this_process
from storage.meetings import Meetings
from storage.models import Change, DeliveryState, Filter, Meeting, Precision, Status
from tests.bot.conftest import ADMIN, READER, Knows, eventually, owed, shown, states
from tests.builders import DAY, HOUR, MINUTE, NOW, at, belief, mention, on, owe_reminders, still_clock
from tests.telegram_api import Fault, TelegramApi

EVE, MORNING = at("2025-03-13 09:00"), at("2025-03-14 07:00")
PLANNED, SENT, IN_DOUBT = DeliveryState.PLANNED, DeliveryState.SENT, DeliveryState.IN_DOUBT
CLAIMED = DeliveryState.CLAIMED
REFUSED: dict[str, object] = {"kind": "refused", "address": "https://example.org", "reason": "It is a picture."}
CANCELLED, EXPIRED, REJECTED = DeliveryState.CANCELLED, DeliveryState.EXPIRED, DeliveryState.REJECTED


class Post:
    """The outbox, with what is around it."""

    def __init__(self, bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> None:
        self.bot, self.telegram, self.database, self.clock = bot, telegram, database, clock
        self.outbox = Outbox(bot.bot, database, clock, admins=[ADMIN])

    async def send_at(self, moment: datetime) -> None:
        self.clock.move_to(moment)
        await self.outbox.send_due()


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox._MARKING_PAUSES_S", (0.0, 0.0, 0.0))


@pytest.fixture
def post(bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock) -> Post:
    return Post(bot, telegram, database, clock)


async def subscribe(database: Database, meeting: Meeting, *chats: int, topic: int = 0) -> None:
    """Subscribe the chats to everything, and owe them the reminders of ``meeting``."""
    async with database.transaction() as storage:
        for chat_id in chats or (READER,):
            chat = await storage.chats.get(chat_id, topic)
            await storage.chats.subscribe(chat, Filter(), now=NOW)
    await plan(database, meeting)


async def plan(database: Database, *meetings: Meeting) -> None:
    """Owe the reminders of the meetings, as the chats keep their hours now."""
    async with database.transaction() as storage:
        await owe_reminders(storage, *meetings)


@pytest.fixture
async def meeting(database: Database, knows: Knows) -> Meeting:
    """Give a meeting on Friday 14 March that the reader is to be reminded of, on Thursday and on Friday."""
    known = await knows("2025-03-14")
    await subscribe(database, known)
    return known


async def revise(database: Database, meeting: Meeting, day: str, status: Status = Status.SCHEDULED) -> None:
    """Let the meeting be on another day, or stand otherwise."""
    new = replace(belief(mention(day)), status=status)
    async with database.transaction() as storage:
        await storage.meetings.revise(meeting.id, new, sequence=1, date_revision=1, dated_at=NOW)


# --- what is sent


async def test_a_reminder_leaves_when_it_is_due_and_once(post: Post, meeting: Meeting) -> None:
    await post.send_at(EVE - MINUTE)
    assert post.telegram.sent == []
    await post.send_at(EVE)
    await post.outbox.send_due()
    [sent] = post.telegram.sent
    assert shown(sent) == (
        "🔔 Tomorrow, Fri 14 Mar\n"
        "United States – Russia: talks — confirmed\n"
        "time and place not announced · example.org ↗"
    )
    assert [label for label, _ in sent.keyboard[0]] == ["Why?", ".ics", "Mute this"]
    assert await states(post.database) == [(SENT, ""), (PLANNED, "")]


async def test_a_late_reminder_says_how_long_it_is_now(post: Post, knows: Knows) -> None:
    stated = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone="UTC")
    await subscribe(post.database, await knows(stated))
    await post.send_at(at("2025-03-14 09:20"))
    assert [sent.text.splitlines()[0] for sent in post.telegram.sent] == ["🔔 In 40 minutes"]
    assert await states(post.database) == [(EXPIRED, "a later reminder was due"), (SENT, "")]


async def test_a_reminder_of_a_past_meeting_expires(post: Post, meeting: Meeting) -> None:
    await post.send_at(EVE + 5 * DAY)
    assert post.telegram.sent == []
    assert await states(post.database) == [(EXPIRED, "the meeting is past")] * 2


@pytest.mark.parametrize(
    ("day", "status"), [("2025-03-20", Status.MOVED), ("2025-03-14", Status.CANCELLED)], ids=["moved", "cancelled"]
)
async def test_a_meeting_that_no_longer_stands_on_its_date_is_not_reminded_of(
    post: Post, meeting: Meeting, day: str, status: Status
) -> None:
    await revise(post.database, meeting, day, status)
    await post.send_at(EVE)
    assert post.telegram.sent == []
    assert (await states(post.database))[0] == (CANCELLED, "the meeting does not stand on that date")


async def test_who_unsubscribed_is_not_reminded(post: Post, meeting: Meeting) -> None:
    async with post.database.transaction() as storage:
        await storage.chats.unsubscribe(await storage.chats.get(READER))
    await post.send_at(EVE)
    assert post.telegram.sent == []


async def test_who_moved_west_is_reminded_at_the_new_hour(post: Post, meeting: Meeting) -> None:
    async with post.database.transaction() as storage:
        await storage.chats.save(replace(await storage.chats.get(READER), zone="America/New_York"))
    await post.send_at(EVE)
    assert post.telegram.sent == []
    await post.send_at(EVE + 4 * HOUR)
    assert len(post.telegram.sent) == 1


async def test_hours_that_are_set_count_from_now_on(post: Post, knows: Knows) -> None:
    days = ("2025-03-14", "2025-03-20", "2025-04-09")
    stated = [on(day, precision=Precision.MINUTE, clock_time=time(10), zone="UTC") for day in days]
    meetings = [await knows(one) for one in stated]
    for meeting in meetings:
        await subscribe(post.database, meeting)
    post.clock.move_to(at("2025-03-13 09:00"))
    for asked in ("/remind 30d 1d 1h", "/timezone Geneva"):
        await post.telegram.asks(READER, asked)
        post.telegram.sent.clear()
        await plan(post.database, *meetings)
        await post.outbox.send_due()
        assert post.telegram.sent == []
    for moment, words in (
        ("2025-03-13 10:00", "Tomorrow"),
        ("2025-03-14 09:00", "In 60 minutes"),
        ("2025-03-19 10:00", "Tomorrow"),
    ):
        await post.send_at(at(moment))
        assert words in post.telegram.sent.pop().text
        assert post.telegram.sent == []


async def test_a_reminder_that_is_no_longer_kept_takes_no_other_ones_place(post: Post, knows: Knows) -> None:
    stated = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone="UTC")
    await subscribe(post.database, await knows(stated))
    async with post.database.transaction() as storage:
        await storage.chats.save(replace(await storage.chats.get(READER), offsets=(DAY,)))
    await post.send_at(at("2025-03-14 09:20"))
    assert len(post.telegram.sent) == 1
    assert await states(post.database) == [(SENT, ""), (CANCELLED, "the chat keeps other hours now")]


async def test_a_change_shows_old_and_new(post: Post, meeting: Meeting) -> None:
    await revise(post.database, meeting, "2025-03-17", Status.MOVED)
    async with post.database.transaction() as storage:
        evidence = await storage.meetings.evidence(meeting.id)
        change = Change(meeting.id, 1, "date", "2025-03-14", "2025-03-17", NOW, evidence[0].mention_id, "revision:9")
        await storage.meetings.add_changes([change])
        await storage.alerts.owe("revision:9", {meeting.id: [Filter()]}, now=NOW)
    await post.outbox.send_due()
    [sent] = post.telegram.sent
    assert shown(sent) == (
        "CHANGED · United States – Russia: talks\n"
        "date  Fri 14 Mar → Mon 17 Mar (3 days later)\n"
        "“Ministers to meet” — example.org ↗, Mon 3 Mar 12:00\n"
        "Your reminders: Sun 16 Mar 09:00, Mon 17 Mar 07:00"
    )


async def place_changes(database: Database, *meetings: Meeting) -> None:
    """Let one cause change the place of the meetings, and owe the alert to who subscribed or saw one."""
    async with database.transaction() as storage:
        await storage.meetings.add_changes(
            [Change(one.id, 0, "place", None, "Geneva", NOW, None, "revision:9") for one in meetings]
        )
        await storage.alerts.owe("revision:9", {one.id: [Filter()] for one in meetings}, now=NOW)


async def test_who_muted_a_meeting_is_not_told_of_its_changes(post: Post, meeting: Meeting) -> None:
    await place_changes(post.database, meeting)
    async with post.database.transaction() as storage:
        await storage.chats.mute(await storage.chats.get(READER), meeting.id)
    await post.outbox.send_due()
    assert post.telegram.sent == []
    assert (CANCELLED, "muted") in await states(post.database)


async def test_who_unsubscribed_is_told_only_what_changed_in_what_it_was_shown(
    post: Post, meeting: Meeting, knows: Knows
) -> None:
    other = await knows("2025-03-17", name="Russia: summit")
    await place_changes(post.database, meeting, other)
    async with post.database.transaction() as storage:
        chat = await storage.chats.get(READER)
        await storage.chats.unsubscribe(chat)
        await storage.chats.see(chat, [other.id], now=NOW)
    await subscribe(post.database, meeting, ADMIN)
    await place_changes(post.database, meeting)
    async with post.database.transaction() as storage:
        await storage.chats.unsubscribe(await storage.chats.get(ADMIN))
    await post.outbox.send_due()
    [sent] = post.telegram.sent
    assert sent.chat_id == READER
    assert "Russia: summit" in sent.text
    assert "talks" not in sent.text
    assert (await states(post.database, ADMIN))[0] == (CANCELLED, "the chat does not want it any more")


async def test_what_one_cause_changed_is_one_message(post: Post, meeting: Meeting, knows: Knows) -> None:
    second, third = await knows("2025-03-20"), await knows("2025-03-21")
    await place_changes(post.database, meeting, second, third)
    async with post.database.transaction() as storage:
        await storage.chats.mute(await storage.chats.get(READER), second.id)
    await post.outbox.send_due()
    [sent] = post.telegram.sent
    assert shown(sent) == (
        "2 meetings changed\n\n"
        "CHANGED · United States – Russia: talks · no. 1\n"
        "place  not announced → Geneva\n"
        "Your reminders: Thu 13 Mar 09:00, Fri 14 Mar 07:00\n\n"
        "CHANGED · United States – Russia: talks · no. 3\n"
        "place  not announced → Geneva\n"
        "Your reminders: Thu 20 Mar 09:00, Fri 21 Mar 07:00"
    )
    assert sent.keyboard == ()


@pytest.mark.parametrize("asked", ["/briefing", "/meeting 1", "/why 1"])
async def test_who_subscribed_to_nothing_is_told_what_changed_in_what_it_was_shown(
    post: Post, knows: Knows, asked: str
) -> None:
    meeting = await knows()
    await post.telegram.asks(READER, asked)
    await place_changes(post.database, meeting)
    await post.outbox.send_due()
    assert "place  not announced → Geneva" in shown(post.telegram.sent[-1])


async def test_of_what_is_past_nobody_is_told(post: Post, meeting: Meeting) -> None:
    await place_changes(post.database, meeting)
    await post.send_at(at("2025-03-16 12:00"))
    assert post.telegram.sent == []
    assert (EXPIRED, "the meeting is past") in await states(post.database)


# --- what Telegram answers: the rows of the table


async def test_a_chat_that_must_wait_is_sent_nothing_until_then(post: Post, meeting: Meeting) -> None:
    run_time = [0.0]
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace(), run_time=lambda: run_time[0]))
    post.telegram.fail_next("sendMessage", Fault.flood(30))
    await post.send_at(EVE)
    assert (await states(post.database))[0] == (PLANNED, "Telegram asked to wait")
    assert (await owed(post.database))[0].attempts == 0
    await post.send_at(EVE + timedelta(seconds=30))
    assert post.telegram.sent == []
    run_time[0] = 30
    await post.outbox.send_due()
    assert len(post.telegram.sent) == 1


async def test_while_telegram_wants_silence_nothing_is_claimed(post: Post, knows: Knows) -> None:
    meeting, run_time = await knows(), [0.0]
    await subscribe(post.database, meeting, *range(1, 21))
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace(), run_time=lambda: run_time[0]))
    post.telegram.fail_when(lambda request: Fault.flood(600) if request.method == "sendMessage" else None)
    await post.send_at(EVE)
    assert len(await post.telegram.asked("sendMessage")) <= IN_FLIGHT
    asked = len(post.telegram.requests)
    assert await post.outbox.send_due() == 0
    assert len(post.telegram.requests) == asked
    assert {(await owed(post.database, chat_id))[0].attempts for chat_id in range(1, 21)} == {0}
    await revise(post.database, meeting, "2025-03-14", Status.CANCELLED)
    run_time[0] = 600
    await post.send_at(EVE + 10 * MINUTE)
    assert len(post.telegram.requests) == asked


async def test_what_waits_for_its_turn_when_the_bot_is_stopped_is_not_claimed(post: Post, knows: Knows) -> None:
    await subscribe(post.database, await knows(), *range(1, 21))
    stop = asyncio.Event()

    async def sleep(_: float) -> None:
        stop.set()

    post.outbox = Outbox(
        post.bot.bot, post.database, post.clock, turns=Turns(Pace(), run_time=lambda: 0.0, sleep=sleep)
    )
    post.clock.move_to(EVE)
    for chat_id in range(1, 21):
        post.telegram.private(chat_id)
    await post.outbox.send_due(stop)
    eves = [(await states(post.database, chat_id))[0] for chat_id in range(1, 21)]
    assert {state for state, _ in eves} == {SENT, PLANNED}
    assert len(post.telegram.sent) == sum(state is SENT for state, _ in eves) < BURST


async def test_a_group_that_became_a_supergroup_is_followed(post: Post, knows: Knows) -> None:
    post.telegram.group(-7, type="group")
    await subscribe(post.database, await knows(), -7)
    post.telegram.group(-1007)
    post.telegram.fail_next("sendMessage", Fault.migrated(-1007))
    await post.send_at(EVE)
    await post.outbox.send_due()
    assert [sent.chat_id for sent in post.telegram.sent] == [-1007]
    assert await states(post.database, -7) == []


@pytest.mark.parametrize("fault", [Fault.blocked(), Fault.chat_not_found()], ids=["blocked", "chat not found"])
async def test_a_chat_that_is_closed_to_us_is_given_up_and_comes_back_with_start(
    post: Post, meeting: Meeting, fault: Fault
) -> None:
    post.telegram.fail_next("sendMessage", fault)
    await post.send_at(EVE)
    assert {state for state, _ in await states(post.database)} == {CANCELLED}
    async with post.database.transaction() as storage:
        chat = await storage.chats.get(READER)
        assert not chat.is_active
        assert len(await storage.chats.subscriptions(chat)) == 1
    await post.telegram.asks(READER, "/start")

    async def is_active() -> bool:
        async with post.database.transaction() as storage:
            return (await storage.chats.get(READER)).is_active

    await eventually(is_active)


@pytest.mark.parametrize(
    "fault",
    [Fault.thread_not_found(), Fault.topic_closed(), Fault.no_rights()],
    ids=["thread not found", "topic closed", "no rights"],
)
async def test_a_topic_that_may_not_be_written_in_waits_and_admins_are_told_once(
    post: Post, knows: Knows, fault: Fault
) -> None:
    post.telegram.group(-1001, topics={7})
    await subscribe(post.database, await knows(), -1001, topic=7)
    post.telegram.fail_next("sendMessage", fault)
    post.clock.move_to(EVE)
    for _ in range(3):
        await post.outbox.send_due()
    assert [sent.chat_id for sent in post.telegram.sent] == [ADMIN]
    assert "does not let me write in the chat -1001, topic 7" in post.telegram.sent[0].text
    async with post.database.transaction() as storage:
        assert not (await storage.chats.get(-1001, 7)).is_active
        assert (await storage.deliveries.of(-1001, 7))[0][0].state is PLANNED


async def test_admins_are_told_again_only_after_a_place_could_be_written_in(post: Post, knows: Knows) -> None:
    post.telegram.group(-1001, topics={7})
    await subscribe(post.database, await knows(), -1001, topic=7)

    async def closed_on(day: datetime) -> int:
        post.telegram.fail_next("sendMessage", Fault.topic_closed(), chat_id=-1001, times=2)
        await post.send_at(day)
        post.telegram.says(-1001, "/help@DaybookTestBot", user=READER, topic=7)
        await post.telegram.asked("sendMessage", 2)
        await post.telegram.settled()
        await post.telegram.asks(READER, "/help")
        for _ in range(3):
            await post.outbox.send_due()
        return sum(sent.chat_id == ADMIN for sent in post.telegram.sent)

    async def is_active() -> bool:
        async with post.database.transaction() as storage:
            return (await storage.chats.get(-1001, 7)).is_active

    assert await closed_on(EVE) == 1
    assert not await is_active()
    await post.telegram.asks(-1001, "/help@DaybookTestBot", user=READER, topic=7)
    await eventually(is_active)
    await post.outbox.send_due()
    assert await closed_on(MORNING) == 2


@pytest.mark.parametrize(
    "fault", [Fault.cannot_parse(), Fault.refused(400, "Bad Request: message is too long")], ids=["markup", "length"]
)
async def test_what_is_refused_for_its_form_goes_out_as_plain_text(
    post: Post, meeting: Meeting, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    post.telegram.fail_next("sendMessage", fault)
    await post.send_at(EVE)
    assert post.telegram.sent[0].text.startswith("🔔 Tomorrow, Fri 14 Mar\nUnited States")
    assert post.telegram.sent[0].html is None
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["markup refused"]


async def test_what_is_too_long_goes_out_as_far_as_it_fits(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.letters.texts.reminder", lambda *_, **__: Markup("🔔") * 3000)
    await post.send_at(EVE)
    assert [sent.text for sent in post.telegram.sent] == ["🔔" * 2048]


async def test_markup_that_is_refused_twice_is_rejected(post: Post, meeting: Meeting) -> None:
    post.telegram.fail_next("sendMessage", Fault.cannot_parse(), times=2)
    await post.send_at(EVE)
    assert (await states(post.database))[0][0] is REJECTED


async def test_what_says_so_already_is_fine(post: Post, meeting: Meeting) -> None:
    post.telegram.fail_next("sendMessage", Fault.refused(400, "Bad Request: message is not modified"))
    await post.send_at(EVE)
    assert (await states(post.database))[0][0] is SENT


async def test_a_connection_that_is_refused_leaves_it_planned(post: Post, meeting: Meeting) -> None:
    post.clock.move_to(EVE)
    async with post.telegram.unreachable():
        await post.outbox.send_due()
    assert (await states(post.database))[0][0] is PLANNED
    assert (await owed(post.database))[0].attempts == 1
    await post.send_at(EVE + MINUTE)
    assert len(post.telegram.sent) == 1
    assert "may repeat" not in post.telegram.sent[0].text


async def test_a_flood_without_a_time_leaves_it_planned(post: Post, meeting: Meeting) -> None:
    post.telegram.fail_next("sendMessage", Fault.flood_without_parameters())
    await post.send_at(EVE)
    assert (await states(post.database))[0][0] is PLANNED


@pytest.mark.parametrize(
    "fault",
    [
        Fault.closed(accepted=True),
        Fault.closed(),
        Fault.server_error(),
        Fault.bad_gateway(),
        Fault.bad_json(),
    ],
    ids=["closed after", "closed before", "500", "502", "bad JSON"],
)
async def test_an_answer_that_is_lost_leaves_it_in_doubt_and_the_copy_says_so(
    post: Post, meeting: Meeting, fault: Fault
) -> None:
    post.telegram.fail_next("sendMessage", fault)
    await post.send_at(EVE)
    assert (await states(post.database))[0][0] is IN_DOUBT
    await post.outbox.send_due()
    assert len(post.telegram.sent) == int(fault.accepted)
    await post.send_at(EVE + MINUTE)
    assert post.telegram.sent[-1].text.endswith("(may repeat)")
    assert (await states(post.database))[0][0] is SENT


async def test_a_late_answer_leaves_it_in_doubt(post: Post, meeting: Meeting) -> None:
    post.telegram.fail_next("sendMessage", Fault.late(0.3))
    post.clock.move_to(EVE)
    post.bot.bot.request._client.timeout.read = 0.1  # type: ignore[attr-defined]  # noqa: SLF001 - else it takes 35 s
    await post.outbox.send_due()
    assert (await states(post.database))[0][0] is IN_DOUBT


async def test_what_is_in_doubt_is_replayed_one_at_a_time(post: Post, knows: Knows) -> None:
    await subscribe(post.database, await knows(), READER, ADMIN)
    post.telegram.fail_next("sendMessage", Fault.server_error(), times=2)
    await post.send_at(EVE)
    await post.send_at(EVE + MINUTE)
    assert len(post.telegram.sent) == 1
    await post.outbox.send_due()
    assert len(post.telegram.sent) == 2


async def test_what_had_to_wait_goes_before_what_came_due_after_it(post: Post) -> None:
    async with post.database.transaction() as storage:
        await storage.deliveries.owe_notice(READER, "source:1", REFUSED, revision=0, now=NOW)
        await storage.deliveries.owe_notice(ADMIN, "source:1", REFUSED, revision=0, now=NOW + timedelta(seconds=1))
    post.telegram.fail_next("sendMessage", Fault.flood_without_parameters())
    await post.send_at(NOW)
    assert post.telegram.sent == []
    await post.send_at(NOW + HOUR)
    assert [sent.chat_id for sent in post.telegram.sent] == [READER, ADMIN]


async def test_one_replay_follows_the_other_without_a_pause(post: Post, knows: Knows) -> None:
    await subscribe(post.database, await knows(), *range(1, 11))
    async with post.database.transaction() as storage:
        for chat_id in range(1, 11):
            post.telegram.private(chat_id)
            await storage.deliveries.claim((await storage.deliveries.of(chat_id))[0][0])
        await storage.deliveries.recover(retry_at=EVE)
    stop = asyncio.Event()
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace()))
    post.clock.move_to(EVE)
    sending = asyncio.create_task(post.outbox.keep_sending(stop, pause_s=30))
    await post.telegram.wait_for(10, timeout_s=20)
    stop.set()
    await sending


async def test_a_token_that_is_not_valid_stops_the_sending_and_loses_nothing(post: Post, meeting: Meeting) -> None:
    post.telegram.fail_next("sendMessage", Fault.unauthorized())
    post.clock.move_to(EVE)
    with pytest.raises(InvalidToken):
        await post.outbox.send_due()
    assert (await states(post.database))[0][0] is PLANNED


# --- around it


async def test_what_a_crash_left_claimed_is_sent_again_as_a_copy(post: Post, meeting: Meeting) -> None:
    async with post.database.transaction() as storage:
        await storage.deliveries.claim((await storage.deliveries.of(READER))[0][0])
    post.clock.move_to(EVE)
    await post.outbox.recover()
    await post.outbox.send_due()
    assert post.telegram.sent == []
    await post.send_at(EVE + MINUTE)
    assert post.telegram.sent[0].text.endswith("(may repeat)")


async def test_a_copy_that_has_to_wait_because_the_clock_was_put_back_still_says_so(
    post: Post, meeting: Meeting
) -> None:
    async with post.database.transaction() as storage:
        await storage.deliveries.claim((await storage.deliveries.of(READER))[0][0])
    post.clock.move_to(EVE - HOUR)
    await post.outbox.recover()
    await post.send_at(EVE - HOUR + MINUTE)
    assert post.telegram.sent == []
    await post.send_at(EVE)
    assert post.telegram.sent[0].text.endswith("(may repeat)")


async def test_what_a_clock_that_jumps_makes_due_waits_until_telegram_has_said_what_time_it_is(
    post: Post, meeting: Meeting
) -> None:
    now = [NOW]
    clock = Clock(read=lambda: now[0])
    skew = Skew(clock, run_time=lambda: 0.0)
    post.outbox = Outbox(post.bot.bot, post.database, clock, skew=skew)
    now[0] = EVE
    await post.outbox.send_due()
    assert post.telegram.sent == []
    skew.note(format_datetime(EVE, usegmt=True))  # the machine had slept
    await post.outbox.send_due()
    assert len(post.telegram.sent) == 1


async def test_a_database_that_is_busy_when_the_answer_comes_makes_no_copy(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, failures = Deliveries.settle, [StorageError("The database failed: database is locked.")] * 2

    async def busy(self: Deliveries, *what: Any, **how: Any) -> None:
        if failures:
            raise failures.pop()
        await settle(self, *what, **how)

    monkeypatch.setattr(Deliveries, "settle", busy)
    await post.send_at(EVE)
    await post.send_at(EVE + MINUTE)
    assert (await states(post.database))[0] == (SENT, "")
    assert len(post.telegram.sent) == 1


async def test_what_was_sent_but_could_not_be_marked_is_in_doubt(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The database failed: disk full.")

    with monkeypatch.context() as patch:
        patch.setattr(Deliveries, "settle", broken)
        await post.send_at(EVE)
    await post.outbox.send_due()
    assert (await states(post.database))[0][0] is IN_DOUBT
    await post.send_at(EVE + MINUTE)
    assert [sent.text.endswith("(may repeat)") for sent in post.telegram.sent] == [False, True]


async def test_while_nothing_can_be_marked_no_more_is_in_doubt_than_was_in_flight(
    post: Post, knows: Knows, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(post.database, await knows(), *range(1, 11))
    for chat_id in range(1, 11):
        post.telegram.private(chat_id)

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The database failed: disk full.")

    monkeypatch.setattr(Deliveries, "settle", broken)
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace()))
    await post.send_at(EVE)
    claimed = [chat_id for chat_id in range(1, 11) if (await states(post.database, chat_id))[0][0] is CLAIMED]
    assert 1 <= len(claimed) <= IN_FLIGHT


async def test_a_notice_nobody_can_read_is_rejected_and_holds_nobody_up(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    async with post.database.transaction() as storage:
        await storage.chats.get(ADMIN)
        await storage.deliveries.owe_notice(ADMIN, "source:1", {"kind": "novel"}, revision=0, now=NOW)
        await storage.deliveries.owe_notice(ADMIN, "source:2", REFUSED, revision=0, now=NOW)
    await post.outbox.send_due()
    assert [shown(sent).partition(": ")[2] for sent in post.telegram.sent] == ["It is a picture."]
    assert [state for state, _ in await states(post.database, ADMIN)] == [REJECTED, SENT]
    assert "delivery could not be written" in caplog.messages


@pytest.mark.parametrize(
    "bug",
    [AttributeError("nothing"), OverflowError("too late"), NotFoundError("meeting", 7)],
    ids=lambda bug: type(bug).__name__,
)
async def test_no_bug_in_writing_holds_up_what_can_be_written(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, bug: Exception
) -> None:
    async def fail(*_: object) -> None:
        raise bug

    await place_changes(post.database, meeting)
    monkeypatch.setattr(Meetings, "changed_by", fail)
    async with post.database.transaction() as storage:
        await storage.deliveries.owe_notice(ADMIN, "source:1", REFUSED, revision=0, now=NOW)
    await post.outbox.send_due()
    assert (await states(post.database))[0] == (REJECTED, f"a bug: {bug!r}")
    assert [sent.chat_id for sent in post.telegram.sent] == [ADMIN]


async def test_a_copy_of_a_notice_says_so_and_is_not_sent_for_ever(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.letters._ATTEMPTS_AT_A_NOTICE", 5)
    async with post.database.transaction() as storage:
        await storage.chats.get(ADMIN)
        await storage.deliveries.owe_notice(ADMIN, "source:1", REFUSED, revision=0, now=NOW)
    post.telegram.fail_when(lambda request: Fault.closed(accepted=True) if request.method == "sendMessage" else None)
    for number in range(8):
        await post.send_at(NOW + number * 6 * MINUTE)
    assert [sent.text.endswith("(may repeat)") for sent in post.telegram.sent] == [False, True, True, True, True]
    assert await states(post.database, ADMIN) == [(EXPIRED, "in doubt for a day")]


async def test_after_stop_nothing_more_is_claimed(post: Post, meeting: Meeting) -> None:
    stop = asyncio.Event()
    stop.set()
    post.clock.move_to(EVE)
    await post.outbox.send_due(stop)
    assert post.telegram.sent == []
    assert (await states(post.database))[0] == (PLANNED, "")


async def test_one_chat_is_sent_one_message_a_pass(post: Post, knows: Knows) -> None:
    for day in ("2025-03-14", "2025-03-14..2025-03-15"):
        await subscribe(post.database, await knows(day), READER, ADMIN)
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace(), run_time=lambda: 100.0))
    await post.send_at(EVE)
    assert sorted(sent.chat_id for sent in post.telegram.sent) == [READER, ADMIN]


async def test_an_answer_that_is_late_holds_up_its_own_chat_alone(post: Post, knows: Knows) -> None:
    await subscribe(post.database, await knows(), READER, ADMIN)
    stop = asyncio.Event()
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace()))
    post.telegram.fail_next("sendMessage", Fault.late(30), chat_id=READER)
    post.clock.move_to(EVE)
    sending = asyncio.create_task(post.outbox.keep_sending(stop, 0.01))
    await post.telegram.wait_for(lambda sent: sent.chat_id == ADMIN)
    async with post.database.transaction() as storage:
        await storage.deliveries.owe_notice(ADMIN, "source:1", REFUSED, revision=0, now=NOW)
    await post.telegram.wait_for(lambda sent: "It is a picture." in sent.text)
    assert not sending.done()
    sending.cancel()
    await asyncio.wait({sending})
    assert (await states(post.database))[0][0] is DeliveryState.CLAIMED
    assert not [task for task in asyncio.all_tasks() if "_deliver" in repr(task.get_coro())]


async def test_a_chat_that_is_owed_much_and_answers_late_holds_up_nobody_else(post: Post) -> None:
    run_time = [0.0]

    async def is_on_its_way() -> bool:
        return (await states(post.database))[0][0] is CLAIMED

    async with post.database.transaction() as storage:
        for number in range(30):
            await storage.deliveries.owe_notice(READER, f"source:{number}", REFUSED, revision=0, now=NOW)
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, turns=Turns(Pace(), run_time=lambda: run_time[0]))
    post.telegram.fail_next("sendMessage", Fault.late(30), chat_id=READER)
    sending = asyncio.create_task(post.outbox.keep_sending(asyncio.Event(), 0.01))
    await eventually(is_on_its_way)
    run_time[0] = PER_CHAT_S  # by the pace it might have the next
    async with post.database.transaction() as storage:
        await storage.deliveries.owe_notice(ADMIN, "source:1", REFUSED, revision=0, now=NOW)
    await post.telegram.wait_for(lambda sent: sent.chat_id == ADMIN)
    sending.cancel()
    await asyncio.wait({sending})


async def test_who_lost_the_lease_or_is_about_to_sends_nothing(post: Post, meeting: Meeting) -> None:
    machine = still_clock()
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, lease=Lease("bot", machine))
    async with post.database.transaction() as storage:
        await storage.leases.take("bot", this_process(), NOW)
    machine.move_to(NOW + LEASE - timedelta(seconds=30))
    post.clock.move_to(EVE)
    assert await post.outbox.send_due() == 0  # it looks again after a pause
    assert post.telegram.sent == []
    async with post.database.transaction() as storage:
        await storage.leases.take("bot", this_process(), machine.now())
    await post.outbox.send_due()
    assert len(post.telegram.sent) == 1


async def test_who_lost_the_lease_while_nothing_could_be_marked_leaves_the_other_what_it_has_claimed(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The database failed: disk full.")

    post.outbox = Outbox(post.bot.bot, post.database, post.clock, lease=Lease("bot", still_clock()))
    with monkeypatch.context() as patch:
        patch.setattr(Deliveries, "settle", broken)
        await post.send_at(EVE)
    async with post.database.transaction() as storage:
        await storage.leases.take("bot", "elsewhere:7", NOW)
    await post.outbox.send_due()
    assert (await states(post.database))[0][0] is CLAIMED


@pytest.mark.parametrize(("crashes", "wait_s"), [(0, None), (1, 2), (3, 8), (20, 60)])
async def test_after_crashes_in_a_row_sending_begins_later(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, crashes: int, wait_s: float | None
) -> None:
    stop, waited = asyncio.Event(), list[float]()

    async def wait(_: asyncio.Event, seconds: float) -> None:
        assert post.telegram.sent == [] or waited == ([wait_s] if wait_s else [])
        if seconds == 0.25:
            stop.set()
        else:
            waited.append(seconds)

    monkeypatch.setattr("bot.outbox._wait", wait)
    async with post.database.transaction() as storage:
        for number in range(crashes):
            await storage.leases.take("bot", f"another-host:{number}", NOW + number * LEASE)
        await storage.leases.take("bot", this_process(), NOW + crashes * LEASE)
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, lease=Lease("bot", still_clock()))
    post.clock.move_to(EVE)
    await post.outbox.keep_sending(stop, 0.25)
    assert waited == ([wait_s] if wait_s else [])
    assert len(post.telegram.sent) == 1


async def test_a_database_that_is_busy_at_the_start_only_delays_the_sending(
    post: Post, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lease, stop, asked = Lease("bot", still_clock()), asyncio.Event(), list[int]()

    async def crashes(*_: object) -> int:
        asked.append(1)
        if len(asked) == 1:
            raise StorageError("The database failed: database is locked.")
        return 0

    monkeypatch.setattr(Lease, "crashes", crashes)
    async with post.database.transaction() as storage:
        await storage.leases.take("bot", this_process(), NOW)
    post.outbox = Outbox(post.bot.bot, post.database, post.clock, lease=lease)
    post.clock.move_to(EVE)
    sending = asyncio.create_task(post.outbox.keep_sending(stop, 0.01))
    await post.telegram.wait_for(1)
    stop.set()
    await sending
    assert "sending failed" in caplog.messages


async def test_quiet_hours_are_set_and_hold_back_until_they_end(post: Post, meeting: Meeting) -> None:
    assert "nothing between 08:00 and 10:30" in (await post.telegram.asks(READER, "/remind quiet 8 10:30")).text
    post.telegram.sent.clear()
    await post.send_at(EVE)
    assert post.telegram.sent == []
    await post.send_at(at("2025-03-13 10:30"))
    assert [sent.text.splitlines()[0] for sent in post.telegram.sent] == ["🔔 Tomorrow, Fri 14 Mar"]
    assert "Try" in (await post.telegram.asks(READER, "/remind quiet 8 8")).text
    assert "nothing" not in (await post.telegram.asks(READER, "/remind quiet off")).text
