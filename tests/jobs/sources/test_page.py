from datetime import UTC, date, datetime

import pytest

from jobs.sources import page
from jobs.sources.records import Answer
from jobs.sources.registry import read_page
from jobs.sources.web import Web
from storage.errors import SourceError
from storage.models import Article
from tests.builders import TODAY
from tests.web import Web as Site

TEXT = "The leaders of the European Union and Japan will meet on 14 March in Brussels."


def html(head: str = "", body: str = f"<p>{TEXT}</p>", lang: str = "en-GB") -> str:
    return f"""<!DOCTYPE html><html lang="{lang}"><head><title>EU and Japan to meet</title>{head}</head>
    <body><nav><a href="/">Home</a><a href="/world">World</a></nav>
    <article><h1>EU and Japan to meet</h1>{body}</article>
    <footer>Copyright 2024. All rights reserved.</footer></body></html>"""


def read(markup: str, address: str = "https://www.courier.example/a") -> Article:
    return page.parse(Answer(address, markup.encode(), "text/html"), TODAY).items[0].article


async def test_an_article_is_taken_out_of_its_page(web: Web, site: Site) -> None:
    head = """<meta property="og:site_name" content="The Courier">
    <meta property="article:published_time" content="2025-03-01T23:30:00-05:00">"""
    address = site.serve("/a", html(head))
    assert await read_page(web, address, TODAY) == Article(
        title="EU and Japan to meet",
        text=TEXT,
        published=date(2025, 3, 1),
        address=address,
        outlet="The Courier",
        language="en",
        key=address,
        published_at=datetime(2025, 3, 2, 4, 30, tzinfo=UTC),
    )


async def test_the_address_is_where_the_redirects_end(web: Web, site: Site) -> None:
    address = site.serve("/b", html())
    assert (await read_page(web, site.redirect("/a", "/b"), TODAY)).address == address


def test_without_a_site_name_the_outlet_is_the_host() -> None:
    assert read(html()).outlet == "courier.example"


def test_paragraphs_stay_apart() -> None:
    second = "A press conference follows in the afternoon, officials said."
    assert read(html(body=f"<p>{TEXT}</p><p>{second}</p>")).text == f"{TEXT}\n{second}"


@pytest.mark.parametrize(("lang", "expected"), [("fr-CA", "fr"), ("", "en"), ("DE", "de")])
def test_the_language_is_the_pages(lang: str, expected: str) -> None:
    assert read(html(lang=lang)).language == expected


DAYS = {
    "a property": ('<meta property="article:published_time" content="2025-03-01">', date(2025, 3, 1)),
    "microdata": ('<meta itemprop="datePublished" content="2025-03-01">', date(2025, 3, 1)),
    "JSON-LD": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-01T10:00:00Z"}</script>',
        date(2025, 3, 1),
    ),
    "a name": ('<meta name="date" content="2025-03-01">', date(2025, 3, 1)),
    "an impossible day is none": ('<meta property="article:published_time" content="2025-02-30">', TODAY),
    "a day to come is none": ('<meta property="article:published_time" content="2025-03-14">', TODAY),
    "nothing is the day it is read": ("", TODAY),
}


@pytest.mark.parametrize(("head", "published"), DAYS.values(), ids=DAYS)
def test_the_day_of_publication(head: str, published: date) -> None:
    assert read(html(head)).published == published


def test_the_day_of_the_meeting_is_not_the_day_of_publication() -> None:
    assert read(html(body=f"<p>{TEXT} They last met on 14 February 2025 in Tokyo.</p>")).published == TODAY


def test_the_canonical_link_cannot_make_it_another_ones_article() -> None:
    article = read(html('<link rel="canonical" href="https://reuters.example/a">'))
    assert article.key == article.address == "https://www.courier.example/a"


EMPTY = {
    "no text": "<html><head><title>Sign in</title></head><body></body></html>",
    "hardly any": html(body="<p>Please sign in.</p>").replace("Copyright 2024. All rights reserved.", ""),
    "scripts only": "<html><head><title>App</title></head><body><div id=app></div><script>run()</script></body></html>",
    "no title": f"<html><body><p>{TEXT}</p></body></html>",
}


@pytest.mark.parametrize("markup", EMPTY.values(), ids=EMPTY)
async def test_a_page_without_an_article_is_told(web: Web, site: Site, markup: str) -> None:
    with pytest.raises(SourceError) as refused:
        await read_page(web, site.serve("/", markup), TODAY)
    assert refused.value.reason == "There is no article here that can be read without a login or scripts."


LINKS = {
    "RSS": ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://courier.example/feed"]),
    "Atom, in full": (
        '<link rel="home alternate" type="application/atom+xml" href="https://f.example/">',
        ["https://f.example/"],
    ),
    "each once": (
        '<link rel="alternate" type="application/rss+xml" href="/feed">' * 2,
        ["https://courier.example/feed"],
    ),
    "not comments": ('<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/c">', []),
    "not languages": ('<link rel="alternate" hreflang="fr" href="/fr">', []),
    "not scripts": ('<link rel="alternate" type="application/rss+xml" href="javascript:x">', []),
    "not of an article": (
        '<meta property="og:type" content="article"><link rel="alternate" type="application/rss+xml" href="/feed">',
        [],
    ),
    "not of an article by JSON-LD": (
        '<script>{"@type": "NewsArticle"}</script><link rel="alternate" type="application/rss+xml" href="/feed">',
        [],
    ),
}


@pytest.mark.parametrize(("head", "found"), LINKS.values(), ids=LINKS)
def test_the_feeds_a_page_links_to(head: str, found: list[str]) -> None:
    assert page.feeds(Answer("https://courier.example/world", html(head).encode(), "text/html")) == found
