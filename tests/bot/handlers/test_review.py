"""/review, /merge, /split, /edit, /retract, /confirm and /undo, end to end, up to the row that the jobs apply."""

from datetime import datetime
from typing import Any

import pytest

from bot.application import Daybook
from bot.outbox import Outbox
from storage.clock import Clock
from storage.database import Database
from storage.models import Action, Certainty, Decision, DecisionState, Meeting, Status
from tests.bot.conftest import ADMIN, READER, Knows, answer_of, shown
from tests.builders import DAY, NOW, article, mention, on
from tests.telegram_api import TelegramApi

GROUP = -1001
COMMANDS = [
    "/review",
    "/review 1",
    "/merge 1 2",
    "/split 1",
    "/edit 1 date 2025-03-20",
    "/retract 1",
    "/confirm 1",
    "/undo",
]
DATA = ["review:1", "merge:1/2", "split:1/1", "apart:1/2", "retract:1", "confirm:1", "undo:1"]


async def decisions(database: Database, meeting_id: int = 1) -> list[Decision]:
    async with database.transaction() as storage:
        return await storage.decisions.of(meeting_id)


async def settle(database: Database, number: int, state: DecisionState = DecisionState.APPLIED) -> None:
    async with database.transaction() as storage:
        await storage.decisions.settle(number, state, now=NOW)


async def another_report(
    database: Database, of: Meeting, quote: str, *, read_at: datetime = NOW, **changes: Any
) -> None:
    """Let another Article speak of the Meeting."""
    async with database.transaction() as storage:
        revision = await storage.articles.keep(article(key=quote), source_id=None, now=read_at)
        assert revision is not None
        await storage.mentions.add(revision.id, mention(quote=quote, **changes), said_at=read_at, meeting_id=of.id)


@pytest.mark.parametrize("typed", COMMANDS)
async def test_only_an_admin_decides(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, typed: str
) -> None:
    await knows()
    await knows("2025-03-15")
    telegram.group(GROUP, owner=6)
    for chat, user in [(READER, READER), (GROUP, 6)]:
        assert (await telegram.asks(chat, typed, user=user)).text == "Only Daybook’s admins may do that."
    assert await decisions(database) == []


@pytest.mark.parametrize("data", DATA)
async def test_only_an_admin_decides_with_a_button(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, data: str
) -> None:
    await knows()
    await knows("2025-03-15")
    answer = await telegram.asks(READER, "/briefing")
    telegram.calls_back(answer, data)
    assert (await answer_of(telegram)).text == "Only Daybook’s admins may do that."
    assert await decisions(database) == []


NOTED: dict[str, tuple[str, Action, dict[str, Any], str]] = {
    "a merge": ("/merge 1 2", Action.MERGE, {"other": 2}, "no. 2 is the same meeting as no. 1"),
    "a date": (
        "/edit 1 date 2025-03-20",
        Action.EDIT,
        {"field": "date", "value": "2025-03-20"},
        "no. 1: the date is Thu 20 Mar",
    ),
    "no place": ("/edit 1 place none", Action.EDIT, {"field": "place", "value": None}, "the place is not announced"),
    "a time": (
        "/edit 1 time 10:00 Geneva",
        Action.EDIT,
        {"field": "time", "value": "10:00 Europe/Zurich"},
        "the time is 10:00 Zurich time",
    ),
    "a retraction": ("/retract 1", Action.RETRACT, {}, "no. 1 was misread"),
    "a confirmation": ("/confirm 1", Action.CONFIRM, {}, "no. 1 is certain"),
}


@pytest.mark.parametrize("noted", NOTED.values(), ids=NOTED)
async def test_what_an_admin_decides_is_a_row(
    bot: Daybook,
    telegram: TelegramApi,
    knows: Knows,
    database: Database,
    noted: tuple[str, Action, dict[str, Any], str],
) -> None:
    typed, action, arguments, what = noted
    await knows()
    await knows("2025-03-15")
    assert what in shown(await telegram.asks(ADMIN, typed))
    (decision,) = await decisions(database)
    assert (decision.action, decision.arguments, decision.user_id) == (action, arguments, ADMIN)
    assert "That is decision 1 already" in shown(await telegram.asks(ADMIN, typed))
    assert len(await decisions(database)) == 1


ASKED_WRONGLY = {
    "nothing to merge": ("/merge", "/merge 12 15"),
    "one to merge": ("/merge 1", "/merge 12 15"),
    "three to merge": ("/merge 1 2 3", "/merge 12 15"),
    "itself": ("/merge 1 1", "one already"),
    "an unknown one": ("/merge 1 99", "There is no meeting 99."),
    "no number": ("/retract talks", "/retract 12"),
    "a number too large": ("/retract 99999999999999999999", "/retract 12"),
    "a negative one": ("/confirm -1", "/confirm 12"),
    "another one's digits": ("/confirm ٣", "There is no meeting 3."),
    "an unknown meeting": ("/retract 99", "There is no meeting 99."),
    "nothing to edit": ("/edit", "/edit 12 date"),
    "no field": ("/edit 1", "date, time, place"),
    "an unknown field": ("/edit 1 uid x", "date, time, place"),
    "no report to split": ("/split 1", "nothing to split"),
    "nothing to undo": ("/undo", "nothing that could be undone"),
    "an unknown decision": ("/undo 99", "There is no decision 99."),
    "no number of one": ("/undo all", "/undo 7"),
    "an unknown one to review": ("/review 99", "There is no meeting 99."),
}


