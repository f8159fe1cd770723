"""Servers whose answer is the malice; tests/jobs/sources/test_hostile_servers.py has more of them."""

from collections.abc import Callable, Iterator
from itertools import repeat

from tests.hostile_documents.family import Family

HTML = "text/html"
FOR_EVER = 10**9


def says(head: bytes, piece: bytes) -> Callable[[int], Iterator[bytes]]:
    """Return what makes a server say ``head``, and then ``piece`` so many times."""

    def make(times: int) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head
        yield from repeat(piece, times)

    return make


def redirect(length: int) -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: ?" + b"x" * length + b"\r\nContent-Length: 0\r\n\r\n"


SERVERS = [
    Family("a head that does not end", HTML, says(b"", b"X: y\r\n" * 99), (FOR_EVER,), is_raw=True),
    Family("a body that does not end", HTML, says(b"\r\n", b"<p>x" * 999), (FOR_EVER,), is_raw=True),
    Family("a body that is too long", HTML, says(b"Content-Length: 9\r\n\r\n", b"<p>x" * 9), (1, 9_999), is_raw=True),
    Family("a body that is too short", HTML, says(b"Content-Length: 99\r\n\r\n", b"<p>x"), (1,), is_raw=True),
    Family(
        "chunks that do not end",
        HTML,
        says(b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 99),
        (FOR_EVER,),
        is_raw=True,
    ),
    Family("a head byte by byte", HTML, says(b"", b"X"), (FOR_EVER,), is_raw=True, pause_s=0.5),
    Family("a body byte by byte", HTML, says(b"\r\n", b"x"), (FOR_EVER,), is_raw=True, pause_s=0.5),
    Family("redirects that do not end", HTML, redirect, (1, 1_900), is_raw=True),
]
