"""The page of an Article that announces a meeting is read again until that is past; what changes there is told."""

from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jobs.planning import plan
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import Change, DeliveryKind, Filter, SourceKind, SourceState
from tests.builders import DAY, HOUR, MINUTE, NOW, at
from tests.conftest import on_sqlite
from tests.reading import ADMIN, ANNOUNCED, add, diary, owed, read_due_sources, read_pages_again, source_now
from tests.web import Web as Server

LATER = ANNOUNCED.replace("14 March", "20 March")
_MORE = (
    "The two governments have worked on it for a year, and nobody expects it to be easy.",
    "Fish, ships and the price of both are what the ministers will have to speak about.",
)


class World(NamedTuple):
    """A chat that wants to know everything, and a site on loopback that is read."""

    database: Database
    server: Server
    web: Web
    clock: Clock

    async def read(self) -> None:
        """Read the site's feed into the diary, and its page where that is to be looked at then."""
        await add(self.database, self.server.url("/feed"))
        await read_due_sources(self.database, self.web, self.clock)
        await read_pages_again(self.database, self.web, self.clock)

    async def feed_at(self, moment: datetime) -> None:
        """Read the feed again."""
        self.clock.move_to(moment)
        await read_due_sources(self.database, self.web, self.clock)

    async def pages_at(self, moment: datetime) -> None:
        """Read again what is due by then."""
        self.clock.move_to(moment)
        await read_pages_again(self.database, self.web, self.clock)

    async def days(self) -> list[str]:
        return [f"{meeting.when.first}" for meeting in await diary(self.database)]

    async def alerts(self) -> int:
        return len(await owed(self.database, DeliveryKind.CHANGE))

    async def changes(self) -> list[Change]:
        async with self.database.transaction() as storage:
            return await storage.meetings.changes(1)

    async def read_at(self) -> datetime:
        """Return when the present revision of the article was read."""
        async with self.database.transaction() as storage:
            return (await storage.meetings.evidence(1))[0].read_at

    def serve_page(self, *paragraphs: str, advert: str = "Cars from 9,999.", **more: Any) -> str:
        """Return the address of the article's page, with something to sell beside it."""
        told = "".join(f"<p>{each}</p>" for each in (*paragraphs, *_MORE))
        return self.server.serve(
            "/article",
            f"<html><head><title>Talks</title><meta property='article:published_time' content='2025-03-03'></head>"
            f"<body><div class='advert'>{advert}</div><article><h1>Talks</h1>{told}</article></body></html>",
            **more,
        )

    def serve_wall(self) -> str:
        """Return the address of the article's page, where one has to say yes to something before it is shown."""
        wall = "Before you continue, tell us which cookies we and our 845 partners may keep on your device. " * 5
        page = f"<html><title>Talks</title><body><article><p>{wall}</p></article></body></html>"
        return self.server.serve("/article", page)

    def serve_summary(self, words: str = "Talks are planned.") -> str:
        """Return the address of a feed that has a summary of the article."""
        item = f"<item><title>Talks</title><link>{self.server.url('/article')}</link><description>{words}</description>"
        return self.serve_feed(f"{item}<pubDate>{format_datetime(NOW)}</pubDate></item>")

    def serve_whole(self, words: str = ANNOUNCED) -> str:
        """Return the address of a feed that has the whole article."""
        content = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        told = " ".join((words, *_MORE))
        item = f"<item><title>Talks</title><link>{self.server.url('/article')}</link>{content}{told}</content:encoded>"
        return self.serve_feed(f"{item}<pubDate>{format_datetime(NOW)}</pubDate></item>")

    def serve_feed(self, items: str) -> str:
        body = f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"
        return self.server.serve("/feed", body, content_type="application/rss+xml")


@pytest.fixture
def address(tmp_path: Path, present_sqlite: Path) -> str:
    """On SQLite alone: what the database is asked is tested on both in test_pages.py."""
    return on_sqlite(tmp_path, present_sqlite)


@pytest.fixture
async def world(database: Database, server: Server, web: Web, clock: Clock) -> World:
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(ADMIN), Filter(), now=NOW)
    return World(database, server, web, clock)


