"""A Source is read when it is due; a new one waits, after the first look, for its admin."""

from storage.database import Storage
from storage.models import SourceState
from tests.builders import HOUR, NOW

FEED = "https://example.org/feed"


async def test_a_new_source_is_due_at_once_for_its_first_look(storage: Storage) -> None:
    source, is_new = await storage.sources.add(FEED, added_by=5, now=NOW)
    assert is_new
    assert (source.state, await storage.sources.due(NOW, new=True)) == (SourceState.NEW, [source])
    assert await storage.sources.due(NOW, new=False) == []
    await storage.sources.update(source.id, last_read_at=NOW)
    assert await storage.sources.due(NOW, new=True) == []
    assert await storage.sources.next_due_at() is None


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
    assert await storage.sources.next_due_at() == NOW + HOUR
    assert len(await storage.sources.due(NOW + HOUR, new=False)) == 1
