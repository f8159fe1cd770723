"""Articles become entries of the diary: one for each meeting, with its history, and alerts for what changes."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from jobs.aftermath import close_past
from jobs.diary import enter
from jobs.sources.calendar import parse
from jobs.sources.records import Answer
from storage.database import Storage
from storage.models import Action, Article, Change, DecisionState, DeliveryKind, DeliveryState, Filter, Meeting, Status
from tests.builders import DAY, NOW, TODAY, at

ANNOUNCED = "The foreign ministers of Norway and Japan will meet in Oslo on 14 March, both governments confirmed."
MOVED = "The meeting of the foreign ministers of Norway and Japan planned for 14 March has been moved to 20 March."
CALLED_OFF = "The meeting of the foreign ministers of Norway and Japan planned for 14 March has been called off."


def report(text: str, day: int = 3, key: str = "") -> Article:
    return Article("Norway and Japan", text, date(2025, 3, day), outlet="example.org", key=key or f"{day} {text}")


async def diary(storage: Storage) -> list[Meeting]:
    return await storage.meetings.touching(date(2025, 1, 1), date(2025, 12, 31))


async def alerts(storage: Storage, chat_id: int = 5) -> int:
    return sum(one.kind is DeliveryKind.CHANGE for one, _ in await storage.deliveries.of(chat_id))


def changed(changes: list[Change]) -> list[tuple[str, str | None, str | None]]:
    return [(one.field, one.old, one.new) for one in changes]


@pytest.fixture
async def subscribed(storage: Storage) -> Storage:
    await storage.chats.subscribe(await storage.chats.get(5), Filter(), now=NOW)
    return storage


async def test_an_announced_meeting_is_an_entry_with_its_quote(storage: Storage) -> None:
    await enter(storage, report(ANNOUNCED), now=NOW)
    (meeting,) = await diary(storage)
    assert (meeting.when.first, {actor.code for actor in meeting.actors}) == (date(2025, 3, 14), {"NO", "JP"})
    (evidence,) = await storage.meetings.evidence(meeting.id)
    assert evidence.mention.quote == ANNOUNCED


async def test_reading_the_same_article_twice_changes_nothing(subscribed: Storage) -> None:
    assert await enter(subscribed, report(ANNOUNCED), now=NOW)
    before = await diary(subscribed)
    assert await enter(subscribed, report(ANNOUNCED), now=NOW) is None
    assert await diary(subscribed) == before
    assert await alerts(subscribed) == 0


async def test_two_reports_of_one_meeting_are_one_entry(storage: Storage) -> None:
    await enter(storage, report(ANNOUNCED), now=NOW)
    await enter(storage, report("Japan and Norway will hold talks in Oslo on 14 March.", day=4), now=NOW)
    (meeting,) = await diary(storage)
    assert len(await storage.meetings.evidence(meeting.id)) == 2


async def test_a_moved_meeting_keeps_its_identity_and_its_history(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    (before,) = await diary(subscribed)
    await enter(subscribed, report(MOVED, day=5), now=NOW)
    (after,) = await diary(subscribed)
    assert (after.uid, after.status, after.when.first) == (before.uid, Status.MOVED, date(2025, 3, 20))
    assert (after.sequence, after.date_revision) == (1, 1)
    assert changed(await subscribed.meetings.changes(after.id)) == [("date", "2025-03-14", "2025-03-20")]
    assert await alerts(subscribed) == 1


async def test_a_move_told_by_several_is_told_on_once(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await enter(subscribed, report(MOVED, day=5), now=NOW)
    await enter(subscribed, report(MOVED, day=6), now=NOW)
    assert await alerts(subscribed) == 1


async def test_reminders_follow_a_meeting_that_moves(subscribed: Storage) -> None:
    async def owed() -> list[tuple[str, DeliveryState]]:
        everything = await subscribed.deliveries.of(5)
        return [(f"{one.due_at:%d %b}", one.state) for one, _ in everything if one.kind is DeliveryKind.REMINDER]

    planned, cancelled = DeliveryState.PLANNED, DeliveryState.CANCELLED
    await enter(subscribed, report(ANNOUNCED, day=12), now=at("2025-03-12 09:00"))
    assert await owed() == [("13 Mar", planned), ("14 Mar", planned)]
    nearer = MOVED.replace("20 March", "15 March")
    await enter(subscribed, report(nearer, day=12), now=at("2025-03-12 18:00"))
    assert sorted(await owed()) == [
        ("13 Mar", cancelled),
        ("14 Mar", cancelled),
        ("14 Mar", planned),
    ]


async def test_a_change_quotes_what_was_read_and_not_what_was_published_last(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await enter(subscribed, report("Japan and Norway will hold talks in Oslo on 14 March.", day=9), now=NOW)
    await enter(subscribed, report(MOVED, day=8), now=NOW)
    (meeting,) = await diary(subscribed)
    assert [change.quote for change in await subscribed.meetings.changes(meeting.id)] == [MOVED]


async def test_a_meeting_that_is_called_off_is_not_forgotten(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await enter(subscribed, report(CALLED_OFF, day=5), now=NOW)
    (meeting,) = await diary(subscribed)
    assert meeting.status is Status.CANCELLED
    assert changed(await subscribed.meetings.changes(meeting.id)) == [("status", "scheduled", "cancelled")]


async def test_history_is_filled_silently(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await enter(subscribed, report(MOVED, day=5), now=NOW, alerts=False)
    assert await alerts(subscribed) == 0


async def test_a_chat_that_saw_the_meeting_is_told_of_its_change(storage: Storage) -> None:
    await enter(storage, report(ANNOUNCED), now=NOW)
    (meeting,) = await diary(storage)
    await storage.chats.see(await storage.chats.get(6), [meeting.id], now=NOW)
    await enter(storage, report(MOVED, day=5), now=NOW)
    assert await alerts(storage, 6) == 1


async def test_all_that_one_article_changes_is_one_alert(subscribed: Storage) -> None:
    other = ANNOUNCED.replace("Norway", "Chile").replace("Japan", "Peru").replace("Oslo", "Lima")
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await enter(subscribed, report(other, day=4), now=NOW)
    both = f"{CALLED_OFF} {CALLED_OFF.replace('Norway', 'Chile').replace('Japan', 'Peru')}"
    await enter(subscribed, report(both, day=5), now=NOW)
    assert {one.status for one in await diary(subscribed)} == {Status.CANCELLED}
    assert await alerts(subscribed) == 1


async def test_an_article_edited_in_place_takes_back_what_it_no_longer_says(storage: Storage) -> None:
    await enter(storage, report(ANNOUNCED, key="page"), now=NOW)
    await enter(storage, report("Nothing is planned between Norway and Japan.", key="page"), now=NOW)
    assert await diary(storage) == []


def event(day: str, *, state: str = "", text: str = "") -> Article:
    """One event of a calendar, as it stood when it was read."""
    calendar = f"""BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:{day}\r\n\
