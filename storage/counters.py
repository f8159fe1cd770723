"""Counters: what is owed, was sent lately, and waits. They read what is open or recent, not all there ever was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.deliveries import LANES, REPLAYED
from storage.models import DeliveryState, UpdateState

LATE = timedelta(minutes=1)
LATELY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_d, _c, _u, _r = schema.deliveries, schema.chats, schema.updates, schema.replies


@dataclass(frozen=True)
class Owed:
    """The Deliveries that are due and not sent, to Chats that may be written to."""

    number: int
    late: int  # for more than LATE
    oldest_at: datetime | None  # since when the one that has waited longest is due; None: there is none


@dataclass(frozen=True)
class Counts:
    """How it stands with what is sent and received."""

    owed: Owed
    ahead: int  # planned for later
    in_flight: int
    in_doubt: int  # to be sent again
    settled: Mapping[DeliveryState, int]  # within LATELY, by how; no state that none is in
    per_second: float  # Deliveries sent, over the last minute
    inbox: int  # updates that are not worked on yet
    replies: int  # answers that are not sent yet


class Counters:
    """The counters of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def counts(self, now: datetime) -> Counts:
        """Return all of them."""
        settled = await self.settled_since(now - LATELY)
        sent = (await self.settled_since(now - _MINUTE)).get(DeliveryState.SENT, 0)
        return Counts(
            owed=await self.owed(now),
            ahead=await self.planned_after(now),
            in_flight=await self._number(_d, _d.c.state == DeliveryState.CLAIMED, _d.c.kind.in_(LANES)),
            in_doubt=await self._number(_d, _d.c.state == DeliveryState.IN_DOUBT, _d.c.kind.in_(REPLAYED)),
            settled=settled,
            per_second=sent / _MINUTE.total_seconds(),
            inbox=await self._number(_u, _u.c.state == UpdateState.NEW),
            replies=await self._number(_r, _r.c.state == DeliveryState.PLANNED),
        )

    async def owed(self, now: datetime) -> Owed:
        """Return what is due by ``now`` and planned."""
        late = sa.func.count().filter(_d.c.due_at < now - LATE)
        oldest = sa.func.min(_d.c.due_at, type_=_d.c.due_at.type)
        found = await self._connection.execute(
            sa.select(sa.func.count(), late, oldest)
            .select_from(_d)
            .join(_c, sa.and_(_c.c.chat_id == _d.c.chat_id, _c.c.topic_id == _d.c.topic_id))
            .where(_d.c.state == DeliveryState.PLANNED, _d.c.kind.in_(LANES), _d.c.due_at <= now, _c.c.is_active)
        )
        return Owed(*found.one())

    async def planned_after(self, now: datetime) -> int:
        """Return how many are planned for later."""
        return await self._number(_d, _d.c.state == DeliveryState.PLANNED, _d.c.kind.in_(LANES), _d.c.due_at > now)

    async def settled_since(self, moment: datetime) -> dict[DeliveryState, int]:
        """Return how many came to their end since then, by how."""
        state = sa.func.lower(
            _d.c.state, type_=sa.String
        )  # by the bare column SQLite would read an index of all states
        found = await self._connection.execute(
            sa.select(state, sa.func.count()).where(_d.c.settled_at > moment).group_by(state)
        )
        return {DeliveryState(row[0]): row[1] for row in found}

    async def _number(self, table: sa.Table, *fits: sa.ColumnElement[bool]) -> int:
        return await self._connection.scalar(sa.select(sa.func.count()).select_from(table).where(*fits)) or 0
