"""Sitemaps: of news, of pages, and indexes of them."""

import gzip
from datetime import UTC, date, datetime

import pytest

from jobs.sources import sitemap
from jobs.sources.child import Children
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import Article, SourceKind
from tests.builders import TODAY
from tests.web import Web as Site

SITEMAP = "https://www.courier.example/sitemap.xml"
SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(*urls: str) -> str:
    return f'<?xml version="1.0"?><urlset {SPACES}>{"".join(f"<url>{url}</url>" for url in urls)}</urlset>'


def index(*sitemaps: str) -> str:
    return f"<sitemapindex {SPACES}>{''.join(f'<sitemap>{one}</sitemap>' for one in sitemaps)}</sitemapindex>"


def news(path: str, published: str = "2025-03-01T10:30:00+01:00", title: str = "Ministers to meet") -> str:
    publication = "<n:publication><n:name>The Courier</n:name><n:language>en</n:language></n:publication>"
    return (
        f"<loc>https://www.courier.example{path}</loc><n:news>{publication}"
        f"<n:publication_date>{published}</n:publication_date><n:title>{title}</n:title></n:news>"
    )


def read(body: str | bytes) -> Reading:
    content = body.encode() if isinstance(body, str) else body
    return sitemap.parse(Answer(SITEMAP, content, "application/xml"), TODAY)


def test_a_sitemap_of_news() -> None:
    reading = read(urlset(news("/talks")))
    assert (reading.kind, reading.title, reading.language) == (SourceKind.SITEMAP, "The Courier", "en")
    assert reading.items == (
        Item(
            Article(
                title="Ministers to meet",
                text="",
                published=date(2025, 3, 1),
                address="https://www.courier.example/talks",
                outlet="The Courier",
                key="https://www.courier.example/talks",
                published_at=datetime(2025, 3, 1, 9, 30, tzinfo=UTC),
            ),
            needs_page=True,
        ),
    )


def test_the_newest_come_first_and_no_more_than_100() -> None:
    days = [f"2025-02-{day:02}" for day in range(1, 29)]
    urls = [news(f"/{day}/{number}", day) for day in days for number in range(10)]
    items = read(urlset(*urls)).items
    assert len(items) == 100
    assert items[0].article.published == date(2025, 2, 28)
    assert items[-1].article.published == date(2025, 2, 19)


def test_a_page_that_was_only_changed_has_no_day_of_its_own() -> None:
    (item,) = read(urlset("<loc>/talks</loc><lastmod>2025-03-01</lastmod>")).items
    assert (item.article.address, item.article.title) == ("https://www.courier.example/talks", "")
    assert (item.article.published, item.is_dated, item.has_language) == (date(2025, 3, 1), False, False)


LEFT = {
    "without a day": "<loc>/talks</loc>",
    "on an impossible day": "<loc>/talks</loc><lastmod>2025-02-30</lastmod>",
    "on a day to come": news("/talks", "2025-03-14"),
    "of another site": "<loc>https://elsewhere.example/</loc><lastmod>2025-03-01</lastmod>",
    "without an address": "<lastmod>2025-03-01</lastmod>",
    "of no web": "<loc>javascript:x</loc><lastmod>2025-03-01</lastmod>",
}


@pytest.mark.parametrize("url", LEFT.values(), ids=LEFT)
def test_a_page_is_left_out(url: str) -> None:
    assert len(read(urlset(url, news("/other"))).items) == 1


def test_a_page_is_given_once() -> None:
    assert len(read(urlset(news("/talks"), news("/talks"))).items) == 1


def test_an_index_names_its_parts_those_of_news_first_then_the_newest() -> None:
    reading = read(
        index(
            "<loc>/pages.xml</loc><lastmod>2025-03-02</lastmod>",
            "<loc>/news-2024.xml</loc><lastmod>2024-12-31</lastmod>",
            "<loc>/news-2025.xml</loc><lastmod>2025-03-01</lastmod>",
            "<loc>/images.xml</loc>",
            "<loc>https://elsewhere.example/news.xml</loc>",
        )
    )
    assert reading.items == ()
    assert [part.rpartition("/")[2] for part in reading.parts] == ["news-2025.xml", "news-2024.xml", "pages.xml"]


def test_a_packed_sitemap_is_read_and_no_bomb() -> None:
    packed = gzip.compress(urlset(news("/talks")).encode())
    assert sitemap.recognises(Answer(SITEMAP, packed))
    assert len(read(packed).items) == 1
    bomb = gzip.compress(urlset(news("/talks"), " " * 100 * 2**20).encode())
    assert len(read(bomb).items) == 1


async def test_the_newest_of_fifty_thousand_pages_are_found_in_time() -> None:
    urls = (f"<loc>/{number}</loc><lastmod>2025-0{1 + number % 3}-01</lastmod>" for number in range(50_000))
    answer = Answer(SITEMAP, urlset(*urls).encode())
    async with Children(1, cpu_s=3) as children:
        items = (await children.run(sitemap.parse, answer, TODAY)).items
    assert {item.article.published for item in items} == {date(2025, 3, 1)}


REFUSED = {
    "pages without a day": (urlset("<loc>/a</loc>"), "This sitemap does not say when its pages were"),
    "another document": ("<rss/>", "There is no sitemap at this address: try"),
    "nothing": ("<", "There is no sitemap at this address that can be read: try"),
    "entities": ('<!DOCTYPE a [<!ENTITY b "c">]>' + urlset(), "This sitemap declares entities of its own"),
    "a packed file of something else": (
        gzip.compress(b"words"),
        "There is no sitemap at this address that can be read: try",
    ),
}


@pytest.mark.parametrize(("body", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_sitemap_is_told(body: str | bytes, sentence: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(body)
    assert refused.value.reason.startswith(sentence)


def test_a_damaged_sitemap_is_read_as_far_as_it_goes() -> None:
    assert len(read(urlset(news("/a"), news("/b"))[:-80]).items) == 2


def test_an_empty_sitemap_has_no_items() -> None:
    assert read(urlset()).items == ()


async def test_an_index_is_read_through_its_parts(web: Web, site: Site) -> None:
    def part(name: str, day: str) -> str:
        url = f"<loc>{site.url(f'/{name}')}</loc><lastmod>{day}</lastmod>"
        return f"<loc>{site.serve(f'/{name}.xml', urlset(url), content_type='text/xml')}</loc><lastmod>{day}</lastmod>"

    gone = f"<loc>{site.url('/gone.xml')}</loc><lastmod>2025-03-02</lastmod>"
    address = site.serve("/index.xml", index(part("old", "2025-02-01"), part("new", "2025-03-01"), gone))
    reading = await read_source(web, address, today=TODAY)
    assert (reading.kind, reading.address) == (SourceKind.SITEMAP, address)
    assert [item.article.address for item in reading.items] == [site.url("/new"), site.url("/old")]
    assert (reading.etag, reading.digest) == ("", "")  # its parts change while it does not


async def test_an_index_of_which_no_part_can_be_read_is_told(web: Web, site: Site) -> None:
    address = site.serve("/index.xml", index(f"<loc>{site.url('/gone.xml')}</loc>"))
    with pytest.raises(SourceError, match="nothing at this address"):
        await read_source(web, address, today=TODAY)
