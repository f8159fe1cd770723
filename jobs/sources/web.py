"""The HTTP client: an address → an Answer, with every limit that PRODUCT.md sets on a fetch."""

import asyncio
import gzip
import io
import socket
import zlib
from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from jobs.sources.child import Children
from jobs.sources.headers import fresh_for, retry_after
from jobs.sources.public import AllowedHosts, is_public
from jobs.sources.records import Answer
from storage.errors import SourceError

USER_AGENT = "Daybook/0.1 (a Telegram bot that reads news for upcoming meetings)"
_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_LATER = (429, 503)  # these may say when
_MAX_REDIRECTS = 5
_PRIVATE = "This address leads to a private network, which Daybook does not read."
_REFUSALS = {
    401: "asks for a password",
    402: "asks to be paid",
    403: "does not let Daybook read this",
    404: "has nothing at this address",
    410: "has taken this address away for good",
    429: "asks to be read less often",
    451: "may not show this for legal reasons",
}


class _PrivateError(OSError):
    """What the guard raises: aiohttp hands an OSError on, and tries the next address of the same name."""


class Web:
    """The web as Daybook reads it, politely and behind its guard: ``async with Web() as web``.

    allow_hosts   what sources may name although it is not public, as AllowedHosts takes it
    resolver      asks for addresses instead of the system; for tests
    connect_s     seconds to connect
    total_s       seconds in all for one address, its redirects included
    max_bytes     of a body, compressed or not
    children      where what it brings is parsed; ended with it

    Raises AskedWrongly for an entry of ``allow_hosts`` that is no host.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        *,
        resolver: AbstractResolver | None = None,
        connect_s: float = 10,
        total_s: float = 30,
        max_bytes: int = 5 * 2**20,
        children: Children | None = None,
    ) -> None:
        self.children = children or Children()
        self._allowed = AllowedHosts(allow_hosts)
        self._resolver = resolver
        self._connect_s, self._total_s, self._max_bytes = connect_s, total_s, max_bytes
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        self._guarded = self._session(self._guarded_socket)
        self._unguarded = self._session(None)  # for the hosts that are allowed by name
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._guarded.close()
        await self._unguarded.close()
        await self.children.__aexit__(kind, error, trace)

    async def get(self, address: str, *, etag: str = "", last_modified: str = "") -> Answer:
        """Return what is at ``address``; waits for its turn at that host.

        etag, last_modified  those of an earlier Answer: it is ``unchanged`` when they still hold

        Raises SourceError, with a sentence for an admin, when there is no Answer for whatever reason.
        """
        url = _checked(address)
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        async with self._turns.setdefault(url.raw_host or "", asyncio.Lock()):
            try:
                async with asyncio.timeout(self._total_s):
                    return await self._follow(url, headers)
            except TimeoutError as error:
                raise SourceError(f"{url.host} did not answer within {self._total_s:g} seconds.") from error

    async def _follow(self, url: URL, headers: dict[str, str]) -> Answer:
        moved_to, is_for_good = "", True
        for _ in range(_MAX_REDIRECTS + 1):
            answer = await self._ask(url, headers)
            if isinstance(answer, Answer):
                return replace(answer, moved_to=moved_to)
            url, status = answer
            is_for_good = is_for_good and status in _FOR_GOOD
            moved_to = str(url) if is_for_good else moved_to
        raise SourceError(f"{url.host} redirects more than {_MAX_REDIRECTS} times.")

    async def _ask(self, url: URL, headers: dict[str, str]) -> Answer | tuple[URL, int]:
        """Return the Answer, or where to ask instead and the status that says so."""
        trusted = self._allowed.name(url.host or "", url.port or 0)
        session = self._unguarded if trusted else self._guarded
        try:
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status in _REDIRECTS:
                    return redirected(url, response.headers.get("Location", "")), response.status
                return await self._answer(response, headers)
        except aiohttp.ConnectionTimeoutError as error:
            raise SourceError(f"{url.host} did not answer within {self._connect_s:g} seconds.") from error
        except (aiohttp.ClientError, ValueError) as error:  # ValueError: a host that no resolver takes
            raise SourceError(_explain(url, error)) from error

    async def _answer(self, response: aiohttp.ClientResponse, asked: dict[str, str]) -> Answer:
        host, headers = response.url.host, response.headers
        unchanged = response.status == 304 and bool(asked)  # noqa: PLR2004 - Not Modified
        if response.status != 200 and not unchanged:  # noqa: PLR2004 - OK
            fault = "has a fault of its own" if response.status >= 500 else "does not answer this"  # noqa: PLR2004
            raise SourceError(
                f"{host} {_REFUSALS.get(response.status, fault)} (HTTP {response.status}).",
                retry_after=retry_after(headers) if response.status in _LATER else None,
                is_gone=response.status == 410,  # noqa: PLR2004 - Gone
            )
        raw = b"" if unchanged else await self._read(response)
        return Answer(
            address=str(response.url.with_fragment(None)),
            body=inflate(raw, headers.get("Content-Encoding", ""), self._max_bytes),
            content_type=response.content_type,
            charset=response.charset or "",
            etag=headers.get("ETag", asked.get("If-None-Match", "")),
            last_modified=headers.get("Last-Modified", asked.get("If-Modified-Since", "")),
            unchanged=unchanged,
            fresh_for=fresh_for(headers),
        )

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self._max_bytes:
                raise SourceError(_too_large(self._max_bytes))
        return bytes(body)

    def _guarded_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Return a socket for the very address that is about to be connected to, if it may be."""
        family, type_, protocol, _, where = info
        address, port = ip_address(str(where[0])), int(where[1])
        if not is_public(address) and not self._allowed.include(address, port):
            raise _PrivateError(_PRIVATE)
        return socket.socket(family, type_, protocol)

    def _session(self, socket_factory: aiohttp.SocketFactoryType | None) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit_per_host=1, resolver=self._resolver, socket_factory=socket_factory),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect_s),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # `inflate` does, with a bound
            trust_env=False,  # a proxy would connect where the guard does not look
        )


