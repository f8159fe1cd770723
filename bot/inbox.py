"""Receives what people do.

PTB's own poller stops for good, and in silence, when Telegram withdraws the token, and asks for ever for a batch that
holds one update it cannot read.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import urlencode

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.application import ALLOWED_UPDATES, Daybook
from bot.sending import seconds_of

log = logging.getLogger(__name__)
T = TypeVar("T")

_LONG_POLL_S, _SLACK_S = 30, 10
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_CONFLICT_PAUSE_S = 60.0
_SECOND = "Another program asks Telegram for this bot's messages: stop it, or give it a token of its own."


class Inbox:
    """Asks Telegram for updates and hands them to ``application``, which works on them."""

    def __init__(self, application: Daybook, request: BaseRequest) -> None:
        self._application, self._request = application, request
        self._offset = 0  # the next update; Telegram forgets those before it

    async def receive(self, stop: asyncio.Event) -> None:
        """Receive until ``stop`` is set.

        While another program asks for them as well, this one leaves them to it and looks again every minute: what is
        owed is sent all the same. Raises InvalidToken where Telegram no longer knows the bot.
        """
        pause_s = _FIRST_PAUSE_S
        while not stop.is_set():
            try:
                received = await _unless(stop, self._ask(_LONG_POLL_S))
            except InvalidToken:
                raise
            except Conflict:
                log.error(_SECOND, extra={"again_in_s": _CONFLICT_PAUSE_S})  # noqa: TRY400 - the sentence says it all
                await _unless(stop, asyncio.sleep(_CONFLICT_PAUSE_S))
            except TelegramError as error:
                wait_s = _wait_of(error) or pause_s
                log.warning("updates not received", extra={"reason": error.message, "again_in_s": wait_s})
                await _unless(stop, asyncio.sleep(wait_s))
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            else:
                before = self._offset
                for one in received or []:
                    await self._hand_over(one)
                if received and self._offset == before:  # they will come again
                    await _unless(stop, asyncio.sleep(pause_s))
                    pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
                else:
                    pause_s = _FIRST_PAUSE_S

    async def acknowledge(self) -> None:
        """Let Telegram forget what was worked on, so that it does not come again after a restart."""
        with contextlib.suppress(TelegramError):
            await self._ask(0)

    async def _ask(self, timeout_s: int) -> list[dict[str, Any]]:
        asked = {"offset": self._offset, "timeout": timeout_s, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        found: Any = await self._request.post(
            f"{self._application.bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=timeout_s + _SLACK_S
        )
        return found if isinstance(found, list) else []

    async def _hand_over(self, one: dict[str, Any]) -> None:
        """Put an update in line; one that cannot be read is put aside and holds nothing up."""
        number = None
        try:
            number = int(one["update_id"])
            self._offset = max(self._offset, number + 1)
            update = Update.de_json(one, self._application.bot)
        except Exception:
            log.exception("update put aside", extra={"update": number})
        else:
            await self._application.update_queue.put(update)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what ``work`` gives; None, and leave it, once ``stop`` is set."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        return working.result()
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError, TelegramError):
        await working
    return None


def _wait_of(error: TelegramError) -> float | None:
    return seconds_of(error) if isinstance(error, RetryAfter) else None
