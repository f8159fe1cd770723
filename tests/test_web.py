"""What the small web on loopback serves."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.web import Web

FEED = "<rss/>"


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as web:
        yield web


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


async def test_a_page_is_served_as_it_was_given(web: Web, client: aiohttp.ClientSession) -> None:
    address = web.serve("/feed.xml", FEED, content_type="application/rss+xml", headers={"X-Robots": "no"})
    async with client.get(address) as answer:
        assert (answer.status, await answer.text(), answer.content_type) == (200, FEED, "application/rss+xml")
        assert answer.headers["X-Robots"] == "no"
    assert address == web.url("/feed.xml") == f"http://{web.host}/feed.xml"


async def test_what_is_not_there_is_not_found(web: Web, client: aiohttp.ClientSession) -> None:
    assert (await client.get(web.url("/feed.xml"))).status == 404


async def test_a_page_may_be_an_error(web: Web, client: aiohttp.ClientSession) -> None:
    answer = await client.get(web.serve("/", "busy", status=503, headers={"Retry-After": "9"}))
    assert (answer.status, answer.headers["Retry-After"]) == (503, "9")


async def test_who_has_the_page_by_its_etag_does_not_get_it_again(web: Web, client: aiohttp.ClientSession) -> None:
    address = web.serve("/feed.xml", FEED)
    known = {"If-None-Match": (await client.get(address)).headers["ETag"]}
    assert (await client.get(address, headers=known)).status == 304
    web.serve("/feed.xml", "<rss></rss>")
    assert (await client.get(address, headers=known)).status == 200
    assert [asked.status for asked in web.requests] == [200, 304, 200]


async def test_who_has_the_page_by_its_date_does_not_get_it_again(web: Web, client: aiohttp.ClientSession) -> None:
    changed = "Mon, 03 Mar 2025 09:00:00 GMT"
    address = web.serve("/feed.xml", FEED, headers={"Last-Modified": changed, "ETag": ""})
    assert (await client.get(address, headers={"If-Modified-Since": changed})).status == 304
    earlier = {"If-Modified-Since": "Mon, 03 Mar 2025 08:59:59 GMT"}
    assert (await client.get(address, headers=earlier)).status == 200


async def test_each_request_is_counted_with_its_headers(web: Web, client: aiohttp.ClientSession) -> None:
    for _ in range(2):
        await client.get(web.serve("/a?page=1", ""), headers={"User-Agent": "Daybook"})
    assert (web.count("/a?page=1"), web.count("/a")) == (2, 0)
    assert web.requests[0].headers["user-agent"] == "Daybook"


async def test_a_page_may_have_moved(web: Web, client: aiohttp.ClientSession) -> None:
    web.serve("/new", FEED)
    answer = await client.get(web.redirect("/old", "/new", 301))
    assert (str(answer.url), answer.history[0].status) == (web.url("/new"), 301)


async def test_a_page_may_come_late_and_byte_by_byte(web: Web, client: aiohttp.ClientSession) -> None:
    address = web.serve("/slow", FEED, after_s=0.001, drip_s=0.001)
    assert await (await client.get(address)).text() == FEED


@pytest.mark.parametrize(("after_s", "drip_s"), [(600, 0), (0, 600)], ids=["late", "byte by byte"])
async def test_a_page_that_never_comes_does_not_keep_the_web_from_closing(after_s: float, drip_s: float) -> None:
    async with Web() as web, aiohttp.ClientSession() as client:
        address = web.serve("/slow", FEED, after_s=after_s, drip_s=drip_s)
        with pytest.raises(TimeoutError):
            async with client.get(address, timeout=aiohttp.ClientTimeout(0.01)) as answer:
                await answer.read()


BROKEN = {
    "nothing at all": b"",
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "less than it promised": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>",
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
async def test_an_answer_may_be_broken(web: Web, client: aiohttp.ClientSession, raw: bytes) -> None:
    with pytest.raises(aiohttp.ClientError):
        async with client.get(web.breaks("/", raw)) as answer:
            await answer.read()
    assert web.requests[0].status == 0
