# ruff: noqa: E501 - markup is laid out as its authors do
"""Listings as ministries, agencies and papers lay them out: which links are articles, what they are called, and when."""

from datetime import date

import pytest

from jobs.sources import listing
from jobs.sources.listing import is_listing
from jobs.sources.records import Answer, Reading
from jobs.sources.registry import read_page, read_source
from jobs.sources.teasers import is_candidate
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import SourceKind
from tests.builders import TODAY
from tests.web import Web as Site

HOME = "https://www.mfa.example/en/news"
MENU = """<header><a href="/en/"><img alt="Ministry of Foreign Affairs of Examplia, home page"></a>
<a href="/en/login">Log in to your personal account now</a><a href="/fr/news">Version française de cette page</a></header>
<nav><ul><li><a href="/en/the-minister">The Minister of Foreign Affairs and his cabinet</a></li>
<li><a href="/en/embassies">Embassies and consulates of Examplia abroad</a></li></ul></nav>
<div class="breadcrumb"><a href="/en">Home</a> › <a href="/en/news">News</a></div>"""
AROUND = """<div class="sidebar"><ul><li><a href="/en/visa-rules-2025">Who needs a visa, and how to apply for it</a></li>
<li><a href="/en/press-contacts">Contacts for members of the press and media</a></li></ul></div>
<ul class="pager"><li><a href="/en/news?page=1">Go to the next page of results</a></li></ul>
<div class="social-links"><a href="https://social.example/mfa">Follow the ministry on all of its channels</a></div>
<footer><a href="/en/terms">Terms and conditions of use of this site</a> Last updated 3 March 2025</footer>"""


def page(content: str) -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>News</title></head><body>{MENU}{content}{AROUND}</body></html>"


def answer(markup: str, address: str = HOME) -> Answer:
    return Answer(address, markup.encode(), "text/html")


def read(content: str) -> Reading:
    return listing.parse(answer(page(content)), TODAY)


def found(content: str) -> list[tuple[str, str, str]]:
    """Return path, headline and day of each article, in the order in which they are read."""
    return [
        (
            item.article.address.removeprefix("https://www.mfa.example"),
            item.article.title,
            f"{item.article.published}" if item.is_dated else "",
        )
        for item in read(content).items
    ]


