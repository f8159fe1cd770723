"""The page of an Article that announces a meeting is read again until it is past."""

from dataclasses import replace

import pytest

from storage.database import Database, Storage, create_engine
from storage.models import Filter, Page, SourceState
from storage.pages import Pages
from tests.builders import DAY, HOUR, MINUTE, NOW, article, at, known_meeting, owe_reminders
from tests.plans import query_plan

ADDRESS = "https://example.org/a"


async def watched(storage: Storage, number: int = 1, address: str = ADDRESS, source_id: int | None = None) -> Page:
    """Return the Page of the Article ``number`` of an empty database, to be read again in an hour."""
    await storage.articles.keep(article(key=f"{number}", address=address), source_id=source_id, now=NOW)
    await storage.pages.watch(number, address, now=NOW, reread_at=NOW + HOUR)
    [page] = [one for one in await storage.pages.due(NOW + HOUR) if one.article_id == number]
    return page


async def test_a_page_is_due_when_its_time_has_come(storage: Storage) -> None:
    page = await watched(storage)
    assert await storage.pages.due(NOW) == []
    assert await storage.pages.due(NOW + HOUR) == [page]
    assert (page.address, page.host, page.is_paused) == (ADDRESS, "example.org", False)


async def test_a_page_that_is_watched_already_is_read_as_it_was_to_be(storage: Storage) -> None:
    page = await watched(storage)
    await storage.pages.watch(page.article_id, ADDRESS, text_digest="d", now=NOW, reread_at=NOW)
    assert await storage.pages.due(NOW + HOUR) == [page]


async def test_what_a_reading_leaves_is_kept(storage: Storage) -> None:
    page = await watched(storage)
    read = replace(page, etag="1", last_modified="2", digest="3", text_digest="4", failures=5, read_at=NOW + HOUR)
    await storage.pages.save([read])
    assert await storage.pages.due(NOW + HOUR) == [read]
    await storage.pages.forget([page.article_id])
    assert await storage.pages.due(NOW + HOUR) == []


async def test_pages_of_a_host_that_has_to_wait_are_left_out(storage: Storage) -> None:
    await watched(storage)
    other = await watched(storage, 2, "https://example.net/b")
    assert await storage.pages.due(NOW + HOUR, without_hosts=["example.org"]) == [other]


async def test_of_a_source_that_is_paused_the_pages_are(storage: Storage) -> None:
    source, _ = await storage.sources.add("https://example.org/feed", added_by=None, now=NOW)
    await watched(storage, source_id=source.id)
    await storage.sources.update(source.id, state=SourceState.PAUSED)
    assert [page.is_paused for page in await storage.pages.due(NOW + HOUR)] == [True]


async def test_the_dates_of_a_page_are_those_its_meetings_are_believed_to_be_on(storage: Storage) -> None:
    meeting = await known_meeting(storage)
    await storage.meetings.revise(
        meeting.id,
        replace(meeting, when=replace(meeting.when, first=meeting.when.first + DAY, last=meeting.when.last + DAY)),
        sequence=1,
        date_revision=1,
        dated_at=NOW,
    )
    assert {key: [str(when.first) for when in dates] for key, dates in (await storage.pages.dates([1, 2])).items()} == {
        1: ["2025-03-15"]
    }


async def test_pages_are_hastened_by_the_keys_of_their_articles(storage: Storage) -> None:
    await watched(storage)
    await watched(storage, 2)
    await storage.pages.hasten(["2", "unknown"], NOW + MINUTE)
    assert [page.article_id for page in await storage.pages.due(NOW + MINUTE)] == [2]


@pytest.fixture
async def reminded(storage: Storage) -> Storage:
    """Give the Storage of a chat that is reminded of a meeting at 09:00 on its eve, and of the page it is from."""
    chat = await storage.chats.get(5)
    await storage.chats.subscribe(chat, Filter(), now=NOW)
    meeting = await known_meeting(storage)
    await owe_reminders(storage, meeting)
    await storage.pages.watch(1, ADDRESS, now=NOW, reread_at=NOW + 30 * DAY)
    return storage


async def test_a_page_is_read_again_shortly_before_a_reminder_of_its_meeting_once(reminded: Storage) -> None:
    eve = at("2025-03-13 09:00")
    for ago, due in ((11, 0), (9, 1), (8, 1)):
        await reminded.pages.hasten_before_reminders(eve - ago * MINUTE, 10 * MINUTE)
        assert len(await reminded.pages.due(eve - ago * MINUTE)) == due
    [page] = await reminded.pages.due(eve)
    await reminded.pages.save([replace(page, read_at=eve - 8 * MINUTE, reread_at=eve + DAY)])
    await reminded.pages.hasten_before_reminders(eve - 7 * MINUTE, 10 * MINUTE)
    assert await reminded.pages.due(eve) == []


async def test_a_page_that_was_just_read_is_not_read_again_for_a_reminder(reminded: Storage) -> None:
    eve = at("2025-03-13 09:00")
    [page] = await reminded.pages.due(NOW + 30 * DAY)
    await reminded.pages.save([replace(page, read_at=eve - 15 * MINUTE)])
    await reminded.pages.hasten_before_reminders(eve - 9 * MINUTE, 10 * MINUTE)
    assert await reminded.pages.due(eve) == []


async def test_what_is_due_is_found_in_the_index(address: str, database: Database) -> None:
    async with database.transaction() as storage:
        for number in range(1, 20):
            await watched(storage, number, f"https://{number}.example.org/")
    engine = create_engine(address)
    async with engine.connect() as connection:
        plan = await query_plan(connection, Pages(connection).due, NOW, without_hosts=["9.example.org"])
    await engine.dispose()
    assert "ix_pages_reread_at" in plan, plan
    assert "SCAN pages" not in plan, plan
    assert "Seq Scan" not in plan, plan
