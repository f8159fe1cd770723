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
from sqlalchemy.ext.asyncio import create_async_engine

from storage.clock import Clock
from storage.database import Database, Storage, create_engine, open_database
from tests.builders import still_clock

POSTGRES = os.environ.get("DAYBOOK_TEST_POSTGRES", "")
SHARED = Path(__file__).resolve().parents[2] / "shared"


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
        if is_present:
            shutil.copy(present_sqlite, tmp_path / "daybook.db")
        yield f"sqlite:///{tmp_path / 'daybook.db'}"
    elif POSTGRES:
        async with _on_postgresql(present_postgresql if is_present else "template1") as address:
            yield address
    else:
        pytest.skip("needs PostgreSQL: name a server in DAYBOOK_TEST_POSTGRES")


@pytest.fixture(scope="session")
def present_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with an empty SQLite database of the present version: to copy it is quicker than to migrate."""
    path = tmp_path_factory.mktemp("present") / "daybook.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def present_postgresql() -> Iterator[str]:
    """Give the name of an empty database of the present version on PostgreSQL, to be copied; "": there is no server."""
    if not POSTGRES:
        yield ""
        return
    with asyncio.Runner() as runner:
        made = _on_postgresql("template1")
        address = runner.run(made.__aenter__())
        runner.run(_migrate(address))
        yield address.rpartition("/")[2]
        runner.run(made.__aexit__(None, None, None))


async def _migrate(address: str) -> None:
    async with open_database(address):
        pass


@asynccontextmanager
async def _on_postgresql(template: str) -> AsyncIterator[str]:
    """Give the address of a new database, made as a copy of ``template``."""
    name = f"daybook_{uuid.uuid4().hex}"
    admin = create_async_engine(create_engine(POSTGRES).url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield admin.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with open_database(address) as opened:
        yield opened


@pytest.fixture
async def storage(database: Database) -> AsyncIterator[Storage]:
    """Give one transaction's Storage."""
    async with database.transaction() as opened:
        yield opened
