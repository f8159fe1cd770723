"""What people ask to have looked at once: answered, and kept where an admin wants it."""

from typing import Any

import pytest

from jobs.announcing import announced
from jobs.looking import look_at, settle
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import DeliveryKind, Look, LookFor
from tests.builders import DAY, NOW, article, known_meeting
from tests.reading import ADMIN, ANNOUNCED, MOVED, diary, owed
from tests.web import Web as Server


async def asked(database: Database, purpose: LookFor = LookFor.READ, **what: Any) -> Look:
    async with database.transaction() as storage:
        chat = await storage.chats.get(ADMIN)
        look_id = await storage.looks.ask(chat, ADMIN, purpose, may_keep=True, now=NOW, **what)
        return next(one for one in await storage.looks.due(10) if one.id == look_id)


async def worked_on(database: Database, web: Web, look: Look, clock: Clock) -> dict[str, Any]:
    """Return what is told of a Look once it was worked on."""
    looked = await look_at(database, web, look, clock)
    async with database.transaction() as storage:
        await settle(storage, [looked], now=clock.now())
    return (await told(database))[-1]


async def told(database: Database) -> list[dict[str, Any]]:
    return [dict(one.body) for one in await owed(database, DeliveryKind.NOTICE)]


async def test_a_text_is_read_and_leaves_no_trace_until_it_is_kept(database: Database, web: Web, clock: Clock) -> None:
    look = await asked(database, content=ANNOUNCED.encode())
    body = await worked_on(database, web, look, clock)
    assert [one["belief"]["name"] for one in body["meetings"]] == ["Norway – Japan: talks"]
    assert await diary(database) == []
    async with database.transaction() as storage:
        assert await storage.articles.known(["look 0"], NOW) == {}
        assert await storage.looks.want(look.id)
        (wanted,) = await storage.looks.due(10)
    assert (await worked_on(database, web, wanted, clock))["kind"] == "kept"
    (meeting,) = await diary(database)
    async with database.transaction() as storage:
        (evidence,) = await storage.meetings.evidence(meeting.id)
        assert (evidence.outlet, evidence.address) == ("a message to Daybook", "")


async def test_where_the_clock_is_set_back_nothing_is_from_the_future(
    database: Database, web: Web, clock: Clock
) -> None:
    look = await asked(database, content=ANNOUNCED.encode(), published_at=NOW + 400 * DAY)
    body = await worked_on(database, web, look, clock)
    assert body["published"] == f"{NOW.date()}"


async def test_it_is_told_once_however_often_it_was_worked_on(database: Database, web: Web, clock: Clock) -> None:
    look = await asked(database, content=ANNOUNCED.encode())
    for _ in range(2):  # the second one after a crash
        await worked_on(database, web, look, clock)
    assert len(await told(database)) == 1


async def test_what_is_in_the_diary_already_is_named(database: Database, web: Web, clock: Clock) -> None:
    async with database.transaction() as storage:
        known = await known_meeting(storage, "2025-03-14")
    look = await asked(database, content=b"The United States and Russia will hold talks on 14 March.")
    body = await worked_on(database, web, look, clock)
    assert [one["meeting_id"] for one in body["meetings"]] == [known.id]
    assert [meeting.id for meeting in await diary(database)] == [known.id]


async def test_several_articles_of_one_meeting_are_one(database: Database, web: Web) -> None:
    articles = [article(text=ANNOUNCED), article(text=MOVED, key="other")]
    (one,) = await announced(database, web, articles, NOW)
    assert (f"{one.belief.when.first}", one.meeting_id) == ("2025-03-20", None)


@pytest.mark.parametrize("purpose", LookFor)
async def test_a_bug_is_told_and_logged(
    database: Database, web: Web, clock: Clock, purpose: LookFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a detail nobody should see")

    monkeypatch.setattr(web, "get", broken)
    monkeypatch.setattr(web.children, "run", broken)
    look = await asked(database, purpose, address="https://example.org/", content=b"<opml/>")
    body = await worked_on(database, web, look, clock)
    assert (body["kind"], body["reason"]) == ("unreadable", "Something went wrong here while it was looked at.")


async def test_a_source_that_is_gone_meanwhile_is_told(database: Database, web: Web, clock: Clock) -> None:
    async with database.transaction() as storage:
        source, _ = await storage.sources.add("https://example.org/feed", added_by=ADMIN, now=NOW)
    look = await asked(database, LookFor.TEST, address=source.address, source_id=source.id)
    async with database.transaction() as storage:
        await storage.sources.remove(source.id)
    assert (await worked_on(database, web, look, clock))["reason"] == f"There is no source {source.id}."


async def test_a_page_that_leads_to_a_feed_is_read_as_the_article_it_is(
    database: Database, web: Web, clock: Clock, server: Server
) -> None:
    head = "<link rel='alternate' type='application/rss+xml' href='/feed'><title>Talks</title>"
    more = "The two governments have worked on it for a year, and nobody expects it to be easy. " * 3
    page = (
        f"<html><head>{head}</head><body><article><h1>Talks</h1><p>{ANNOUNCED}</p><p>{more}</p></article></body></html>"
    )
    look = await asked(database, address=server.serve("/talks", page))
    found = await worked_on(database, web, look, clock)
    assert (found["kind"], found["title"], len(found["meetings"])) == ("read", "Talks", 1)
    assert server.count("/feed") == 0


async def test_what_is_past_can_be_told_but_not_kept(database: Database, web: Web, clock: Clock) -> None:
    look = await asked(database, content=ANNOUNCED.encode(), published_at=NOW - 366 * DAY)
    body = await worked_on(database, web, look, clock)
    assert len(body["meetings"]) == 1
    async with database.transaction() as storage:
        assert await storage.looks.due(10) == []
        assert not await storage.looks.want(look.id)
