"""A Source from its address to the diary, over real HTTP on loopback."""

from collections.abc import AsyncIterator
from email.utils import format_datetime

import pytest

from jobs import ingest
from jobs.sources.web import Web
from jobs.timetable import preview_new_sources, read_due_sources
from storage.clock import Clock
from storage.database import Database
from storage.models import Delivery, DeliveryKind, Filter, Meeting, Source, SourceState
from tests.builders import HOUR, NOW, TODAY, at
from tests.web import Web as Server

ADMIN = 5


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def web(server: Server) -> AsyncIterator[Web]:
    async with Web([server.host]) as web:
        yield web


def feed(*sentences: str) -> str:
    items = "".join(
        f"<item><title>Report {number}</title><guid isPermaLink='false'>{number}</guid>"
        f"<pubDate>{format_datetime(NOW)}</pubDate>"
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{sentence}</content:encoded></item>"
        for number, sentence in enumerate(sentences)
    )
    return f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"


ANNOUNCED = "Norway and Japan will hold talks in Oslo on 14 March."
MOVED = "Talks between Norway and Japan due on 14 March have been moved to 20 March."


async def add(database: Database, address: str, *, confirmed: bool = True, topic: int = 0) -> Source:
    async with database.transaction() as storage:
        source, _ = await storage.sources.add(address, added_by=ADMIN, topic_id=topic, now=NOW)
        if confirmed:
            await storage.sources.update(source.id, state=SourceState.READING)
    return source


async def source_now(database: Database, source: Source) -> Source:
    async with database.transaction() as storage:
        return await storage.sources.get(source.id)


async def owed(database: Database, kind: DeliveryKind, topic: int = 0) -> list[Delivery]:
    async with database.transaction() as storage:
        return [one for one, _ in await storage.deliveries.of(ADMIN, topic) if one.kind is kind]


async def diary(database: Database) -> list[Meeting]:
    async with database.transaction() as storage:
        return await storage.meetings.touching(TODAY, at("2025-12-31 00:00").date())


