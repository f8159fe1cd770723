"""A web of our own on loopback: sites that answer with what they were given and keep what they were asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

from aiohttp import web as http
from aiohttp.test_utils import TestServer

MONDAY = date(2025, 3, 3)


@dataclass
class Site:
    """An HTTP server on 127.0.0.1; ``asked`` has the requests, in order."""

    server: TestServer
    asked: list[http.Request] = field(default_factory=list)
    _answers: dict[str, Callable[[http.Request], Awaitable[http.StreamResponse]]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def answer(self, path: str, answer: Callable[[http.Request], Awaitable[http.StreamResponse]]) -> str:
        """Answer ``path`` as ``answer`` does from now on; return its address."""
        self._answers[path] = answer
        return self.url(path)

    def serve(
        self,
        path: str,
        body: bytes | str = b"",
        content_type: str = "text/html",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer ``path`` with ``body``, or 304 to a client that has it; return its address."""
        raw = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type, **(headers or {})}
        validators = {"If-None-Match": headers.get("ETag"), "If-Modified-Since": headers.get("Last-Modified")}

        async def answer(request: http.Request) -> http.StreamResponse:
            if any(value and request.headers.get(name) == value for name, value in validators.items()):
                return http.Response(status=304)
            return http.Response(body=raw, status=status, headers=headers)

        return self.answer(path, answer)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.serve(path, status=status, headers={"Location": target})

    async def reply(self, request: http.Request) -> http.StreamResponse:
        self.asked.append(request)
        answer = self._answers.get(request.path)
        return http.Response(status=404) if answer is None else await answer(request)


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    async def reply(request: http.Request) -> http.StreamResponse:
        return await site.reply(request)

    application = http.Application()
    application.router.add_route("*", "/{path:.*}", reply)
    site = Site(TestServer(application, host="127.0.0.1"))
    async with site.server:
        yield site


@asynccontextmanager
async def raw_server(answer: bytes | None) -> AsyncIterator[str]:
    """Give the host of a server that sends these bytes to whoever connects, and of None nothing, ever."""
    over = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if answer is None:
            await over.wait()
        else:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        over.set()
