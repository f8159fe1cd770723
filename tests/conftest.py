"""What the tests stand on: a real database, on SQLite and, where DAYBOOK_TEST_POSTGRES names one, on PostgreSQL."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import create_async_engine

from storage.clock import Clock
from storage.database import Database, Storage, create_engine, open_database
from storage.schema import metadata
from tests.builders import still_clock

POSTGRES = os.environ.get("DAYBOOK_TEST_POSTGRES", "")
SHARED = Path(__file__).resolve().parents[2] / "shared"

# No test fails by how long it took: Hypothesis itself takes seconds the first time it draws text on a machine.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture
def shared() -> Path:
    """Return the folder of development data beside the project; skip the test where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED


@pytest.fixture
def clock() -> Clock:
    return still_clock()


@pytest.fixture(params=["sqlite", "postgresql"])
async def address(
    request: pytest.FixtureRequest, tmp_path: Path, present_sqlite: Path, present_postgresql: str
) -> AsyncIterator[str]:
    """Give the address of a database, once on SQLite and once on PostgreSQL: an empty one, or one for ``database``."""
    is_present = "database" in request.fixturenames
    if request.param == "sqlite":
        yield on_sqlite(tmp_path, present_sqlite if is_present else None)
    elif not POSTGRES:
        pytest.skip("needs PostgreSQL: name a server in DAYBOOK_TEST_POSTGRES")
    elif is_present:
        await _empty(present_postgresql)
        yield present_postgresql
    else:
        async with _on_postgresql() as address:
            yield address


def on_sqlite(folder: Path, template: Path | None) -> str:
    """Return the address of a new database in ``folder``, made as a copy of ``template`` where there is one."""
    path = folder / "daybook.db"
    if template is not None:
        shutil.copy(template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def present_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with an empty SQLite database of the present version: to copy it is quicker than to migrate."""
    path = tmp_path_factory.mktemp("present") / "daybook.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def present_postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL database of the present version; "": there is no server.

    To empty it for each test is much quicker than to make one for each.
    """
    if not POSTGRES:
        yield ""
        return
    with asyncio.Runner() as runner:
        made = _on_postgresql()
        address = runner.run(made.__aenter__())
        runner.run(_migrate(address))
        yield address
        runner.run(made.__aexit__(None, None, None))


async def _migrate(address: str) -> None:
    async with open_database(address):
        pass


async def _empty(address: str) -> None:
    """Put the PostgreSQL database back to as it was made, whoever still uses it."""
    engine = create_engine(address)
    async with engine.begin() as connection:
        await connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        for table in reversed(metadata.sorted_tables):
            await connection.execute(sa.delete(table))
        await connection.execute(
            sa.text("SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences")
        )
    await engine.dispose()


@asynccontextmanager
async def _on_postgresql() -> AsyncIterator[str]:
    """Give the address of a new, empty PostgreSQL database."""
    name = f"daybook_{uuid.uuid4().hex}"
    admin = create_async_engine(create_engine(POSTGRES).url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with open_database(address, as_it_is=True) as opened:
        yield opened


@pytest.fixture
async def storage(database: Database) -> AsyncIterator[Storage]:
    """Give one transaction's Storage."""
    async with database.transaction() as opened:
        yield opened
