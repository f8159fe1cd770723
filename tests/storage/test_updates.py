"""What people typed, and the answers it owes."""

import pytest

from storage.database import Storage
from storage.models import DeliveryState, Reply, UpdateState
from tests.builders import DAY, HOUR, NOW


def reply(update_id: int, text: str = "hello", chat_id: int = 5) -> Reply:
    return Reply(update_id, chat_id, 0, "sendMessage", {"text": text}, NOW)


async def next_text(storage: Storage, chat_id: int = 5) -> str | None:
    found = await storage.replies.next_to(chat_id)
    return str(found.arguments["text"]) if found else None


async def test_an_update_that_comes_again_is_kept_once(storage: Storage) -> None:
    assert await storage.updates.keep(7, 5, "{}", now=NOW)
    assert not await storage.updates.keep(7, 5, '{"changed": 1}', now=NOW)
    assert await storage.updates.next_of(5) == (7, "{}")


async def test_a_chats_updates_are_worked_on_in_their_order_and_once(storage: Storage) -> None:
    for update_id in (9, 8):
        await storage.updates.keep(update_id, 5, "{}", now=NOW)
    assert (await storage.updates.next_of(5) or (0,))[0] == 8
    assert await storage.updates.settle(8, now=NOW)
    assert not await storage.updates.settle(8, now=NOW)
    assert (await storage.updates.next_of(5) or (0,))[0] == 9


async def test_what_is_put_aside_is_not_worked_on(storage: Storage) -> None:
    await storage.updates.keep(7, 5, "{}", now=NOW, aside="no update")
    await storage.updates.keep(8, 5, "{}", now=NOW)
    assert await storage.updates.settle(8, now=NOW, aside="no use")
    assert await storage.updates.next_of(5) is None
    assert await storage.updates.count() == {UpdateState.ASIDE: 2}


async def test_chats_wait_for_what_is_to_be_worked_on_and_for_what_is_to_be_sent(storage: Storage) -> None:
    for update_id, chat_id in ((1, 5), (2, 6), (3, 5), (4, 7)):
        await storage.updates.keep(update_id, chat_id, "{}", now=NOW)
    assert await storage.updates.chats_waiting(10, without=()) == [5, 6, 7]
    assert await storage.updates.chats_waiting(10, without=[5]) == [6, 7]
    await storage.updates.settle(4, now=NOW)
    assert await storage.updates.chats_waiting(10, without=()) == [5, 6]
    await storage.replies.owe([reply(4, chat_id=7)])
    assert await storage.updates.chats_waiting(10, without=()) == [7, 5, 6]


async def test_replies_are_sent_in_their_order_and_claimed_once(storage: Storage) -> None:
    await storage.updates.keep(1, 5, "{}", now=NOW)
    await storage.replies.owe([reply(1, "one"), reply(1, "two")])
    first = await storage.replies.next_to(5)
    assert first is not None
    assert await storage.replies.claim(first)
    assert not await storage.replies.claim(first)
    assert await next_text(storage) == "two"
    await storage.replies.put_back(first, reason="Telegram asked to wait")
    assert await next_text(storage) == "one"


async def test_a_reply_that_a_crash_left_claimed_is_in_doubt_and_not_sent_again(storage: Storage) -> None:
    await storage.updates.keep(1, 5, "{}", now=NOW)
    await storage.replies.owe([reply(1)])
    claimed = await storage.replies.next_to(5)
    assert claimed is not None
    await storage.replies.claim(claimed)
    assert await storage.replies.recover(now=NOW) == 1
    assert await storage.replies.next_to(5) is None
    [(_, state, reason)] = await storage.replies.of(1)
    assert (state, reason) == (DeliveryState.IN_DOUBT, "stopped while it was being sent")


async def test_replies_follow_a_group_that_has_become_a_supergroup(storage: Storage) -> None:
    await storage.updates.keep(1, -7, "{}", now=NOW)
    await storage.chats.get(-7)
    await storage.replies.owe([reply(1, chat_id=-7)])
    await storage.chats.migrate(-7, -1001)
    assert await next_text(storage, -1001) == "hello"


@pytest.mark.parametrize(("state", "left"), [(DeliveryState.SENT, 1), (DeliveryState.PLANNED, 2)])
async def test_what_was_settled_long_ago_is_forgotten_unless_an_answer_is_still_owed(
    storage: Storage, state: DeliveryState, left: int
) -> None:
    for update_id, at in ((1, NOW), (2, NOW + DAY)):
        await storage.updates.keep(update_id, 5, "{}", now=at)
        await storage.updates.settle(update_id, now=at)
    await storage.replies.owe([reply(1)])
    owed = await storage.replies.next_to(5)
    assert owed is not None
    await storage.replies.settle(owed, state, now=NOW)
    await storage.updates.forget(before=NOW + HOUR)
    assert await storage.updates.count() == {UpdateState.DONE: left}
