"""What admins decide holds against what is read, and can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jobs.decisions import apply, apply_decisions, ask_again
from jobs.diary import enter
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database, Storage
from storage.models import Action, Article, Certainty, DecisionState, DeliveryKind, Kind, Meeting, Status
from tests.builders import DAY, NOW

ADMIN = 42
OSLO = "The foreign ministers of Norway and Japan will meet in Oslo on 14 March, both governments confirmed."
OSLO_TOO = "Japan and Norway will hold talks in Oslo on 14 March."
OTHER_DAY = "The foreign ministers of Norway and Japan will meet in Oslo on 20 March, both governments confirmed."
ELSEWHERE = "The presidents of France and Spain will hold talks in Paris on 17 March."
MOVED = "The meeting of the foreign ministers of Norway and Japan planned for 14 March has been moved to {} March."


async def reads(storage: Storage, text: str, day: int = 3, **changes: Any) -> Meeting | None:
    """Return the Meeting that an Article speaks of, once it is read."""
    report = Article("Norway and Japan", text, date(2025, 3, day), outlet="example.org", key=f"{day} {text}", **changes)
    found = await enter(storage, report, now=NOW + (day - 3) * DAY)
    return await storage.meetings.get(next(iter(found))) if found else None


async def decides(storage: Storage, action: Action, meeting: Meeting, **arguments: Any) -> int:
    """Return the number of a Decision that is asked and applied."""
    chat = await storage.chats.get(ADMIN)
    decision, _ = await storage.decisions.ask(chat, ADMIN, action, meeting.id, arguments, now=NOW)
    await apply(storage, decision.id, now=NOW)
    return decision.id


async def undoes(storage: Storage, number: int) -> None:
    await decides(
        storage, Action.UNDO, await met(storage, (await storage.decisions.get(number)).meeting_id), decision=number
    )


async def met(storage: Storage, meeting_id: int) -> Meeting:
    return await storage.meetings.get(meeting_id)


async def diary(storage: Storage) -> list[tuple[int, list[str]]]:
    """Return what is in the diary: each Meeting's number, and what it was read from."""
    meetings = await storage.meetings.touching(date(2025, 1, 1), date(2025, 12, 31))
    evidence = await storage.meetings.evidence_of([one.id for one in meetings])
    return sorted((one.id, sorted(each.mention.quote for each in evidence[one.id])) for one in meetings)


async def notices(storage: Storage, chat_id: int = ADMIN) -> list[dict[str, object]]:
    owed = await storage.deliveries.of(chat_id)
    return [delivery.body for delivery, _ in owed if delivery.kind is DeliveryKind.NOTICE]


async def caused(storage: Storage, meeting_id: int) -> list[tuple[str, str, str | None]]:
    """Return the Changes of the Meeting that admins brought about."""
    changes = await storage.meetings.changes(meeting_id)
    return [(one.cause, one.field, one.new) for one in changes if one.cause.startswith("decision:")]


@pytest.fixture
async def meeting(storage: Storage) -> Meeting:
    found = await reads(storage, OSLO)
    assert found is not None
    return found


@pytest.fixture
async def other(storage: Storage, meeting: Meeting) -> Meeting:
    found = await reads(storage, OTHER_DAY)
    assert found is not None
    assert found.id != meeting.id
    return found


