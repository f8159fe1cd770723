"""Servers that do not end, lie or break off: each is told in a sentence, in time, after a bounded number of bytes."""

import asyncio
import gzip
import socket
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from yarl import URL

from jobs.sources.web.client import Web
from jobs.sources.web.refusals import failed
from storage.errors import SourceError
from tests.web import Web as Site

MAX_BYTES = 2**16
MOST_READ = 2 * (MAX_BYTES + 2**20) + 2**19  # aiohttp asks once more where a connection breaks
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NO_WEB_SERVER = "did not answer as a web server does"
TOO_SLOW = "did not answer within"
TOO_LARGE = "is larger than"

# What is said, then what is said again and again, and what comes of it; the connection stays open where that is "".
ENDLESS = {
    "head": (OK, b"X-Header: " + b"x" * 99 + b"\r\n", NO_WEB_SERVER),
    "a million headers": (OK + b"X: y\r\n" * 1_000_000 + b"\r\n", b"x", NO_WEB_SERVER),
    "header": (OK + b"X: ", b"x" * 999, NO_WEB_SERVER),
    "header name": (OK, b"x" * 999, NO_WEB_SERVER),
    "status line": (b"HTTP/1.1 200 ", b"OK" * 999, NO_WEB_SERVER),
    "cookies": (OK, b"Set-Cookie: a=" + b"x" * 4_000 + b"\r\n", NO_WEB_SERVER),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99, NO_WEB_SERVER),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 99, NO_WEB_SERVER),
    "body": (OK + b"\r\n", b"x" * 999, TOO_LARGE),
    "body that is announced": (OK + b"Content-Length: 99999999999\r\n\r\n", b"x" * 999, TOO_LARGE),
    "chunks": (CHUNKED, b"3e7\r\n" + b"x" * 999 + b"\r\n", TOO_LARGE),
    "chunks of a byte": (CHUNKED, b"1\r\nx\r\n" * 99, TOO_LARGE),
    "chunk": (CHUNKED + b"ffffffffff\r\n", b"x" * 999, TOO_LARGE),
    "chunk size": (CHUNKED, b"0" * 999, NO_WEB_SERVER),
    "chunk extension": (CHUNKED + b"1;", b"x" * 999, NO_WEB_SERVER),
    "chunk extensions": (CHUNKED, b"1;" + b"x" * 9_999 + b"\r\nx\r\n", NO_WEB_SERVER),
    "trailers": (CHUNKED + b"1\r\nx\r\n0\r\n", b"X: y\r\n" * 99, NO_WEB_SERVER),
    "gzip": (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b""), gzip.compress(b"x" * 999), TOO_LARGE),
    "bomb": (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 2**26), b"", TOO_SLOW),
    "zeros": (b"", b"\0" * 999, NO_WEB_SERVER),
    "words": (b"", b"hello " * 99, NO_WEB_SERVER),
    "lines": (b"", b"\r\n" * 99, NO_WEB_SERVER),
    "page of HTTP/0.9": (b"<html><title>x</title>", b"<p>x" * 99, NO_WEB_SERVER),
    "silence": (b"", b"", TOO_SLOW),
    "silence after an interim answer": (b"HTTP/1.1 100 Continue\r\n\r\n", b"", TOO_SLOW),
    "silence after half a status": (b"HTTP/1.1 20", b"", TOO_SLOW),
    "silence after half a head": (OK + b"Content-Type: text/html\r\n", b"", TOO_SLOW),
    "silence after the head": (OK + b"Content-Length: 9\r\n\r\n", b"", TOO_SLOW),
    "silence after half a body": (OK + b"Content-Length: 9\r\n\r\nhalf", b"", TOO_SLOW),
    "silence within chunks": (CHUNKED + b"4\r\nhalf\r\n", b"", TOO_SLOW),
}
BROKEN_OFF = {
    "at once": b"",
    "in the status": b"HTTP/1.1 2",
    "after the status": OK,
    "in a header": OK + b"Content-Ty",
    "after the headers": OK + b"Content-Length: 9\r\n",
    "before the body": OK + b"Content-Length: 9\r\n\r\n",
    "in the body": OK + b"Content-Length: 9\r\n\r\nhalf",
    "before the chunks": CHUNKED,
    "in a chunk": CHUNKED + b"9\r\nhalf",
    "between two chunks": CHUNKED + b"4\r\nhalf\r\n",
    "after an interim answer": b"HTTP/1.1 103 Early Hints\r\n\r\n",
}
NO_HTTP = {
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "a mail server": b"220 mail.example ESMTP\r\n",
    "TLS": b"\x15\x03\x03\x00\x02\x02\x46",
    "another version": b"HTTP/3.0 200 OK\r\n\r\n",
    "no number": b"HTTP/1.1 two hundred\r\n\r\n",
    "a number of four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "two lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length and chunks": OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    "more than was announced": OK + b"Content-Length: 4\r\n\r\npagemore",
    "a length below zero": OK + b"Content-Length: -1\r\n\r\nx",
    "a length in words": OK + b"Content-Length: nine\r\n\r\nx",
    "a length that no number holds": OK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\nx",
    "a chunk size that no number holds": CHUNKED + b"f" * 40 + b"\r\nx",
    "a chunk size in words": CHUNKED + b"zz\r\n",
    "a header without a name": OK + b": x\r\n\r\n",
    "NUL in a header": OK + b"X: a\0b\r\n\r\n",
}
ODD = {
    "another answer behind it": (OK + b"Content-Length: 4\r\n\r\npage" + OK + b"\r\n", b"page"),
    "an interim answer before it": (b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"\r\npage", b"page"),
    "no length": (b"HTTP/1.0 200 OK\r\n\r\npage", b"page"),
    "no reason": (b"HTTP/1.1 200\r\n\r\npage", b"page"),
    "bare line ends": (b"HTTP/1.1 200 OK\nContent-Length: 4\n\npage", b"page"),
    "a charset that is none": (
        OK + b"Content-Type: text/html; charset=\x00\xff\r\n\r\npage".replace(b"\0", b""),
        b"page",
    ),
    "no content type at all": (OK + b"Content-Type: ;;;\r\n\r\npage", b"page"),
    "bytes that are no text in a header": (OK + b"ETag: \xff\xfe\r\n\r\npage", b"page"),
    "a refresh": (OK + b"Refresh: 0; url=http://127.0.0.1/\r\n\r\npage", b"page"),
    "the bare deflate of many servers": (
        OK + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(b"page", wbits=-15),
        b"page",
    ),
}
STATUSES = {
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", r"does not answer this \(HTTP 204\)"),
    "a part": (b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\n\r\nxx", r"\(HTTP 206\)"),
    "not modified, unasked": (b"HTTP/1.1 304 Not Modified\r\n\r\n", r"\(HTTP 304\)"),
    "another protocol": (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        r"\(HTTP 101\)",
    ),
    "a number of nobody": (b"HTTP/1.1 999 Denied\r\n\r\n", r"has a fault of its own \(HTTP 999\)"),
    "a choice": (b"HTTP/1.1 300 Multiple Choices\r\nLocation: /a\r\n\r\n", r"\(HTTP 300\)"),
    "a redirect to nowhere": (b"HTTP/1.1 302 Found\r\n\r\n", "redirects to nowhere"),
    "a redirect of two minds": (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nLocation: /b\r\n\r\n", "to nowhere"),
}


class Server:
    """It says ``first`` to who asks and then, unless that is empty, ``again`` for as long as anyone listens."""

    def __init__(self) -> None:
        self.first = self.again = b""
        self.stays = True  # when all is said, until the test ends
        self.waits = True  # for a question
        self.delay_s = self.pause_s = 0.0  # before the first, and before each that comes again
        self.asked = 0
        self.host = ""
        self.closing = asyncio.Event()
        self.tasks: set[asyncio.Task[None] | None] = set()

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.add(asyncio.current_task())
        with suppress(OSError, asyncio.IncompleteReadError):
            if self.waits:
                await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            await asyncio.sleep(self.delay_s)
            writer.write(self.first)
            await writer.drain()
            while self.again and not self.closing.is_set():
                await asyncio.sleep(self.pause_s)
                writer.write(self.again)
                await writer.drain()
            if self.stays:
                await self.closing.wait()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.host = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    yield server
    server.closing.set()
    await asyncio.gather(*filter(None, server.tasks))
    listening.close()
    await listening.wait_closed()


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how long each piece was that is read from a socket, a list that grows."""
    read: list[int] = []
    recv = socket.socket.recv

    def counted(self: socket.socket, size: int, flags: int = 0) -> bytes:
        data = recv(self, size, flags)
        read.append(len(data))
        return data

    monkeypatch.setattr(socket.socket, "recv", counted)
    return read


@pytest.mark.parametrize(("first", "again", "reason"), ENDLESS.values(), ids=ENDLESS)
async def test_what_does_not_end_is_left(
    server: Server, lengths: list[int], first: bytes, again: bytes, reason: str
) -> None:
    server.first, server.again = first, again
    async with Web([server.host], total_s=0.3 if reason == TOO_SLOW else 30, max_bytes=MAX_BYTES) as web:
        with pytest.raises(SourceError, match=reason):
            await web.get(server.url)
    assert sum(lengths) <= MOST_READ


@pytest.mark.parametrize("first", BROKEN_OFF.values(), ids=BROKEN_OFF)
async def test_what_breaks_off_is_told(server: Server, first: bytes) -> None:
    server.first, server.stays = first, False
    async with Web([server.host]) as web:
        with pytest.raises(SourceError, match=NO_WEB_SERVER):
            await web.get(server.url)


@pytest.mark.parametrize("first", NO_HTTP.values(), ids=NO_HTTP)
async def test_what_is_not_http_is_told(server: Server, first: bytes) -> None:
    server.first, server.stays = first, False
    async with Web([server.host]) as web:
        with pytest.raises(SourceError, match=NO_WEB_SERVER):
            await web.get(server.url)


@pytest.mark.parametrize(("first", "body"), ODD.values(), ids=ODD)
async def test_what_is_odd_and_harmless_is_read(server: Server, first: bytes, body: bytes) -> None:
    server.first, server.stays = first, False
    async with Web([server.host]) as web:
        assert (await web.get(server.url)).body == body


@pytest.mark.parametrize(("first", "reason"), STATUSES.values(), ids=STATUSES)
async def test_what_is_no_page_is_told(server: Server, first: bytes, reason: str) -> None:
    server.first, server.stays = first, False
    async with Web([server.host]) as web:
        with pytest.raises(SourceError, match=reason):
            await web.get(server.url)


@pytest.mark.parametrize("again", [b"X: y\r\n", b"x"], ids=["head", "body"])
async def test_a_byte_at_a_time_is_left_after_the_deadline(server: Server, again: bytes) -> None:
    server.first, server.again, server.pause_s = OK if b":" in again else OK + b"\r\n", again, 0.01
    async with Web([server.host], total_s=0.2) as web:
        with pytest.raises(SourceError, match=TOO_SLOW):
            await web.get(server.url)


async def test_what_is_no_text_in_a_header_is_not_kept(server: Server) -> None:
    server.first, server.stays = (
        OK + b"ETag: \xff\xfe\r\nContent-Type: text/\xff\r\nLast-Modified: \xe2\x80\xae\r\n\r\n",
        False,
    )
    async with Web([server.host]) as web:
        answer = await web.get(server.url)
    assert (answer.etag, answer.last_modified, answer.content_type) == ("", "", "")


names = some.sampled_from(
    (
        *(b"ETag", b"Location", b"Content-Type", b"Content-Encoding", b"Content-Length", b"Transfer-Encoding"),
        *(b"Expires", b"Retry-After", b"Date", b"Cache-Control", b"Age", b"Connection", b"Upgrade", b"Trailer", b"X"),
    )
)
words = some.sampled_from(
    (
        *(b"http://127.0.0.1/", b"//", b"text/html; charset=", b"gzip", b"chunked", b"max-age=", b"9", b"9" * 30, b'"'),
        *(b"Mon, 03 Mar 2025 09:00:00 GMT", b"[", b"%00", b"\\", b":", b";", b",", b" ", b"\xff", b"\xe2\x80\xae"),
    )
)
headers = some.tuples(names, some.lists(words, max_size=4).map(b"".join)).map(b": ".join)
answers = some.tuples(
    some.sampled_from(
        [b"HTTP/1.1 200 OK", b"HTTP/1.1 301 Moved", b"HTTP/1.1 429 Slow", b"HTTP/1.0 503", b"HTTP/1.1 103 Hint"]
    ),
    some.lists(headers, max_size=5).map(b"\r\n".join),
    some.sampled_from([b"", b"page", b"4\r\npage\r\n0\r\n\r\n"]) | some.binary(max_size=9),
).map(lambda parts: b"%b\r\n%b\r\n\r\n%b" % parts)


@settings(max_examples=150)
@given(said=answers)
async def test_whatever_a_server_says_is_an_answer_or_a_sentence(said: bytes) -> None:
    server = Server()
    server.first, server.stays = said, False
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.host = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with Web([server.host], pause_s=0, total_s=10) as web:
        try:
            answer = await web.get(server.url)
        except SourceError as error:
            assert error.reason.isprintable()  # noqa: PT017 - either is fine
        else:
            assert all(text.isascii() for text in (answer.etag, answer.content_type, answer.charset, answer.address))
    await asyncio.gather(*filter(None, server.tasks))
    listening.close()
    await listening.wait_closed()


async def test_redirects_share_one_deadline(server: Server) -> None:
    server.first, server.delay_s = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", 0.1
    async with Web([server.host], total_s=0.25) as web:
        with pytest.raises(SourceError, match=r"did not answer within 0\.25 seconds"):
            await web.get(server.url)
    assert server.asked < 5


async def test_a_redirect_is_followed_without_its_body(server: Server, lengths: list[int]) -> None:
    server.first, server.again = b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", b"x" * 999
    async with Web([server.host], max_bytes=MAX_BYTES) as web:
        with pytest.raises(SourceError, match="redirects more than 5 times"):
            await web.get(server.url)
    assert sum(lengths) <= 6 * MOST_READ


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x16\x03\x01" + b"x" * 999, b"x" * 9_999]
)
async def test_what_is_not_tls_is_told(server: Server, first: bytes) -> None:
    server.first, server.stays, server.waits = first, False, False
    async with Web([server.host]) as web:
        with pytest.raises(SourceError, match=r"(does not speak https here|cannot be reached)"):
            await web.get(server.url.replace("http", "https"))


async def test_a_handshake_that_does_not_end_is_left_after_the_deadline(server: Server) -> None:
    server.waits = False
    async with Web([server.host], total_s=0.2) as web:
        with pytest.raises(SourceError, match=TOO_SLOW):
            await web.get(server.url.replace("http", "https"))


def test_a_certificate_that_is_not_valid_is_told() -> None:
    key = aiohttp.client_reqrep.ConnectionKey("komu.com", 443, True, True, None, None, None)
    error = aiohttp.ClientConnectorCertificateError(key, ssl.SSLCertVerificationError("expired"))
    assert failed(URL("https://komu.com/"), error).reason == (
        "komu.com cannot show that it is komu.com: its certificate is not valid. "
        "Try another address of the site; only its owner can put this right."
    )


async def test_the_other_sources_are_read_meanwhile(server: Server, site: Site) -> None:
    server.first, server.again = b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99
    page = site.serve("/", "page")
    async with Web([server.host, site.host], max_bytes=MAX_BYTES) as web:
        hostile = asyncio.create_task(web.get(server.url))
        # Both are on one machine, and so one host: the page goes by its other name.
        assert (await web.get(page.replace("127.0.0.1", "localhost"))).body == b"page"
        with pytest.raises(SourceError):
            await hostile
