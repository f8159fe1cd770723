"""In which order updates are worked on: those of one chat one after the other, different chats at the same time."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 256  # chats
_ANY_NUMBER = 2**31  # of updates: those that wait for others of their chat take nobody's place


class ChatByChat(BaseUpdateProcessor):
    """Lets no chat wait for another one's answer."""

    def __init__(self) -> None:
        super().__init__(_ANY_NUMBER)
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Work on ``update`` once those before it in its chat are done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        turn = self._turns.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with turn, self._places:
            await coroutine

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""
