"""Updates: what people typed or pressed, kept as Telegram gave it until it is worked on."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import DeliveryState, UpdateState
from storage.rows import insert

_t, _r = schema.updates, schema.replies


class Kept(NamedTuple):
    """An update that was not worked on yet; ``raw`` is its JSON."""

    update_id: int
    raw: str


class Updates:
    """The updates of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, update_id: int, chat_id: int, raw: str, *, now: datetime, aside: str = "") -> bool:
        """Keep an update, once; return False where it was kept before.

        aside  why it is not to be worked on; empty: it is
        """
        state = UpdateState.ASIDE if aside else UpdateState.NEW
        kept = await self._connection.execute(
            insert(self._connection, _t)
            .values(
                update_id=update_id,
                chat_id=chat_id,
                raw=raw,
                received_at=now,
                state=state,
                settled_at=now if aside else None,
                reason=aside,
            )
            .on_conflict_do_nothing()
        )
        return kept.rowcount == 1

    async def chats_waiting(self, limit: int, *, without: Collection[int]) -> list[int]:
        """Return chats, ``without`` some, that have an update to be worked on or a reply to be sent.

        Those that have waited longest come first; of the first ``limit`` of either, so there may be more.
        """
        replies = (
            sa.select(_r.c.chat_id)
            .where(_r.c.state == DeliveryState.PLANNED, _r.c.chat_id.not_in(without))
            .order_by(_r.c.id)
            .limit(limit)
        )
        updates = (
            sa.select(_t.c.chat_id)
            .where(_t.c.state == UpdateState.NEW, _t.c.chat_id.not_in(without))
            .order_by(_t.c.update_id)
            .limit(limit)
        )
        found = [chat_id for query in (replies, updates) for chat_id in await self._connection.scalars(query)]
        return list(dict.fromkeys(found))

    async def next_of(self, chat_id: int) -> Kept | None:
        """Return the chat's first update that is to be worked on; None where there is none."""
        found = await self._connection.execute(
            sa.select(_t.c.update_id, _t.c.raw)
            .where(_t.c.state == UpdateState.NEW, _t.c.chat_id == chat_id)
            .order_by(_t.c.update_id)
            .limit(1)
        )
        row = found.first()
        return Kept(row.update_id, row.raw) if row else None

    async def settle(self, update_id: int, *, now: datetime, aside: str = "") -> bool:
        """Note that an update is done, or put ``aside`` and why; return False where it was settled before."""
        state = UpdateState.ASIDE if aside else UpdateState.DONE
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.update_id == update_id, _t.c.state == UpdateState.NEW)
            .values(state=state, settled_at=now, reason=aside)
        )
        return done.rowcount == 1

    async def count(self) -> dict[UpdateState, int]:
        """Return how many updates are in each state that any is in."""
        found = await self._connection.execute(sa.select(_t.c.state, sa.func.count()).group_by(_t.c.state))
        return {row[0]: row[1] for row in found}

    async def forget(self, before: datetime) -> int:
        """Forget what was settled ``before`` then, with its replies; what has one to be sent stays."""
        waits = sa.exists().where(
            _r.c.update_id == _t.c.update_id, _r.c.state.in_([DeliveryState.PLANNED, DeliveryState.CLAIMED])
        )
        done = await self._connection.execute(
            sa.delete(_t).where(_t.c.state != UpdateState.NEW, _t.c.settled_at < before, ~waits)
        )
        return done.rowcount
