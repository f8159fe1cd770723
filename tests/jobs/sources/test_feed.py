"""Feeds of each kind, read through the client and the child as `ingest` does."""

from datetime import UTC, date, datetime

import pytest

from jobs.sources import feed
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import Article, SourceKind
from tests.builders import TODAY
from tests.web import Web as Site

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Courier &amp; Sons</title><language>en-GB</language>
<item><title>Ministers to meet</title><link>/news/1?a=1&amp;b=2#top</link><guid isPermaLink="false">no-1</guid>
<pubDate>Sat, 01 Mar 2025 10:30:00 +0100</pubDate><description>They meet on 14 March.</description></item>
<item><title>Summit announced</title><link>https://courier.example/2</link>
<pubDate>Sun, 02 Mar 2025 09:00:00 GMT</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>The summit is on 20 March.</p><p>It lasts two days.</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Courrier</title>
<entry><title type="html">Sommet &lt;b&gt;annoncé&lt;/b&gt;</title><link href="https://courrier.example/1"/><id>tag:courrier.example,2025:1</id>
<published>2025-03-01T23:30:00-05:00</published><updated>2025-03-02T12:00:00Z</updated>
<content type="html">&lt;p&gt;Le sommet est le 20 mars.&lt;/p&gt;</content></entry>
<entry><title>Bref</title><link href="https://courrier.example/2"/><id>tag:courrier.example,2025:2</id>
<updated>2025-03-02</updated><summary>En bref.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://bote.example/"><title>Der Bote</title>
<dc:language>de</dc:language></channel><item rdf:about="https://bote.example/1"><title>Gipfel</title>
<link>https://bote.example/1</link><description>Am 20. März.</description>
<dc:date>2025-03-01T10:00:00Z</dc:date></item></rdf:RDF>"""


async def read(web: Web, site: Site, body: str | bytes, content_type: str = "application/xml") -> Reading:
    return await read_source(web, site.serve("/feed", body, content_type=content_type), SourceKind.FEED, today=TODAY)


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>The Courier</title>{items}</channel></rss>'


async def only_item(web: Web, site: Site, item: str) -> Item:
    (found,) = (await read(web, site, rss(f"<item>{item}</item>"))).items
    return found


async def test_rss(web: Web, site: Site) -> None:
    reading = await read(web, site, RSS)
    assert (reading.kind, reading.title, reading.language) == (SourceKind.FEED, "The Courier & Sons", "en-GB")
    assert reading.items == (
        Item(
            Article(
                title="Ministers to meet",
                text="They meet on 14 March.",
                published=date(2025, 3, 1),
                address=site.url("/news/1?a=1&b=2"),
                outlet="The Courier & Sons",
                language="en-GB",
                key=f"127.0.0.1 no-1 {site.host}/news/1",
                published_at=datetime(2025, 3, 1, 9, 30, tzinfo=UTC),
            ),
            needs_page=True,
        ),
        Item(
            Article(
                title="Summit announced",
                text="The summit is on 20 March.\nIt lasts two days.",
                published=date(2025, 3, 2),
                address="https://courier.example/2",
                outlet="The Courier & Sons",
                language="en-GB",
                key="127.0.0.1 https://courier.example/2",
                published_at=datetime(2025, 3, 2, 9, tzinfo=UTC),
            ),
        ),
    )


async def test_atom(web: Web, site: Site) -> None:
    reading = await read(web, site, ATOM)
    whole, summary = reading.items
    assert (reading.title, reading.language) == ("Le Courrier", "fr")
    assert (whole.article.title, whole.article.text) == ("Sommet annoncé", "Le sommet est le 20 mars.")
    assert whole.article.published == date(2025, 3, 1)  # where it was published
    assert whole.article.published_at == datetime(2025, 3, 2, 4, 30, tzinfo=UTC)
    assert whole.article.key == "127.0.0.1 tag:courrier.example,2025:1"
    assert not whole.needs_page
    assert summary.needs_page
    assert (summary.article.published, summary.article.published_at) == (date(2025, 3, 2), None)


async def test_rdf(web: Web, site: Site) -> None:
    reading = await read(web, site, RDF)
    (item,) = reading.items
    assert (reading.title, item.article.language, item.article.text) == ("Der Bote", "de", "Am 20. März.")
    assert item.article.published == date(2025, 3, 1)


WHOLE = "They meet on 14 March. " * 80
TEXTS = {
    "a short description is a summary": ("<description>They meet.</description>", True),
    "a long description is the text": (f"<description>{WHOLE}</description>", False),
    "a long description that is cut short is a summary": (f"<description>{WHOLE}…</description>", True),
    "so is one that asks to read on": (f"<description>{WHOLE} Read more »</description>", True),
    "nothing needs the page": ("", True),
}


@pytest.mark.parametrize(("text", "needs_page"), TEXTS.values(), ids=TEXTS)
async def test_whether_the_page_is_needed(web: Web, site: Site, text: str, needs_page: bool) -> None:
    item = await only_item(web, site, f"<title>T</title><link>https://courier.example/1</link>{text}")
    assert item.needs_page is needs_page


async def test_what_has_no_address_has_no_page(web: Web, site: Site) -> None:
    item = await only_item(web, site, "<title>T</title><description>Short.</description>")
    assert not item.needs_page
    assert item.article.key == "127.0.0.1 T The Courier"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://[::1"])
async def test_a_link_that_is_not_of_the_web_is_none(web: Web, site: Site, link: str) -> None:
    assert (await only_item(web, site, f"<title>T</title><link>{link}</link>")).article.address == ""


@pytest.mark.parametrize(
    "day", ["", "Sun, 30 Feb 2025 10:00:00 GMT", "2025-13-01", "Mon, 03 Mar 2031 10:00:00 GMT", "soon"]
)
async def test_without_a_possible_day_it_was_published_when_it_is_read(web: Web, site: Site, day: str) -> None:
    item = await only_item(web, site, f"<title>T</title><pubDate>{day}</pubDate>")
    assert (item.article.published, item.article.published_at) == (TODAY, None)


async def test_an_item_is_given_once(web: Web, site: Site) -> None:
    reading = await read(web, site, rss("<item><title>One</title><guid>1</guid></item>" * 3))
    assert len(reading.items) == 1


async def test_an_address_of_the_feeds_own_host_is_the_key_of_feed_and_page_alike(web: Web, site: Site) -> None:
    item = await only_item(web, site, f"<title>T</title><guid>{site.url('/a')}</guid>")
    assert item.article.key == site.url("/a")


async def test_no_feed_has_the_key_of_another_ones_article(web: Web, site: Site) -> None:
    item = await only_item(web, site, "<title>T</title><guid>https://reuters.example/a</guid>")
    assert item.article.key == "127.0.0.1 https://reuters.example/a"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    {
        "two lists of a site count each for itself": ("<link>/news/1</link>", "<link>/events/1</link>", False),
        "two feeds count each for itself": ("", "", False),
        "an article is in two feeds": ("<link>/news/1?from=a</link>", "<link>/news/1?from=b</link>", True),
    }.values(),
)
async def test_what_two_feeds_of_a_host_call_1(web: Web, site: Site, one: str, other: str, *, is_same: bool) -> None:
    keys = set()
    for title, link in (("One", one), ("Other", other)):
        feed = rss(f"<item><title>T</title><guid>1</guid>{link}</item>").replace("The Courier", title)
        keys |= {item.article.key for item in (await read(web, site, feed)).items}
    assert len(keys) == (1 if is_same else 2)


async def test_an_item_without_a_title_takes_the_beginning_of_its_text(web: Web, site: Site) -> None:
    item = await only_item(web, site, "<description>&lt;p&gt;First line.&lt;p&gt;Second.</description>")
    assert item.article.title == "First line."


async def test_an_item_with_nothing_in_it_is_left_out(web: Web, site: Site) -> None:
    assert (await read(web, site, rss("<item><link>https://courier.example/1</link></item>"))).items == ()


async def test_a_feed_without_a_title_goes_by_its_host(web: Web, site: Site) -> None:
    assert (await read(web, site, "<rss version='2.0'><channel></channel></rss>")).title == "127.0.0.1"


async def test_no_more_than_500_items_are_read(web: Web, site: Site) -> None:
    items = "".join(f"<item><title>T</title><guid>{number}</guid></item>" for number in range(600))
    reading = await read(web, site, rss(items))
    assert [item.article.key for item in reading.items] == [f"127.0.0.1 {number} The Courier" for number in range(500)]


async def test_markup_and_control_characters_do_not_reach_an_article(web: Web, site: Site) -> None:
    item = await only_item(
        web,
        site,
        "<title>a\0b &lt;script&gt;x&lt;/script&gt;c</title>"
        "<description>&lt;b onclick='x'&gt;d&lt;/b&gt;\x1b</description>",
    )
    assert (item.article.title, item.article.text) == ("ab c", "d")


CHARSETS = {
    "as declared by the server": (RDF.encode("cp1252"), "text/xml; charset=windows-1252"),
    "as declared by the document": (('<?xml version="1.0" encoding="cp1252"?>' + RDF).encode("cp1252"), "text/xml"),
    "not as declared": (RDF.encode(), "text/xml; charset=us-ascii"),
    "UTF-16": (RDF.encode("utf-16"), "text/xml"),
    "declared as a trap": (RDF.encode(), "text/xml; charset=idna"),
    "declared as another trap": (RDF.encode(), "text/xml; charset=punycode"),
    "behind an empty line": (("\n" + '<?xml version="1.0" encoding="utf-8"?>' + RDF).encode(), "text/xml"),
    "as a web page": (RDF.encode(), "text/html"),
}


@pytest.mark.parametrize(("body", "content_type"), CHARSETS.values(), ids=CHARSETS)
async def test_a_feed_is_read_whatever_its_encoding(web: Web, site: Site, body: bytes, content_type: str) -> None:
    (item,) = (await read(web, site, body, content_type)).items
    assert item.article.text == "Am 20. März."


@pytest.mark.parametrize(
    "body", ["<html><body><p>Hello</p></body></html>", "words", "{}", "<a><b/></a>", "%PDF-1.7", "<rss"]
)
async def test_what_is_no_feed_is_told(web: Web, site: Site, body: str) -> None:
    with pytest.raises(SourceError, match=r"^There is no feed at this address: try the site's home page, where"):
        await read(web, site, body)


OPENED_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'


@pytest.mark.parametrize("end", ["", "<channel>", "<channel><title>The Courier", "<channel><item><tit"])
@pytest.mark.parametrize("start", ['<rss version="2.0">', "<rss>", "<feed>", OPENED_RDF])
async def test_a_feed_that_breaks_off_before_its_first_item_is_told(web: Web, site: Site, start: str, end: str) -> None:
    with pytest.raises(SourceError, match=r"^The feed at this address breaks off before its first item: try again"):
        await read(web, site, start + end)


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("<rss version='2.0'><channel><title>Peace & quiet</title></channel></rss>", []),
        ("<rss version='2.0'/>", []),
        (f"{OPENED_RDF}<channel><title>Peace & quiet</title></channel></rdf:RDF >\n", []),
        ("<rss version='2.0'><channel><item><title>Talks</title></item><item><titl", ["Talks"]),
    ],
)
def test_of_a_damaged_feed_what_can_be_read_is(body: str, titles: list[str]) -> None:
    items = feed.parse(Answer("http://courier.example/", body.encode()), TODAY).items
    assert [item.article.title for item in items] == titles


@pytest.mark.parametrize("number", ["&#99999999999;", "&#xD800;", "&#0;", "&#x110000", f"&#{'9' * 300};"])
def test_a_number_of_no_character_does_not_spoil_the_feed(number: str) -> None:
    body = rss(f"<item><title>Talks{number} &#233;&#x2019;</title></item>").encode()
    (item,) = feed.parse(Answer("http://courier.example/", body), TODAY).items
    assert item.article.title.startswith("Talks")
    assert item.article.title.endswith(" é’")


async def test_an_empty_answer_is_told(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match=r"^There is nothing at this address, its page is empty: try"):
        await read(web, site, " \n")


async def test_a_body_that_is_a_files_name_opens_no_file(web: Web, site: Site) -> None:
    with pytest.raises(SourceError, match="no feed"):
        await read(web, site, __file__)


ENTITIES = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>',
    "a local file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd"> %a;]>',
    "in capitals or not": '<!doctype x [<!entity a "b">]>',
    "without a document type": '<!ENTITY a "b">',
    "an empty subset": "<!DOCTYPE rss SYSTEM 'x.dtd' []>",
}


@pytest.mark.parametrize("prolog", ENTITIES.values(), ids=ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_a_feed_with_entities_of_its_own_is_refused(web: Web, site: Site, prolog: str, encoding: str) -> None:
    with pytest.raises(SourceError, match=r"^This feed declares entities of its own, which Daybook does not read\.$"):
        await read(web, site, (prolog + rss("<item><title>&a;</title></item>")).encode(encoding))


def test_an_old_feed_may_name_its_document_type() -> None:
    old = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    body = (old + rss("<item><title>T</title></item>")).encode()
    assert len(feed.parse(Answer("http://courier.example/", body), TODAY).items) == 1


RECOGNISED = {
    "RSS": (RSS, True),
    "Atom": (ATOM, True),
    "RDF": (RDF, True),
    "with a prefix": ("<atom:feed xmlns:atom='x'>", True),
    "behind comments": ("<!-- <html> -->\n<?xml-stylesheet href='x'?><!-- b --><rss version='2.0'>", True),
    "a page": ("<!DOCTYPE html><html><body><rss></body></html>", False),
    "a page with a comment": ("<!-- <rss> --><html>", False),
    "another word": ("<feedback>", False),
    "a sitemap": ("<urlset>", False),
    "a prolog without an end": ("<!---->" * 500 + "<!--" * 500, False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("body", "is_feed"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_feed_is_known_by_its_root(body: str, is_feed: bool) -> None:
    assert feed.recognises(Answer("http://courier.example/", body.encode())) is is_feed