@pytest.mark.parametrize("asked", ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
async def test_what_cannot_be_decided_is_answered(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, asked: tuple[str, str]
) -> None:
    typed, answer = asked
    await knows()
    assert answer in shown(await telegram.asks(ADMIN, typed))
    assert await decisions(database) == []


async def test_a_meeting_that_was_taken_back_is_not_decided_on(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows()
    async with database.transaction() as storage:
        await storage.meetings.set_status(meeting.id, Status.RETRACTED)
    assert "No. 1 was taken back" in shown(await telegram.asks(ADMIN, "/confirm 1"))
    assert await decisions(database) == []


async def test_a_report_is_split_off_by_its_number_or_button(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows()
    await another_report(database, meeting, "Something else", read_at=NOW + DAY)
    asked = await telegram.asks(ADMIN, "/split 1")
    assert shown(asked).splitlines()[2:] == [
        "1 · “Ministers to meet” — example.org ↗, Mon 3 Mar",
        "2 · “Something else” — example.org ↗, Mon 3 Mar",
    ]
    telegram.presses(asked, "Report 2")
    assert "a report is of another meeting" in (await answer_of(telegram)).text
    assert "That is decision 1 already" in shown(await telegram.asks(ADMIN, "/split 1 2"))
    assert "reports 1 to 2" in shown(await telegram.asks(ADMIN, "/split 1 3"))
    (decision,) = await decisions(database)
    assert decision.arguments == {"mention": 2}


async def test_a_report_of_another_meeting_cannot_be_split_off(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    await knows()
    await knows("2025-03-15")
    telegram.calls_back(await telegram.asks(ADMIN, "/review"), "split:1/2")
    assert "expired" in (await answer_of(telegram)).text
    assert await decisions(database) == []


async def test_undo_takes_back_the_last_or_the_one_that_is_named(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    await knows()
    await telegram.asks(ADMIN, "/confirm 1")
    await telegram.asks(ADMIN, "/edit 1 kind summit")
    for number in (1, 2):
        await settle(database, number)
    assert "decision 2 undone" in shown(await telegram.asks(ADMIN, "/undo"))
    assert "decision 1 undone" in shown(await telegram.asks(ADMIN, "/undo 1"))
    await settle(database, 1, DecisionState.UNDONE)
    assert "Decision 1 does not stand: undone." in shown(await telegram.asks(ADMIN, "/undo 1"))
    assert "Decision 3 does not stand" in shown(await telegram.asks(ADMIN, "/undo 3"))
    assert [one.arguments for one in await decisions(database) if one.action is Action.UNDO] == [
        {"decision": 2},
        {"decision": 1},
    ]


async def test_one_admin_does_not_undo_anothers_by_chance(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows()
    async with database.transaction() as storage:
        await storage.decisions.ask(await storage.chats.get(43), 43, Action.CONFIRM, meeting.id, {}, now=NOW)
    assert "nothing that could be undone" in shown(await telegram.asks(ADMIN, "/undo"))


async def test_the_trail_of_a_meeting_is_shown(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    await knows()
    assert "Nothing was decided" in shown(await telegram.asks(ADMIN, "/review 1"))
    await telegram.asks(ADMIN, "/edit 1 status postponed")
    await telegram.asks(ADMIN, "/confirm 1")
    await settle(database, 1)
    answer = await telegram.asks(ADMIN, "/review 1")
    assert shown(answer) == (
        "United States – Russia: talks · no. 1\n"
        "Fri 14 Mar · confirmed\n"
        "\n"
        "Decided\n"
        "1 · Mon 3 Mar 12:00 · admin 42: no. 1: the status is postponed, no new date (done)\n"
        "2 · Mon 3 Mar 12:00 · admin 42: no. 1 is certain (to be done)"
    )
    assert [[label for label, _ in row] for row in answer.keyboard] == [
        ["1 is certain", "1 was misread"],
        ["Undo 1", "Undo 2"],
    ]
    telegram.presses(answer, "Undo 1")
    assert "decision 1 undone" in (await answer_of(telegram)).text


async def test_nothing_asks_for_a_look(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    await knows()
    await knows("2025-03-15")
    answer = await telegram.asks(ADMIN, "/review")
    assert "Nothing asks for a look" in shown(answer)
    assert answer.keyboard == ()


async def test_two_that_may_be_one_ask_for_a_look(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    await knows()
    await knows(name="Talks on arms")
    answer = await telegram.asks(ADMIN, "/review")
    assert shown(answer) == (
        "One meeting or two?\n"
        "1 · United States – Russia: talks, Fri 14 Mar\n"
        "or the same as 2 · Talks on arms, Fri 14 Mar"
    ).replace("\nor", "\n  or")
    for _ in range(2):
        telegram.presses(answer, "1 and 2 are one")
    assert "Noted as decision 1" in (await answer_of(telegram)).text
    assert "That is decision 1 already" in (await answer_of(telegram)).text
    telegram.presses(answer, "They are two")
    assert "no. 1 and no. 2 are two meetings" in (await answer_of(telegram)).text
    assert [one.action for one in await decisions(database, 2)] == [Action.MERGE, Action.SPLIT]


async def test_a_possible_meeting_asks_for_a_look_until_it_is_settled(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    await knows(certainty=Certainty.POSSIBLE)
    answer = await telegram.asks(ADMIN, "/review")
    assert shown(answer) == "Possible, not settled\n1 · United States – Russia: talks, Fri 14 Mar"
    telegram.presses(answer, "1 is certain")
    await answer_of(telegram)
    await settle(database, 1)
    assert "Nothing asks" in shown(await telegram.asks(ADMIN, "/review"))


async def test_a_field_that_a_source_gives_otherwise_asks_for_a_look(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database
) -> None:
    meeting = await knows()
    await telegram.asks(ADMIN, "/edit 1 date 2025-03-14")
    await settle(database, 1)
    await another_report(database, meeting, "Later", read_at=NOW + DAY, when=on("2025-03-20"))
    answer = await telegram.asks(ADMIN, "/review")
    assert "1 · United States – Russia: talks: the date is Fri 14 Mar; example.org ↗: Thu 20 Mar" in shown(answer)
    telegram.presses(answer, "Undo 1")
    assert "decision 1 undone" in (await answer_of(telegram)).text


async def test_of_many_that_ask_for_a_look_a_few_are_shown(bot: Daybook, telegram: TelegramApi, knows: Knows) -> None:
    for day in range(10, 25):
        await knows(f"2025-03-{day}", certainty=Certainty.POSSIBLE)
    answer = await telegram.asks(ADMIN, "/review")
    assert "… and 7 more" in shown(answer)
    assert len(answer.keyboard) == 8


async def test_what_became_of_a_decision_is_told(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock
) -> None:
    common = {"kind": "decided", "meeting": 1, "name": "Talks", "state": "applied", "answer": "", "arguments": {}}
    bodies: list[dict[str, object]] = [
        common | {"decision": 7, "action": "split", "arguments": {"mention": 3}, "made": 9},
        common | {"decision": 8, "action": "undo", "arguments": {"decision": 7}},
        common | {"decision": 9, "action": "retract", "state": "refused", "answer": "gone"},
        {
            "kind": "contradicted",
            "decision": 5,
            "meeting": 1,
            "name": "Talks",
            "field": "time",
            "mine": None,
            "value": "10:00 Europe/Zurich",
            "quote": "They meet at ten.",
            "outlet": "The Wire",
            "address": "https://example.org/a",
        },
    ]
    async with database.transaction() as storage:
        for number, body in enumerate(bodies):
            await storage.deliveries.owe_notice(ADMIN, f"decision:{number}", body, revision=0, now=NOW)
    await Outbox(bot.bot, database, clock).send_due()
    split, undone, refused, contradicted = (shown(sent) for sent in telegram.sent)
    assert split == (
        "Done, decision 7: no. 1: a report is of another meeting.\nTalks\n"
        "The other meeting is no. 9: /meeting 9.\n/undo 7 takes it back."
    )
    assert undone == "Done, decision 8: no. 1: decision 7 undone.\nTalks"
    assert refused == "Decision 9 was not done: no. 1 was misread. The meeting was taken back meanwhile."
    assert contradicted == (
        "Talks · no. 1: a source gives another time than you set.\n"
        "10:00 Zurich time: “They meet at ten.” — The Wire ↗\n"
        "It stays as decision 5 has it: not announced."
    )
    assert [label for label, _ in telegram.sent[-1].keyboard[0]] == ["Take theirs", "What was decided"]


@pytest.mark.parametrize("asked", ["/review 2", "/meeting 2"])
async def test_a_meeting_that_is_one_with_another_is_not_called_a_mistake(
    bot: Daybook, telegram: TelegramApi, knows: Knows, database: Database, asked: str
) -> None:
    meeting, other = await knows(), await knows("2025-03-15")
    async with database.transaction() as storage:
        await storage.meetings.set_status(other.id, Status.RETRACTED)
        await storage.meetings.merge_into(other.id, meeting.id)
    answer = shown(await telegram.asks(ADMIN, asked))
    assert "no. 1" in answer
    assert "taken out" not in answer
