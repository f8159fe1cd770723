"""Whose turn it is to send: replies before Deliveries, and nobody's faster than Telegram allows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from telegram.error import TelegramError

from bot.limits import Pace

_PATIENCE_S = 120.0  # a reply that has to wait longer is not awaited any more
_FOR_A_REPLY = 1  # Deliveries leave so many messages free


class Turns:
    """The turns of one bot: all that it sends to chats waits for one.

    pace      how fast Telegram allows; None: as fast as it goes
    run_time  seconds of a clock that only runs forward
    sleep     lets so many of them pass
    """

    def __init__(
        self,
        pace: Pace | None = None,
        *,
        run_time: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace, self._run_time, self._sleep = pace, run_time, sleep
        self._first = asyncio.Lock()  # of the replies that wait for all

    @property
    def are_paced(self) -> bool:
        """Whether anybody ever has to wait."""
        return self._pace is not None

    async def of_reply(self, chat_id: int) -> bool:
        """Wait until the chat may be sent a reply, and count it; raises TelegramError where that is too far off."""
        if self._pace is None:
            return True
        while True:
            await self._wait_out(partial(self._pace.chat_wait, chat_id))
            async with self._first:  # of thousands, one looks at the clock
                await self._wait_out(self._pace.wait)
                if self._pace.chat_wait(chat_id, self._run_time()) <= 0:
                    self.count(chat_id)
                    return True

    async def of_delivery(self, chat_id: int, is_over: Callable[[], bool]) -> bool:
        """Wait, for less than a second, until a Delivery may go out; ``count`` it where it does.

        Return False where it may not: the chat or all of them have to rest, or ``is_over``.
        """
        while not is_over() and not self.rests(chat_id):
            wait = self._pace.wait(self._run_time(), spare=_FOR_A_REPLY) if self._pace else 0
            if wait <= 0:
                return True
            await self._sleep(wait)
        return False

    async def _wait_out(self, left: Callable[[float], float]) -> None:
        """Wait until no seconds are ``left`` at the moment given; raises TelegramError where those are too many."""
        while (wait := left(self._run_time())) > 0:
            if wait > _PATIENCE_S:
                raise TelegramError(f"Its turn would come in {wait:.0f} s only")
            await self._sleep(wait)

    def count(self, chat_id: int) -> None:
        """Count one message; ``answered`` has to follow."""
        if self._pace is not None:
            self._pace.count(chat_id, self._run_time())

    def answered(self) -> None:
        """Note that the answer to a message that was counted has come, or will not."""
        if self._pace is not None:
            self._pace.answered(self._run_time())

    def freeze(self, chat_id: int, seconds: float) -> None:
        """Telegram wants the chat to be sent nothing for ``seconds``."""
        if self._pace is not None:
            self._pace.freeze(chat_id, seconds, self._run_time())

    def rests(self, chat_id: int) -> bool:
        """Return whether the chat has to wait, or all have to."""
        return self.are_frozen or (self._pace is not None and self._pace.chat_wait(chat_id, self._run_time()) > 0)

    def resting(self) -> set[int]:
        """Return the chats that have to wait."""
        return self._pace.resting(self._run_time()) if self._pace else set()

    @property
    def are_frozen(self) -> bool:
        """Whether Telegram wants nothing to be sent to anybody for a while."""
        return self._pace is not None and self._pace.frozen(self._run_time()) > 0
