"""In which order updates are worked on."""

import asyncio

import pytest
from telegram import Chat, Message, Update

from bot.order import ChatByChat
from tests.builders import NOW


def update(chat_id: int) -> Update:
    return Update(1, message=Message(1, NOW, Chat(chat_id, Chat.PRIVATE)))


@pytest.mark.parametrize("waiting", [[5] * 1000, list(range(1, 201))], ids=["one with much to do", "many"])
async def test_a_chat_is_worked_on_while_others_wait(waiting: list[int]) -> None:
    order, answered = ChatByChat(), asyncio.Event()
    tasks = [asyncio.create_task(order.process_update(update(chat_id), answered.wait())) for chat_id in waiting]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await order.process_update(update(999), asyncio.sleep(0))
    answered.set()
    await asyncio.gather(*tasks)
