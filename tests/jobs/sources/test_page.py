import json
from datetime import UTC, date, datetime

import pytest

from jobs.sources import page
from jobs.sources.records import Answer, Item
from jobs.sources.registry import read_page
from jobs.sources.web.client import Web
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
    (item,) = page.parse(Answer(address, markup.encode(), "text/html"), TODAY).items
    return item.article


async def test_an_article_is_taken_out_of_its_page(web: Web, site: Site) -> None:
    head = """<meta property="og:site_name" content="The Courier">
    <meta property="article:published_time" content="2025-03-01T23:30:00-05:00">"""
    address = site.serve("/a", html(head))
    assert await read_page(web, address, TODAY) == Item(
        Article(
            title="EU and Japan to meet",
            text=TEXT,
            published=date(2025, 3, 1),
            address=address,
            outlet="The Courier",
            language="en-GB",
            key=address,
            published_at=datetime(2025, 3, 2, 4, 30, tzinfo=UTC),
        )
    )


async def test_the_address_is_where_the_redirects_end(web: Web, site: Site) -> None:
    address = site.serve("/b", html())
    item = await read_page(web, site.redirect("/a", "/b"), TODAY)
    assert item is not None
    assert item.article.address == address


def test_without_a_site_name_the_outlet_is_the_host() -> None:
    assert read(html()).outlet == "courier.example"


def test_paragraphs_stay_apart() -> None:
    second = "A press conference follows in the afternoon, officials said."
    assert read(html(body=f"<p>{TEXT}</p><p>{second}</p>")).text == f"{TEXT}\n{second}"


FRENCH = "Les dirigeants de l'Union européenne et du Japon se réuniront le 14 mars à Bruxelles, selon un porte-parole."
LANGUAGES = {
    "that of the document": (html(lang="fr-CA"), "fr-CA"),
    "in capitals": (html(lang="DE"), "de"),
    "that of Open Graph": (html('<meta property="og:locale" content="en_GB">', lang=""), "en-GB"),
    "that of the declared article": (
        html('<script type="application/ld+json">{"@type": "NewsArticle", "inLanguage": "pt-BR"}</script>', lang=""),
        "pt-BR",
    ),
    "that of the header": (html('<meta http-equiv="Content-Language" content="es">', lang=""), "es"),
    "the one it is written in where none is stated": (html(body=f"<p>{FRENCH}</p>", lang=""), "fr"),
    "the stated one although it is written in another": (html(body=f"<p>{FRENCH}</p>", lang="en"), "en"),
    "English where nothing tells": (html(lang="und").replace(TEXT, "EU – Japan 2025. " * 3), "en"),
}


