"""Deliveries: what is owed to whom, and what became of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.chats import Chats
from storage.models import Delivery, DeliveryKind, DeliveryState, Status
from storage.rows import insert

_t, _s = schema.deliveries, schema.subscriptions
LANES = (DeliveryKind.CHANGE, DeliveryKind.NOTICE, DeliveryKind.REMINDER, DeliveryKind.DIGEST)  # who goes first
REPLAYED = tuple(kind for kind in LANES if kind is not DeliveryKind.DIGEST)  # one in doubt is sent again
_LONGEST_WAIT = timedelta(hours=1)  # for another try: who has to wait longer was put back by a clock that was ahead
_PENDING = sa.or_(
    _t.c.state == DeliveryState.PLANNED, sa.and_(_t.c.state == DeliveryState.IN_DOUBT, _t.c.kind.in_(REPLAYED))
)


class Deliveries:
    """The Deliveries of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def cancel_stale_reminders(self, meeting_id: int) -> int:
        """Cancel the reminders of the Meeting if it no longer stands on the date they are for; return how many."""
        meetings = schema.meetings
        stands = sa.exists().where(
            meetings.c.uid == _t.c.subject,
            meetings.c.date_revision == _t.c.revision,
            meetings.c.status.in_([status for status in Status if status.still_stands]),
        )
        uid = sa.select(meetings.c.uid).where(meetings.c.id == meeting_id).scalar_subquery()
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.kind == DeliveryKind.REMINDER, _PENDING, _t.c.subject == uid, ~stands)
            .values(state=DeliveryState.CANCELLED, reason="the meeting does not stand on that date")
        )
        return done.rowcount

    async def owe_notice(
        self, chat_id: int, subject: str, body: dict[str, object], *, revision: int, now: datetime, topic_id: int = 0
    ) -> None:
        """Owe a chat, which may be new, a notice about ``subject``; once for each ``revision``."""
        await Chats(self._connection).get(chat_id, topic_id)
        await self._connection.execute(
            insert(self._connection, _t)
            .values(
                chat_id=chat_id,
                topic_id=topic_id,
                kind=DeliveryKind.NOTICE,
                subject=subject,
                revision=revision,
                offset_s=0,
                due_at=now,
                body=body,
            )
            .on_conflict_do_nothing()
        )

    async def due(self, now: datetime, limit: int, *, without: Collection[int] = ()) -> list[Delivery]:
        """Return what is to be sent by ``now``, lane by lane and longest due first; of what is in doubt, one at a time.

        What was put back has its old place once it need not wait any more, for an hour at the most: the clock may have
        been put back meanwhile, and a chat that Telegram wants left alone for longer is one of ``without``. A digest in
        doubt is not sent again.

        without  ids of chats that have to wait
        """
        found: list[Delivery] = []
        for kind in LANES:
            if len(found) < limit:
                found += await self._due(now, limit - len(found), without, DeliveryState.PLANNED, kind)
        in_doubt = [one for kind in REPLAYED for one in await self._due(now, 1, without, DeliveryState.IN_DOUBT, kind)]
        return found + in_doubt[:1]

    async def _due(
        self, now: datetime, limit: int, without: Collection[int], state: DeliveryState, kind: DeliveryKind
    ) -> list[Delivery]:
        chats = schema.chats
        active = sa.exists().where(
            chats.c.chat_id == _t.c.chat_id, chats.c.topic_id == _t.c.topic_id, chats.c.is_active
        )
        found = await self._connection.execute(
            sa.select(_t)
            .where(_t.c.state == state, _t.c.kind == kind, _t.c.due_at <= now, active, _t.c.chat_id.not_in(without))
            .where(sa.or_(_t.c.retry_at.is_(None), _t.c.retry_at <= now, _t.c.retry_at > now + _LONGEST_WAIT))
            .order_by(_t.c.due_at)
            .limit(limit)
        )
        return [_delivery(row) for row in found]

    async def next_due_at(self) -> datetime | None:
        """Return when something is to be sent next; None where nothing is."""
        chats = schema.chats
        earliest: datetime | None = await self._connection.scalar(
            sa.select(sa.func.min(sa.func.coalesce(_t.c.retry_at, _t.c.due_at), type_=_t.c.due_at.type))
            .join(chats, sa.and_(chats.c.chat_id == _t.c.chat_id, chats.c.topic_id == _t.c.topic_id))
            .where(_PENDING, chats.c.is_active)
        )
        return earliest

    async def claim(self, delivery: Delivery) -> bool:
        """Claim ``delivery``, right before its sending; return False where it was since, or settled."""
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id, _t.c.state == delivery.state, _t.c.attempts == delivery.attempts)
            .values(state=DeliveryState.CLAIMED, attempts=_t.c.attempts + 1)
        )
        return done.rowcount == 1

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        now: datetime,
        message_id: int | None = None,
        reason: str = "",
    ) -> None:
        """Bring ``delivery`` to its end: sent, rejected, cancelled or expired; of a digest also in doubt."""
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id)
            .values(state=state, settled_at=now, message_id=message_id, reason=reason)
        )

    async def put_back(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        reason: str,
        retry_at: datetime | None = None,
        counts: bool = True,
    ) -> None:
        """Let what was claimed be tried again: planned where it did not leave, in_doubt where it may have.

        Where somebody else has taken it over since, it is theirs and stays as it is.

        retry_at  not before; None: at once
        counts    whether this was one of its attempts
        """
        attempts = _t.c.attempts if counts else delivery.attempts
        await self._put_back(delivery, state, retry_at=retry_at, reason=reason, attempts=attempts)

    async def put_off(self, delivery: Delivery, due_at: datetime, *, reason: str) -> None:
        """Let ``delivery``, which was claimed and not tried, be due at another moment."""
        await self._put_back(
            delivery, delivery.state, due_at=due_at, retry_at=None, reason=reason, attempts=delivery.attempts
        )

    async def _put_back(self, delivery: Delivery, state: DeliveryState, **values: Any) -> None:
        doubt = {"was_in_doubt": True} if state is DeliveryState.IN_DOUBT else {}
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id, _t.c.state == DeliveryState.CLAIMED, _t.c.attempts == delivery.attempts + 1)
            .values(state=state, **values, **doubt)
        )

    async def cancel_pending(self, chat_id: int, *, reason: str) -> int:
        """Cancel what is owed to the conversation ``chat_id``, in all its topics; return how many."""
        done = await self._connection.execute(
            sa.update(_t).where(_t.c.chat_id == chat_id, _PENDING).values(state=DeliveryState.CANCELLED, reason=reason)
        )
        return done.rowcount

    async def recover(self, *, retry_at: datetime) -> int:
        """Take what a crash left claimed as in doubt, to be sent again at ``retry_at``; return how many."""
        return await self._doubt(REPLAYED, retry_at=retry_at)

    async def give_up_digests(self, *, now: datetime) -> int:
        """Take the digests that a crash left claimed as in doubt, which is their end; return how many."""
        return await self._doubt([DeliveryKind.DIGEST], settled_at=now)

    async def _doubt(self, kinds: Collection[DeliveryKind], **values: datetime) -> int:
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.state == DeliveryState.CLAIMED, _t.c.kind.in_(kinds))
            .values(state=DeliveryState.IN_DOUBT, was_in_doubt=True, reason="stopped while it was being sent", **values)
        )
        return done.rowcount

    async def of(self, chat_id: int, topic_id: int = 0) -> list[tuple[Delivery, str]]:
        """Return what was or is owed to a Chat, by the moment it was due, each with its reason."""
        found = await self._connection.execute(
            sa.select(_t).where(_t.c.chat_id == chat_id, _t.c.topic_id == topic_id).order_by(_t.c.due_at, _t.c.id)
        )
        return [(_delivery(row), row.reason) for row in found]


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        topic_id=row.topic_id,
        kind=row.kind,
        subject=row.subject,
        revision=row.revision,
        offset=timedelta(seconds=row.offset_s),
        due_at=row.due_at,
        state=row.state,
        attempts=row.attempts,
        body=row.body,
    )