async def test_a_merge_makes_two_meetings_one(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    number = await decides(storage, Action.MERGE, meeting, other=other.id)
    assert await diary(storage) == [(meeting.id, sorted([OSLO, OTHER_DAY]))]
    gone = await met(storage, other.id)
    assert (gone.status, gone.merged_into) == (Status.RETRACTED, meeting.id)
    assert [body["state"] for body in await notices(storage)] == ["applied"]
    assert (await storage.decisions.get(number)).state is DecisionState.APPLIED


async def test_a_merge_is_undone(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    before = await diary(storage)
    number = await decides(storage, Action.MERGE, meeting, other=other.id)
    await undoes(storage, number)
    assert await diary(storage) == before
    back = await met(storage, other.id)
    assert (back.uid, back.status, back.merged_into, back.when) == (other.uid, other.status, None, other.when)
    assert (await storage.decisions.get(number)).state is DecisionState.UNDONE


@pytest.mark.parametrize("first", [0, 1])
async def test_two_that_have_nothing_in_common_are_one_if_an_admin_says_so(storage: Storage, first: int) -> None:
    assert await reads(storage, f"{OSLO}\n{ELSEWHERE}")
    before = await diary(storage)
    numbers = [number for number, _ in before]
    here, there = numbers[first], numbers[1 - first]
    merge = await decides(storage, Action.MERGE, await met(storage, here), other=there)
    assert await diary(storage) == [(here, sorted([OSLO, ELSEWHERE]))]
    await undoes(storage, merge)
    assert await diary(storage) == before


async def test_a_merge_is_undone_after_the_article_was_edited(storage: Storage) -> None:
    article = Article("Norway", f"{OSLO}\n{ELSEWHERE}", date(2025, 3, 3), outlet="example.org", key="norway")
    await enter(storage, article, now=NOW)
    before = await diary(storage)
    (here, _), (there, _) = before
    merge = await decides(storage, Action.MERGE, await met(storage, here), other=there)
    await enter(storage, replace(article, text=f"{article.text}\nNo more is known."), now=NOW + DAY)
    await undoes(storage, merge)
    assert await diary(storage) == before


async def test_a_report_that_is_split_off_is_of_a_meeting_of_its_own(storage: Storage, meeting: Meeting) -> None:
    await reads(storage, OSLO_TOO, day=4)
    first, second = await storage.meetings.evidence(meeting.id)
    number = await decides(storage, Action.SPLIT, meeting, mention=second.mention_id)
    (_, kept), (made, split) = await diary(storage)
    assert (kept, split) == ([first.mention.quote], [second.mention.quote])
    assert [body["made"] for body in await notices(storage)] == [made]
    await undoes(storage, number)
    assert await diary(storage) == [(meeting.id, sorted([OSLO, OSLO_TOO]))]


async def test_what_is_split_off_is_not_matched_back(storage: Storage, meeting: Meeting) -> None:
    await reads(storage, OSLO_TOO, day=4)
    _, second = await storage.meetings.evidence(meeting.id)
    await decides(storage, Action.SPLIT, meeting, mention=second.mention_id)
    await reads(storage, "Norway and Japan hold talks in Oslo on 14 March, a spokesman said.", day=2)
    everything = [quotes for _, quotes in await diary(storage)]
    assert [quotes for quotes in everything if OSLO in quotes and OSLO_TOO in quotes] == []
    assert sum(quotes.count(OSLO_TOO) for quotes in everything) == 1


async def test_two_meetings_are_kept_apart(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    number = await decides(storage, Action.SPLIT, meeting, other=other.id)
    await reads(storage, MOVED.format(20), day=4)
    assert [quotes for _, quotes in await diary(storage) if OSLO in quotes and OTHER_DAY in quotes] == []
    await undoes(storage, number)
    assert all(one.pinned_by is None for one in await storage.meetings.evidence(other.id))


EDITS: dict[str, tuple[str, str | None, Callable[[Meeting], object], object]] = {
    "date": ("date", "2025-03-15", lambda one: one.when.first, date(2025, 3, 15)),
    "time": ("time", "10:00 Europe/Oslo", lambda one: f"{one.when.clock_time} {one.when.zone}", "10:00:00 Europe/Oslo"),
    "no time": ("time", None, lambda one: one.when.clock_time, None),
    "place": ("place", "Bergen", lambda one: one.place, "Bergen"),
    "no place": ("place", None, lambda one: one.place, None),
    "name": ("name", "Talks on fish", lambda one: one.name, "Talks on fish"),
    "kind": ("kind", "summit", lambda one: one.kind, Kind.SUMMIT),
    "status": ("status", "postponed", lambda one: one.status, Status.POSTPONED),
}


@pytest.mark.parametrize(("field", "value", "look", "seen"), EDITS.values(), ids=EDITS)
async def test_a_field_stays_as_an_admin_set_it(
    storage: Storage, field: str, value: str | None, look: Callable[[Meeting], object], seen: object
) -> None:
    meeting = await reads(storage, OSLO)
    assert meeting is not None
    number = await decides(storage, Action.EDIT, meeting, field=field, value=value)
    assert look(await met(storage, meeting.id)) == seen
    again = await reads(storage, OSLO_TOO, day=4)
    assert again is not None
    assert look(again) == seen
    await undoes(storage, number)
    assert look(await met(storage, meeting.id)) == look(meeting)


async def test_another_day_keeps_the_time(storage: Storage, meeting: Meeting) -> None:
    await decides(storage, Action.EDIT, meeting, field="time", value="10:00 Europe/Oslo")
    await decides(storage, Action.EDIT, meeting, field="date", value="2025-03-15")
    when = (await met(storage, meeting.id)).when
    assert (f"{when.first}", f"{when.clock_time}", when.zone) == ("2025-03-15", "10:00:00", "Europe/Oslo")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [("date", "2025-03-20", OTHER_DAY), ("place", "Bergen, Norway", OSLO.replace("Oslo", "Bergen"))],
)
async def test_a_report_of_what_an_admin_gave_is_of_that_meeting(
    storage: Storage, meeting: Meeting, field: str, value: str, text: str
) -> None:
    await decides(storage, Action.EDIT, meeting, field=field, value=value)
    assert await reads(storage, text, 5) == await met(storage, meeting.id)
    assert await diary(storage) == [(meeting.id, sorted([OSLO, text]))]


async def test_what_an_admin_gave_may_be_of_a_meeting_that_is_known_until_that_is_undone(
    storage: Storage, meeting: Meeting, other: Meeting
) -> None:
    edited = await decides(storage, Action.EDIT, meeting, field="date", value="2025-03-20")
    assert await diary(storage) == [(meeting.id, sorted([OSLO, OTHER_DAY]))]
    await undoes(storage, edited)
    assert await diary(storage) == [(meeting.id, [OSLO]), (other.id, [OTHER_DAY])]
    assert (await met(storage, meeting.id)).when.first == date(2025, 3, 14)


async def test_an_edit_is_a_change_with_its_cause(storage: Storage, meeting: Meeting) -> None:
    await decides(storage, Action.EDIT, meeting, field="date", value="2025-03-15")
    assert await caused(storage, meeting.id) == [("decision:1", "date", "2025-03-15")]
    assert (await met(storage, meeting.id)).sequence == meeting.sequence + 1


async def test_a_retracted_meeting_is_not_in_the_diary_until_that_is_undone(storage: Storage, meeting: Meeting) -> None:
    number = await decides(storage, Action.RETRACT, meeting)
    assert await diary(storage) == []
    await reads(storage, OSLO_TOO, day=4)
    assert await diary(storage) == []
    await undoes(storage, number)
    assert [meeting_id for meeting_id, _ in await diary(storage)] == [meeting.id]


async def test_a_confirmed_meeting_is_certain(storage: Storage) -> None:
    meeting = await reads(storage, OSLO_TOO.replace("will", "may"))
    assert meeting is not None
    assert meeting.certainty is not Certainty.CONFIRMED
    await decides(storage, Action.CONFIRM, meeting)
    assert (await met(storage, meeting.id)).certainty is Certainty.CONFIRMED


async def test_what_cannot_be_done_any_more_is_refused(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    merge = await decides(storage, Action.MERGE, meeting, other=other.id)
    await decides(storage, Action.CONFIRM, other)
    await decides(storage, Action.MERGE, other, other=meeting.id)
    await decides(storage, Action.SPLIT, meeting, mention=99)
    await undoes(storage, merge)
    (confirmed,) = [one for one in await storage.decisions.of(other.id) if one.action is Action.CONFIRM]
    await undoes(storage, confirmed.id)
    assert [body["answer"] for body in await notices(storage)] == [
        "",
        "gone",
        "gone",
        "nothing_to_split",
        "",
        "not_standing",
    ]


async def test_a_decision_is_applied_once(storage: Storage, meeting: Meeting) -> None:
    number = await decides(storage, Action.CONFIRM, meeting)
    await apply(storage, number, now=NOW + DAY)
    assert (await storage.decisions.get(number)).settled_at == NOW
    assert len(await notices(storage)) == 1


@pytest.fixture
async def web() -> Web:
    return Web()


async def test_the_jobs_apply_what_is_asked_whatever_fails(
    database: Database, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as storage:
        meeting = await reads(storage, OSLO)
        assert meeting is not None
        chat = await storage.chats.get(ADMIN)
        for action in (Action.RETRACT, Action.CONFIRM):
            await storage.decisions.ask(chat, ADMIN, action, meeting.id, {}, now=NOW)

    async def fail_first(storage: Storage, now: Any) -> None:
        monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr("jobs.decisions.plan", fail_first)
    await apply_decisions(database, web, clock)
    async with database.transaction() as storage:
        assert [(one.state, one.answer) for one in await storage.decisions.of(meeting.id)] == [
            (DecisionState.REFUSED, "bug"),
            (DecisionState.APPLIED, ""),
        ]
        assert (await met(storage, meeting.id)).status is Status.SCHEDULED


async def test_a_source_that_contradicts_an_admin_asks_again_once_for_each_value(
    database: Database, web: Web, clock: Clock
) -> None:
    async with database.transaction() as storage:
        meeting = await reads(storage, OSLO)
        assert meeting is not None
        await decides(storage, Action.EDIT, meeting, field="date", value="2025-03-14")
    for day, to in [(4, "20"), (5, "20"), (6, "21")]:
        async with database.transaction() as storage:
            await reads(storage, MOVED.format(to), day=day)
        for _ in range(2):
            await ask_again(database, web, clock)
    async with database.transaction() as storage:
        assert (await met(storage, meeting.id)).when.first == date(2025, 3, 14)
        asked = [body for body in await notices(storage) if body["kind"] == "contradicted"]
    assert [(body["field"], body["mine"], body["value"]) for body in asked] == [
        ("date", "2025-03-14", "2025-03-20"),
        ("date", "2025-03-14", "2025-03-21"),
    ]


async def test_merges_of_merges_are_undone_in_any_order(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    third = await reads(storage, ELSEWHERE)
    assert third is not None
    before = await diary(storage)
    for last_first in (True, False):
        first = await decides(storage, Action.MERGE, meeting, other=other.id)
        second = await decides(storage, Action.MERGE, third, other=meeting.id)
        assert await diary(storage) == [(third.id, sorted([OSLO, OTHER_DAY, ELSEWHERE]))]
        for number in (second, first) if last_first else (first, second):
            await undoes(storage, number)
        assert await diary(storage) == before


async def test_a_merge_holds_once_a_later_one_is_undone(storage: Storage, meeting: Meeting, other: Meeting) -> None:
    third = await reads(storage, ELSEWHERE)
    assert third is not None
    await decides(storage, Action.MERGE, meeting, other=other.id)
    before = await diary(storage)
    await undoes(storage, await decides(storage, Action.MERGE, third, other=meeting.id))
    assert await diary(storage) == before


async def test_what_was_split_off_follows_its_meeting_if_that_was_merged_since(
    storage: Storage, meeting: Meeting, other: Meeting
) -> None:
    third = await reads(storage, ELSEWHERE)
    assert third is not None
    await decides(storage, Action.MERGE, meeting, other=third.id)
    [report] = [one for one in await storage.meetings.evidence(meeting.id) if one.mention.quote == ELSEWHERE]
    split = await decides(storage, Action.SPLIT, meeting, mention=report.mention_id)
    await decides(storage, Action.MERGE, other, other=meeting.id)
    await undoes(storage, split)
    assert await diary(storage) == [(other.id, sorted([OSLO, OTHER_DAY, ELSEWHERE]))]


async def test_a_split_is_undone_into_the_meeting_that_it_was_even_if_most_of_it_had_left(
    storage: Storage, meeting: Meeting
) -> None:
    twice = await reads(storage, f"{OSLO_TOO} Norway and Japan will hold talks in Oslo on 14 March.", day=4)
    assert twice is not None
    assert twice.id == meeting.id
    before = await diary(storage)
    leaving = (await storage.meetings.evidence(meeting.id))[-1]
    await undoes(storage, await decides(storage, Action.SPLIT, meeting, mention=leaving.mention_id))
    assert await diary(storage) == before


async def test_a_report_that_came_with_a_merge_is_of_its_own_meeting_again(storage: Storage) -> None:
    for text, day in [
        ("The meeting of Peru and Chile on 14 March has been postponed.", 7),
        ("The meeting of Peru and Chile planned for 10 April has been cancelled.", 4),
        ("Peru and Chile will hold talks on 15 March.", 5),
    ]:
        assert await reads(storage, text, day=day)
    assert await reads(storage, "Peru denied that it would hold a summit on fishing with Chile on 14 March.", 6) is None
    before = await diary(storage)
    (first, _), (second, _), *_ = before
    await undoes(storage, await decides(storage, Action.MERGE, await met(storage, second), other=first))
    assert await diary(storage) == before


async def test_what_is_undone_counts_no_more_once_the_meeting_is_back(
    storage: Storage, meeting: Meeting, other: Meeting
) -> None:
    edit = await decides(storage, Action.EDIT, other, field="place", value="Bergen")
    merge = await decides(storage, Action.MERGE, meeting, other=other.id)
    await undoes(storage, edit)
    assert (await storage.decisions.of(other.id))[-1].state is DecisionState.APPLIED
    await undoes(storage, merge)
    assert (await met(storage, other.id)).place == other.place
