"""The HTTP client: an address → an Answer, with every limit that PRODUCT.md sets on a fetch."""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from jobs.sources.child import Children
from jobs.sources.records import Answer
from jobs.sources.web.addresses import redirected, web_address
from jobs.sources.web.headers import fresh_for
from jobs.sources.web.inflate import ACCEPTED, inflate
from jobs.sources.web.meter import MeteredSocket
from jobs.sources.web.public import AllowedHosts, is_public, is_web_port
from jobs.sources.web.refusals import (
    NO_WEB_PORT,
    PRIVATE,
    GuardError,
    UnreachableError,
    closed_to_robots,
    failed,
    refused,
    too_large,
    too_many_redirects,
    too_slow,
    unknown_to_robots,
)
from jobs.sources.web.resolver import Resolver
from jobs.sources.web.robots import AGENT, MAX_BYTES, Robots, Verdict, judge
from jobs.sources.web.turns import Turns
from storage.errors import SourceError

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_MAX_REDIRECTS = 5
_AROUND = 2**20  # bytes of a connection that are not its body: a head, TLS, the sizes of chunks
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_FEEDS_FIRST = (
    "application/atom+xml, application/rss+xml, application/feed+json, text/calendar, "
    "application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)
_PAGES_FIRST = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5"


class Web:
    """The web as Daybook reads it, politely and behind its guard: ``async with Web() as web``.

    allow_hosts   what sources may name although it is not public, as AllowedHosts takes it
    contact       the address or page of who answers for this Daybook, told to every site; empty: none
    resolver      asks for addresses instead of the system, for tests; ended with it
    connect_s     seconds to connect, and in all for a robots.txt
    total_s       seconds in all for one address, its redirects included; the wait for its turn is not
    pause_s       seconds between two requests to a host; none where ``allow_hosts`` names it: it is the admin's own
    max_bytes     of a body, compressed or not
    children      where what it brings is parsed; ended with it

    Raises AskedWrongly for an entry of ``allow_hosts`` that is no host.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        *,
        contact: str = "",
        resolver: AbstractResolver | None = None,
        connect_s: float = 10,
        total_s: float = 30,
        pause_s: float = 0.5,
        max_bytes: int = 5 * 2**20,
        children: Children | None = None,
    ) -> None:
        self.children = children or Children()
        self._allowed = AllowedHosts(allow_hosts)
        self._contact, self._resolver = contact, resolver or Resolver()
        self._connect_s, self._total_s, self._pause_s, self._max_bytes = connect_s, total_s, pause_s, max_bytes
        self._turns, self._robots = Turns(), Robots()

    async def __aenter__(self) -> Self:
        self._guarded = self._session(self._guarded_socket)
        self._unguarded = self._session(self._socket)  # for the hosts that are allowed by name
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._guarded.close()
        await self._unguarded.close()
        await self._resolver.close()
        await self.children.__aexit__(kind, error, trace)

    async def get(self, address: str, *, etag: str = "", last_modified: str = "", is_page: bool = False) -> Answer:
        """Return what is at ``address``; waits for its turn at that host, and at those that it redirects to.

        etag, last_modified  those of an earlier Answer: it is ``unchanged`` when they still hold
        is_page              whether it is for people, found by a link: asked for only where the site's robots.txt
                             allows that. A feed or a calendar is made for programs, and an admin named it.

        Raises SourceError, with a sentence for an admin, when there is no Answer for whatever reason.
        """
        url = web_address(address)
        headers = {"Accept": _PAGES_FIRST if is_page else _FEEDS_FIRST}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        moved_to, is_for_good, left_s = "", True, self._total_s
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._turns.at(url) as turn:
                turn.pause_s = await self._permitted(url) if is_page else self._pause(url)
                try:
                    async with asyncio.timeout(left_s) as limit:
                        answer = await self._ask(url, headers, self._max_bytes)
                        left_s = (limit.when() or 0) - asyncio.get_running_loop().time()
                except TimeoutError as error:
                    raise too_slow(url, self._total_s) from error
                if isinstance(answer, Answer):
                    return replace(answer, moved_to=moved_to)
                turn.pause_s = 0  # a redirect is followed at once
            url, status = answer
            is_for_good = is_for_good and status in _FOR_GOOD
            moved_to = str(url) if is_for_good else moved_to
        raise too_many_redirects(url, _MAX_REDIRECTS)

    async def check_robots(self, address: str) -> None:
        """Raise SourceError where the robots.txt of ``address`` does not allow it, as ``get`` of a page does."""
        url = web_address(address)
        async with self._turns.at(url):
            await self._permitted(url)

    async def _permitted(self, url: URL) -> float:
        """Return the seconds to wait between two requests for pages; raises SourceError for one that is not allowed."""
        origin = url.origin()
        robots = self._robots.of(str(origin))
        try:
            if robots is None:
                robots = await self._ask_robots(origin / "robots.txt")
                self._robots.keep(str(origin), robots)
                await asyncio.sleep(self._pause(url))
            verdict = await self.children.run(judge, robots, str(url)) if robots.strip() else Verdict(True)
        except SourceError as error:
            raise unknown_to_robots(url, error) from error
        if not verdict.is_allowed:
            raise closed_to_robots(url)
        return max(self._pause(url), verdict.delay_s)

    async def _ask_robots(self, url: URL) -> bytes:
        """Return a robots.txt, empty where there is none (RFC 9309, 2.3.1); raises UnreachableError where nobody tells.

        To be called when it is the turn of its host. Another host that it redirects to is not waited for: two that
        redirect to each other would wait for ever.
        """
        try:
            async with asyncio.timeout(self._connect_s):
                for _ in range(_MAX_REDIRECTS + 1):
                    answer = await self._ask(url, {"Accept": "text/plain, */*;q=0.5"}, MAX_BYTES)
                    if isinstance(answer, Answer):
                        return answer.body
                    url, _status = answer
        except TimeoutError as error:
            raise too_slow(url, self._connect_s) from error
        except UnreachableError:
            raise
        except SourceError:
            pass  # a refusal, as good as none
        return b""

    def _pause(self, url: URL) -> float:
        return 0 if self._allowed.are_own(url.host or "", url.port or 0) else self._pause_s

    async def _ask(self, url: URL, headers: dict[str, str], max_bytes: int) -> Answer | tuple[URL, int]:
        """Return the Answer, or where to ask instead and the status that says so."""
        trusted = self._allowed.name(url.host or "", url.port or 0)
        session = self._unguarded if trusted else self._guarded
        try:
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status in _REDIRECTS:
                    return redirected(url, response.headers.get("Location", "")), response.status
                return await self._answer(response, headers, max_bytes)
        except aiohttp.ConnectionTimeoutError as error:
            raise too_slow(url, self._connect_s) from error
        except (aiohttp.ClientError, ValueError) as error:  # ValueError: a host that no resolver takes
            raise failed(url, error) from error

    async def _answer(self, response: aiohttp.ClientResponse, asked: dict[str, str], max_bytes: int) -> Answer:
        headers = response.headers
        unchanged = response.status == 304 and not asked.keys().isdisjoint(_CONDITIONS)  # noqa: PLR2004 - Not Modified
        if response.status != 200 and not unchanged:  # noqa: PLR2004 - OK
            raise refused(response.url, response.status, headers)
        raw = b"" if unchanged else await self._read(response, max_bytes)
        return Answer(
            address=str(response.url.with_fragment(None)),
            body=inflate(raw, headers.get("Content-Encoding", ""), max_bytes),
            content_type=_text(response.content_type),
            charset=_text(response.charset or ""),
            etag=_text(headers.get("ETag", asked.get("If-None-Match", ""))),
            last_modified=_text(headers.get("Last-Modified", asked.get("If-Modified-Since", ""))),
            unchanged=unchanged,
            fresh_for=fresh_for(headers),
        )

    async def _read(self, response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
        body = bytearray()
        if (response.content_length or 0) > max_bytes:
            raise too_large(max_bytes)
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > max_bytes:
                raise too_large(max_bytes)
        return bytes(body)

    def _guarded_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Return a socket for the very address that is about to be connected to, if it may be."""
        where = info[4]
        address, port = ip_address(str(where[0])), int(where[1])
        if not self._allowed.include(address, port):
            if not is_public(address):
                raise GuardError(PRIVATE)
            if not is_web_port(port):
                raise GuardError(NO_WEB_PORT)
        return self._socket(info)

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, type_, protocol, _, _where = info
        return MeteredSocket(family, type_, protocol, self._max_bytes + _AROUND)

    def _session(self, socket_factory: aiohttp.SocketFactoryType) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._resolver, socket_factory=socket_factory),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect_s),
            headers={"User-Agent": user_agent(self._contact), "Accept-Encoding": ACCEPTED},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # `inflate` does, with a bound
            trust_env=False,  # a proxy would connect where the guard does not look
        )


def _text(header: str) -> str:
    """Return what can be kept of a header and sent back in one; "" for one in bytes that are no ASCII."""
    return header if header.isascii() and header.isprintable() else ""


def user_agent(contact: str) -> str:
    """Return how Daybook introduces itself to every site (RFC 9110, 10.1.5), with whom to write to."""
    about = "a Telegram bot that reads news for upcoming meetings"
    return f"{AGENT}/0.1 ({about}; {contact})" if contact else f"{AGENT}/0.1 ({about})"