SUMMARY:Talks of Norway and Japan\r\nDESCRIPTION:{text}\r\nSTATUS:{state}\r\nEND:VEVENT\r\nEND:VCALENDAR"""
    (item,) = parse(Answer("https://diary.example/", calendar.encode()), TODAY).items
    return item.article


async def test_an_event_that_moves_in_its_calendar_keeps_its_identity_and_its_history(subscribed: Storage) -> None:
    await enter(subscribed, event("20250314"), now=NOW)
    (before,) = await diary(subscribed)
    await enter(subscribed, event("20250320"), now=NOW)
    await enter(subscribed, event("20250320", text="The agenda follows."), now=NOW)
    (after,) = await diary(subscribed)
    assert (after.uid, after.status, after.when.first) == (before.uid, Status.MOVED, date(2025, 3, 20))
    assert changed(await subscribed.meetings.changes(after.id)) == [("date", "2025-03-14", "2025-03-20")]
    assert await alerts(subscribed) == 1


async def test_an_event_that_its_calendar_cancels_is_not_forgotten(storage: Storage) -> None:
    await enter(storage, event("20250314"), now=NOW)
    await enter(storage, event("20250314", state="CANCELLED"), now=NOW)
    (meeting,) = await diary(storage)
    assert meeting.status is Status.CANCELLED


async def test_an_event_of_a_calendar_and_a_report_of_it_are_one_entry(storage: Storage) -> None:
    await enter(storage, report("Japan and Norway will hold talks in Oslo on 14 March."), now=NOW)
    await enter(storage, event("20250314"), now=NOW)
    (meeting,) = await diary(storage)
    assert len(await storage.meetings.evidence(meeting.id)) == 2


async def believed(storage: Storage) -> list[tuple[Any, ...]]:
    """Return what is believed of each Meeting, and what it stands on."""
    found: list[tuple[Any, ...]] = []
    for one in await diary(storage):
        quotes = [each.mention.quote for each in await storage.meetings.evidence(one.id)]
        found.append((one.when, one.status, one.place, set(one.actors), one.certainty, one.dissent, quotes))
    return found


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_order_of_arrival_changes_nothing_that_is_believed(storage: Storage, order: tuple[int, ...]) -> None:
    again = "Japan and Norway will hold talks in Oslo on 14 March."
    reports = [report(ANNOUNCED, day=3), report(again, day=4), report(MOVED, day=5)]
    for number in order:
        await enter(storage, reports[number], now=NOW)
    (entry,) = await believed(storage)
    assert (entry[0].first, entry[1]) == (date(2025, 3, 20), Status.MOVED)
    assert entry[-1] == [ANNOUNCED, again, MOVED]


async def test_a_denial_that_arrives_first_waits_for_what_it_denies(storage: Storage) -> None:
    denied = report("Norway and Japan will not meet in Oslo on 14 March, a spokesman said.", day=6)
    assert await enter(storage, denied, now=NOW) == {}
    await enter(storage, report(ANNOUNCED), now=NOW)
    (meeting,) = await diary(storage)
    assert len(await storage.meetings.evidence(meeting.id)) == 2


async def test_a_meeting_that_moves_on_its_page_keeps_its_identity(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED, key="page"), now=NOW)
    (before,) = await diary(subscribed)
    await enter(subscribed, report(ANNOUNCED.replace("14 March", "17 March"), key="page"), now=NOW + DAY)
    (after,) = await diary(subscribed)
    assert (after.uid, after.when.first, after.status) == (before.uid, date(2025, 3, 17), Status.MOVED)
    assert changed(await subscribed.meetings.changes(after.id)) == [("date", "2025-03-14", "2025-03-17")]


async def test_another_advert_on_the_page_changes_nothing(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED, key="page"), now=NOW)
    before = await believed(subscribed)
    await enter(subscribed, report(f"{ANNOUNCED} Buy our new almanac.", key="page"), now=NOW + DAY)
    assert await believed(subscribed) == before
    assert await alerts(subscribed) == 0


async def test_what_is_past_is_unknown_and_nobody_is_told(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    await close_past(subscribed, at("2025-03-15 23:00"))
    assert [one.status for one in await diary(subscribed)] == [Status.SCHEDULED]
    await close_past(subscribed, at("2025-03-16 01:00"))
    (meeting,) = await diary(subscribed)
    assert (meeting.status, meeting.sequence) == (Status.UNKNOWN, 1)
    assert [one.cause for one in await subscribed.meetings.changes(meeting.id)] == ["clock"]
    assert await alerts(subscribed) == 0


@pytest.mark.parametrize(("text", "status"), [(ANNOUNCED, Status.SCHEDULED), (MOVED, Status.MOVED)])
async def test_what_a_clock_that_was_ahead_took_as_past_stands_again(
    subscribed: Storage, text: str, status: Status
) -> None:
    await enter(subscribed, report(text), now=NOW)
    for moment in ("2025-07-01 08:00", "2025-03-05 08:00"):
        await close_past(subscribed, at(moment))
    (meeting,) = await diary(subscribed)
    assert (meeting.status, meeting.sequence) == (status, 2)
    assert await alerts(subscribed) == 0


async def test_the_value_of_an_admin_stays_whatever_is_read_then(subscribed: Storage) -> None:
    await enter(subscribed, report(ANNOUNCED), now=NOW)
    (meeting,) = await diary(subscribed)
    chat = await subscribed.chats.get(5)
    edit = {"field": "date", "value": "2025-03-18"}
    decision, _ = await subscribed.decisions.ask(chat, 5, Action.EDIT, meeting.id, edit, now=NOW)
    await subscribed.decisions.settle(decision.id, DecisionState.APPLIED, now=NOW)
    await enter(subscribed, report(MOVED, day=5), now=NOW)
    (meeting,) = await diary(subscribed)
    assert meeting.when.first == date(2025, 3, 18)
    assert [one.value for one in meeting.dissent] == ["2025-03-20"]
