"""A Source from its address to the diary, over real HTTP on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import sqlalchemy as sa

from jobs import entering, ingest, intervals
from jobs.extraction.extract import extract
from jobs.preview import preview
from jobs.readers import Readers
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import DeliveryKind, Filter, Source, SourceKind, SourceState, Tier
from tests.builders import DAY, HOUR, NOW, TODAY, article
from tests.reading import (
    ADMIN,
    ANNOUNCED,
    MOVED,
    add,
    diary,
    feed,
    owed,
    page,
    preview_new_sources,
    read_due_sources,
    source_now,
    summaries,
)
from tests.web import Web as Server


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


async def test_a_page_that_robots_may_not_read_is_not_asked_for_and_its_summary_stands(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /article")
    article = server.serve("/article", page(ANNOUNCED))
    source = await add(database, server.serve("/feed", summaries(article), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert server.count("/article") == 0
    assert (await source_now(database, source)).etag


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
    monkeypatch.setattr(entering, "_PAGES", 2)
    pages = [server.serve(f"/{number}", page(f"{ANNOUNCED} {number}")) for number in range(3)]
    await add(database, server.serve("/feed", summaries(*pages), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 0]
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 1]


async def test_history_that_a_later_reading_brings_is_silent_too(
    database: Database, server: Server, web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "_PAGES", 1)
    async with database.transaction() as storage:
        await storage.chats.subscribe(await storage.chats.get(ADMIN), Filter(), now=NOW)
    told = (ANNOUNCED, "2025-02-27"), (MOVED, "2025-02-28"), (MOVED.replace("20", "21"), "2025-03-03")
    pages = [server.serve(f"/{number}", page(*one)) for number, one in enumerate(told)]
    await add(database, server.serve("/feed", summaries(*pages, dated=False), content_type="application/rss+xml"))
    for hours, alerts in ((0, 0), (1, 0), (2, 1)):
        clock.move_to(NOW + hours * HOUR)
        await read_due_sources(database, web, clock)
        assert len(await owed(database, DeliveryKind.CHANGE)) == alerts


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
        "tier": "other",
        "articles": 1,
        "newest": f"{TODAY}",
        "unread": {},
        "meetings": [{"name": "Norway – Japan: talks", "when": "2025-03-14"}],
        "sources": 0,
        "titles": [],
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


async def removed(database: Database, source: Source) -> Source:
    async with database.transaction() as storage:
        await storage.sources.remove(source.id)
    return source


@pytest.mark.parametrize("status", [200, 404])
async def test_nothing_is_told_of_a_new_source_that_was_removed_while_it_was_looked_at(
    database: Database, server: Server, web: Web, clock: Clock, status: int
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml", status=status)
    source = await removed(database, await add(database, address, confirmed=False))
    await preview(database, web, source, clock)
    assert await owed(database, DeliveryKind.NOTICE) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (feed(ANNOUNCED, ANNOUNCED), SourceKind.FEED),
        ("<opml><body><outline xmlUrl='https://example.org/feed'/></body></opml>", SourceKind.OPML),
    ],
)
async def test_nothing_is_entered_of_a_source_that_was_removed_while_it_was_read(
    database: Database,
    server: Server,
    web: Web,
    clock: Clock,
    *,
    caplog: pytest.LogCaptureFixture,
    body: str,
    kind: SourceKind,
) -> None:
    address = server.serve("/feed", body, content_type="application/xml")
    source = await removed(database, await add(database, address, kind=kind))
    read = await ingest.ingest(
        database, web, replace(source, kind=kind), clock, bounds=intervals.Bounds(), chance=lambda: 0.0
    )
    async with database.transaction() as storage:
        await ingest.settle(storage, [read], admins=[ADMIN], now=NOW)
        assert await storage.sources.listed() == []
    assert await diary(database) == []
    assert await owed(database, DeliveryKind.NOTICE) == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_new_source_that_cannot_be_read_is_refused_and_forgotten(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    await add(database, server.serve("/nothing", "", status=404), confirmed=False)
    await preview_new_sources(database, web, clock)
    (notice,) = await owed(database, DeliveryKind.NOTICE)
    assert (notice.body["kind"], "nothing at this address" in str(notice.body["reason"])) == ("refused", True)
    async with database.transaction() as storage:
        assert await storage.sources.listed() == []


async def fail_for(database: Database, source: Source, days: int) -> Source:
    """Have the Source be one that has failed so often, since so many days."""
    failing = replace(source, state=SourceState.FAILING, failures=20, failing_at=NOW - days * DAY)
    async with database.transaction() as storage:
        await storage.sources.save([failing])
    return failing


async def notices_to(database: Database, chat_id: int) -> list[dict[str, object]]:
    async with database.transaction() as storage:
        return [one.body for one, _ in await storage.deliveries.of(chat_id) if one.kind is DeliveryKind.NOTICE]


async def test_a_source_that_fails_for_days_is_paused_and_every_admin_is_told_once(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    source = await add(database, server.serve("/feed", "", status=404))
    await fail_for(database, source, days=5)
    async with Readers(database, web, clock, admins=[ADMIN, 6]) as readers:
        await readers.sources.finish()
        clock.move_to(NOW + 9 * DAY)
        await readers.sources.finish()
    assert (await source_now(database, source)).state is SourceState.PAUSED
    assert server.count("/feed") == 1
    for admin in (ADMIN, 6):
        [told] = await notices_to(database, admin)
        assert (told["kind"], told["is_gone"], told["since"]) == ("source_paused", False, "2025-02-26")


async def test_a_source_that_is_gone_for_good_is_paused_at_once(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    source = await add(database, server.serve("/feed", "", status=410))
    await read_due_sources(database, web, clock)
    assert (await source_now(database, source)).state is SourceState.PAUSED
    assert [told["is_gone"] for told in await notices_to(database, ADMIN)] == [True]


async def test_while_all_sources_fail_none_is_paused(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    sources = [await add(database, server.serve(f"/{number}", "", status=500)) for number in range(2)]
    for source in sources:
        await fail_for(database, source, days=9)
    await read_due_sources(database, web, clock)
    assert {(await source_now(database, source)).state for source in sources} == {SourceState.FAILING}
    assert await notices_to(database, ADMIN) == []


async def test_a_source_that_has_moved_for_good_is_read_where_it_is_once_it_has_said_so_three_times(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    new = server.serve("/new", feed(ANNOUNCED), content_type="application/rss+xml")
    source = await add(database, server.redirect("/old", new, status=301))
    addresses = []
    for hours in range(3):
        clock.move_to(NOW + hours * HOUR)
        await read_due_sources(database, web, clock)
        addresses.append((await source_now(database, source)).address)
    assert addresses == [server.url("/old"), server.url("/old"), new]


async def test_a_source_that_has_moved_to_one_that_is_read_becomes_it_and_the_admins_are_told(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    new = server.serve("/new", feed(ANNOUNCED), content_type="application/rss+xml")
    source, known = await add(database, server.redirect("/old", new, status=308)), await add(database, new)
    for hours in range(3):
        clock.move_to(NOW + hours * HOUR)
        await read_due_sources(database, web, clock)
    async with database.transaction() as storage:
        assert [one.id for one in await storage.sources.listed()] == [known.id]
    [told] = [told for told in await notices_to(database, ADMIN) if told["kind"] == "source_moved"]
    assert (told["source_id"], told["into"]) == (source.id, known.id)


@pytest.mark.parametrize("headers", [{}, {"ETag": ""}], ids=["not modified", "the same once more"])
async def test_an_unchanged_source_costs_no_parse_and_no_write_but_its_row(
    database: Database, server: Server, web: Web, clock: Clock, headers: dict[str, str]
) -> None:
    address = server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml", headers=headers)
    source = await add(database, address)
    await read_due_sources(database, web, clock)
    clock.move_to(NOW + HOUR)
    with writes() as written, pytest.MonkeyPatch.context() as patched:
        patched.setattr(web.children, "run", None)
        await read_due_sources(database, web, clock)
    assert written == ["UPDATE sources"]
    read = await source_now(database, source)
    assert (read.last_read_at, read.last_new_at, read.failures) == (NOW + HOUR, NOW, 0)


@contextmanager
def writes() -> Iterator[list[str]]:
    """Give the beginnings of all statements that write."""
    written: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if not statement.startswith(("SELECT", "BEGIN")):
            written.append(" ".join(statement.split()[:2]))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield written
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


async def test_an_item_that_is_edited_in_place_is_read_anew_and_the_others_are_not(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    other = "Sweden and Finland will hold talks in Turku on 17 March."
    await add(database, server.serve("/feed", feed(ANNOUNCED, other), content_type="application/rss+xml"))
    await read_due_sources(database, web, clock)
    edited = ANNOUNCED.replace("14", "20")
    server.serve("/feed", feed(edited, other), content_type="application/rss+xml")
    clock.move_to(NOW + HOUR)
    await read_due_sources(database, web, clock)
    async with database.transaction() as storage:
        evidence = await storage.mentions.current()
    assert {str(one.mention.when.first): one.read_at for one in evidence} == {
        "2025-03-17": NOW,
        "2025-03-20": NOW + HOUR,
    }


async def test_an_article_has_the_tier_of_its_source(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    source = await add(database, server.serve("/feed", feed(ANNOUNCED), content_type="application/rss+xml"))
    async with database.transaction() as storage:
        await storage.sources.update(source.id, tier=Tier.OFFICIAL)
    await read_due_sources(database, web, clock)
    async with database.transaction() as storage:
        assert [one.tier for one in await storage.meetings.evidence(1)] == [Tier.OFFICIAL]


async def test_what_an_article_says_is_the_same_wherever_it_is_read(web: Web) -> None:
    text = (
        "Russia and NATO will meet on January 12 at 10:00. Talks planned for 14 March were moved to 20 March in Oslo."
    )
    told = article(title="Norway and Japan to hold talks on 14 March", text=text)
    assert await entering.read_mentions(web, told) == extract(told, with_held=True) != []


def opml(*addresses: str) -> str:
    outlines = "".join(f"<outline text='Feed {address[-1]}' type='rss' xmlUrl='{address}'/>" for address in addresses)
    return f"<opml version='2.0'><head><title>Our feeds</title></head><body>{outlines}</body></opml>"


async def test_a_list_of_feeds_is_shown_as_one_and_adds_them_all(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    first, second = (server.serve(f"/{number}", feed(ANNOUNCED)) for number in range(2))
    await add(database, first)
    source = await add(database, server.serve("/list", opml(first, second)), confirmed=False)
    await preview_new_sources(database, web, clock)
    (shown,) = await owed(database, DeliveryKind.NOTICE)
    assert (shown.body["source_kind"], shown.body["sources"], shown.body["known"]) == ("opml", 2, 1)
    assert shown.body["titles"] == ["Feed 0", "Feed 1"]
    async with database.transaction() as storage:
        await storage.sources.update(source.id, state=SourceState.READING)
    await read_due_sources(database, web, clock)
    await read_due_sources(database, web, clock)
    async with database.transaction() as storage:
        sources = [(one.address, one.title) for one in await storage.sources.listed()]
    assert sources == [(first, ""), (second, "Feed 1")]
    told = [notice.body for notice in await owed(database, DeliveryKind.NOTICE)]
    assert [(body["title"], body["sources"]) for body in told if body["kind"] == "added" and "sources" in body] == [
        ("Our feeds", 1)
    ]
    assert len(await diary(database)) == 1


async def test_what_is_in_a_language_that_is_not_read_is_kept_and_said_to_be(
    database: Database, server: Server, web: Web, clock: Clock
) -> None:
    body = feed(
        "La Norvège et le Japon tiendront des pourparlers à Oslo le 14 mars, selon un porte-parole du ministère."
    )
    source = await add(database, server.serve("/feed", body), confirmed=False)
    await preview_new_sources(database, web, clock)
    (shown,) = await owed(database, DeliveryKind.NOTICE)
    assert (shown.body["unread"], shown.body["meetings"]) == ({"fr": 1}, [])
    async with database.transaction() as storage:
        await storage.sources.update(source.id, state=SourceState.READING)
    await read_due_sources(database, web, clock)
    assert await diary(database) == []
    brought = [notice.body for notice in await owed(database, DeliveryKind.NOTICE) if notice.body["kind"] == "added"]
    assert [body["articles"] for body in brought] == [1]
