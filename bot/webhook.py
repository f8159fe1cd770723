"""Has Telegram bring what people do: a small web server, which answers once it is kept."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from storage.errors import DaybookError, StorageError

log = logging.getLogger(__name__)

_LARGEST_BODY = 1024**2  # bytes; an update has some thousand
_PATIENCE_S = 20.0  # for a body
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_ENDING_S = 5.0


class Webhook:
    """The server.

    url     where Telegram brings updates; here only its path counts, for a proxy stands in front
    secret  what Telegram shows with each of them
    keep    keeps what is received; raises StorageError
    """

    def __init__(self, url: str, secret: str, keep: Callable[[Sequence[Any]], Awaitable[object]]) -> None:
        self._path, self._secret, self._keep = urlsplit(url).path or "/", secret.encode(), keep

    @asynccontextmanager
    async def listening(self, host: str, port: int) -> AsyncIterator[None]:
        """Take updates while the block runs; raises DaybookError where nobody can listen there."""
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.router.add_post(self._path, self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_ENDING_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            reason = error.strerror or str(error)
            raise DaybookError(f"DAYBOOK_WEBHOOK_LISTEN: nobody can listen on {host}:{port}: {reason}.") from error
        try:
            yield
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        """Keep an update and say so; where it could not be kept, Telegram brings it again."""
        if not hmac.compare_digest(request.headers.get(_HEADER, "").encode(errors="replace"), self._secret):
            log.warning("webhook refused")
            return web.Response(status=403)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("update put aside", extra={"reason": "it is no JSON", "bytes": len(body)})
            return web.Response()  # it would be brought for ever
        try:
            await self._keep([update])
        except StorageError as error:
            log.warning("update not kept", extra={"reason": str(error)})
            return web.Response(status=503)
        return web.Response()
