"""How requests go to Telegram."""

import os
from http import HTTPStatus
from typing import Any

import httpx
from telegram.request import HTTPXRequest

from bot.answers import FloodedError
from bot.skew import Skew

READ_TIMEOUT_S = 35  # each timeout avoided is one message less in doubt
_CONNECTIONS = 16


class TelegramRequest(HTTPXRequest):
    """PTB's own request; it tells 429 without parameters, which was not sent, from a failure that leaves a doubt."""

    def __init__(self, skew: Skew | None = None) -> None:
        """Return one that tells ``skew``, where there is one, how Telegram dates its answers."""

        async def note(answer: httpx.Response) -> None:
            if skew is not None:
                skew.note(answer.headers.get("Date", ""))

        os.environ.setdefault("PTB_TIMEDELTA", "1")  # else PTB warns of itself whenever Telegram asks to wait
        super().__init__(
            connection_pool_size=_CONNECTIONS,
            read_timeout=READ_TIMEOUT_S,
            write_timeout=READ_TIMEOUT_S,
            connect_timeout=10,
            pool_timeout=10,
            httpx_kwargs={"event_hooks": {"response": [note]}},
        )

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Return status and body of the answer, as BaseRequest asks; raises FloodedError."""
        status, body = await super().do_request(*args, **kwargs)
        if status == HTTPStatus.TOO_MANY_REQUESTS and b'"retry_after"' not in body:
            raise FloodedError("Too Many Requests")
        return status, body
