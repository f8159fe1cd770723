"""Sources: what is read regularly, and how it went."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.errors import NotFoundError
from storage.models import Source, SourceKind, SourceState, Tier
from storage.rows import insert

_t = schema.sources


class Sources:
    """The Sources of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, address: str, *, added_by: int | None, topic_id: int = 0, now: datetime) -> tuple[Source, bool]:
        """Return the Source at ``address`` and whether it was not known before.

        A new one is in state ``new`` and due at once: its first look is a preview for the chat ``added_by``.
        """
        added = await self._connection.execute(
            insert(self._connection, _t)
            .values(
                address=address,
                kind=SourceKind.FEED,  # until the first look says what it is
                title="",
                language="en",
                tier=Tier.OTHER,
                state=SourceState.NEW,
                added_by=added_by,
                added_in_topic=topic_id,
                added_at=now,
                etag="",
                last_modified="",
                next_read_at=now,
                failures=0,
                error="",
            )
            .on_conflict_do_nothing()
        )
        found = await self._connection.execute(sa.select(_t).where(_t.c.address == address))
        return _source(found.one()), added.rowcount == 1

    async def get(self, source_id: int) -> Source:
        """Return the Source; raises NotFoundError."""
        found = (await self._connection.execute(sa.select(_t).where(_t.c.id == source_id))).one_or_none()
        if found is None:
            raise NotFoundError("source", source_id)
        return _source(found)

    async def at(self, address: str) -> Source | None:
        """Return the Source with this address; None where there is none."""
        found = (await self._connection.execute(sa.select(_t).where(_t.c.address == address))).one_or_none()
        return None if found is None else _source(found)

    async def all(self) -> list[Source]:
        """Return every Source, the oldest first."""
        return [_source(row) for row in await self._connection.execute(sa.select(_t).order_by(_t.c.id))]

    async def due(self, now: datetime, *, new: bool, limit: int = 20) -> list[Source]:
        """Return at most ``limit`` Sources that are due, the longest overdue first.

        new  True: new ones, due until their first look, after which they wait for their admin; False: all others
        """
        found = await self._connection.execute(
            sa.select(_t)
            .where(_t.c.next_read_at <= now, _first_look() if new else _read_regularly())
            .order_by(_t.c.next_read_at, _t.c.id)
            .limit(limit)
        )
        return [_source(row) for row in found]

    async def next_due_at(self) -> datetime | None:
        """Return when the next Source is to be read; None where there is none to read."""
        earliest: datetime | None = await self._connection.scalar(
            sa.select(sa.func.min(_t.c.next_read_at, type_=_t.c.next_read_at.type)).where(
                _first_look() | _read_regularly()
            )
        )
        return earliest

    async def update(self, source_id: int, **values: Any) -> None:
        """Set columns of the Source, by their names in the schema; nothing where it is gone."""
        await self._connection.execute(sa.update(_t).where(_t.c.id == source_id).values(**values))

    async def remove(self, source_id: int) -> None:
        """Forget the Source; what it brought stays."""
        await self._connection.execute(sa.delete(_t).where(_t.c.id == source_id))


def _first_look() -> sa.ColumnElement[bool]:
    return sa.and_(_t.c.state == SourceState.NEW, _t.c.last_read_at.is_(None))


def _read_regularly() -> sa.ColumnElement[bool]:
    return _t.c.state.in_([SourceState.READING, SourceState.FAILING])


def _source(row: sa.Row[Any]) -> Source:
    values = row._asdict()
    del values["added_at"]
    return Source(**values)