def redirected(url: URL, location: str) -> URL:
    """Return where ``url`` redirects to.

    Raises SourceError when that is no address to read, or gives up https.
    """
    try:
        target = url.join(URL(location))
    except ValueError:
        target = URL()
    if not location or not target.host:
        raise SourceError(f"{url.host} redirects to nowhere.")
    if url.scheme == "https" and target.scheme == "http":
        raise SourceError(f"{url.host} redirects from https to http, which is not safe to follow.")
    return _checked(str(target))


def inflate(raw: bytes, encoding: str, max_bytes: int) -> bytes:
    """Return ``raw`` without its Content-Encoding: none, gzip or deflate, once.

    Raises SourceError for another one, for damaged data, and beyond ``max_bytes``; never takes more memory than that.
    """
    encoding = encoding.strip().lower()
    try:
        if encoding in ("", "identity") or not raw:
            body = raw
        elif encoding in ("gzip", "x-gzip"):
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                body = file.read(max_bytes + 1)
        elif encoding == "deflate":
            body = zlib.decompressobj(_deflate_window(raw)).decompress(raw, max_bytes + 1)
        else:
            raise SourceError(f'This page is compressed as "{encoding[:40]}", which Daybook does not read.')
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError("This page is compressed, and damaged.") from error
    if len(body) > max_bytes:
        raise SourceError(_too_large(max_bytes))
    return body


def _deflate_window(raw: bytes) -> int:
    """Return zlib's window for "deflate": zlib's format by the standard, bare deflate from many servers."""
    is_zlib = raw[0] & 0x0F == zlib.DEFLATED and int.from_bytes(raw[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _checked(address: str) -> URL:
    try:
        url = URL(address.strip())
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https"):
        raise SourceError(f'"{address[:200]}" is not a web address: it begins with https:// or http://.')
    if not url.host:
        raise SourceError(f'"{address[:200]}" is not a web address: it names no host.')
    if url.user is not None or url.password is not None:
        raise SourceError("An address with a user name or a password in it is not read.")
    return url.with_fragment(None)


def _explain(url: URL, error: aiohttp.ClientError | ValueError) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"{url.host} is not known on the internet: is it spelt right?"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return f"{url.host} cannot show that it is {url.host}: its certificate is not valid."
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, _PrivateError):
            return _PRIVATE
        case aiohttp.ClientConnectorError():
            return f"{url.host} cannot be reached."
        case ValueError():
            return f'"{str(url)[:200]}" is not a web address.'
        case _:
            return f"{url.host} did not answer as a web server does."


def _too_large(max_bytes: int) -> str:
    return f"This page is larger than {max_bytes / 2**20:g} MiB, the most that Daybook reads."