ONE, TWO, THREE = "Minister to host talks in Oslo", "Foreign ministers of six states to meet", "A visit to Tokyo in May"
EXPECTED = [(ONE, "2025-03-03"), (TWO, "2025-03-01"), (THREE, "2025-02-28")]
LAYOUTS = {
    "a list with a day before each link": f"""<div class="content"><h1>News</h1><ul class="news">
<li><span class="date">03.03.2025</span> <a href="/en/press/1045">{ONE}</a></li>
<li><span class="date">01.03.2025</span> <a href="/en/press/1044">{TWO}</a></li>
<li><span class="date">28.02.2025</span> <a href="/en/press/1039">{THREE}</a></li></ul></div>""",
    "headings, time elements and links to read on": f"""<main><h1>News</h1>
<div class="row"><a href="/en/node/1"><img alt=""></a><h3><a href="/en/node/1">{ONE}</a></h3>
<time datetime="2025-03-03T09:00:00Z">today</time><p>The talks begin on 14 March.</p><a href="/en/node/1">Read more »</a></div>
<div class="row"><a href="/en/node/2"><img alt=""></a><h3><a href="/en/node/2">{TWO}</a></h3>
<time datetime="2025-03-01T09:00:00Z">Saturday</time><p>They meet on 15 March.</p><a href="/en/node/2">Read more »</a></div>
<div class="row"><h3><a href="/en/node/3">{THREE}</a></h3>
<time datetime="2025-02-28">Friday</time><p>It lasts two days.</p><a href="/en/node/3">Read more »</a></div></main>""",
    "articles with categories and authors": f"""<main>
<article class="post"><header><h2><a href="/en/talks-oslo/">{ONE}</a></h2><span>March 3, 2025 by
<a href="/en/author/press">Press office</a></span></header><p>Soon.</p><a href="/en/category/talks/">All that was written on talks</a></article>
<article class="post"><header><h2><a href="/en/six-states/">{TWO}</a></h2><span>March 1, 2025 by
<a href="/en/author/press">Press office</a></span></header><p>Soon.</p><a href="/en/category/talks/">All that was written on talks</a></article>
<article class="post"><header><h2><a href="/en/tokyo/">{THREE}</a></h2><span>Feb. 28, 2025 by
<a href="/en/author/press">Press office</a></span></header><p>Soon.</p><a href="/en/tag/japan/">All that was written on Japan</a></article></main>""",
    "a table": f"""<table><tr><th>Date</th><th>Title</th></tr>
<tr><td>3 March 2025</td><td><a href="/en/doc.aspx?id=9">{ONE}</a></td></tr>
<tr><td>1 March 2025</td><td><a href="/en/doc.aspx?id=8">{TWO}</a></td></tr>
<tr><td>28 February 2025</td><td><a href="/en/doc.aspx?id=7">{THREE}</a></td></tr></table>""",
    "a list of terms": f"""<dl><dt>3 March 2025</dt><dd><a href="/en/a.html">{ONE}</a></dd>
<dt>1 March 2025</dt><dd><a href="/en/b.html">{TWO}</a></dd>
<dt>28 February 2025</dt><dd><a href="/en/c.html">{THREE}</a></dd></dl>""",
    "under headings of days": f"""<div><h3>Monday, 3 March 2025</h3><ul><li><a href="/en/x/a">{ONE}</a></li></ul>
<h3>Saturday, 1 March 2025</h3><ul><li><a href="/en/x/b">{TWO}</a></li></ul>
<h3>Friday, 28 February 2025</h3><ul><li><a href="/en/x/c">{THREE}</a></li></ul></div>""",
    "days in the addresses": f"""<div><p><a href="/2025/03/03/a">{ONE}</a></p>
<p><a href="/2025/03/01/b">{TWO}</a></p><p><a href="/2025/02/28/c">{THREE}</a></p></div>""",
    "the day within the link": f"""<ul><li><a href="/en/x/a">3 March 2025 – {ONE}</a></li>
<li><a href="/en/x/b">1 March 2025 – {TWO}</a></li><li><a href="/en/x/c">28 February 2025 – {THREE}</a></li></ul>""",
    "a link around everything": f"""<div class="grid">
<a class="card" href="/en/x/a"><img alt="Oslo"><span>3 March 2025</span><h4>{ONE}</h4><p>The talks begin soon.</p></a>
<a class="card" href="/en/x/b"><img alt="Oslo"><span>1 March 2025</span><h4>{TWO}</h4><p>They meet soon.</p></a>
<a class="card" href="/en/x/c"><img alt="Oslo"><span>28 February 2025</span><h4>{THREE}</h4><p>It lasts.</p></a></div>""",
    "a headline that is no link": f"""<div class="items"><div><b>{ONE}</b> <i>3 March 2025</i> <a href="/en/x/a">More</a></div>
<div><b>{TWO}</b> <i>1 March 2025</i> <a href="/en/x/b">More</a></div>
<div><b>{THREE}</b> <i>28 February 2025</i> <a href="/en/x/c">More</a></div></div>""",
    "all within a form and a list that is called a filter's": f"""<form action="/s"><input name="q"><div class="filter-results">
<ul><li><a href="/en/press/1045">{ONE}</a><span>3 March 2025</span></li>
<li><a href="/en/press/1044">{TWO}</a><span>1 March 2025</span></li>
<li><a href="/en/press/1039">{THREE}</a><span>28 February 2025</span></li></ul></div></form>""",
    "lists within a list": f"""<ul class="documents"><li class="document"><div><a href="/en/talks">{ONE}</a></div>
<ul class="meta"><li>News story</li><li><time datetime="2025-03-03">3 March 2025</time></li></ul></li>
<li class="document"><div><a href="/en/six">{TWO}</a></div>
<ul class="meta"><li>Speech</li><li><time datetime="2025-03-01">1 March 2025</time></li></ul></li>
<li class="document"><div><a href="/en/tokyo">{THREE}</a></div>
<ul class="meta"><li>News story</li><li><time datetime="2025-02-28">28 February 2025</time></li></ul></li></ul>""",
    "the oldest first": f"""<ul><li>28/02/2025 <a href="/en/press/1039">{THREE}</a></li>
<li>1 March 2025 <a href="/en/press/1044">{TWO}</a></li><li>3 March 2025 <a href="/en/press/1045">{ONE}</a></li></ul>""",
}


@pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
def test_the_articles_are_told_from_what_surrounds_them(content: str) -> None:
    assert [(title, day) for _, title, day in found(content)] == EXPECTED


@pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
def test_each_layout_is_a_listing(content: str) -> None:
    assert is_listing(answer(page(content)), TODAY)


UNDATED = {
    "headings": f"<div><div><h3><a href='/en/a'>{ONE}</a></h3></div><div><h3><a href='/en/b'>{TWO}</a></h3></div></div>",
    "numbers": f"<ul><li><a href='/en/a-10045'>{ONE}</a></li><li><a href='/en/b-10044'>{TWO}</a></li></ul>",
    "one folder": f"""<ul><li><a href='/en/news/a'>{ONE}</a></li><li><a href='/en/news/b'>{TWO}</a></li>
<li><a href='/en/news/c'>{THREE} and in June</a></li></ul>""",
}


@pytest.mark.parametrize("content", UNDATED.values(), ids=UNDATED)
def test_articles_without_days_are_told_by_their_layout(content: str) -> None:
    entries = found(content)
    assert [title for _, title, _ in entries[:2]] == [ONE, TWO]
    assert {day for *_, day in entries} == {""}


def test_an_article_is_read_under_its_own_address_and_needs_its_page() -> None:
    reading = read(LAYOUTS["a table"])
    assert (reading.kind, reading.address, reading.title, reading.language) == (SourceKind.LISTING, HOME, "News", "en")
    newest = reading.items[0]
    assert newest.article.address == newest.article.key == "https://www.mfa.example/en/doc.aspx?id=9"
    assert (newest.article.outlet, newest.article.text, newest.needs_page) == ("mfa.example", "", True)


