"""A thousand feeds on loopback, each a host of its own, served by a process of its own."""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from socket import AF_INET, AddressFamily

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from tests.builders import NOW

FEEDS, CHANGED, ITEMS = 1_000, 10, 20  # one in CHANGED has a new item in each round, of which a fifth announces
PROSE = (
    "The ministers spoke of fish, of ships and of what both may cost. Nobody in the room expected an answer soon, and "
    "officials said that the two sides had been working on the text for a year. "
)
_COUNTRIES = (
    *("Norway", "Japan", "Sweden", "Finland", "Poland", "Spain", "Italy", "Greece", "Turkey", "Egypt", "Jordan"),
    *("Iraq", "India", "China", "Vietnam", "Brazil", "Chile", "Peru", "Kenya", "Ghana", "Canada", "Mexico", "Cuba"),
    *("Latvia", "Estonia", "Austria", "Hungary", "Serbia", "Croatia", "Albania"),
)
_SAYS = (
    "{one} and {other} will hold talks in Vienna on {day} {month}.",
    "The foreign minister of {one} will travel to {other} on {month} {day}.",
    "The presidents of {one} and {other} are to meet in Geneva on {day} {month}.",
)
_MONTHS = ("April", "May", "June", "July", "August", "September")


_SPACES = " ".join(
    f"xmlns:{name}='{address}'"
    for name, address in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "wfw": "http://wellformedweb.org/CommentAPI/",
    }.items()
)
_MORE = """
    <comments>{link}#respond</comments>
    <dc:creator><![CDATA[Our Correspondent]]></dc:creator>
    <category><![CDATA[World]]></category>
    <category><![CDATA[Diplomacy]]></category>
    <category><![CDATA[Fisheries]]></category>
    <category><![CDATA[Shipping]]></category>
    <description><![CDATA[<p>{summary} <a class="more-link" href="{link}">Continue reading</a></p>]]></description>
    <wfw:commentRss>{link}/feed/</wfw:commentRss>
    <slash:comments>0</slash:comments>
"""


def sentence(number: int) -> str:
    """Return what announces a meeting: of others, or on another day, for each number."""
    one, other = number % len(_COUNTRIES), (number * 7 + number // 30 + 1) % len(_COUNTRIES)
    return _SAYS[number % len(_SAYS)].format(
        one=_COUNTRIES[one],
        other=_COUNTRIES[other if other != one else other - 1],
        day=1 + number * 11 % 28,
        month=_MONTHS[number * 5 % len(_MONTHS)],
    )


class Feeds:
    """The feeds, by number; ``round`` is how often they have been changed.

    is_plain  items of four elements and 700 characters; else as WordPress writes them, of fifteen and 3,000
    """

    def __init__(self, *, is_plain: bool) -> None:
        self.round = 0
        self._is_plain = is_plain

    def body(self, number: int) -> bytes:
        """Return the document: ITEMS items, of which the newest came one by one in the rounds in which it changed."""
        news = [f"n{done}" for done in range(self.round) if number % CHANGED == done % CHANGED]
        names = [*reversed(news), *(f"{old}" for old in range(ITEMS))][:ITEMS]
        items = "".join(self._item(number, name) for name in names)
        return f"<rss version='2.0' {_SPACES}><channel><title>Feed {number}</title>{items}</channel></rss>".encode()

    def _item(self, number: int, name: str) -> str:
        announces = name.startswith("n") and number // CHANGED % 5 == 0
        told = f"<p>{sentence(number + 31 * int(name[1:])) if announces else ''}{PROSE * 4}</p>"
        if not self._is_plain:
            told += (
                f"<p>{PROSE * 4}</p><p>By <a href='/by'>Our Correspondent</a></p><p>{PROSE * 4}</p><p>{PROSE * 4}</p>"
            )
        link = f"<link>https://news.example/{number}/{name}</link>"
        more = "" if self._is_plain else _MORE.format(link=f"https://news.example/{number}/{name}", summary=PROSE)
        return (
            f"<item><title>Report {name} of {number}</title><guid isPermaLink='false'>{name}</guid>"
            f"{'' if self._is_plain else link}{more}<pubDate>{format_datetime(NOW)}</pubDate>"
            f"<content:encoded><![CDATA[{told}]]></content:encoded></item>"
        )


async def serve(*, is_plain: bool) -> None:
    """Serve the feeds at feed-7.example and so on, until nobody listens; the port is the first line of the output."""
    feeds = Feeds(is_plain=is_plain)
    served: dict[int, tuple[bytes, str]] = {}

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.path == "/change":
            feeds.round += 1
            for number in range((feeds.round - 1) % CHANGED, FEEDS, CHANGED):
                served.pop(number, None)
            return web.Response()
        number = int(request.host.partition(".")[0].removeprefix("feed-"))
        if number not in served:
            body = feeds.body(number)
            served[number] = body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        body, etag = served[number]
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": "application/rss+xml"})

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 - what the parent reads
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


class Loopback(AbstractResolver):
    """Every host is on loopback."""

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """Return the one address."""
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def served(*, is_plain: bool) -> AsyncIterator[int]:
    """Give the port at which a process of its own serves the feeds."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.feeds", "plain" if is_plain else "full"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve(is_plain="plain" in sys.argv))
