"""What is behind an address, from a server on loopback to a Reading."""

import pytest

from jobs.sources import calendar, feed, json_feed, page
from jobs.sources.records import Answer
from jobs.sources.registry import READERS, Reader, read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import SourceKind
from tests.builders import TODAY
from tests.web import Web as Site

FEED = "<rss version='2.0'><channel><title>The Courier</title><item><title>One</title></item></channel></rss>"
TEXT = "<p>The leaders of the European Union and Japan will meet on 14 March in Brussels.</p>"
LINK = '<link rel="alternate" type="application/rss+xml" href="/feed">'


def html(head: str = "", body: str = TEXT) -> str:
    return f"<!DOCTYPE html><html><head><title>EU and Japan to meet</title>{head}</head><body>{body}</body></html>"


async def test_a_feed_is_found_to_be_one(web: Web, site: Site) -> None:
    reading = await read_source(web, site.serve("/feed", FEED, headers={"ETag": '"1"'}), today=TODAY)
    assert (reading.kind, reading.title, reading.etag) == (SourceKind.FEED, "The Courier", '"1"')
    assert [item.article.title for item in reading.items] == ["One"]


async def test_a_page_stands_for_the_feed_it_links_to(web: Web, site: Site) -> None:
    feed = site.serve("/feed", FEED)
    reading = await read_source(web, site.serve("/", html(LINK)), today=TODAY)
    assert (reading.kind, reading.address) == (SourceKind.FEED, feed)


async def test_an_article_stands_for_itself_although_it_links_to_a_feed(web: Web, site: Site) -> None:
    site.serve("/feed", FEED)
    head = f'<meta property="og:type" content="article">{LINK}'
    reading = await read_source(web, site.serve("/a", html(head)), today=TODAY)
    assert (reading.kind, reading.title) == (SourceKind.PAGE, "EU and Japan to meet")


async def test_a_known_page_is_not_looked_through_for_feeds(web: Web, site: Site) -> None:
    reading = await read_source(web, site.serve("/a", html(LINK)), SourceKind.PAGE, today=TODAY)
    assert reading.kind is SourceKind.PAGE
    assert [asked.path for asked in site.requests] == ["/robots.txt", "/a"]


@pytest.mark.parametrize("kind", [SourceKind.PAGE, None])
async def test_a_page_is_only_read_where_robots_may(web: Web, site: Site, kind: SourceKind | None) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /")
    with pytest.raises(SourceError, match=r"^127\.0\.0\.1 asks programs not to read this page \(robots\.txt\)\."):
        await read_source(web, site.serve("/a", html()), kind, today=TODAY)


async def test_a_feed_is_read_whether_robots_may_or_not(web: Web, site: Site) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /")
    feed = site.serve("/feed", FEED)
    assert (await read_source(web, feed, SourceKind.FEED, today=TODAY)).items
    assert (await read_source(web, site.serve("/", html(LINK)), today=TODAY)).address == feed


@pytest.mark.parametrize("linked", ["missing", "a page"])
async def test_a_page_whose_feed_cannot_be_read_is_read_itself(web: Web, site: Site, linked: str) -> None:
    if linked == "a page":
        site.serve("/feed", html(LINK))
    reading = await read_source(web, site.serve("/", html(LINK)), today=TODAY)
    assert reading.kind is SourceKind.PAGE


async def test_a_link_to_a_feed_on_a_private_host_is_not_followed(web: Web, site: Site, canary: Site) -> None:
    head = LINK.replace("/feed", canary.url("/feed"))
    reading = await read_source(web, site.serve("/", html(head)), today=TODAY)
    assert reading.kind is SourceKind.PAGE


@pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.PAGE])
async def test_what_has_not_changed_is_not_parsed(web: Web, site: Site, kind: SourceKind) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 03 Mar 2025 09:00:00 GMT"}
    address = site.serve("/", FEED if kind is SourceKind.FEED else html(), headers=headers)
    first = await read_source(web, address, kind, today=TODAY)
    again = await read_source(web, address, kind, etag=first.etag, last_modified=first.last_modified, today=TODAY)
    assert first.items
    assert not first.unchanged
    assert again.unchanged
    assert again.items == ()
    assert (again.etag, again.last_modified) == (first.etag, first.last_modified)


async def test_a_known_feed_may_change_its_format(web: Web, site: Site) -> None:
    body = '{"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [{"id": "1", "title": "One"}]}'
    reading = await read_source(web, site.serve("/feed", body), SourceKind.FEED, today=TODAY)
    assert [item.article.title for item in reading.items] == ["One"]


async def test_a_page_without_an_article_is_told(web: Web, site: Site) -> None:
    with pytest.raises(
        SourceError,
        match=r"^There is no article here that can be read without a login or scripts: try the site\'s feed",
    ):
        await read_source(web, site.serve("/", html(body="<form>Sign in</form>")), today=TODAY)


AMBIGUOUS = {
    "a page served as XML": (html(), "text/xml", page),
    "a page of XHTML": (f"<?xml version='1.0' encoding='utf-8'?>{html()}", "application/xhtml+xml", page),
    "a feed served as a page": (FEED, "text/html", feed),
    "a feed served as text": (FEED, "text/plain", feed),
    "a feed with a byte order mark": (f"\ufeff{FEED}", "application/octet-stream", feed),
    "a JSON Feed served as a page": (
        '{"items": [{"id": "1", "title": "A"}], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
        "text/html",
        json_feed,
    ),
    "a calendar served as text": ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "text/plain", calendar),
}


@pytest.mark.parametrize(("body", "content_type", "reader"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_document_is_what_it_is_and_not_what_it_is_served_as(body: str, content_type: str, reader: Reader) -> None:
    answer = Answer("https://courier.example/", body.encode(), content_type)
    assert next(each for each in READERS if each.recognises(answer)) is reader