async def test_an_edited_page_leads_to_the_change_alert_within_one_reading(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    world.serve_page(LATER)
    await world.pages_at(NOW + 2 * DAY)
    assert (await world.days(), await world.alerts()) == (["2025-03-20"], 1)
    assert [(one.field, one.old, one.new) for one in await world.changes() if one.field == "date"] == [
        ("date", "2025-03-14", "2025-03-20")
    ]


async def test_so_does_one_whose_feed_has_the_whole_article_and_still_has_the_old_one(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_whole()
    await world.read()
    world.serve_page(LATER)
    await world.pages_at(NOW + 2 * DAY)
    await world.feed_at(NOW + 3 * DAY)
    assert (await world.days(), await world.alerts()) == (["2025-03-20"], 1)


async def test_so_does_a_page_that_is_a_source_itself(world: World) -> None:
    source = await add(world.database, world.serve_page(ANNOUNCED), kind=SourceKind.PAGE)
    await read_due_sources(world.database, world.web, world.clock)
    world.serve_page(ANNOUNCED, advert="Vans from 8,888 until 30 June.")
    await world.feed_at(NOW + HOUR)
    assert (await world.changes(), await world.read_at()) == ([], NOW)
    world.serve_page(LATER)
    await world.feed_at(NOW + 2 * HOUR)
    assert (await world.days(), await world.alerts()) == (["2025-03-20"], 1)
    world.serve_wall()
    await world.feed_at(NOW + 4 * HOUR)
    assert (await world.days(), await world.alerts()) == (["2025-03-20"], 1)
    assert "another text" in (await source_now(world.database, source)).error


async def test_a_page_that_words_the_article_otherwise_than_its_feed_is_no_edit(world: World) -> None:
    world.serve_page("By Our Correspondent, with files from Tokyo.", ANNOUNCED.replace("14 March", "March 14"))
    world.serve_whole()
    await world.read()
    for days in range(1, 5):
        await world.pages_at(NOW + days * DAY)
    assert (await world.changes(), await world.read_at()) == ([], NOW)


@pytest.mark.parametrize(
    "served",
    [
        pytest.param({}, id="unchanged"),
        pytest.param({"headers": {"ETag": ""}}, id="the same once more"),
        pytest.param({"advert": "Vans from 8,888 until 30 June: visit our summit of cars."}, id="with another advert"),
    ],
)
async def test_a_page_that_says_the_same_is_not_read_anew(world: World, served: dict[str, Any]) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    for days in (2, 4, 6):
        world.serve_page(ANNOUNCED, **served)
        await world.pages_at(NOW + days * DAY)
    assert world.server.count("/article") > 3
    assert (await world.changes(), await world.alerts(), await world.read_at()) == ([], 0, NOW)


async def test_a_page_that_is_put_into_another_order_changes_nothing(world: World) -> None:
    other = "Sweden and Finland will hold talks in Turku on 17 March."
    world.serve_page(ANNOUNCED, other)
    world.serve_summary()
    await world.read()
    world.serve_page(other, ANNOUNCED)
    await world.pages_at(NOW + 2 * DAY)
    assert (await world.days(), await world.changes(), await world.alerts()) == (["2025-03-14", "2025-03-17"], [], 0)


async def test_a_page_that_shows_something_else_is_not_taken_for_an_edit(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    world.serve_wall()
    await world.pages_at(NOW + 2 * DAY)
    assert (await world.days(), await world.changes(), await world.alerts()) == (["2025-03-14"], [], 0)
    world.serve_page(LATER)
    await world.pages_at(NOW + 4 * DAY)
    assert await world.days() == ["2025-03-20"]


async def test_a_page_that_fails_is_tried_later_and_its_source_does_not_fail(world: World) -> None:
    world.serve_page(ANNOUNCED)
    source = world.serve_summary()
    await world.read()
    world.serve_page(ANNOUNCED, status=503)
    await world.pages_at(NOW + 2 * DAY)
    asked = world.server.count("/article")
    await world.pages_at(NOW + 2 * DAY + 30 * MINUTE)
    assert world.server.count("/article") == asked
    async with world.database.transaction() as storage:
        found = await storage.sources.at(source)
    assert found is not None
    assert (found.state, found.failures) == (SourceState.READING, 0)
    assert await world.days() == ["2025-03-14"]


@pytest.mark.parametrize("end", [pytest.param(at("2025-03-16 00:00"), id="is past"), pytest.param(None, id="is gone")])
async def test_a_page_is_read_no_more_once_it_is_over(world: World, end: datetime | None) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    if end is None:
        world.serve_page(ANNOUNCED, status=410)
    await world.pages_at(end or NOW + 2 * DAY)
    asked = world.server.count("/article")
    for days in range(30):
        await world.pages_at(at("2025-03-17 00:00") + days * DAY)
    assert world.server.count("/article") == asked


async def test_a_page_is_read_more_often_as_its_meeting_comes_near(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    asked = []
    for day in (4, 11, 13):
        before = world.server.count("/article")
        for hour in range(0, 24, 3):
            await world.pages_at(at(f"2025-03-{day:02} {hour:02}:59"))
        asked.append(world.server.count("/article") - before)
    assert asked == [1, 3, 8]


async def test_a_page_is_read_shortly_before_a_reminder_leaves(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    async with world.database.transaction() as storage:
        [page] = await storage.pages.due(NOW + 30 * DAY)
        await storage.pages.save([replace(page, reread_at=NOW + 30 * DAY)])
    world.serve_page(LATER)
    world.clock.move_to(at("2025-03-13 08:45"))
    async with world.database.transaction() as storage:
        await plan(storage, world.clock.now())
    await world.pages_at(at("2025-03-13 08:49"))
    assert await world.days() == ["2025-03-14"]
    await world.pages_at(at("2025-03-13 08:51"))
    assert await world.days() == ["2025-03-20"]
    alerts = await owed(world.database, DeliveryKind.CHANGE)
    async with world.database.transaction() as storage:
        due = await storage.deliveries.due(at("2025-03-13 09:00"), 9)
    assert [one for one in due if one.kind is not DeliveryKind.NOTICE] == alerts


async def test_where_a_summary_is_edited_its_page_is_read_at_once(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    world.serve_page(LATER)
    world.serve_summary("The talks were put off.")
    await world.feed_at(NOW + HOUR)
    await world.pages_at(NOW + HOUR)
    assert await world.days() == ["2025-03-20"]


async def test_the_pages_of_a_source_that_is_paused_rest(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    asked = world.server.count("/article")
    async with world.database.transaction() as storage:
        await storage.sources.pause(1)
    await world.pages_at(NOW + 2 * DAY)
    assert world.server.count("/article") == asked
    async with world.database.transaction() as storage:
        await storage.sources.resume(1, NOW)
    await world.pages_at(NOW + 4 * DAY)
    assert world.server.count("/article") > asked


async def test_what_a_source_brought_stays_when_it_is_removed_and_so_do_its_pages(world: World) -> None:
    world.serve_page(ANNOUNCED)
    world.serve_summary()
    await world.read()
    async with world.database.transaction() as storage:
        await storage.sources.remove(1)
    world.serve_page(LATER)
    await world.pages_at(NOW + 2 * DAY)
    assert await world.days() == ["2025-03-20"]
