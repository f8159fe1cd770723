"""Alerts: the Deliveries that tell Chats what changed, and of which Meetings each of them tells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import DeliveryKind, Filter
from storage.rows import insert

_d, _dm = schema.deliveries, schema.delivery_meetings
_s, _seen = schema.subscriptions, schema.seen
_AT_ONCE = 500  # pairs in a statement; SQLite binds at most 32,766 values
_PREFIX = "changes:"
_Row = TypeVar("_Row")


def cause_of(subject: str) -> str:
    """Return the cause of the Changes that an alert with this ``subject`` tells of: "revision:12"."""
    return subject.removeprefix(_PREFIX)


class Alerts:
    """The alerts of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def owe(self, cause: str, fitting: Mapping[int, Iterable[Filter]], *, now: datetime) -> None:
        """Owe every active Chat that wants it one alert for all that ``cause`` changed.

        Those are, for each Meeting, the Chats subscribed to a Filter that fits, and those that have been shown it;
        not those that muted it.

        fitting  by the id of each Meeting that changed: the Filters that it fits, or did before
        """
        for wanted in (*_subscribed(fitting), *_shown(fitting)):
            await self._owe(cause, wanted.cte("wanted"), now)

    async def _owe(self, cause: str, wanted: sa.CTE, now: datetime) -> None:
        chats, mutes = schema.chats, schema.mutes
        muted = sa.exists().where(
            mutes.c.chat_id == wanted.c.chat_id,
            mutes.c.topic_id == wanted.c.topic_id,
            mutes.c.meeting_id == wanted.c.meeting_id,
        )
        subject = f"{_PREFIX}{cause}"
        alerts = (
            sa.select(
                wanted.c.chat_id,
                wanted.c.topic_id,
                sa.literal(DeliveryKind.CHANGE.value).label("kind"),
                sa.literal(subject).label("subject"),
                sa.literal(0).label("revision"),
                sa.literal(0).label("offset_s"),
                sa.literal(now, schema.Moment).label("due_at"),
            )
            .distinct()
            .join(chats, sa.and_(chats.c.chat_id == wanted.c.chat_id, chats.c.topic_id == wanted.c.topic_id))
            .where(chats.c.is_active, ~muted)
        )
        told = (
            sa.select(_d.c.id.label("delivery_id"), wanted.c.meeting_id)
            .join(wanted, sa.and_(wanted.c.chat_id == _d.c.chat_id, wanted.c.topic_id == _d.c.topic_id))
            .where(_d.c.subject == subject, _d.c.kind == DeliveryKind.CHANGE, ~muted)
        )
        for table, rows in ((_d, alerts), (_dm, told)):
            owing = insert(self._connection, table).from_select([column.name for column in rows.selected_columns], rows)
            await self._connection.execute(owing.on_conflict_do_nothing())

    async def meetings(self, delivery_id: int) -> list[int]:
        """Return the ids of the Meetings that an alert tells of."""
        found = await self._connection.execute(
            sa.select(_dm.c.meeting_id).where(_dm.c.delivery_id == delivery_id).order_by(_dm.c.meeting_id)
        )
        return list(found.scalars())


def _subscribed(fitting: Mapping[int, Iterable[Filter]]) -> Iterator[sa.Select[Any]]:
    """Give the Chats that subscribed to what fits, each with the Meeting that does."""
    pairs = sorted({(str(one), meeting_id) for meeting_id, filters in fitting.items() for one in filters})
    columns = (sa.column("filter", sa.String), sa.column("meeting_id", sa.Integer))
    for some in _batches(pairs):
        fits = sa.values(*columns, name="fits").data(list(some)).cte("fits")
        yield (
            sa.select(_s.c.chat_id, _s.c.topic_id, fits.c.meeting_id)
            .join(fits, fits.c.filter == _s.c.filter)
            .distinct()
        )


def _shown(meeting_ids: Iterable[int]) -> Iterator[sa.Select[Any]]:
    """Give the Chats that have been shown one of the Meetings, or one that turned out to be it, each with it."""
    other = schema.meetings
    for some in _batches(sorted(meeting_ids)):
        itself = sa.select(_seen.c.chat_id, _seen.c.topic_id, _seen.c.meeting_id)
        as_other = sa.select(_seen.c.chat_id, _seen.c.topic_id, other.c.merged_into.label("meeting_id"))
        yield itself.where(_seen.c.meeting_id.in_(some))
        yield as_other.join(other, other.c.id == _seen.c.meeting_id).where(other.c.merged_into.in_(some))


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
