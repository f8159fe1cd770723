"""Chats: their hours, what they subscribed to, what they muted and what they have been shown."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.filters import parse_filter
from storage.models import Chat, DeliveryState, Filter, PlanState, Quiet, Subscription
from storage.rows import insert

_t, _s = schema.chats, schema.subscriptions
HOURS = ("zone", "eve_hour", "morning_hour", "offsets", "quiet")  # the columns by which reminders are timed


def encode_offsets(offsets: Iterable[timedelta]) -> str:
    """Return ``offsets`` as they are stored: seconds, longest first."""
    return " ".join(str(int(offset.total_seconds())) for offset in sorted(set(offsets), reverse=True))


def encode_quiet(quiet: Quiet | None) -> str:
    """Return quiet hours as they are stored: "22:00-07:00"; empty: none."""
    return f"{quiet[0]:%H:%M}-{quiet[1]:%H:%M}" if quiet else ""


def decode_quiet(stored: str) -> Quiet | None:
    """Return the quiet hours that ``encode_quiet`` wrote."""
    start, _, end = stored.partition("-")
    return (time.fromisoformat(start), time.fromisoformat(end)) if stored else None


class Chats:
    """The Chats of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, chat_id: int, topic_id: int = 0) -> Chat:
        """Return the Chat, with the usual settings where it is new."""
        asked = sa.select(_t).where(_t.c.chat_id == chat_id, _t.c.topic_id == topic_id)
        known = (await self._connection.execute(asked)).one_or_none()
        if known is None:
            fresh = insert(self._connection, _t).values(_chat_values(Chat(chat_id, topic_id)))
            await self._connection.execute(fresh.on_conflict_do_nothing())
            known = (await self._connection.execute(asked)).one()
        return _chat(known)

    async def save(self, chat: Chat) -> None:
        """Keep the settings of ``chat``, which is known."""
        values = _chat_values(chat)
        await self._connection.execute(sa.update(_t).where(_this(_t, chat)).values(values))

    async def keep_hours(self, chat: Chat, *, now: datetime) -> None:
        """Keep the settings of ``chat``, whose hours have changed, and owe it reminders from ``now`` on only.

        Those whose moment would by the new hours have been earlier are not owed; what is planned stays planned.
        """
        await self.save(chat)
        await self._connection.execute(sa.update(_s).where(_this(_s, chat)).values(subscribed_at=now))

    async def set_active(self, chat_id: int, topic_id: int | None = None, *, active: bool) -> None:
        """Note whether Telegram lets us write there, in one topic or in all; what it subscribed to stays."""
        query = sa.update(_t).where(_t.c.chat_id == chat_id, _t.c.is_active != active)
        if topic_id is not None:
            query = query.where(_t.c.topic_id == topic_id)
        await self._connection.execute(query.values(is_active=active))

    async def _follow(self, chat: Chat) -> None:
        """Let the next planning look at what is owed to ``chat``."""
        await self._connection.execute(sa.update(_t).where(_this(_t, chat)).values(plan_state=PlanState.DUE))

    async def migrate(self, old: int, new: int) -> None:
        """Make chat ``old`` chat ``new``, all that is its own included; where ``new`` is known, merge them."""
        known = sa.select(_t.c.topic_id).where(_t.c.chat_id == new)
        await self._connection.execute(
            sa.update(_t).where(_t.c.chat_id == old, _t.c.topic_id.not_in(known)).values(chat_id=new)
        )
        for table in (_s, schema.mutes, schema.seen, schema.deliveries):
            other = table.alias()
            same = [other.c[name] == table.c[name] for name in _unique_within_chat(table)]
            await self._connection.execute(
                sa.update(table)
                .where(table.c.chat_id == old, table.c.topic_id.in_(known))
                .where(~sa.exists().where(other.c.chat_id == new, *same))
                .values(chat_id=new)
            )
        await self._connection.execute(sa.delete(_t).where(_t.c.chat_id == old))
        await self._connection.execute(sa.update(_t).where(_t.c.chat_id == new).values(plan_state=PlanState.DUE))
        sources = schema.sources
        await self._connection.execute(sa.update(sources).where(sources.c.added_by == old).values(added_by=new))
        replies = schema.replies
        planned = sa.and_(replies.c.chat_id == old, replies.c.state == DeliveryState.PLANNED)
        await self._connection.execute(sa.update(replies).where(planned).values(chat_id=new))
        decisions = schema.decisions
        await self._connection.execute(sa.update(decisions).where(decisions.c.chat_id == old).values(chat_id=new))

    async def subscribe(self, chat: Chat, wanted: Filter, *, now: datetime) -> bool:
        """Subscribe ``chat`` to what fits; return False where it was already."""
        added = await self._connection.execute(
            insert(self._connection, _s)
            .values(chat_id=chat.chat_id, topic_id=chat.topic_id, filter=str(wanted), subscribed_at=now)
            .on_conflict_do_nothing()
        )
        await self._follow(chat)
        return added.rowcount == 1

    async def unsubscribe(self, chat: Chat, wanted: Filter | None = None) -> int:
        """End the Subscription to just ``wanted``, or all of them where it is None; return how many ended."""
        query = sa.delete(_s).where(_this(_s, chat))
        if wanted is not None:
            query = query.where(_s.c.filter == str(wanted))
        await self._follow(chat)
        return (await self._connection.execute(query)).rowcount

    async def subscriptions(self, chat: Chat) -> list[Subscription]:
        """Return what ``chat`` subscribed to, the oldest first."""
        found = await self._connection.execute(sa.select(_s).where(_this(_s, chat)).order_by(_s.c.id))
        return [
            Subscription(row.id, row.chat_id, row.topic_id, parse_filter(row.filter), row.subscribed_at)
            for row in found
        ]

    async def filters(self, *, taken: bool = False) -> list[Filter]:
        """Return each Filter that some active Chat subscribed to.

        taken  only of the Chats that the planning going on has taken
        """
        found = await self._connection.execute(
            sa.select(_s.c.filter)
            .join(_t, sa.and_(_s.c.chat_id == _t.c.chat_id, _s.c.topic_id == _t.c.topic_id))
            .where(_t.c.is_active, *_taken(taken))
            .distinct()
        )
        return [parse_filter(stored) for stored in found.scalars()]

    async def hours(self, *, taken: bool = False) -> list[Chat]:
        """Return each manner of hours that active Chats keep, as a Chat whose ids mean nothing; ``taken`` as above."""
        found = await self._connection.execute(
            sa.select(*(_t.c[name] for name in HOURS)).where(_t.c.is_active, *_taken(taken)).distinct()
        )
        return [
            Chat(
                chat_id=0,
                zone=row.zone,
                eve_hour=row.eve_hour,
                morning_hour=row.morning_hour,
                offsets=_offsets(row.offsets),
                quiet=decode_quiet(row.quiet),
            )
            for row in found
        ]

    async def mute(self, chat: Chat, meeting_id: int) -> None:
        """Send ``chat`` nothing more of its own accord about the Meeting."""
        await self._connection.execute(
            insert(self._connection, schema.mutes)
            .values(chat_id=chat.chat_id, topic_id=chat.topic_id, meeting_id=meeting_id)
            .on_conflict_do_nothing()
        )
        await self._connection.execute(
            sa.update(schema.deliveries)
            .where(_this(schema.deliveries, chat), schema.deliveries.c.state == DeliveryState.PLANNED)
            .where(
                schema.deliveries.c.subject
                == sa.select(schema.meetings.c.uid).where(schema.meetings.c.id == meeting_id).scalar_subquery()
            )
            .values(state=DeliveryState.CANCELLED, reason="muted")
        )

    async def unmute(self, chat: Chat, meeting_id: int) -> None:
        """Let ``chat`` be told of the Meeting again; its reminders are owed by the next planning."""
        await self._connection.execute(
            sa.delete(schema.mutes).where(_this(schema.mutes, chat), schema.mutes.c.meeting_id == meeting_id)
        )
        await self._follow(chat)

    async def has_muted(self, chat: Chat, meeting_id: int) -> bool:
        """Return whether ``chat`` muted the Meeting."""
        return bool(await self.muted(chat, [meeting_id]))

    async def muted(self, chat: Chat, meeting_ids: Sequence[int]) -> set[int]:
        """Return those of the Meetings that ``chat`` muted."""
        mutes = schema.mutes
        found = await self._connection.execute(
            sa.select(mutes.c.meeting_id).where(_this(mutes, chat), mutes.c.meeting_id.in_(meeting_ids))
        )
        return set(found.scalars())

    async def see(self, chat: Chat, meeting_ids: Iterable[int], *, now: datetime) -> set[int]:
        """Note that ``chat`` is shown these Meetings; return those it had not been shown before."""
        values = {"chat_id": chat.chat_id, "topic_id": chat.topic_id, "seen_at": now}
        rows = [values | {"meeting_id": meeting_id} for meeting_id in sorted(set(meeting_ids))]
        if not rows:
            return set()
        seeing = insert(self._connection, schema.seen).on_conflict_do_nothing()
        return set((await self._connection.execute(seeing.returning(schema.seen.c.meeting_id), rows)).scalars())

    async def shown(self, chat: Chat, meeting_ids: Collection[int]) -> set[int]:
        """Return those of the Meetings that ``chat`` has been shown, or of which it has been shown a double."""
        seen, meetings = schema.seen, schema.meetings
        found = await self._connection.execute(
            sa.select(seen.c.meeting_id, meetings.c.merged_into)
            .join(meetings, meetings.c.id == seen.c.meeting_id)
            .where(_this(seen, chat), sa.or_(meetings.c.id.in_(meeting_ids), meetings.c.merged_into.in_(meeting_ids)))
        )
        return {meeting_id for row in found for meeting_id in row} & set(meeting_ids)


