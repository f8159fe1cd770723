"""The database opens at the present version, or says in a sentence why it cannot."""

import asyncio
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Database, create_engine, open_database
from storage.errors import StorageError
from storage.schema import metadata
from tests.builders import NOW


async def test_migrations_lead_to_the_schema(address: str, database: Database) -> None:
    engine = create_engine(address)
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda present: compare_metadata(MigrationContext.configure(present), metadata)
        )
    await engine.dispose()
    assert differences == []


async def test_opening_twice_changes_nothing(address: str) -> None:
    async with open_database(address) as first, first.transaction() as storage:
        await storage.chats.get(5)
    async with open_database(address) as second, second.transaction() as storage:
        assert (await storage.chats.get(5)).zone == "UTC"


async def test_a_database_of_a_newer_daybook_is_left_alone(address: str) -> None:
    async with open_database(address):
        pass
    engine = create_engine(address)
    async with engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with pytest.raises(StorageError, match="made by a newer Daybook"):
        async with open_database(address):
            pass


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    {
        "no address at all": ("daybook.db", "has to look like"),
        "a database nobody supports": ("mysql://root@localhost/test", "has to look like"),
        "a password with a stray sign": ("postgresql://u:secret@ss:w@h/x", "has to look like"),
        "a folder that is not there": ("sqlite:////nowhere/at/all.db", "cannot be opened: unable to open"),
        "a server that does not answer": (
            "postgresql://postgres:open-sesame@127.0.0.1:1/x",
            r"The database postgresql://postgres:\*\*\*@127.0.0.1:1/x cannot be opened",
        ),
    }.values(),
)
async def test_a_database_that_cannot_be_opened_is_one_sentence(wrong: str, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence) as raised:
        async with open_database(wrong):
            pass
    assert "\n" not in str(raised.value)


async def test_a_look_at_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        async with open_database(f"sqlite:///{tmp_path / 'none.db'}", as_it_is=True):
            pass
    assert not any(tmp_path.iterdir())  # noqa: ASYNC240 - one look at an empty folder


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("These are my notes. " * 100)
    with pytest.raises(StorageError, match="file is not a database"):
        async with open_database(f"sqlite:///{tmp_path / 'notes.db'}"):
            pass


async def test_no_update_is_lost_between_transactions_that_take_turns(database: Database) -> None:
    async def fail_once_more(source_id: int) -> None:
        async with database.transaction() as storage:
            await storage.leases.turn("counting")
            source = await storage.sources.get(source_id)
            await asyncio.sleep(0)
            await storage.sources.update(source_id, failures=source.failures + 1)

    async with database.transaction() as storage:
        source, _ = await storage.sources.add("https://example.org/feed", added_by=None, now=NOW)
    await asyncio.gather(*(fail_once_more(source.id) for _ in range(20)))
    async with database.transaction() as storage:
        assert (await storage.sources.get(source.id)).failures == 20


async def test_a_closed_database_opens_no_connection_any_more(address: str) -> None:
    async with open_database(address) as database:
        pass
    with pytest.raises(StorageError, match="The database is closed"):
        async with database.transaction():
            pass


async def test_an_exception_undoes_the_transaction(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.transaction() as storage:
            await storage.sources.add("https://example.org/feed", added_by=None, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    async with database.transaction() as storage:
        assert await storage.sources.listed() == []


async def test_a_cancelled_transaction_holds_up_nobody_and_leaves_no_connection(address: str) -> None:
    async def meet(database: Database, chat_id: int) -> None:
        async with database.transaction() as storage:
            await storage.chats.get(chat_id)

    threads = threading.active_count()
    async with open_database(address) as database:
        for moment in range(120):
            cancelled = asyncio.create_task(meet(database, 5))
            waiting = asyncio.create_task(meet(database, 6))
            await asyncio.sleep(moment / 30_000)
            cancelled.cancel()
            await waiting  # fails where the database stays locked
            await asyncio.wait({cancelled})
    assert threading.active_count() <= threads + 1  # a thread ends a moment after its connection is closed


async def test_whoever_waits_for_the_database_gets_a_turn(database: Database) -> None:
    rounds = 0

    async def work() -> None:
        nonlocal rounds
        for _ in range(20):
            async with database.transaction() as storage:
                await storage.chats.get(5)
                rounds += 1

    busy = asyncio.gather(*(work() for _ in range(40)))
    async with asyncio.timeout(60), database.transaction() as storage:
        await storage.chats.get(6)
        waited = rounds
    await busy
    assert waited <= 80


async def test_what_somebody_waits_for_has_one_thing_of_the_background_before_it_at_the_most(tmp_path: Path) -> None:
    order: list[str] = []
    begun = asyncio.Event()

    async def work(name: str, *, in_background: bool) -> None:
        async with database.transaction(in_background=in_background) as storage:
            order.append(name)
            begun.set()
            await storage.sources.listed()

    async with open_database(f"sqlite:///{tmp_path / 'daybook.db'}") as database:
        background = [asyncio.create_task(work("background", in_background=True)) for _ in range(9)]
        await begun.wait()
        for _ in range(3):
            await work("person", in_background=False)
        await asyncio.gather(*background)
    waits = "".join("." if name == "background" else "|" for name in order).split("|")
    assert max(len(before) for before in waits[:-1]) <= 2
