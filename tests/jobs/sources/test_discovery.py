"""Where a page leads: its feeds, in the order in which they are tried."""

import pytest

from jobs.sources.discovery import Leads, leads
from jobs.sources.records import Answer


def looked_at(markup: str) -> Leads:
    return leads(Answer("https://courier.example/world", f"<html><body>{markup}</body></html>".encode(), "text/html"))


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
}


@pytest.mark.parametrize(("head", "found"), LINKS.values(), ids=LINKS)
def test_the_feeds_a_page_links_to(head: str, found: list[str]) -> None:
    assert looked_at(head).feeds == tuple(found)


ANCHORS = {
    "a usual place": ('<a href="/feed/">Feed</a>', ["https://courier.example/feed/"]),
    "a file": ('<a href="/world/rss.xml">RSS</a>', ["https://courier.example/world/rss.xml"]),
    "a JSON Feed": ('<a href="/feed.json">JSON</a>', ["https://courier.example/feed.json"]),
    "with a question": ('<a href="/index.rss?lang=en">RSS</a>', ["https://courier.example/index.rss?lang=en"]),
    "not of comments": ('<a href="/comments/feed/">Comments</a>', []),
    "not of another site": ('<a href="https://elsewhere.example/feed">Feed</a>', []),
    "not a page about something": ('<a href="/rss-explained">RSS explained</a><a href="/feedback">Feedback</a>', []),
    "after what the page declares": (
        '<a href="/rss.xml">RSS</a><link rel="alternate" type="application/feed+json" href="/f">',
        ["https://courier.example/f", "https://courier.example/rss.xml"],
    ),
}


@pytest.mark.parametrize(("body", "found"), ANCHORS.values(), ids=ANCHORS)
def test_a_link_to_where_feeds_usually_are_is_one_too(body: str, found: list[str]) -> None:
    assert looked_at(body).feeds == tuple(found)


ARTICLES = {
    "by Open Graph": ('<meta property="og:type" content="article">', True),
    "by JSON-LD": ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A"}</script>', True),
    "within a graph": (
        '<script type="application/ld+json">{"@graph": [{"@type": ["AnalysisNewsArticle"], "headline": "A"}]}</script>',
        True,
    ),
    "not where several are declared": (
        '<script type="application/ld+json">[{"@type": "Report", "name":"A"},{"@type": "Report", "name":"B"}]</script>',
        False,
    ),
    "not where nothing is said": ("", False),
}


@pytest.mark.parametrize(("head", "is_article"), ARTICLES.values(), ids=ARTICLES)
def test_a_page_that_says_it_is_an_article_itself(head: str, is_article: bool) -> None:
    assert looked_at(head).is_article is is_article
