"""Each kind of source from a real server to `/briefing`: added in the chat, confirmed, read, and asked about."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.processes import PATIENCE_S, settings_for, started, stopped
from tests.telegram_api import Sent, TelegramApi
from tests.web import Web as Server

Serve = Callable[[Server, str], str]  # a site that announces a meeting of a country: its address


def announced(country: str) -> str:
    return f"{country} and Japan will hold talks in Oslo on 14 March, both governments confirmed on Monday."


def article(country: str, head: str = "") -> str:
    more = "The two sides have prepared the talks for a year, and nobody expects them to be easy. " * 3
    title, text = f"{country} and Japan to talk", f"<p>3 March 2025</p><p>{announced(country)}</p><p>{more}</p>"
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{text}</article></body></html>"
    )


def rss(server: Server, country: str) -> str:
    item = f"<title>Talks</title><guid>{country}</guid><pubDate>Mon, 03 Mar 2025 09:00:00 GMT</pubDate>"
    item += f"<e:encoded>{announced(country)}</e:encoded>"
    space = "xmlns:e='http://purl.org/rss/1.0/modules/content/'"
    body = f"<rss version='2.0' {space}><channel><title>RSS</title><item>{item}</item></channel></rss>"
    return server.serve(f"/{country}/rss", body, content_type="application/rss+xml")


def atom(server: Server, country: str) -> str:
    text = f"<div xmlns='http://www.w3.org/1999/xhtml'><p>{announced(country)}</p></div>"
    entry = f"<title>Talks</title><id>{country}</id><updated>2025-03-03T09:00:00Z</updated>"
    entry += f"<content type='xhtml'>{text}</content>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Atom</title><entry>{entry}</entry></feed>"
    return server.serve(f"/{country}/atom", body.encode("utf-16"), content_type="application/atom+xml")


def rdf(server: Server, country: str) -> str:
    spaces = "xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
    spaces += " xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:c='http://purl.org/rss/1.0/modules/content/'"
    item = f"<title>Talks</title><d:date>2025-03-03</d:date><c:encoded>{announced(country)}</c:encoded>"
    body = f"<r:RDF {spaces}><channel><title>RDF</title></channel><item r:about='#1'>{item}</item></r:RDF>"
    return server.serve(f"/{country}/rdf", body, content_type="text/xml")


def json_feed(server: Server, country: str) -> str:
    item = {"id": country, "content_text": announced(country), "date_published": "2025-03-03T09:00:00Z"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "JSON Feed", "items": [item]})
    return server.serve(f"/{country}/feed.json", body, content_type="application/feed+json")


def summaries(server: Server, country: str) -> str:
    page = server.serve(f"/{country}/whole", article(country))
    item = f"<title>{country} and Japan to talk</title><link>{page}</link><description>Read more …</description>"
    body = f"<rss version='2.0'><channel><title>Summaries</title><item>{item}</item></channel></rss>"
    return server.serve(f"/{country}/summaries", body, content_type="application/rss+xml")


def page(server: Server, country: str) -> str:
    return server.serve(f"/{country}/article", article(country, "<meta property='og:type' content='article'>"))


def home_page(server: Server, country: str) -> str:
    feed = rss(server, country)
    link = f"<link rel='alternate' type='application/rss+xml' href='{feed}'>"
    return server.serve(f"/{country}/", f"<html><head><title>Home</title>{link}</head><body><p>News</p></body></html>")


def listing(server: Server, country: str) -> str:
    server.serve(f"/{country}/news/1003", article(country))
    rows = [
        (1003, f"{country} and Japan to hold talks"),
        (1002, "A new bridge is opened"),
        (1001, "Prizes for two painters"),
    ]
    entries = "".join(f"<li>03.03.2025 <a href='/{country}/news/{number}'>{title}</a></li>" for number, title in rows)
    return server.serve(f"/{country}/news", f"<html><title>News</title><body><ul>{entries}</ul></body></html>")


def sitemap(server: Server, country: str) -> str:
    spaces = (
        "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    )
    day = "<n:publication_date>2025-03-03</n:publication_date>"
    url = f"<loc>{page(server, country)}</loc><n:news>{day}<n:title>{country} and Japan to talk</n:title></n:news>"
    part = server.serve(f"/{country}/news.xml", f"<urlset {spaces}><url>{url}</url></urlset>", content_type="text/xml")
    index = f"<sitemapindex {spaces}><sitemap><loc>{part}</loc></sitemap></sitemapindex>"
    return server.serve(f"/{country}/sitemap.xml", index, content_type="text/xml")


def calendar(server: Server, country: str) -> str:
    event = (
        f"UID:{country}\nDTSTAMP:20250303T090000Z\nDTSTART;VALUE=DATE:20250314\nSUMMARY:Talks of {country} and Japan\n"
    )
    body = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n{event}END:VEVENT\nEND:VCALENDAR\n"
    return server.serve(f"/{country}/diary.ics", body, content_type="text/calendar")


def events(server: Server, country: str) -> str:
    event = {"@type": "Event", "name": f"Talks of {country} and Japan", "startDate": "2025-03-14"}
    data = f"<script type='application/ld+json'>{json.dumps(event)}</script>"
    return server.serve(f"/{country}/events", f"<html><head><title>Events</title>{data}</head><body></body></html>")


KINDS: dict[str, Serve] = {
    "Norway": rss,
    "Sweden": atom,
    "Finland": rdf,
    "Denmark": json_feed,
    "Iceland": summaries,
    "Estonia": page,
    "Latvia": home_page,
    "Poland": listing,
    "Austria": sitemap,
    "Hungary": calendar,
    "Romania": events,
}


@asynccontextmanager
async def daybook(here: Path, server: Server, api: TelegramApi) -> AsyncIterator[None]:
    """Have ``daybook run`` run, with the admins 1, 2, 3 … on the stand-in for Telegram."""
    admins = ",".join(f"{admin}" for admin, _ in enumerate(KINDS, 1))
    settings = settings_for(api, f"sqlite:///{here / 'daybook.db'}")
    settings |= {"DAYBOOK_ADMINS": admins, "DAYBOOK_ALLOW_HOSTS": server.host}
    process = await started(here, settings, api, "--now", "2025-03-03T12:00Z")
    try:
        yield
    finally:
        await stopped(process)


async def test_each_kind_of_source_is_added_and_its_meeting_is_briefed_on(tmp_path: Path) -> None:
    async def add(admin: int, country: str, address: str) -> None:
        """Add a source in the admin's own chat: to one chat there is a message a second at most."""
        api.says(admin, f"/addsource {address}")
        preview = await shown(admin, "Shall I read it from now on?")
        assert country in preview.text
        api.presses(preview, preview.keyboard[0][0][0])
        await shown(admin, "is read from now on.")
        api.says(admin, f"/briefing {country}")
        briefing = await shown(admin, "Briefing · Mon 3 Mar 2025")
        assert "Fri 14 Mar" in briefing.text, country
        assert country in briefing.text.partition("Fri 14 Mar")[2]

    async def shown(admin: int, words: str) -> Sent:
        return await api.wait_for(lambda sent: sent.chat_id == admin and words in sent.text, timeout_s=PATIENCE_S)

    async with Server() as server, TelegramApi() as api, daybook(tmp_path, server, api), asyncio.TaskGroup() as adding:
        for admin, (country, serve) in enumerate(KINDS.items(), 1):
            api.private(admin)
            adding.create_task(add(admin, country, serve(server, country)))
    assert api.violations == []
