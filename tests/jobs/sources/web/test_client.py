"""The client, against real servers on loopback."""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from datetime import timedelta

import aiohttp
import pytest

from jobs.sources.web.client import Web
from storage.errors import SourceError
from tests.network import Resolver, noted_connections
from tests.web import Web as Site


def port_of(site: Site) -> str:
    return site.host.partition(":")[2]


async def test_of_a_names_addresses_only_the_allowed_ones_are_connected_to(site: Site) -> None:
    site.serve("/", "fine")
    resolver = Resolver({"news.example": ["10.0.0.1", "::1", "127.0.0.1"]})
    async with Web([site.host], resolver=resolver) as web:
        assert (await web.get(f"http://news.example:{port_of(site)}/")).body == b"fine"


async def test_the_proxy_of_the_environment_is_not_used(
    web: Web, site: Site, canary: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", canary.url("/"))
    assert (await web.get(site.serve("/", "direct"))).body == b"direct"


async def test_a_host_that_is_allowed_by_name_is_read_wherever_it_leads(site: Site) -> None:
    site.serve("/", "inside")
    async with Web(["wiki.local"], resolver=Resolver()) as web:
        assert (await web.get(f"http://wiki.local:{port_of(site)}/")).body == b"inside"
        with pytest.raises(SourceError, match="private network"):
            await web.get(f"http://other.local:{port_of(site)}/")


async def test_an_answer_has_its_body_type_charset_and_validators(web: Web, site: Site) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 03 Mar 2025 09:00:00 GMT"}
    answer = await web.get(site.serve("/a", "<p>", content_type="Text/HTML; charset=KOI8-R", headers=headers))
    assert (answer.body, answer.content_type, answer.charset) == (b"<p>", "text/html", "KOI8-R")
    assert (answer.etag, answer.last_modified) == ('"1"', "Mon, 03 Mar 2025 09:00:00 GMT")
    assert not answer.unchanged


@pytest.mark.parametrize(("etag", "last_modified"), [('"1"', ""), ("", "Mon, 03 Mar 2025 09:00:00 GMT")])
async def test_what_has_not_changed_is_not_sent_again(web: Web, site: Site, etag: str, last_modified: str) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 03 Mar 2025 09:00:00 GMT"}
    answer = await web.get(site.serve("/", "body", headers=headers), etag=etag, last_modified=last_modified)
    assert answer.unchanged
    assert answer.body == b""
    assert etag in ("", answer.etag)
    assert last_modified in ("", answer.last_modified)


async def test_304_to_a_question_without_conditions_is_no_answer(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 does not answer this \(HTTP 304\)\."):
        await web.get(site.serve("/", "", status=304))


async def test_redirects_are_followed_to_the_address_of_the_answer(web: Web, site: Site) -> None:
    site.redirect("/1", "two?x=1#top", 301)
    site.redirect("/two?x=1", site.url("/3"))
    site.serve("/3", "end")
    answer = await web.get(site.url("/1#fragment"))
    assert (answer.address, answer.body) == (site.url("/3"), b"end")


async def test_five_redirects_are_followed_and_a_sixth_is_not(web: Web, site: Site) -> None:
    for step in range(6):
        site.redirect(f"/{step}", f"/{step + 1}")
    site.serve("/6", "end")
    assert (await web.get(site.url("/1"))).body == b"end"
    with pytest.raises(SourceError, match=r"^127\.0\.0\.1 redirects more than 5 times\."):
        await web.get(site.url("/0"))


async def test_an_endless_redirect_ends(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match="more than 5 times"):
        await web.get(site.redirect("/", "/"))
    assert len(site.requests) == 6


OPEN = "Try an address that opens without one, such as a public feed of the site."
HOME = "Try the home page of the site: Daybook looks for its feed there."
STATUS = {
    204: "127.0.0.1 does not answer this (HTTP 204).",
    206: "127.0.0.1 does not answer this (HTTP 206).",
    401: f"127.0.0.1 asks for a password (HTTP 401). {OPEN}",
    403: "127.0.0.1 does not let Daybook read this (HTTP 403). "
    "Try a public feed of the site, or ask the site to let Daybook in.",
    404: f"127.0.0.1 has nothing at this address (HTTP 404). Is it spelt right? {HOME}",
    410: f"127.0.0.1 has taken this address away for good (HTTP 410). {HOME}",
    418: "127.0.0.1 does not answer this (HTTP 418).",
    429: "127.0.0.1 asks to be read less often (HTTP 429). Try again later.",
    451: "127.0.0.1 may not show this for legal reasons (HTTP 451).",
    503: "127.0.0.1 has a fault of its own (HTTP 503). Try again later.",
}


@pytest.mark.parametrize(("status", "reason"), STATUS.items())
async def test_a_refusal_is_told_in_a_sentence(web: Web, site: Site, status: int, reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        await web.get(site.serve("/", "", status=status))
    assert refused.value.reason == reason


MOVES = {
    "for good": ([301], "/1"),
    "for good, twice": ([301, 308], "/2"),
    "for now": ([302], ""),
    "for good, and from there for now": ([308, 307], "/1"),
    "for now, and from there for good": ([303, 301], ""),
}


@pytest.mark.parametrize(("statuses", "moved_to"), MOVES.values(), ids=MOVES)
async def test_an_answer_tells_where_its_address_has_moved(
    web: Web, site: Site, statuses: list[int], moved_to: str
) -> None:
    for step, status in enumerate(statuses):
        site.redirect(f"/{step}", f"/{step + 1}", status)
    site.serve(f"/{len(statuses)}", "here")
    answer = await web.get(site.url("/0"))
    assert answer.moved_to == (site.url(moved_to) if moved_to else "")
    assert answer.address == site.url(f"/{len(statuses)}")


async def test_an_answer_tells_how_long_it_stays_fresh(web: Web, site: Site) -> None:
    address = site.serve("/", "body", headers={"Cache-Control": "max-age=60", "ETag": '"1"'})
    assert (await web.get(address)).fresh_for == timedelta(minutes=1)


@pytest.mark.parametrize(("status", "expected"), [(429, 120), (503, 120), (404, None)])
async def test_a_refusal_tells_when_to_come_back(web: Web, site: Site, status: int, expected: int | None) -> None:
    with pytest.raises(SourceError) as refused:
        await web.get(site.serve("/", "", status=status, headers={"Retry-After": "120"}))
    assert refused.value.retry_after == (None if expected is None else timedelta(seconds=expected))


@pytest.mark.parametrize("status", [404, 410])
async def test_only_what_is_gone_is_gone(web: Web, site: Site, status: int) -> None:
    with pytest.raises(SourceError) as refused:
        await web.get(site.serve("/", "", status=status))
    assert refused.value.is_gone == (status == 410)


async def test_a_server_that_says_nothing_is_left_after_the_deadline(site: Site) -> None:
    async with Web([site.host], total_s=0.2) as web:
        with pytest.raises(SourceError, match=r"^127\.0\.0\.1 did not answer within 0\.2 seconds\. Try again later\.$"):
            await web.get(site.serve("/", "late", after_s=600))


async def test_a_body_that_drips_is_left_after_the_deadline(site: Site) -> None:
    async with Web([site.host], total_s=0.3) as web:
        with pytest.raises(SourceError, match="did not answer within"):
            await web.get(site.serve("/", "." * 1_000, drip_s=0.01))


async def test_a_port_where_nobody_listens_is_told() -> None:
    async with Site() as gone:
        pass
    async with Web([gone.host]) as web:
        with pytest.raises(SourceError, match=r"^127\.0\.0\.1 cannot be reached\. Try again later\.$"):
            await web.get(gone.url("/"))


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": lambda body: zlib.compress(body, wbits=-15),
    "identity": bytes,
    "GZIP": lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:]),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_compressed_body_is_inflated(web: Web, site: Site, encoding: str) -> None:
    body = b"The ministers meet on 14 March in Oslo."
    address = site.serve("/", ENCODINGS[encoding](body), headers={"Content-Encoding": encoding})
    assert (await web.get(address)).body == body


BOMBS = {
    "plain": ("", b" " * (5 * 2**20 + 1), "larger than 5 MiB"),
    "gzip": ("gzip", gzip.compress(b" " * (50 * 2**20)), "larger than 5 MiB"),
    "deflate": ("deflate", zlib.compress(b" " * (50 * 2**20)), "larger than 5 MiB"),
    "gzip twice": ("gzip, gzip", gzip.compress(gzip.compress(b" " * 2**20)), 'compressed as "gzip, gzip"'),
    "brotli": ("br", b"\x1b", 'compressed as "br", which Daybook does not read'),
    "zstd": ("zstd", b"(\xb5/\xfd", 'compressed as "zstd"'),
    "half a gzip": ("gzip", gzip.compress(b"words" * 99)[:-9], "compressed, and damaged"),
    "no gzip": ("gzip", b"words", "compressed, and damaged"),
    "no deflate": ("deflate", b"\xff\xff\xff", "compressed, and damaged"),
}


@pytest.mark.parametrize(("encoding", "body", "reason"), BOMBS.values(), ids=BOMBS)
async def test_a_bomb_is_refused(web: Web, site: Site, encoding: str, body: bytes, reason: str) -> None:
    headers = {"Content-Encoding": encoding} if encoding else {}
    with pytest.raises(SourceError, match=reason):
        await web.get(site.serve("/", body, headers=headers))


async def test_a_body_of_no_stated_length_is_left_at_the_limit(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match="larger than 5 MiB"):
        await web.get(site.breaks("/", b"HTTP/1.1 200 OK\r\n\r\n" + b"." * (6 * 2**20)))


async def test_a_connection_is_used_again_however_much_has_come_by_it(site: Site) -> None:
    address = site.serve("/", "x" * 900_000)
    with noted_connections() as connections:
        async with Web([site.host], max_bytes=2**20) as web:
            for _ in range(5):
                await web.get(address)
    assert len(connections) == 1


async def test_a_host_is_asked_for_one_thing_at_a_time(web: Web, site: Site) -> None:
    first = asyncio.create_task(web.get(site.serve("/1", "late", after_s=600)))
    second = asyncio.create_task(web.get(site.serve("/2", "next")))
    await asyncio.sleep(0.05)
    assert [asked.path for asked in site.requests] == ["/1"]
    first.cancel()
    assert (await second).body == b"next"


async def test_a_host_is_left_in_peace_for_a_moment_unless_it_is_ones_own(site: Site) -> None:
    site.serve("/", "fine")
    async with Web([site.host], resolver=Resolver(), pause_s=600) as web:
        for _ in range(2):
            await web.get(site.url("/"))
        stranger = f"http://news.example:{port_of(site)}/"
        await web.get(stranger)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(web.get(stranger), 0.05)
    assert site.count("/") == 3


async def test_the_wait_for_a_turn_is_no_fault_of_the_host(site: Site) -> None:
    async with Web([site.host], total_s=0.3) as web:
        slow = [web.get(site.serve(f"/{number}", "fine", after_s=0.15)) for number in range(4)]
        assert [answer.body for answer in await asyncio.gather(*slow)] == [b"fine"] * 4


async def test_daybook_says_who_it_is_and_whom_to_write_to(site: Site) -> None:
    site.serve("/", "")
    async with Web([site.host], contact="desk@komu.com") as web:
        await web.get(site.url("/"))
    about = "a Telegram bot that reads news for upcoming meetings"
    assert site.requests[0].headers["User-Agent"] == f"Daybook/0.1 ({about}; desk@komu.com)"


async def test_a_page_is_asked_for_as_one_and_a_source_as_a_feed(web: Web, site: Site) -> None:
    await web.get(site.serve("/", ""), is_page=True)
    await web.get(site.url("/"))
    _robots, page, feed = site.requests
    assert page.headers["Accept"].startswith("text/html,")
    assert feed.headers["Accept"].startswith("application/atom+xml,")
    assert page.headers["Accept-Encoding"] == "gzip, deflate"


async def test_daybook_says_who_it_is_and_sends_no_cookie_back(web: Web, site: Site) -> None:
    address = site.serve("/", "", headers={"Set-Cookie": "a=b"})
    await web.get(address)
    await web.get(address)
    assert site.requests[1].headers["User-Agent"].startswith("Daybook/")
    assert "Cookie" not in site.requests[1].headers
    assert aiohttp.hdrs.AUTHORIZATION not in site.requests[1].headers


CLOSED = "User-agent: *\nDisallow: /closed"


async def test_a_page_is_read_where_the_site_lets_robots_read_it(web: Web, site: Site) -> None:
    site.serve("/robots.txt", CLOSED)
    assert (await web.get(site.serve("/open", "page"), is_page=True)).body == b"page"
    with pytest.raises(SourceError) as refused:
        await web.get(site.serve("/closed", "page"), is_page=True)
    assert refused.value.reason == (
        "127.0.0.1 asks programs not to read this page (robots.txt). "
        "Try a feed of the site, or ask the site to let Daybook in."
    )
    assert [asked.path for asked in site.requests] == ["/robots.txt", "/open"]


async def test_a_feed_is_made_for_robots(web: Web, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /")
    assert (await web.get(site.serve("/feed", "feed"))).body == b"feed"
    assert not site.count("/robots.txt")


async def test_where_a_page_redirects_to_robots_are_asked_for_as_well(web: Web, site: Site) -> None:
    site.serve("/robots.txt", CLOSED)
    site.serve("/closed", "page")
    with pytest.raises(SourceError, match=r"robots\.txt"):
        await web.get(site.redirect("/open", "/closed"), is_page=True)
    assert not site.count("/closed")


async def test_an_address_may_be_checked_without_being_read(web: Web, site: Site) -> None:
    site.serve("/robots.txt", CLOSED)
    await web.check_robots(site.url("/open"))
    with pytest.raises(SourceError, match=r"robots\.txt"):
        await web.check_robots(site.url("/closed"))
    assert [asked.path for asked in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
async def test_a_site_that_shows_no_robots_txt_may_be_read(web: Web, site: Site, status: int) -> None:
    site.serve("/robots.txt", CLOSED, status=status)
    assert (await web.get(site.serve("/closed", "page"), is_page=True)).body == b"page"


@pytest.mark.parametrize("to", ["/robots.txt", "/login", "http://10.0.0.1/robots.txt", "file:///robots.txt"])
async def test_a_robots_txt_that_leads_nowhere_is_none(web: Web, site: Site, to: str) -> None:
    site.redirect("/robots.txt", to)
    assert (await web.get(site.serve("/", "page"), is_page=True)).body == b"page"


async def test_a_robots_txt_may_be_elsewhere(web: Web, site: Site) -> None:
    site.redirect("/robots.txt", "/moved")
    site.serve("/moved", CLOSED)
    with pytest.raises(SourceError, match=r"robots\.txt"):
        await web.get(site.serve("/closed", "page"), is_page=True)


async def test_a_site_that_cannot_tell_now_is_left_for_later(web: Web, site: Site) -> None:
    site.serve("/robots.txt", "", status=503, headers={"Retry-After": "60"})
    with pytest.raises(SourceError) as refused:
        await web.get(site.serve("/", "page"), is_page=True)
    assert refused.value.reason == (
        "The robots.txt of 127.0.0.1 has to be read before its pages, and that fails: "
        "127.0.0.1 has a fault of its own (HTTP 503). Try again later."
    )
    assert refused.value.retry_after == timedelta(minutes=1)
    site.serve("/robots.txt", "")
    assert (await web.get(site.url("/"), is_page=True)).body == b"page"


async def test_a_robots_txt_that_does_not_come_is_not_waited_for(site: Site) -> None:
    site.serve("/robots.txt", "", after_s=600)
    async with Web([site.host], connect_s=0.1) as web:
        with pytest.raises(SourceError, match=r"that fails: 127\.0\.0\.1 did not answer within 0\.1 seconds"):
            await web.get(site.serve("/", "page"), is_page=True)


async def test_a_robots_txt_is_asked_for_once(web: Web, site: Site) -> None:
    pages = [web.get(site.serve(f"/{number}", "page"), is_page=True) for number in range(4)]
    await asyncio.gather(*pages)
    assert site.count("/robots.txt") == 1


async def test_a_site_may_ask_for_a_longer_pause(web: Web, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 5")
    await web.get(site.serve("/", "page"), is_page=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(web.get(site.url("/"), is_page=True), 0.05)
    assert site.count("/") == 1
