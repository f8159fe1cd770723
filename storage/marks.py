"""Marks: how far something has come."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.rows import insert

_t = schema.marks


async def mark(connection: AsyncConnection, name: str) -> datetime | None:
    """Return how far ``name`` has come; None: it never began."""
    at: datetime | None = await connection.scalar(sa.select(_t.c.at).where(_t.c.name == name))
    return at


async def set_mark(connection: AsyncConnection, name: str, at: datetime) -> None:
    """Note that ``name`` has come as far as ``at``."""
    marking = insert(connection, _t).values(name=name, at=at)
    await connection.execute(marking.on_conflict_do_update(index_elements=["name"], set_={"at": at}))
