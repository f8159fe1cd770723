"""Deliveries: what is owed to whom, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.chats import Chats, encode_offsets
from storage.models import Chat, Delivery, DeliveryKind, DeliveryState, Filter, Meeting, Status
from storage.rows import insert

_t, _s = schema.deliveries, schema.subscriptions
_KEY = ("chat_id", "topic_id", "subject", "revision", "kind", "offset_s")
_AT_ONCE = 500  # moments in a statement; SQLite binds at most 32,766 values
_HOURS = ("zone", "eve_hour", "morning_hour", "offsets")
_PENDING = (DeliveryState.PLANNED, DeliveryState.IN_DOUBT)


@dataclass(frozen=True)
class Owed:
    """A reminder of ``meeting`` for all Chats that subscribed to ``filter`` and keep the hours of ``hours``."""

    filter: Filter
    hours: Chat
    meeting: Meeting
    offset: timedelta
    due_at: datetime


class Deliveries:
    """The Deliveries of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def plan_reminders(self, owed: Sequence[Owed]) -> None:
        """Owe each of ``owed`` to the Chats it is for; what is planned already gets its new moment.

        A reminder whose moment was past before its Chat subscribed is not owed, nor is one of a muted Meeting.
        """
        for start in range(0, len(owed), _AT_ONCE):
            await self._connection.execute(self._planning(owed[start : start + _AT_ONCE]))

    def _planning(self, owed: Sequence[Owed]) -> Any:
        moments = (
            sa.values(
                sa.column("filter", sa.String),
                sa.column("zone", sa.String),
                sa.column("eve_hour", sa.Time),
                sa.column("morning_hour", sa.Time),
                sa.column("offsets", sa.String),
                sa.column("meeting_id", sa.Integer),
                sa.column("subject", sa.String),
                sa.column("revision", sa.Integer),
                sa.column("offset_s", sa.Integer),
                sa.column("due_at", schema.Moment),
                name="moments",
            )
            .data([_moment_values(one) for one in owed])
            .cte("moments")
        )
        chats, mutes = schema.chats, schema.mutes
        rows = (
            sa.select(
                chats.c.chat_id,
                chats.c.topic_id,
                sa.literal(DeliveryKind.REMINDER.value).label("kind"),
                moments.c.subject,
                moments.c.revision,
                moments.c.offset_s,
                moments.c.due_at,
            )
            .distinct()
            .select_from(chats)
            .join(_s, sa.and_(_s.c.chat_id == chats.c.chat_id, _s.c.topic_id == chats.c.topic_id))
            .join(
                moments,
                sa.and_(
                    moments.c.filter == _s.c.filter,
                    *(moments.c[name] == chats.c[name] for name in _HOURS),
                ),
            )
            .where(chats.c.is_active, moments.c.due_at >= _s.c.subscribed_at)
            .where(
                ~sa.exists().where(
                    mutes.c.chat_id == chats.c.chat_id,
                    mutes.c.topic_id == chats.c.topic_id,
                    mutes.c.meeting_id == moments.c.meeting_id,
                )
            )
        )
        planning = insert(self._connection, _t).from_select([column.name for column in rows.selected_columns], rows)
        return planning.on_conflict_do_update(
            index_elements=_KEY,
            set_={"due_at": planning.excluded.due_at, "state": DeliveryState.PLANNED, "reason": ""},
            where=sa.or_(
                _t.c.state == DeliveryState.CANCELLED,
                sa.and_(_t.c.state == DeliveryState.PLANNED, _t.c.due_at != planning.excluded.due_at),
            ),
        )

    async def cancel_stale_reminders(self) -> int:
        """Cancel the planned reminders of a Meeting that no longer stands on the date they were planned for."""
        meetings = schema.meetings
        stands = sa.exists().where(
            meetings.c.uid == _t.c.subject,
            meetings.c.date_revision == _t.c.revision,
            meetings.c.status.in_([status for status in Status if status.still_stands]),
        )
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.kind == DeliveryKind.REMINDER, _t.c.state.in_(_PENDING), ~stands)
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
        """Return what is to be sent by ``now``, longest due first; of what is in doubt, one at a time.

        without  ids of chats that have to wait
        """
        chats = schema.chats
        active = sa.exists().where(
            chats.c.chat_id == _t.c.chat_id, chats.c.topic_id == _t.c.topic_id, chats.c.is_active
        ) & _t.c.chat_id.not_in(without)
        planned = await self._connection.execute(
            sa.select(_t)
            .where(_t.c.state == DeliveryState.PLANNED, _t.c.due_at <= now, active)
            .order_by(_t.c.due_at, _t.c.id)
            .limit(limit)
        )
        in_doubt = await self._connection.execute(
            sa.select(_t)
            .where(_t.c.state == DeliveryState.IN_DOUBT, _t.c.due_at <= now, active)
            .order_by(_t.c.due_at, _t.c.id)
            .limit(1)
        )
        return [_delivery(row) for row in (*planned, *in_doubt)]

    async def next_due_at(self) -> datetime | None:
        """Return when something is to be sent next; None where nothing is."""
        chats = schema.chats
        earliest: datetime | None = await self._connection.scalar(
            sa.select(sa.func.min(_t.c.due_at, type_=_t.c.due_at.type))
            .join(chats, sa.and_(chats.c.chat_id == _t.c.chat_id, chats.c.topic_id == _t.c.topic_id))
            .where(_t.c.state.in_(_PENDING), chats.c.is_active)
        )
        return earliest

    async def claim(self, delivery: Delivery) -> bool:
        """Claim ``delivery``, right before its sending; return False where somebody else did, or it was settled."""
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id, _t.c.state == delivery.state)
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
        """Bring ``delivery`` to its end: sent, rejected, cancelled or expired."""
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id)
            .values(state=state, settled_at=now, message_id=message_id, reason=reason)
        )

    async def put_back(
        self, delivery: Delivery, state: DeliveryState, *, due_at: datetime, reason: str, counts: bool = True
    ) -> None:
        """Let ``delivery`` wait until ``due_at``, planned where it did not leave, in_doubt where it may have.

        counts  whether this was one of its attempts
        """
        attempts = _t.c.attempts if counts else delivery.attempts
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == delivery.id)
            .values(state=state, due_at=due_at, reason=reason, attempts=attempts)
        )

    async def cancel_pending(self, chat_id: int, *, reason: str) -> int:
        """Cancel what is owed to the conversation ``chat_id``, in all its topics; return how many."""
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.chat_id == chat_id, _t.c.state.in_(_PENDING))
            .values(state=DeliveryState.CANCELLED, reason=reason)
        )
        return done.rowcount

    async def recover(self, *, due_at: datetime) -> int:
        """Take what a crash left claimed as in doubt, to be sent again at ``due_at``; return how many."""
        done = await self._connection.execute(
            sa.update(_t)
            .where(_t.c.state == DeliveryState.CLAIMED)
            .values(state=DeliveryState.IN_DOUBT, due_at=due_at, reason="stopped while it was being sent")
        )
        return done.rowcount

    async def of(self, chat_id: int, topic_id: int = 0) -> list[tuple[Delivery, str]]:
        """Return what was or is owed to a Chat, by the moment it was due, each with its reason."""
        found = await self._connection.execute(
            sa.select(_t).where(_t.c.chat_id == chat_id, _t.c.topic_id == topic_id).order_by(_t.c.due_at, _t.c.id)
        )
        return [(_delivery(row), row.reason) for row in found]


def _moment_values(owed: Owed) -> tuple[Any, ...]:
    return (
        str(owed.filter),
        owed.hours.zone,
        owed.hours.eve_hour,
        owed.hours.morning_hour,
        encode_offsets(owed.hours.offsets),
        owed.meeting.id,
        owed.meeting.uid,
        owed.meeting.date_revision,
        int(owed.offset.total_seconds()),
        owed.due_at,
    )


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