def test_the_newest_50_are_read() -> None:
    rows = "".join(
        f"<li>{date(2025, 1, 1 + number % 28):%d.%m.%Y} <a href='/en/{number}'>{ONE} again</a></li>"
        for number in range(200)
    )
    items = read(f"<ul>{rows}</ul>").items
    assert len(items) == 50
    assert (items[0].article.published, items[-1].article.published) == (date(2025, 1, 28), date(2025, 1, 21))


NONE = {
    "menus alone": "<h1>Welcome</h1><p>This is the site of the ministry.</p>",
    "short links": "<ul><li><a href='/a-1001'>Talks</a></li><li><a href='/b-1002'>Trade and aid</a></li></ul>",
    "documents to download": f"<p>03.03.2025 <a href='/a.pdf'>{ONE}</a></p><p>01.03.2025 <a href='/b.pdf'>{TWO}</a></p>",
    "other sites": f"<ul><li>03.03.2025 <a href='https://elsewhere.example/a'>{ONE}</a></li></ul>",
    "no addresses": f"<ul><li>03.03.2025 <a href='javascript:x'>{ONE}</a></li><li>01.03.2025 <a>{TWO}</a></li></ul>",
    "what is ahead": f"<p>14.03.2025 <a href='/a-1001'>{ONE}</a></p><p>15.03.2025 <a href='/b-1002'>{TWO}</a></p>",
}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE)
def test_where_no_link_is_an_article_that_is_told(content: str) -> None:
    assert not is_listing(answer(page(content)), TODAY)
    with pytest.raises(SourceError, match=r"^There are no links to articles on this page"):
        read(content)


PROSE = (
    "<p>The foreign ministers of Norway and Japan will meet in Oslo on 14 March, a spokesman of the ministry said.</p>"
)
RELATED = f"""<h2>Related news</h2><ul><li>01.03.2025 <a href="/en/press/1044">{TWO}</a></li>
<li>28.02.2025 <a href="/en/press/1039">{THREE}</a></li><li>27.02.2025 <a href="/en/press/1038">{ONE}</a></li></ul>"""
SCHEDULE = f"""<h1>Calendar</h1><table><tr><td>14 March 2025</td><td><a href="/en/e/1">{ONE}</a></td></tr>
<tr><td>17 March 2025</td><td><a href="/en/e/2">{TWO}</a></td></tr>
<tr><td>3 March 2025</td><td><a href="/en/e/3">{THREE}</a></td></tr></table>"""


def test_an_article_with_links_to_others_is_no_listing() -> None:
    assert not is_listing(answer(page(f"<article><h1>{ONE}</h1>{PROSE * 10}</article>{RELATED}")), TODAY)


def test_a_schedule_of_what_is_ahead_is_no_listing() -> None:
    assert not is_listing(answer(page(SCHEDULE)), TODAY)


CANDIDATES = {
    "/en/news/talks-in-oslo": True,
    "/en/news?id=77": True,
    "https://press.mfa.example/talks": True,
    "/en/news": False,
    "/en/": False,
    "/": False,
    "/en/news?page=2": False,
    "/en/news?lang=fr&sort=asc": False,
    "/en/tag/japan": False,
    "/en/category/talks": False,
    "/en/author/ada": False,
    "/en/login": False,
    "/en/search/": False,
    "/en/report.pdf": False,
    "/en/feed": False,
    "https://social.example/mfa/talks": False,
    "mailto:press@mfa.example": False,
}


@pytest.mark.parametrize(("link", "may_be"), CANDIDATES.items())
def test_an_address_may_be_that_of_an_article(link: str, may_be: bool) -> None:
    address = link if ":" in link else f"https://www.mfa.example{link}"
    assert is_candidate(address if address.startswith("http") else "", HOME) is may_be


async def test_a_page_of_links_without_a_feed_is_read_as_a_listing(web: Web, site: Site) -> None:
    address = site.serve("/en/news", page(LAYOUTS["a table"]))
    reading = await read_source(web, address, today=TODAY)
    assert (reading.kind, reading.address) == (SourceKind.LISTING, address)
    again = await read_source(web, address, SourceKind.LISTING, digest=reading.digest, today=TODAY)
    assert again.unchanged


async def test_a_page_of_links_with_a_feed_is_read_as_that(web: Web, site: Site) -> None:
    feed = site.serve("/feed.xml", "<rss version='2.0'><channel><title>T</title></channel></rss>")
    content = LAYOUTS["a table"] + "<a href='/feed.xml'>RSS</a>"
    assert (await read_source(web, site.serve("/en/news", page(content)), today=TODAY)).address == feed


async def test_an_article_that_gives_no_day_keeps_that_of_its_listing(web: Web, site: Site) -> None:
    found = await read_page(web, site.serve("/a", page(f"<article><h1>{ONE}</h1>{PROSE}</article>")), TODAY)
    assert found is not None
    assert not found.is_dated
