"""What the tests stand on: a real database, on SQLite and, where DAYBOOK_TEST_POSTGRES names one, on PostgreSQL."""

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage.clock import Clock
from storage.database import Database, Storage, create_engine, open_database
from tests.builders import still_clock

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
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'daybook.db'}"
        return
    server = os.environ.get("DAYBOOK_TEST_POSTGRES")
    if not server:
        pytest.skip("needs PostgreSQL: name a server in DAYBOOK_TEST_POSTGRES")
    name = f"daybook_{uuid.uuid4().hex}"
    admin = create_async_engine(create_engine(server).url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture(scope="session")
def present_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with an empty SQLite database of the present version: to copy it is quicker than to migrate."""
    path = tmp_path_factory.mktemp("present") / "daybook.db"

    async def make() -> None:
        async with open_database(f"sqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def database(address: str, present_version: Path) -> AsyncIterator[Database]:
    kind, _, path = address.partition(":///")
    if kind == "sqlite":
        shutil.copy(present_version, path)
    async with open_database(address) as opened:
        yield opened


@pytest.fixture
async def storage(database: Database) -> AsyncIterator[Storage]:
    """Give one transaction's Storage."""
    async with database.transaction() as opened:
        yield opened
