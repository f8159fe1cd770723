"""Decisions are kept once, in order, with what became of them."""

import asyncio

import pytest

from storage.database import Database, Storage
from storage.errors import NotFoundError
from storage.models import Action, Chat, Decision, DecisionState, Meeting
from tests.builders import DAY, NOW, known_meeting


@pytest.fixture
async def meeting(storage: Storage) -> Meeting:
    return await known_meeting(storage)


async def ask(storage: Storage, meeting: Meeting, action: Action = Action.RETRACT, **arguments: object) -> Decision:
    chat = await storage.chats.get(42)
    return (await storage.decisions.ask(chat, 7, action, meeting.id, arguments, now=NOW))[0]


async def test_a_decision_is_asked_before_it_is_applied(storage: Storage, meeting: Meeting) -> None:
    decision = await ask(storage, meeting, Action.EDIT, field="place", value=None)
    assert (decision.state, decision.user_id, decision.chat_id) == (DecisionState.ASKED, 7, 42)
    assert decision.arguments == {"field": "place", "value": None}
    assert await storage.decisions.asked() == [decision]
    await storage.decisions.settle(decision.id, DecisionState.APPLIED, now=NOW + DAY, answer="")
    assert await storage.decisions.asked() == []
    assert [one.settled_at for one in await storage.decisions.applied(Action.EDIT)] == [NOW + DAY]


async def test_what_stands_is_not_asked_again(storage: Storage, meeting: Meeting) -> None:
    first = await ask(storage, meeting)
    assert await ask(storage, meeting) == first
    await storage.decisions.settle(first.id, DecisionState.UNDONE, now=NOW)
    assert (await ask(storage, meeting)).id != first.id


async def test_the_last_edit_of_a_field_is_the_one_that_stands(storage: Storage, meeting: Meeting) -> None:
    ids = [
        (await ask(storage, meeting, Action.EDIT, field=field, value=value)).id
        for field, value in [("place", "Oslo"), ("name", "Oslo"), ("place", "Bergen"), ("place", "Oslo")]
    ]
    assert len(set(ids)) == 4
    assert (await ask(storage, meeting, Action.EDIT, field="place", value="Oslo")).id == ids[-1]


async def test_a_merge_is_in_the_trail_of_both(storage: Storage, meeting: Meeting) -> None:
    other, third = await known_meeting(storage, "2025-03-15"), await known_meeting(storage, "2025-03-16")
    merge = await ask(storage, meeting, Action.MERGE, other=other.id)
    await ask(storage, third, Action.SPLIT, mention=other.id)
    assert await storage.decisions.of(meeting.id) == [merge]
    assert await storage.decisions.of(other.id) == [merge]


async def test_the_last_decision_of_a_person_is_what_can_be_undone(storage: Storage, meeting: Meeting) -> None:
    assert await storage.decisions.last_of(7) is None
    confirmed, retracted = await ask(storage, meeting, Action.CONFIRM), await ask(storage, meeting)
    await ask(storage, meeting, Action.UNDO, decision=retracted.id)
    await storage.decisions.settle(retracted.id, DecisionState.REFUSED, now=NOW)
    assert await storage.decisions.last_of(7) == confirmed
    assert await storage.decisions.last_of(8) is None


async def test_a_decision_that_is_not_there_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFoundError, match="no decision 12"):
        await storage.decisions.get(12)


async def test_a_decision_follows_its_chat(storage: Storage, meeting: Meeting) -> None:
    decision = await ask(storage, meeting)
    await storage.chats.migrate(42, -10042)
    assert (await storage.decisions.get(decision.id)).chat_id == -10042


async def test_two_who_decide_at_once_decide_once(database: Database) -> None:
    async with database.transaction() as storage:
        meeting = await known_meeting(storage)
        chat: Chat = await storage.chats.get(42)

    async def press() -> bool:
        async with database.transaction() as storage:
            return (await storage.decisions.ask(chat, 7, Action.RETRACT, meeting.id, {}, now=NOW))[1]

    assert sum(await asyncio.gather(*(press() for _ in range(8)))) == 1
