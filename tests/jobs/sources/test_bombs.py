"""Documents made to keep a parser busy or to take all memory: each costs one child at most, never the bot."""

from collections.abc import AsyncIterator

import pytest

from jobs.sources.child import Children
from jobs.sources.registry import read_source
from jobs.sources.web import Web
from storage.errors import SourceError
from storage.models import SourceKind
from tests.builders import TODAY
from tests.web import Web as Site

MEGABYTE = 2**20
ATTRIBUTES = "".join(f" a{number}=''" for number in range(100_000))


def rss(item: str) -> str:
    return f"<rss version='2.0'><channel><title>T</title><item><title>T</title>{item}</item></channel></rss>"


FEEDS = {
    "declarations": "<?xml " + 'encoding="a" ' * 4_000 + "?>" + rss(""),
    "lines before the root": "\n" * 200_000 + rss(""),
    "an author without an end": rss("<author>" + "a" * 50_000 + "</author>"),
    "an author of many parts": rss("<author>" + "a@a.a." * 9_000 + "</author>"),
    "style": rss("<description>&lt;p style='" + "url(" * 15_000 + "'&gt;</description>"),
    "attributes": f"<rss version='2.0'{ATTRIBUTES}></rss>",
    "depth": rss("<description>" + "<b>" * 100_000 + "</description>"),
    "depth inside": rss("<description><![CDATA[" + "<div>" * 100_000 + "]]></description>"),
    "items": rss("</item><item>" * 100_000),
    "one long text": rss(f"<description>{'x ' * 2 * MEGABYTE}</description>"),
    "one long attribute": f"<rss version='2.0' a='{'x' * 4 * MEGABYTE}'></rss>",
    "document types": "<!DOCTYPE a " * 100_000 + rss(""),
    "comments": "<!--" * 500_000 + rss(""),
    "NUL bytes": "\0" * MEGABYTE + rss(""),
    "numbers of no character": rss("<description>" + "&#99999999999;&#xD800;" * 20_000 + "</description>"),
}
PAGES = {
    "depth": "<html><title>T</title>" + "<div>" * 300_000,
    "attributes": f"<html><title>T</title><p{ATTRIBUTES}>x",
    "tables": "<html><title>T</title>" + "<table><tr><td>" * 50_000,
    "tags without an end": "<html><title>T</title>" + "<a href='" * 200_000,
    "bold within bold": "<html><title>T</title>" + "<b><i><p>" * 50_000,
    "entities": "<html><title>T</title><p>" + "&amp" * 500_000,
    "comments": "<html><title>T</title>" + "<!--" * 500_000,
    "dates": "<html><title>T</title><p>" + '"datePublished":' * 200_000,
    "links": "<html><title>T</title>" + "<link rel=alternate type=application/rss+xml href=/>" * 50_000,
}


@pytest.fixture
async def hurried(site: Site) -> AsyncIterator[Web]:
    async with Web([site.host], children=Children(cpu_s=1, wall_s=10)) as opened:
        yield opened


@pytest.mark.parametrize("body", FEEDS.values(), ids=FEEDS)
async def test_a_feed_that_is_a_bomb_is_read_or_refused(hurried: Web, site: Site, body: str) -> None:
    await read_or_refused(hurried, site.serve("/", body, content_type="text/xml"), SourceKind.FEED)


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
async def test_a_page_that_is_a_bomb_is_read_or_refused(hurried: Web, site: Site, body: str) -> None:
    await read_or_refused(hurried, site.serve("/", body), None)


async def read_or_refused(web: Web, address: str, kind: SourceKind | None) -> None:
    try:
        reading = await read_source(web, address, kind, today=TODAY)
    except SourceError as refused:
        assert refused.reason.endswith(".")  # noqa: PT017 - either is fine
    else:
        assert len(reading.items) <= 500