@pytest.mark.parametrize(("markup", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_language(markup: str, expected: str) -> None:
    assert read(markup).language == expected


LD = '<script type="application/ld+json">{}</script>'
DAYS = {
    "a property": ('<meta property="article:published_time" content="2025-03-01">', date(2025, 3, 1)),
    "microdata": ('<meta itemprop="datePublished" content="2025-03-01">', date(2025, 3, 1)),
    "JSON-LD": (
        LD.format('{"@type": "NewsArticle", "datePublished": "2025-03-01T10:00:00Z"}'),
        date(2025, 3, 1),
    ),
    "a name": ('<meta name="date" content="2025-03-01">', date(2025, 3, 1)),
    "Dublin Core": ('<meta name="DC.date.issued" content="2025-03-01">', date(2025, 3, 1)),
    "an impossible day is none": ('<meta property="article:published_time" content="2025-02-30">', TODAY),
    "nor is one of a name": ('<meta name="date" content="2025-02-30">', TODAY),
    "a day to come is none": ('<meta property="article:published_time" content="2025-03-14">', TODAY),
    "the next that is possible stands in": (
        '<meta property="article:published_time" content="2025-02-30"><meta name="date" content="2025-02-28">',
        date(2025, 2, 28),
    ),
    "when it was modified is not when it was published": (
        '<meta property="article:modified_time" content="2025-03-01">',
        TODAY,
    ),
    "nor is the day of an event": (LD.format('{"@type": "Event", "name": "Talks", "startDate": "2025-02-10"}'), TODAY),
    "nothing is the day it is read": ("", TODAY),
}


@pytest.mark.parametrize(("head", "published"), DAYS.values(), ids=DAYS)
def test_the_day_of_publication(head: str, published: date) -> None:
    assert read(html(head)).published == published


BESIDE = {
    "a time element": ('<time datetime="2025-03-01T10:00:00+01:00">1 March</time>', date(2025, 3, 1)),
    "a line marked as a date": ('<span class="news-date">1 March 2025</span>', date(2025, 3, 1)),
    "a line below the headline": ("<p>Published on 1 March 2025 | 10:30</p>", date(2025, 3, 1)),
    "with dots": ('<div class="date">01.03.2025</div>', date(2025, 3, 1)),
    "with slashes, in one way only": ('<div class="date">28/02/2025</div>', date(2025, 2, 28)),
    "with slashes, in two ways": ('<div class="date">02/03/2025</div>', TODAY),
    "an impossible day": ('<div class="date">30 February 2025</div>', TODAY),
    "a day to come": ('<div class="date">14 March 2025</div>', TODAY),
    "a month": ('<div class="date">February 2025</div>', TODAY),
    "a clock": ('<time datetime="10:00">10:00</time>', TODAY),
    "a time within the text": (f'<p>{TEXT} It follows one of <time datetime="2025-02-14">February</time>.</p>', TODAY),
}


@pytest.mark.parametrize(("line", "published"), BESIDE.values(), ids=BESIDE)
def test_a_day_that_is_written_beside_the_headline(line: str, published: date) -> None:
    assert read(html(body=f"{line}<p>{TEXT}</p>")).published == published


HEADS = {
    "March 1, 2025 — ": date(2025, 3, 1),
    "BRUSSELS, March 1, 2025 (AP) — ": date(2025, 3, 1),
    "Brussels, Belgium, 1 March 2025 – ": date(2025, 3, 1),
    "Brussels (1 Mar. 2025) - ": date(2025, 3, 1),
    "On 14 February 2025 the two sides met. ": TODAY,
    "A summit on 14 February 2025 – the first – led to this. ": TODAY,
    "BRUSSELS, March 1 (AP) — ": TODAY,
    "BRUSSELS, February 30, 2025 (AP) — ": TODAY,
    "BRUSSELS, March 14, 2025 (AP) — ": TODAY,
}


@pytest.mark.parametrize(("head", "published"), HEADS.items())
def test_a_day_at_the_head_of_the_text(head: str, published: date) -> None:
    assert read(html(body=f"<p>{head}{TEXT}</p>")).published == published


ADDRESSES = {
    "https://courier.example/2025/03/01/talks": date(2025, 3, 1),
    "https://courier.example/news/2025-03-01-talks": date(2025, 3, 1),
    "https://courier.example/talks-20250301.html": date(2025, 3, 1),
    "https://courier.example/2025/03/talks": TODAY,
    "https://courier.example/2025/02/30/talks": TODAY,
    "https://courier.example/2025/03/14/talks": TODAY,
    "https://courier.example/id/120250301": TODAY,
    "https://courier.example/talks?on=2025-03-01": TODAY,
}


@pytest.mark.parametrize(("address", "published"), ADDRESSES.items())
def test_a_day_in_the_address(address: str, published: date) -> None:
    assert read(html(), address).published == published


def test_the_footer_says_nothing_of_the_day() -> None:
    markup = html().replace("Copyright 2024.", "Last updated 1 March 2025 <time datetime='2025-03-01'>1 March</time>.")
    assert read(markup).published == TODAY


def test_a_text_that_is_declared_stands_in_for_one_that_scripts_show() -> None:
    said = {"@type": "NewsArticle", "headline": "EU and Japan to meet", "articleBody": f"{TEXT}\n\nThey said so."}
    article = read(html(LD.format(json.dumps(said)), body="<div id='app'></div>"))
    assert (article.title, article.text) == ("EU and Japan to meet", f"{TEXT}\nThey said so.")


def test_a_shorter_text_that_is_declared_does_not() -> None:
    said = {"@type": "NewsArticle", "headline": "EU and Japan to meet", "articleBody": "The leaders will meet soon."}
    assert read(html(LD.format(json.dumps(said)))).text == TEXT


def test_the_day_of_the_meeting_is_not_the_day_of_publication() -> None:
    assert read(html(body=f"<p>{TEXT} They last met on 14 February 2025 in Tokyo.</p>")).published == TODAY


def test_the_canonical_link_cannot_make_it_another_ones_article() -> None:
    article = read(html('<link rel="canonical" href="https://reuters.example/a">'))
    assert article.key == article.address == "https://www.courier.example/a"


EMPTY = {
    "no text": "<html><head><title>Sign in</title></head><body></body></html>",
    "hardly any": html(body="<p>Please sign in.</p>").replace("Copyright 2024. All rights reserved.", ""),
    "scripts only": "<html><head><title>App</title></head><body><div id=app></div><script>run()</script></body></html>",
    "a comment alone": "<!-- <p>Norway and Japan will meet in Oslo on 14 March.</p> -->",
    "no title": f"<html><body><p>{TEXT}</p></body></html>",
}


@pytest.mark.parametrize("markup", EMPTY.values(), ids=EMPTY)
async def test_a_page_without_an_article_has_none(web: Web, site: Site, markup: str) -> None:
    assert await read_page(web, site.serve("/", markup), TODAY) is None
