"""Asks Telegram for what people do.

PTB's own poller lets Telegram forget updates that are only in memory, stops for good, and in silence, when Telegram
withdraws the token, and asks for ever for a batch that holds one update it cannot read.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.application import ALLOWED_UPDATES
from bot.sending import seconds_of
from bot.waiting import unless
from storage.errors import StorageError

log = logging.getLogger(__name__)

_LONG_POLL_S, _SLACK_S = 30, 10
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_CONFLICT_PAUSE_S = 60.0
_SECOND = "Another program asks Telegram for this bot's messages: stop it, or give it a token of its own."


class Poller:
    """Asks for updates, has them kept, and only then lets Telegram forget them.

    keep  keeps what is received and returns the numbers of those that are safe; raises StorageError
    """

    def __init__(
        self, bot: Bot, request: BaseRequest, keep: Callable[[Sequence[Any]], Awaitable[Sequence[int]]]
    ) -> None:
        self._bot, self._request, self._keep = bot, request, keep
        self._offset = 0  # the next update; Telegram forgets those before it. 0: any it has

    async def receive(self, stop: asyncio.Event) -> None:
        """Receive until ``stop`` is set.

        While another program asks for them as well, this one leaves them to it and looks again every minute: what is
        owed is sent all the same. Raises InvalidToken where Telegram no longer knows the bot.
        """
        pause_s = _FIRST_PAUSE_S
        while not stop.is_set():
            wait_s = 0.0
            try:
                received = await unless(stop, self._ask(_LONG_POLL_S))
                if received is not None and not await self._take(received):
                    wait_s = pause_s  # they will come again
            except InvalidToken:
                raise
            except Conflict:
                log.error(_SECOND, extra={"again_in_s": _CONFLICT_PAUSE_S})  # noqa: TRY400 - the sentence says it all
                wait_s = _CONFLICT_PAUSE_S
            except (TelegramError, StorageError) as error:
                wait_s = seconds_of(error) if isinstance(error, RetryAfter) else pause_s
                log.warning("updates not received", extra={"reason": str(error), "again_in_s": wait_s})
            if wait_s:
                await unless(stop, asyncio.sleep(wait_s))
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            else:
                pause_s = _FIRST_PAUSE_S

    async def acknowledge(self) -> None:
        """Let Telegram forget what is kept, so that it does not come again after a restart."""
        if self._offset:
            with contextlib.suppress(TelegramError):
                await self._ask(0)

    async def _ask(self, timeout_s: int) -> list[Any]:
        asked = {"offset": self._offset, "timeout": timeout_s, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        found: Any = await self._request.post(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=timeout_s + _SLACK_S
        )
        return found if isinstance(found, list) else []

    async def _take(self, received: list[Any]) -> bool:
        """Have them kept; return False where there is none among them that Telegram could forget.

        After a week without any, Telegram numbers from anywhere: once it has none, what comes next may have any number.
        """
        if not received:
            self._offset = 0
            return True
        numbers = await self._keep(received)
        self._offset = max((number + 1 for number in numbers), default=self._offset)
        return bool(numbers)