async def test_a_feed_is_read_into_the_diary(database: Database, server: Server, web: Web, clock: Clock) -> None:
    source = await add(database, server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert [f"{meeting.when.first}" for meeting in await diary(database)] == ["2025-03-14"]
    assert (await source_now(database, source)).next_read_at > NOW


async def test_an_unchanged_feed_is_asked_for_and_not_read_again(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    source = await add(database, server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert server.count("/feed") == 2
    assert (await source_now(database, source)).last_new_at == NOW


async def test_the_first_reading_is_silent_and_reported_once(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(ADMIN), Filter(), now=NOW)
    await add(database, server.serve("/feed", feed(ANNOUNCED, MOVED), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert await owed(database, DeliveryKind.CHANGE) == []
    (notice,) = await owed(database, DeliveryKind.NOTICE)
    assert (notice.body["kind"], notice.body["articles"], notice.body["meetings"]) == ("added", 2, 1)
    server.serve("/feed", feed(ANNOUNCED, MOVED, "Nothing else is planned."), content_type="application/rss+xml")
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert len(await owed(database, DeliveryKind.NOTICE)) == 1


async def test_what_changes_after_the_first_reading_is_told(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(ADMIN), Filter(), now=NOW)
    await add(database, server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    server.serve("/feed", feed(ANNOUNCED, MOVED), content_type="application/rss+xml")
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert len(await owed(database, DeliveryKind.CHANGE)) == 1


async def test_a_source_that_fails_is_tried_again_later_and_says_why(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    source = await add(database, server.serve("/feed", "", status=404))
    await read_due_sources(database, web, clock)
    failing = await source_now(database, source)
    assert (failing.state, failing.failures) == (SourceState.FAILING, 1)
    assert failing.next_read_at > NOW
    assert "nothing at this address" in failing.error


async def test_one_source_that_fails_leaves_the_others(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    await add(database, server.breaks("/broken"))
    await add(database, server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert len(await diary(database)) == 1


def summaries(*pages: str, dated: bool = True) -> str:
    date = f"<pubDate>{format_datetime(NOW)}</pubDate>" if dated else ""
    items = "".join(f"<item><title>Talks</title><link>{page}</link>{date}</item>" for page in pages)
    return f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"


def page(sentence: str, published: str = "2025-03-03") -> str:
    more = "The two governments have worked on it for a year, and nobody expects it to be easy. " * 3
    return (
        f"<html><head><title>Talks</title><meta property='article:published_time' content='{published}'></head>"
        f"<body><article><h1>Talks</h1><p>{sentence}</p><p>{more}</p></article></body></html>"
    )


async def test_where_a_feed_has_summaries_the_pages_are_read(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    article = server.serve("/article", page(ANNOUNCED))
    await add(database, server.serve("/feed", summaries(article), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert len(await diary(database)) == 1


async def test_a_page_that_could_not_be_read_is_asked_for_again(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    article = server.serve("/article", "", status=503)
    await add(database, server.serve("/feed", summaries(article), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert await diary(database) == []
    server.serve("/article", page(ANNOUNCED))
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert len(await diary(database)) == 1
    clock.move_to(NOW + 2 * HOUR)
    await read_due_sources(database, web, clock)
    assert server.count("/article") == 2


async def test_where_a_feed_gives_no_day_the_page_does(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    article = server.serve("/article", page(ANNOUNCED, published="2023-03-03"))
    feed = summaries(article, dated=False)
    await add(database, server.serve("/feed", feed, content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert await diary(database) == []  # it was 14 March 2023


async def test_of_many_pages_some_are_left_for_the_next_reading(
    database: Database, server: Server, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_PAGES", 2)
    pages = [server.serve(f"/{number}", page(f"{ANNOUNCED} {number}")) for number in range(3)]
    await add(database, server.serve("/feed", summaries(*pages), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 0]
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 1]


async def test_a_source_that_takes_too_long_fails_and_the_others_do_not(
    database: Database, server: Server, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "_LONGEST_READING_S", 2)
    slow = await add(database, server.serve("/slow", feed(ANNOUNCED), after_s=20))
    await read_due_sources(database, web, clock)
    assert "took longer" in (await source_now(database, slow)).error
    assert (await source_now(database, slow)).next_read_at > NOW


async def test_a_source_added_in_a_forum_topic_is_told_of_there(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    await add(database, address, confirmed=False, topic=7)
    await preview_new_sources(database, web, clock)
    assert [notice.body["kind"] for notice in await owed(database, DeliveryKind.NOTICE, topic=7)] == ["preview"]


async def test_a_new_source_is_shown_before_anything_is_kept(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    source = await add(database, address, confirmed=False)
    await preview_new_sources(database, web, clock)
    await preview_new_sources(database, web, clock)
    assert await diary(database) == []
    (notice,) = await owed(database, DeliveryKind.NOTICE)
    assert notice.body == {
        "kind": "preview",
        "source_id": source.id,
        "address": address,
        "title": "The Wire",
        "source_kind": "feed",
        "articles": 1,
        "meetings": [{"name": "Norway – Japan: talks", "when": "2025-03-14"}],
    }


async def test_a_page_that_links_to_a_feed_stands_for_it(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    page = (
        f"<html><head><link rel=alternate type='application/rss+xml' href='{address}'></head><body>News</body></html>"
    )
    source = await add(database, server.serve("/", page), confirmed=False)
    await preview_new_sources(database, web, clock)
    assert (await source_now(database, source)).address == address


async def test_a_page_whose_feed_is_read_already_is_refused(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    page = (
        f"<html><head><link rel=alternate type='application/rss+xml' href='{address}'></head><body>News</body></html>"
    )
    await add(database, address)
    await add(database, server.serve("/", page), confirmed=False)
    await preview_new_sources(database, web, clock)
    refused = [notice.body for notice in await owed(database, DeliveryKind.NOTICE) if notice.body["kind"] == "refused"]
    assert [body["reason"] for body in refused] == [f"Its feed, {address}, is source 1 already."]


async def test_a_new_source_that_cannot_be_read_is_refused_and_forgotten(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    await add(database, server.serve("/nothing", "", status=404), confirmed=False)
    await preview_new_sources(database, web, clock)
    (notice,) = await owed(database, DeliveryKind.NOTICE)
    assert (notice.body["kind"], "nothing at this address" in str(notice.body["reason"])) == ("refused", True)
    async with database.transaction() as storage:
        assert await storage.sources.listed() == []
