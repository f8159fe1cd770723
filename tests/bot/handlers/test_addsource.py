"""The conversation of /addsource, both sides wired together over real HTTP on loopback: what is typed, and answered."""

import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web as http

from bot.application import Daybook
from jobs.readers import Readers
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import Filter
from tests.bot.conftest import ADMIN, READER, answer_of, edits, shown
from tests.bot.handlers.conftest import Inside, Works
from tests.builders import NOW
from tests.network import Resolver
from tests.telegram_api import TelegramApi
from tests.web import Web as Server

CERTIFICATE = Path(__file__).parents[2] / "certificates" / "somebody-else.pem"  # its key opens nothing
MORE = "The two governments have worked on it for a year, and nobody expects it to be easy. " * 3
LOOKING = "Looking at it; I will say what I find."
TRY_A_FEED = "Try a feed of the site, or ask the site to let Daybook in."
TRY_ANOTHER = "Try an address that opens without one, such as a public feed of the site."
TRY_HOME = "Try the home page of the site: Daybook looks for its feed there."


@asynccontextmanager
async def somebody_else() -> AsyncIterator[str]:
    """Give host and port of a server whose certificate is somebody else's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    runner = http.AppRunner(http.Application())
    await runner.setup()
    await http.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield f"news.example:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """Give the web as the jobs read it, impatient and content with little; news.example is this machine."""
    limits = {"connect_s": 3, "total_s": 3, "max_bytes": 2**16}
    resolver = Resolver({"nowhere.example": []})
    async with Web(["news.example"], resolver=resolver, children=Inside(), **limits) as web:  # type: ignore[arg-type]
        yield web


def page(sentence: str) -> str:
    body = f"<article><h1>News</h1><p>{sentence} {MORE}</p></article>"
    return f"<html><head><title>News</title></head><body>{body}</body></html>"


def feed(sentences: Mapping[str, str], title: str = "The Wire") -> str:
    items = "".join(
        f"<item><title>{name}</title><guid isPermaLink='false'>{name}</guid><pubDate>{format_datetime(NOW)}</pubDate>"
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{text}</content:encoded></item>"
        for name, text in sentences.items()
    )
    return f"<rss version='2.0'><channel><title>{title}</title><language>en</language>{items}</channel></rss>"


def news(site: Server) -> str:
    """Return the address of the site by its name."""
    return f"http://news.example:{site.host.partition(':')[2]}"


def serve(site: Server) -> None:
    """Have the site do what sites do that cannot be read."""
    site.serve("/password", "", status=401)
    site.serve("/forbidden", "", status=403)
    site.serve("/gone", "", status=410)
    site.serve("/busy", "", status=429, headers={"Retry-After": "120"})
    site.serve("/broken", "", status=503)
    site.serve("/slow", "", after_s=30)
    site.redirect("/members", "/login?next=/members")
    site.redirect("/round", "/and-round")
    site.redirect("/and-round", "/round")
    site.serve("/robots.txt", "User-agent: *\nDisallow: /closed", content_type="text/plain")
    site.serve("/closed", page("Talks are on 14 March."))
    site.serve("/menu", "<html><head><title>Shop</title></head><body><a href='/cart'>Cart</a></body></html>")
    site.serve("/report.pdf", b"%PDF-1.7 ...", content_type="application/pdf")
    site.serve("/large", feed({"a": "word " * 20_000}), content_type="application/rss+xml")
    site.serve("/damaged", b"\x1f\x8b\x08\x00broken", headers={"Content-Encoding": "gzip"})
    site.serve(
        "/bomb",
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>&a;</rss>",
        content_type="text/xml",
    )
    site.serve("/empty", "", content_type="application/rss+xml")
    site.breaks("/nonsense", b"what do you want\r\n")


CANNOT = {  # what is typed after /addsource → what is answered
    "{news}/missing": f"news.example has nothing at this address (HTTP 404). Is it spelt right? {TRY_HOME}",
    "{news}/gone": f"news.example has taken this address away for good (HTTP 410). {TRY_HOME}",
    "{news}/password": f"news.example asks for a password (HTTP 401). {TRY_ANOTHER}",
    "{news}/members": f"news.example asks for a login before it shows this. {TRY_ANOTHER}",
    "{news}/forbidden": (
        "news.example does not let Daybook read this (HTTP 403). "
        "Try a public feed of the site, or ask the site to let Daybook in."
    ),
    "{news}/closed": f"news.example asks programs not to read this page (robots.txt). {TRY_A_FEED}",
    "{news}/busy": "news.example asks to be read less often (HTTP 429). Try again later.",
    "{news}/broken": "news.example has a fault of its own (HTTP 503). Try again later.",
    "{news}/slow": "news.example did not answer within 3 seconds. Try again later.",
    "{news}/round": "news.example redirects more than 5 times. Try the address at which a browser ends.",
    "{news}/menu": (
        "There is no article here that can be read without a login or scripts: try the site's feed or its page of news."
    ),
    "{news}/report.pdf": "This is a PDF document, which Daybook does not read: try the page that links to it.",
    "{news}/large": (
        "This page is larger than 0.0625 MiB, the most that Daybook reads. "
        "Try a feed of fewer items, or of one section."
    ),
    "{news}/damaged": "This page is compressed, and damaged.",
    "{news}/bomb": "This is XML, but no feed, sitemap or list of feeds: try the address of the site's feed or page.",
    "{news}/empty": "There is nothing at this address, its page is empty: try the site's home page.",
    "{news}/nonsense": "news.example did not answer as a web server does. Try again later.",
    "http://10.0.0.1/feed": (
        "This address leads to a private network, which Daybook does not read. "
        "If it is yours, name its host in DAYBOOK_ALLOW_HOSTS."
    ),
    "https://nowhere.example/feed": "nowhere.example is not known on the internet: is it spelt right?",
    "https://{secure}/feed": (
        "news.example cannot show that it is news.example: its certificate is not valid. "
        "Try another address of the site; only its owner can put this right."
    ),
}


async def test_what_cannot_be_read_is_answered_with_why_and_what_to_try(
    bot: Daybook, telegram: TelegramApi, database: Database, works: Works, server: Server
) -> None:
    serve(server)
    answered = {}
    async with somebody_else() as secure:
        for typed in CANNOT:
            address = typed.format(news=news(server), secure=secure)
            assert (await telegram.asks(ADMIN, f"/addsource {address}")).text == LOOKING
            await works()
            answered[typed] = shown(telegram.sent[-1]).removeprefix(f"{address} was not added: ")
            assert telegram.sent[-1].keyboard == ()
    assert answered == CANNOT
    async with database.transaction() as storage:
        assert await storage.sources.listed() == []


# --- what can be read

ANNOUNCED = {
    "Oslo": "Norway and Japan will hold talks in Oslo on 14 March.",
    "Geneva": "The United States and Russia will hold security talks in Geneva on 20 March.",
    "Quiet": "Nothing else is planned.",
}


async def test_a_source_is_looked_at_added_and_read_in_silence(
    bot: Daybook, telegram: TelegramApi, database: Database, works: Works, server: Server
) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(READER), Filter(), now=NOW)
    server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    await telegram.asks(ADMIN, f"/addsource <{news(server)}/feed>")
    await works()
    preview = telegram.sent[-1]
    assert shown(preview) == (
        "The Wire · news.example\n"
        "A feed with 3 articles, the newest from today.\n"
        "It announces 2 meetings that are ahead:\n"
        "Norway – Japan: talks — Fri 14 Mar\n"
        "United States – Russia: security talks — Thu 20 Mar\n"
        "\n"
        "Shall I read it from now on?"
    )
    assert "No meeting is known" in (await telegram.asks(ADMIN, "/briefing")).text
    telegram.presses(preview, "Add it")
    assert (await answer_of(telegram)).text.startswith("Added:")
    assert (await edits(telegram))[-1].keyboard == ()
    await works()
    assert shown(telegram.sent[-1]) == (
        "The Wire is read from now on.\n"
        "Its first reading brought 3 articles and 2 meetings. /briefing shows what is ahead."
    )
    assert "Thu 20 Mar" in (await telegram.asks(ADMIN, "/briefing")).text
    assert all(sent.chat_id == ADMIN for sent in telegram.sent)


async def test_what_is_read_already_is_not_added_twice(
    bot: Daybook, telegram: TelegramApi, works: Works, server: Server
) -> None:
    home = f"<link rel='alternate' type='application/rss+xml' href='/feed'>{page('Nothing is planned.')}"
    server.serve("/", home)
    server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    await telegram.asks(ADMIN, f"/addsource {news(server)}/feed")
    await works()
    telegram.presses(telegram.sent[-1], "Add it")
    await answer_of(telegram)
    again = await telegram.asks(ADMIN, f"/addsource {news(server)}/feed")
    assert shown(again) == "That is source 1 · The Wire, news.example already, reading."
    await telegram.asks(ADMIN, f"/addsource {news(server)}/")
    await works()
    assert "is source 1 already" in shown(telegram.sent[-2]) + shown(telegram.sent[-1])


async def test_a_list_of_feeds_is_one_question_by_its_address_or_as_a_file(
    bot: Daybook, telegram: TelegramApi, database: Database, works: Works, server: Server
) -> None:
    for name in ("one", "two"):
        server.serve(f"/{name}", feed({}, title=name), content_type="application/rss+xml")
    outlines = "".join(f"<outline text='{name}' xmlUrl='{news(server)}/{name}'/>" for name in ("one", "two"))
    opml = f"<opml version='2.0'><head><title>Ours</title></head><body>{outlines}</body></opml>"
    await telegram.asks(ADMIN, f"/addsource {server.serve('/list', opml).replace('127.0.0.1', 'news.example')}")
    await works()
    assert "A list of 2 sources.\n– one\n– two\n" in shown(telegram.sent[-1])
    assert [label for label, _ in telegram.sent[-1].keyboard[0]] == ["Add them", "Not now"]
    telegram.presses(telegram.sent[-1], "Not now")
    await answer_of(telegram)
    telegram.sends_file(ADMIN, "feeds.opml", opml.encode())
    await telegram.wait_for(lambda sent: sent.text.startswith("Reading the file"))
    await works()
    telegram.presses(telegram.sent[-1], "Add them")
    await answer_of(telegram)
    await works()
    assert shown(telegram.sent[-1]).startswith("feeds.opml: 2 sources more are read from now on.")
    async with database.transaction() as storage:
        assert [source.title for source in await storage.sources.listed()] == ["one", "two"]


async def test_a_list_of_feeds_is_for_admins(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    telegram.sends_file(READER, "feeds.opml", b"<opml version='2.0'><body/></opml>")
    assert (await telegram.wait_for(1))[0].text == "Only Daybook’s admins may do that."
    async with database.transaction() as storage:
        assert await storage.looks.due(10) == []


# --- /testsource


async def test_a_source_is_looked_at_without_being_added(
    bot: Daybook, telegram: TelegramApi, database: Database, works: Works, server: Server
) -> None:
    server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    assert (await telegram.asks(ADMIN, f"/testsource {news(server)}/feed")).text == LOOKING
    await works()
    looked = shown(telegram.sent[-1])
    assert looked.startswith("The Wire · news.example\nA feed with 3 articles, the newest from today.\n")
    assert looked.endswith("Nothing of it is kept. An admin can have it read regularly: /addsource and its address.")
    async with database.transaction() as storage:
        assert await storage.sources.listed() == []


async def test_of_a_source_that_is_read_it_is_told_what_its_next_reading_would_bring(
    bot: Daybook, telegram: TelegramApi, database: Database, works: Works, server: Server
) -> None:
    server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    await telegram.asks(ADMIN, f"/addsource {news(server)}/feed")
    await works()
    telegram.presses(telegram.sent[-1], "Add it")
    await answer_of(telegram)
    await works()
    await telegram.asks(ADMIN, "/testsource 1")
    await works()
    assert shown(telegram.sent[-1]).endswith("Nothing in it is new. It is source 1, reading.")
    server.serve("/feed", feed(ANNOUNCED | {"New": "A word."}), content_type="application/rss+xml")
    await telegram.asks(ADMIN, "/testsource 1")
    await works()
    assert shown(telegram.sent[-1]).endswith("1 article is new. It is source 1, reading.")
    server.serve("/feed", "", status=503)
    await telegram.asks(ADMIN, f"/testsource {news(server)}/feed")
    await works()
    assert "news.example has a fault of its own (HTTP 503). Try again later." in shown(telegram.sent[-1])
    assert (await telegram.asks(ADMIN, "/testsource 7")).text == "There is no source 7; /sources lists them."
    assert "/testsource 3" in (await telegram.asks(ADMIN, "/testsource")).text


# --- meanwhile


async def test_while_a_slow_source_is_looked_at_everything_else_is_answered(
    bot: Daybook, telegram: TelegramApi, database: Database, clock: Clock, server: Server
) -> None:
    server.serve("/slow", "", after_s=30)
    await telegram.asks(ADMIN, f"/addsource {news(server)}/slow")
    await telegram.asks(ADMIN, f"/testsource {news(server)}/slow")
    async with (
        Web(["news.example"], resolver=Resolver(), children=Inside()) as web,
        Readers(database, web, clock) as readers,
    ):
        await readers.previews.begin_due()
        await readers.looks.begin_due()
        for command in ("/briefing", "/sources", "/help"):
            await telegram.asks(ADMIN, command)
        assert "No meeting is known" in (await telegram.asks(READER, "/briefing")).text
        async with database.transaction() as storage:
            assert (await storage.sources.get(1)).last_read_at is None
            assert len(await storage.looks.due(10)) == 1
