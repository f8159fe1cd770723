"""A database for many short stories, and a site on loopback with the client that may read it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from jobs.sources.web.client import Web
from storage.database import Database, create_engine
from storage.schema import metadata
from tests.web import Web as Server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def blank() -> AsyncIterator[Database]:
    """Give an empty database in memory for all the tests of a file; each undoes what it enters (stories.py)."""
    engine = create_engine("sqlite://")
    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        yield Database(engine)
    finally:
        await engine.dispose()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def web(server: Server) -> AsyncIterator[Web]:
    async with Web([server.host]) as web:
        yield web