def _this(table: sa.Table, chat: Chat) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.chat_id == chat.chat_id, table.c.topic_id == chat.topic_id)


def _unique_within_chat(table: sa.Table) -> list[str]:
    """Return the columns that, with the chat, may stand only once in ``table``."""
    uniques = [constraint for constraint in table.constraints if isinstance(constraint, sa.UniqueConstraint)]
    constraint = uniques[0] if uniques else table.primary_key
    return [column.name for column in constraint.columns if column.name != "chat_id"]


def _taken(taken: bool) -> list[sa.ColumnElement[bool]]:
    return [_t.c.plan_state == PlanState.TAKEN] if taken else []


def _offsets(stored: str) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=int(seconds)) for seconds in stored.split())


def _chat_values(chat: Chat) -> dict[str, Any]:
    return {
        "chat_id": chat.chat_id,
        "topic_id": chat.topic_id,
        "zone": chat.zone,
        "language": chat.language,
        "eve_hour": chat.eve_hour,
        "morning_hour": chat.morning_hour,
        "offsets": encode_offsets(chat.offsets),
        "is_active": chat.is_active,
        "quiet": encode_quiet(chat.quiet),
        "daily_hour": chat.daily_hour,
    }


def _chat(row: sa.Row[Any]) -> Chat:
    return Chat(
        chat_id=row.chat_id,
        topic_id=row.topic_id,
        zone=row.zone,
        language=row.language,
        eve_hour=row.eve_hour,
        morning_hour=row.morning_hour,
        offsets=_offsets(row.offsets),
        is_active=row.is_active,
        quiet=decode_quiet(row.quiet),
        daily_hour=row.daily_hour,
    )
