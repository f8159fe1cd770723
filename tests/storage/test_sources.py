"""A Source is read when it is due; a new one waits, after the first look, for its admin."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.database import Database, Storage, create_engine
from storage.errors import NotFoundError
from storage.models import Source, SourceKind, SourceState, Tier
from storage.sources import Brought, Listed, Sources
from tests.builders import DAY, HOUR, MINUTE, NOW, article, belief, mention
from tests.plans import query_plan

FEED = "https://example.org/feed"


async def test_a_new_source_is_due_at_once_for_its_first_look(storage: Storage) -> None:
    source, is_new = await storage.sources.add(FEED, added_by=5, now=NOW)
    assert is_new
    assert (source.state, await storage.sources.due(NOW, new=True)) == (SourceState.NEW, [source])
    assert await storage.sources.due(NOW, new=False) == []
    await storage.sources.update(source.id, last_read_at=NOW)
    assert await storage.sources.due(NOW, new=True) == []


async def test_adding_an_address_twice_gives_the_same_source(storage: Storage) -> None:
    first, _ = await storage.sources.add(FEED, added_by=5, now=NOW)
    assert await storage.sources.add(FEED, added_by=6, now=NOW) == (first, False)


async def test_a_paused_source_is_never_due(storage: Storage) -> None:
    source, _ = await storage.sources.add(FEED, added_by=None, now=NOW)
    await storage.sources.update(source.id, state=SourceState.PAUSED)
    assert await storage.sources.due(NOW, new=False) == []


async def test_a_source_is_due_when_its_time_has_come(storage: Storage) -> None:
    source, _ = await storage.sources.add(FEED, added_by=None, now=NOW)
    await storage.sources.update(source.id, state=SourceState.READING, next_read_at=NOW + HOUR)
    assert await storage.sources.due(NOW, new=False) == []
    assert len(await storage.sources.due(NOW + HOUR, new=False)) == 1


async def read_regularly(storage: Storage, address: str = FEED) -> Source:
    source, _ = await storage.sources.add(address, added_by=5, now=NOW)
    await storage.sources.resume(source.id, NOW)
    return await storage.sources.get(source.id)


async def test_what_a_reading_leaves_is_kept(storage: Storage) -> None:
    source = await read_regularly(storage)
    read = replace(
        source,
        etag='"1"',
        digest="d",
        interval=2 * HOUR,
        next_read_at=NOW + 2 * HOUR,
        last_new_at=NOW,
        state=SourceState.FAILING,
        failures=2,
        failing_at=NOW,
        error="It is not there.",
        moved_to="https://example.org/new",
        moved_seen=1,
        last_read_at=NOW,
    )
    await storage.sources.save([read])
    assert await storage.sources.get(source.id) == read


async def test_a_source_that_was_paused_while_it_was_read_stays_paused(storage: Storage) -> None:
    source = await read_regularly(storage)
    await storage.sources.pause(source.id)
    await storage.sources.save([replace(source, etag='"1"')])
    assert await storage.sources.get(source.id) == replace(source, state=SourceState.PAUSED)


async def test_a_source_that_is_resumed_is_due_at_once_and_its_failures_are_forgotten(storage: Storage) -> None:
    source = await read_regularly(storage)
    failed = replace(source, failures=9, failing_at=NOW, error="It is not there.", next_read_at=NOW + DAY)
    await storage.sources.save([replace(failed, state=SourceState.PAUSED)])
    await storage.sources.resume(source.id, NOW + HOUR)
    resumed = replace(source, next_read_at=NOW + HOUR)
    assert await storage.sources.due(NOW + HOUR, new=False) == [resumed]
    with pytest.raises(NotFoundError):
        await storage.sources.resume(99, NOW)


async def test_those_of_a_host_that_has_to_wait_are_left_out(storage: Storage) -> None:
    await read_regularly(storage)
    other = await read_regularly(storage, "https://EXAMPLE.net:8443/feed")
    assert await storage.sources.due(NOW, new=False, without_hosts={"example.org"}) == [other]


async def test_the_longest_overdue_comes_first_whether_it_failed_or_not(storage: Storage) -> None:
    sources = [await read_regularly(storage, f"https://example.org/{number}") for number in range(4)]
    states = [SourceState.READING, SourceState.FAILING] * 2
    await storage.sources.save(
        [
            replace(one, state=state, next_read_at=NOW - one.id * MINUTE)
            for one, state in zip(sources, states, strict=True)
        ]
    )
    assert [one.id for one in await storage.sources.due(NOW, new=False, limit=3)] == [4, 3, 2]


async def test_a_source_that_moved_to_one_that_is_known_becomes_it_with_its_articles(storage: Storage) -> None:
    source, known = await read_regularly(storage), await read_regularly(storage, "https://example.org/new")
    await storage.articles.keep(article(), source_id=source.id, now=NOW)
    assert await storage.sources.move(source.id, known.address) == known
    assert await storage.sources.listed() == [known]


async def test_a_source_that_moved_has_its_new_address_and_host(storage: Storage) -> None:
    source = await read_regularly(storage)
    assert await storage.sources.move(source.id, "https://news.example.com/feed") is None
    moved = await storage.sources.get(source.id)
    assert (moved.address, moved.host) == ("https://news.example.com/feed", "news.example.com")


async def test_whether_all_fail_is_told_of_several_only(storage: Storage) -> None:
    sources = [await read_regularly(storage, f"https://example.org/{number}") for number in range(2)]
    failing = [replace(one, state=SourceState.FAILING) for one in sources]
    await storage.sources.save(failing[:1])
    assert not await storage.sources.all_fail()
    await storage.sources.save(failing)
    assert await storage.sources.all_fail()
    await storage.sources.remove(sources[0].id)
    assert not await storage.sources.all_fail()


@pytest.fixture
async def many(address: str, database: Database) -> AsyncIterator[AsyncConnection]:
    """Give a connection to a database of a thousand Sources, one in twenty of them due."""
    engine = create_engine(address)
    async with engine.begin() as connection:
        await connection.execute(sa.insert(schema.sources), [row(number) for number in range(1_000)])
        yield connection
    await engine.dispose()


def row(number: int) -> dict[str, object]:
    state = (SourceState.READING, SourceState.READING, SourceState.FAILING, SourceState.PAUSED)[number % 4]
    return {
        "address": f"https://{number}.example.org/",
        "host": f"{number}.example.org",
        "title": "",
        "language": "en",
        "kind": SourceKind.FEED,
        "tier": Tier.OTHER,
        "state": state,
        "added_in_topic": 0,
        "added_at": NOW,
        "etag": "",
        "last_modified": "",
        "failures": 0,
        "error": "",
        "last_read_at": NOW,
        "next_read_at": NOW + timedelta(minutes=number - 50),
    }


@pytest.mark.parametrize("new", [True, False])
async def test_what_is_due_is_found_in_the_index(many: AsyncConnection, *, new: bool) -> None:
    plan = await query_plan(many, Sources(many).due, NOW, new=new, without_hosts=["9.example.org"])
    assert "ix_sources_state_next_read_at" in plan, plan
    assert "SCAN sources" not in plan, plan
    assert "Seq Scan" not in plan, plan


async def test_words_choose_among_the_sources(storage: Storage) -> None:
    for number, title in enumerate(("NATO news", "OSCE", "100 % Talks"), 1):
        source, _ = await storage.sources.add(f"https://host{number}.example/feed", added_by=5, now=NOW)
        await storage.sources.update(source.id, title=title)
    await storage.sources.update(2, state=SourceState.PAUSED, tier=Tier.WIRE)
    for words, ids in {
        (): [1, 2, 3],
        ("nato",): [1],
        ("paused",): [2],
        ("wire", "feed"): [2],
        ("0 %",): [3],
        ("%",): [3],
        ("2",): [2],
        ("nato", "2"): [],
        ("9" * 30,): [],
    }.items():
        assert [one.id for one in await storage.sources.listed(words)] == ids
        assert sum((await storage.sources.count(words)).values()) == len(ids)
    assert [one.id for one in await storage.sources.listed(("host",), offset=1, limit=1)] == [2]
    assert await storage.sources.count() == {SourceState.NEW: 2, SourceState.PAUSED: 1}


async def test_what_a_source_has_brought_is_counted(storage: Storage) -> None:
    one, other = await read_regularly(storage), await read_regularly(storage, "https://example.org/other")
    for key in ("a", "b", "c"):
        revision = await storage.articles.keep(article(key=key, text=key), source_id=one.id, now=NOW)
        assert revision is not None
        if key != "c":
            meeting = await storage.meetings.add(f"uid-{key}", belief(mention()), now=NOW)
            for said in (mention(), mention("2025-03-15")):
                await storage.mentions.add(revision.id, said, said_at=NOW, meeting_id=meeting)
    await storage.articles.keep(article(key="b", text="edited"), source_id=one.id, now=NOW)
    assert await storage.sources.brought([one.id, other.id]) == {one.id: Brought(3, 1), other.id: Brought(0, 0)}


async def test_what_waits_for_its_admin_is_confirmed_by_a_list_that_names_it(storage: Storage) -> None:
    looked_at, _ = await storage.sources.add(FEED, added_by=5, now=NOW)
    await storage.sources.update(looked_at.id, kind=SourceKind.LISTING, last_read_at=NOW)
    diary, _ = await storage.sources.add("https://example.org/diary.ics", added_by=5, now=NOW)
    listed = [
        Listed(looked_at.address, "A feed", SourceKind.FEED, Tier.OTHER),
        Listed(diary.address, "A diary", SourceKind.CALENDAR, Tier.OTHER),
    ]
    assert await storage.sources.known(one.address for one in listed) == set()
    assert await storage.sources.add_all(listed, now=NOW + HOUR) == 2
    assert [(one.id, one.kind, one.state, one.next_read_at) for one in await storage.sources.listed()] == [
        (looked_at.id, SourceKind.LISTING, SourceState.READING, NOW + HOUR),
        (diary.id, SourceKind.CALENDAR, SourceState.READING, NOW + HOUR),
    ]


async def test_what_a_list_names_is_read_at_once_but_for_what_is_known(storage: Storage) -> None:
    known = await read_regularly(storage)
    listed = [
        Listed(known.address, "Another title", SourceKind.FEED, Tier.OTHER),
        Listed("https://www.nato.int/feed", "NATO", SourceKind.FEED, Tier.OFFICIAL),
        Listed("https://example.org/diary.ics", "", SourceKind.CALENDAR, Tier.OTHER),
    ]
    assert await storage.sources.known(one.address for one in listed) == {known.address}
    assert await storage.sources.add_all(listed, now=NOW) == 2
    assert await storage.sources.add_all(listed, now=NOW) == 0
    first, nato, calendar = await storage.sources.listed()
    assert first == known
    assert (nato.title, nato.tier, nato.state, nato.host) == ("NATO", Tier.OFFICIAL, SourceState.READING, "nato.int")
    assert (calendar.kind, calendar.added_by) == (SourceKind.CALENDAR, None)
    assert len(await storage.sources.due(NOW, new=False)) == 3
