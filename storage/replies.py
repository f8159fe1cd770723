"""Replies: what an update is answered with, owed together with its effects."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import DeliveryState, Reply

_t = schema.replies


class Replies:
    """The replies of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def owe(self, replies: Sequence[Reply]) -> None:
        """Owe ``replies``, to be sent in their order."""
        for reply in replies:  # a statement each: the ids have to be in that order
            await self._connection.execute(
                sa.insert(_t).values(
                    update_id=reply.update_id,
                    chat_id=reply.chat_id,
                    topic_id=reply.topic_id,
                    method=reply.method,
                    arguments=reply.arguments,
                    due_at=reply.due_at,
                )
            )

    async def next_to(self, chat_id: int) -> Reply | None:
        """Return the first reply that is to be sent to the chat; None where there is none."""
        found = await self._connection.execute(
            sa.select(_t).where(_t.c.state == DeliveryState.PLANNED, _t.c.chat_id == chat_id).order_by(_t.c.id).limit(1)
        )
        row = found.first()
        return _reply(row) if row else None

    async def claim(self, reply: Reply) -> bool:
        """Claim ``reply``, right before its sending; return False where somebody else did, or it was settled."""
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == reply.id, _t.c.state == DeliveryState.PLANNED)
            .values(state=DeliveryState.CLAIMED)
        )
        return done.rowcount == 1

    async def put_back(self, reply: Reply, *, reason: str) -> None:
        """Let ``reply``, which did not leave, be sent later."""
        await self._connection.execute(
            sa.update(_t).where(_t.c.id == reply.id).values(state=DeliveryState.PLANNED, reason=reason)
        )

    async def settle(self, reply: Reply, state: DeliveryState, *, now: datetime, reason: str = "") -> None:
        """Bring ``reply`` to its end; in doubt is one, for an answer is not given twice."""
        await self._connection.execute(
            sa.update(_t).where(_t.c.id == reply.id).values(state=state, settled_at=now, reason=reason)
        )

    async def recover(self, *, now: datetime, chat_id: int | None = None) -> int:
        """Take what a crash left claimed as in doubt, which is its end; return how many.

        chat_id  only what goes to that chat; None: to any
        """
        left = sa.update(_t).where(_t.c.state == DeliveryState.CLAIMED)
        if chat_id is not None:
            left = left.where(_t.c.chat_id == chat_id)
        done = await self._connection.execute(
            left.values(state=DeliveryState.IN_DOUBT, settled_at=now, reason="stopped while it was being sent")
        )
        return done.rowcount

    async def of(self, update_id: int) -> list[tuple[Reply, DeliveryState, str]]:
        """Return the replies to an update in their order, each with where it stands, and why."""
        found = await self._connection.execute(sa.select(_t).where(_t.c.update_id == update_id).order_by(_t.c.id))
        return [(_reply(row), row.state, row.reason) for row in found]


def _reply(row: sa.Row[Any]) -> Reply:
    return Reply(
        update_id=row.update_id,
        chat_id=row.chat_id,
        topic_id=row.topic_id,
        method=row.method,
        arguments=row.arguments,
        due_at=row.due_at,
        id=row.id,
    )
