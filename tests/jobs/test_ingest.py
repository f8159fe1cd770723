"""A Source from its address to the diary, over real HTTP on loopback."""

from collections.abc import AsyncIterator
from email.utils import format_datetime

import pytest

from jobs.sources.web import Web
from jobs.timetable import read_due_sources
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


async def add(database: Database, address: str, *, confirmed: bool = True) -> Source:
    async with database.transaction() as storage:
        await storage.chats.get(ADMIN)
        source, _ = await storage.sources.add(address, added_by=ADMIN, now=NOW)
        if confirmed:
            await storage.sources.update(source.id, state=SourceState.READING)
    return source


async def source_now(database: Database, source: Source) -> Source:
    async with database.transaction() as storage:
        return await storage.sources.get(source.id)


async def owed(database: Database, kind: DeliveryKind) -> list[Delivery]:
    async with database.transaction() as storage:
        return [one for one, _ in await storage.deliveries.of(ADMIN) if one.kind is kind]


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


async def test_a_new_source_is_shown_before_anything_is_kept(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml")
    source = await add(database, address, confirmed=False)
    await read_due_sources(database, web, clock)
    await read_due_sources(database, web, clock)
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
    await read_due_sources(database, web, clock)
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
    await read_due_sources(database, web, clock)
    refused = [notice.body for notice in await owed(database, DeliveryKind.NOTICE) if notice.body["kind"] == "refused"]
    assert [body["reason"] for body in refused] == [f"Its feed, {address}, is source 1 already."]


async def test_a_new_source_that_cannot_be_read_is_refused_and_forgotten(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    await add(database, server.serve("/nothing", "", status=404), confirmed=False)
    await read_due_sources(database, web, clock)
    (notice,) = await owed(database, DeliveryKind.NOTICE)
    assert (notice.body["kind"], "nothing at this address" in str(notice.body["reason"])) == ("refused", True)
    async with database.transaction() as storage:
        assert await storage.sources.all() == []
