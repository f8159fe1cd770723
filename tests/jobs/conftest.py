"""A database for many short stories."""

from collections.abc import AsyncIterator

import pytest_asyncio

from storage.database import Database, create_engine
from storage.schema import metadata


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
