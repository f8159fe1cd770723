"""What was in the database before a migration is there after it."""

from collections.abc import Iterable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import storage
from storage.database import create_engine, open_database
from storage.errors import StorageError
from storage.models import DeliveryKind, DeliveryState, SourceKind
from storage.schema import Moment
from tests.builders import NOW

CHAT = {"chat_id": 5, "topic_id": 0}
DATE = {"first_day": date(2025, 3, 14), "last_day": date(2025, 3, 14), "precision": "day", "phrase": "14 March"}
MEETING = {"uid": "uid-1", "sequence": 1, "date_revision": 1, "dated_at": NOW, "status": "moved"} | DATE
SAYS = {"name": "Talks", "kind": "talks", "certainty": "expected"}
MENTION = {"start": 0, "end": 5, "quote": "Talks", "says": "moves", "rule": "", "revision_id": 1, "meeting_id": 1}
ARTICLE = {"key": "a", "address": "", "outlet": "", "language": "en", "tier": "other", "published": date(2025, 3, 3)}
REVISION = {"article_id": 1, "number": 1, "is_current": True, "title": "", "text": "", "digest": "", "read_at": NOW}
CHANGE = {"meeting_id": 1, "mention_id": 1, "sequence": 1, "field": "date", "new": "2025-03-14", "changed_at": NOW}
HOURS = {"eve_hour": time(9), "morning_hour": time(7), "offsets": "", "is_active": True}
OWED = {"kind": "change", "subject": "uid-1", "revision": 1, "offset_s": 0, "due_at": NOW}


async def made_by(address: str, version: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Make the database as the revision ``version`` left it, with ``rows`` in its tables."""

    def make(connection: sa.Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for table, values in rows:
            stored = sa.Table(table, sa.MetaData(), autoload_with=connection, resolve_fks=False)
            connection.execute(stored.insert().values(**_as_stored(values)))

    engine = create_engine(address)
    async with engine.begin() as connection:
        await connection.run_sync(make)
    await engine.dispose()


def _as_stored(values: dict[str, Any]) -> dict[str, Any]:
    return {name: sa.literal(value, Moment) if name.endswith("_at") else value for name, value in values.items()}


async def test_an_alert_that_was_owed_for_one_meeting_is_still_owed(address: str) -> None:
    before = [
        ("chats", CHAT | HOURS | {"zone": "UTC", "language": "en"}),
        ("articles", ARTICLE | {"first_read_at": NOW, "is_whole": True}),
        ("revisions", REVISION),
        ("meetings", MEETING | SAYS),
        ("mentions", MENTION | SAYS | DATE),
        ("changes", CHANGE),
        ("deliveries", CHAT | OWED),
    ]
    await made_by(address, "0001", before)
    async with open_database(address) as database, database.transaction() as opened:
        [alert] = await opened.deliveries.due(NOW, 10)
        assert (alert.kind, alert.state, alert.subject) == (
            DeliveryKind.CHANGE,
            DeliveryState.PLANNED,
            "changes:revision:1",
        )
        assert await opened.alerts.meetings(alert.id) == [1]
        assert list(await opened.meetings.changed_by("revision:1")) == [1]


async def test_the_pages_of_meetings_that_stand_are_read_again(address: str) -> None:
    page = ARTICLE | {"address": "https://example.org/a", "first_read_at": NOW, "is_whole": True}
    source = {"title": "", "language": "en", "tier": "other", "added_in_topic": 0, "added_at": NOW, "etag": ""}
    reading = {"state": "reading", "last_modified": "", "next_read_at": NOW, "failures": 0, "error": ""}
    before = [
        ("sources", source | reading | {"address": "https://example.org/feed", "kind": "feed"}),
        ("articles", page),
        ("articles", page | {"key": "b", "is_whole": False}),
        ("articles", page | {"key": "calendar example.org 1"}),
        *(("revisions", REVISION | {"article_id": number}) for number in (1, 2, 3)),
        ("meetings", MEETING | SAYS),
        *(("mentions", MENTION | SAYS | DATE | {"said_at": NOW, "revision_id": number}) for number in (1, 2, 3)),
    ]
    await made_by(address, "0003", before)
    async with open_database(address) as database, database.transaction() as opened:
        assert [(page.article_id, page.host) for page in await opened.pages.due(NOW)] == [(1, "example.org")]
        assert [source.host for source in await opened.sources.due(NOW, new=False)] == ["example.org"]


async def test_a_source_that_was_added_is_still_read_under_its_number(address: str) -> None:
    source = {"address": "https://example.org/feed", "kind": "feed", "title": "T", "language": "en", "tier": "other"}
    how = {"state": "reading", "added_in_topic": 0, "etag": "", "last_modified": "", "failures": 0, "error": ""}
    await made_by(address, "0003", [("sources", source | how | {"added_at": NOW, "next_read_at": NOW})])
    async with open_database(address) as database:
        async with database.transaction() as opened:
            [due] = await opened.sources.due(NOW, new=False)
            assert (due.id, due.kind) == (1, SourceKind.FEED)
            await opened.sources.update(1, kind=SourceKind.LISTING)
            await opened.sources.remove(1)
            added, _ = await opened.sources.add("https://example.org/", added_by=None, now=NOW)
            assert added.id == 2
        with pytest.raises(StorageError, match=r"CHECK|violates"):
            async with database.transaction() as opened:
                await opened.sources.update(2, state="rumoured")


async def test_a_merge_can_still_be_undone(address: str) -> None:
    merge = {"asked_at": NOW, "user_id": 5, "action": "merge", "meeting_id": 1, "state": "applied", "answer": ""}
    before = [
        ("articles", ARTICLE | {"first_read_at": NOW, "is_whole": True}),
        ("revisions", REVISION),
        ("meetings", MEETING | SAYS),
        ("meetings", MEETING | SAYS | {"uid": "uid-2", "merged_into": 1}),
        ("decisions", CHAT | merge | {"arguments": {"other": 2}}),
        ("mentions", MENTION | SAYS | DATE | {"said_at": NOW, "pinned_by": 1}),
        ("mentions", MENTION | SAYS | DATE | {"said_at": NOW}),
    ]
    await made_by(address, "0008", before)
    async with open_database(address) as database, database.transaction() as opened:
        assert [one.pinned_by for one in await opened.mentions.current()] == [1, None]
        await opened.mentions.unpin(1)
        assert [one.meeting_id for one in await opened.mentions.current()] == [2, 1]
