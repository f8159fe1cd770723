"""Whatever admins decide of Articles that say one thing each can be undone; each Mention is of one Meeting."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from jobs.decisions import apply
from jobs.diary import compute_again
from storage.database import Database, Storage
from storage.models import Action, Belief, Decision, DecisionState, Says, Status
from tests.builders import NOW
from tests.jobs.stories import OUTLETS, Reading, diary, read, undone
from tests.jobs.test_order import SENTENCES, revisions

ADMIN = 42
EDITS = (("date", "2025-03-20"), ("place", "Bergen"), ("status", "postponed"), ("time", "10:00 Europe/Oslo"))
WISHES = some.lists(
    some.tuples(
        some.sampled_from(["merge", "merge", "split", "apart", "edit", "retract", "confirm"]),
        some.integers(0, 20),
        some.integers(0, 20),
    ),
    min_size=1,
    max_size=4,
)
REPORTS = some.builds(
    lambda outlet, day, text: revisions(outlet, day, [text])[0],
    some.sampled_from(list(OUTLETS)),
    some.integers(3, 7),
    SENTENCES,
)
READINGS = some.lists(REPORTS, min_size=2, max_size=6, unique_by=lambda one: one.article.key)
properties = settings(
    max_examples=12,
    derandomize=True,  # the same worlds each time
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to make a world smaller takes minutes
)
Wish = tuple[str, int, int]


async def decides(storage: Storage, action: Action, meeting_id: int, **arguments: Any) -> Decision:
    """Return a Decision once it is applied, or refused."""
    chat = await storage.chats.get(ADMIN)
    decision, _ = await storage.decisions.ask(chat, ADMIN, action, meeting_id, arguments, now=NOW)
    await apply(storage, decision.id, now=NOW)
    return await storage.decisions.get(decision.id)


async def wishes(storage: Storage, wish: Wish) -> Decision | None:
    """Return what becomes of a wish, whose numbers choose the Meetings; None where there is nothing to choose."""
    what, one, other = wish
    meetings = await diary(storage)
    if not meetings:
        return None
    here, there = (meetings[number % len(meetings)] for number in (one, other))
    match what:
        case "edit":
            field, value = EDITS[other % len(EDITS)]
            return await decides(storage, Action.EDIT, here.id, field=field, value=value)
        case "split":
            evidence = await storage.meetings.evidence(here.id)
            return await decides(storage, Action.SPLIT, here.id, mention=evidence[other % len(evidence)].mention_id)
        case "merge" | "apart" if here.id != there.id:
            action = Action.MERGE if what == "merge" else Action.SPLIT
            return await decides(storage, action, here.id, other=there.id)
        case "retract" | "confirm":
            return await decides(storage, Action(what), here.id)
    return None


async def undoes(storage: Storage, decision: Decision) -> Decision:
    return await decides(storage, Action.UNDO, decision.meeting_id, decision=decision.id)


async def seen(storage: Storage) -> list[dict[str, Any]]:
    """Return what is believed of each Meeting, and on which Mentions it stands."""
    meetings = await diary(storage)
    evidence = await storage.meetings.evidence_of([meeting.id for meeting in meetings])
    return [
        {field.name: getattr(meeting, field.name) for field in fields(Belief)}
        | {"uid": meeting.uid, "mentions": [(one.mention_id, one.pinned_by) for one in evidence[meeting.id]]}
        for meeting in sorted(meetings, key=lambda one: one.id)
    ]


async def check(storage: Storage, uids: dict[int, str]) -> None:
    """Check that each Mention is of one Meeting, which has not gone, and that no uid has changed."""
    retracted = {one.meeting_id for one in await storage.decisions.applied(Action.RETRACT)}
    for one in await storage.mentions.current():
        if one.meeting_id is None:
            assert one.mention.says in (Says.DENIES, Says.HELD)
            continue
        meeting = await storage.meetings.get(one.meeting_id)
        assert meeting.merged_into is None
        assert meeting.status is not Status.RETRACTED or meeting.id in retracted
        assert uids.setdefault(meeting.id, meeting.uid) == meeting.uid


@pytest.mark.asyncio(loop_scope="module")
@properties
@given(readings=READINGS, wanted=WISHES)
async def test_undone_in_reverse_everything_is_as_it_was(
    blank: Database, readings: list[Reading], wanted: list[Wish]
) -> None:
    async with undone(blank) as storage:
        await read(storage, readings)
        uids: dict[int, str] = {}
        before = [await seen(storage)]
        applied: list[Decision] = []
        for wish in wanted:
            decision = await wishes(storage, wish)
            await check(storage, uids)
            is_new = decision not in applied  # what stands already is not decided again
            if decision is not None and is_new and decision.state is DecisionState.APPLIED:
                applied.append(decision)
                before.append(await seen(storage))
        while applied:
            before.pop()
            assert (await undoes(storage, applied.pop())).state is DecisionState.APPLIED
            await check(storage, uids)
            assert await seen(storage) == before[-1]


@pytest.mark.asyncio(loop_scope="module")
@properties
@given(readings=READINGS, wanted=WISHES, order=some.randoms(use_true_random=False))
async def test_undone_in_any_order_everything_is_as_it_was(
    blank: Database, readings: list[Reading], wanted: list[Wish], order: Any
) -> None:
    async with undone(blank) as storage:
        await read(storage, readings)
        uids: dict[int, str] = {}
        before = await seen(storage)
        made = [await wishes(storage, wish) for wish in wanted]
        applied = [one for one in made if one is not None and one.state is DecisionState.APPLIED]
        order.shuffle(applied)
        for decision in {one.id: one for one in applied}.values():
            await undoes(storage, decision)
            await check(storage, uids)
        assert await seen(storage) == before


@pytest.mark.asyncio(loop_scope="module")
@properties
@given(readings=READINGS, wanted=WISHES)
async def test_computing_again_leaves_what_was_decided(
    blank: Database, readings: list[Reading], wanted: list[Wish]
) -> None:
    async with undone(blank) as storage:
        await read(storage, readings)
        for wish in wanted:
            await wishes(storage, wish)
        before = await seen(storage)
        await compute_again(storage, now=NOW)
        assert await seen(storage) == before


@pytest.mark.asyncio(loop_scope="module")
@properties
@given(readings=READINGS, wanted=WISHES, turn=some.integers(0, 5))
async def test_what_is_read_between_decisions_is_of_one_meeting(
    blank: Database, readings: list[Reading], wanted: list[Wish], turn: int
) -> None:
    async with undone(blank) as storage:
        await read(storage, readings[:turn])
        uids: dict[int, str] = {}
        for number, wish in enumerate(wanted):
            await wishes(storage, wish)
            await read(storage, readings[turn + number : turn + number + 1])
            await check(storage, uids)
        await read(storage, readings)
        await check(storage, uids)
