"""A small web on loopback: the feeds and pages a test wants read."""

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy


@dataclass(frozen=True)
class Asked:
    """One request, by its path with what follows the question mark, and its answer; 0: none that HTTP knows."""

    path: str
    headers: CIMultiDictProxy[str]
    status: int


@dataclass(frozen=True)
class _Page:
    body: bytes = b""
    status: int = 200
    headers: CIMultiDict[str] = field(default_factory=CIMultiDict)
    after_s: float = 0
    drip_s: float = 0
    raw: bytes | None = None

    def is_known(self, asked: CIMultiDictProxy[str]) -> bool:
        """Whether who asks has this page already (RFC 9110, conditional requests)."""
        if "If-None-Match" in asked:
            return self.headers.get("ETag", "none") in [tag.strip() for tag in asked["If-None-Match"].split(",")]
        if "If-Modified-Since" in asked and "Last-Modified" in self.headers:
            since = parsedate_to_datetime(asked["If-Modified-Since"])
            return parsedate_to_datetime(self.headers["Last-Modified"]) <= since
        return False


class Web:
    """Serves what it was told to, and 404 for anything else: ``async with Web() as web:``.

    requests  all that was asked, oldest first
    """

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self._pages: dict[str, _Page] = {}
        self._port = 0
        self._closing = asyncio.Event()

    @property
    def host(self) -> str:
        """The host and port, as DAYBOOK_ALLOW_HOSTS takes them."""
        return f"127.0.0.1:{self._port}"

    def url(self, path: str) -> str:
        """Return the address of ``path``."""
        return f"http://{self.host}{path}"

    def count(self, path: str) -> int:
        """Return how often ``path`` was asked for, answers of "not modified" included."""
        return [asked.path for asked in self.requests].count(path)

    def serve(
        self,
        path: str,
        body: str | bytes,
        *,
        content_type: str = "text/html; charset=utf-8",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        after_s: float = 0,
        drip_s: float = 0,
    ) -> str:
        """Return the address of a page, which replaces what was there.

        It has an ETag, its own or that of ``headers`` (an empty one: none); conditional requests are honoured.

        after_s  seconds before the answer
        drip_s   seconds before each byte of it
        """
        content = body.encode() if isinstance(body, str) else body
        named = CIMultiDict({"Content-Type": content_type, "ETag": f'"{hashlib.sha256(content).hexdigest()[:16]}"'})
        named.update(headers or {})
        if not named["ETag"]:
            del named["ETag"]
        self._pages[path] = _Page(content, status, named, after_s, drip_s)
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Return the address of a page that has moved to ``to``."""
        self._pages[path] = _Page(status=status, headers=CIMultiDict({"Location": to}))
        return self.url(path)

    def breaks(self, path: str, raw: bytes = b"") -> str:
        """Return the address where ``raw`` goes over the wire as it is, and the connection is closed."""
        self._pages[path] = _Page(status=0, raw=raw)
        return self.url(path)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        page = self._pages.get(request.path_qs, _Page(status=404))
        known = page.status == 200 and page.is_known(request.headers)
        self.requests.append(Asked(request.path_qs, request.headers, 304 if known else page.status))
        await self._pause(page.after_s)
        if page.raw is not None and request.transport:
            request.transport.write(page.raw)
            request.transport.close()
            return web.Response()
        if known:
            kept = {name: page.headers[name] for name in ("ETag", "Last-Modified") if name in page.headers}
            return web.Response(status=304, headers=kept)
        if page.drip_s:
            return await self._drip(request, page)
        return web.Response(status=page.status, body=page.body, headers=page.headers)

    async def _drip(self, request: web.Request, page: _Page) -> web.StreamResponse:
        response = web.StreamResponse(status=page.status, headers=page.headers)
        await response.prepare(request)
        with contextlib.suppress(ConnectionResetError):  # who asked has lost patience
            for byte in page.body:
                await self._pause(page.drip_s)
                await response.write(bytes([byte]))
        return response

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the server's own end."""
        if seconds:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._closing.wait()
