"""The database: opened and migrated, and handed out one transaction at a time."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.alerts import Alerts
from storage.articles import Articles
from storage.chats import Chats
from storage.counters import Counters
from storage.decisions import Decisions
from storage.deliveries import Deliveries
from storage.digests import Digests
from storage.errors import StorageError
from storage.leases import Leases
from storage.looks import Looks
from storage.meetings import Meetings
from storage.mentions import Mentions
from storage.pages import Pages
from storage.plans import Plans
from storage.replies import Replies
from storage.sources import Sources
from storage.updates import Updates
from storage.whole import WholeConnection

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0xDA1B  # any number, the same for every Daybook
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class Storage:
    """All that can be asked of the database within one transaction, by noun."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.sources = Sources(connection)
        self.articles = Articles(connection)
        self.pages = Pages(connection)
        self.looks = Looks(connection)
        self.meetings = Meetings(connection)
        self.mentions = Mentions(connection)
        self.chats = Chats(connection)
        self.decisions = Decisions(connection)
        self.deliveries = Deliveries(connection)
        self.alerts = Alerts(connection)
        self.counters = Counters(connection)
        self.leases = Leases(connection)
        self.plans = Plans(connection)
        self.digests = Digests(connection)
        self.updates = Updates(connection)
        self.replies = Replies(connection)


class Database:
    """An open database of the present version; made by ``open_database``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._is_open = True
        is_sqlite = engine.dialect.name == "sqlite"
        self._turn = asyncio.Lock() if is_sqlite else nullcontext()
        self._background = asyncio.Lock()
        self._connection = partial(WholeConnection if is_sqlite else AsyncConnection, engine)

    @asynccontextmanager
    async def transaction(self, *, in_background: bool = False) -> AsyncIterator[Storage]:
        """Give the Storage for one transaction: committed at the end, undone by any exception.

        in_background  nobody waits for it: of these there is one at a time, so that what somebody waits for has one of
                       them before it at the most, and a connection of its own

        Raises StorageError where the database fails, and once it is closed.
        """
        try:
            async with (
                self._background if in_background else nullcontext(),
                self._turn,  # SQLite's own waiting is not fair, and gives up
            ):
                if not self._is_open:
                    raise StorageError("The database is closed.")
                async with self._connection() as connection:
                    yield Storage(connection)
                    await connection.commit()
        except (SQLAlchemyError, OSError) as error:  # a server out of reach is an OSError
            raise StorageError(f"The database failed: {_cause(error)}.") from error

    async def close(self) -> None:
        """Let go of all connections, for good: who comes later would open one that nobody closes."""
        async with self._turn:
            self._is_open = False
            await self._engine.dispose()


@asynccontextmanager
async def open_database(address: str, *, as_it_is: bool = False) -> AsyncIterator[Database]:
    """Give the database at ``address``, made or brought to the present version where it is not.

    address  "sqlite:///daybook.db", "sqlite://" (in memory, for one task) or "postgresql://user@host/name"
    as_it_is  True: it is neither made nor changed

    Raises StorageError when it cannot be opened, or when a newer Daybook made it.
    """
    engine = create_engine(address, as_it_is=as_it_is)
    database = Database(engine)
    try:
        if not as_it_is:
            await _migrate(engine)
        yield database
    finally:
        await database.close()


def create_engine(address: str, *, as_it_is: bool = False) -> AsyncEngine:
    """Return an engine for ``address``, with the driver that Daybook uses.

    Raises StorageError when it names no database that Daybook knows, or ``as_it_is`` a file that is not there.
    """
    try:
        url = make_url(address)
        driver = _DRIVERS[url.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        raise StorageError(
            "DAYBOOK_DATABASE_URL has to look like sqlite:///daybook.db or postgresql://user@host/name."
        ) from None  # the cause may show the password
    url = url.set(drivername=driver)
    if driver == _DRIVERS["postgresql"]:
        return create_async_engine(url, pool_size=5, max_overflow=0)
    _try_sqlite(url, mode="rw" if as_it_is else "rwc")
    engine = create_async_engine(url)
    sa.event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    sa.event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _try_sqlite(url: sa.URL, mode: str) -> None:
    """Raise StorageError where the file cannot be opened: aiosqlite then leaves a thread behind that fails later.

    mode  SQLite's: "rw", or "rwc" to make the file where there is none
    """
    if not url.database or url.database == ":memory:":
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(url.database)}?mode={mode}", uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise StorageError(f"The database {url.database} cannot be opened: {error}.") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Take transactions out of the driver's hands, which loses updates silently, and set what SQLite needs."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # a deferred one meets "database is locked" half-way


async def _migrate(engine: AsyncEngine) -> None:
    """Bring the tables to the present version, one starter at a time."""
    try:
        async with engine.connect() as connection:
            on_sqlite = connection.dialect.name == "sqlite"
            if on_sqlite:  # else an ALTER of a referenced table deletes the rows that refer to it
                await _outside_transaction(connection, "PRAGMA foreign_keys=OFF")
            async with connection.begin():
                if not on_sqlite:
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                await connection.run_sync(_upgrade)
                if on_sqlite and (await connection.exec_driver_sql("PRAGMA foreign_key_check")).first():
                    raise StorageError("The migration left rows that refer to nothing; nothing was changed.")
            if on_sqlite:
                await _outside_transaction(connection, "PRAGMA foreign_keys=ON")
    except (TimeoutError, SQLAlchemyError, OSError) as error:
        where = engine.url.set(drivername=engine.url.get_backend_name()).render_as_string(hide_password=True)
        raise StorageError(f"The database {where} cannot be opened: {_cause(error)}.") from error


async def _outside_transaction(connection: AsyncConnection, pragma: str) -> None:
    """Run ``pragma``, which SQLite ignores within a transaction."""
    driver_connection = (await connection.get_raw_connection()).driver_connection
    assert driver_connection is not None  # noqa: S101 - it was connected a line above
    await driver_connection.execute(pragma)


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present not in known:
        raise StorageError(
            f"This database was made by a newer Daybook (its version is {present}): "
            "update Daybook, or name another database in DAYBOOK_DATABASE_URL."
        )
    command.upgrade(config, "head")


def _cause(error: BaseException) -> str:
    """Return what the driver said, without SQLAlchemy's additions and the statement."""
    return str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
