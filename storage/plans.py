"""Plans: which reminders are owed to whom, as one statement however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.chats import HOURS, encode_offsets, encode_quiet
from storage.marks import mark, set_mark
from storage.models import Chat, DeliveryKind, DeliveryState, Filter, Meeting, PlanState
from storage.rows import given, insert

_d, _c, _m, _s = schema.deliveries, schema.chats, schema.meetings, schema.subscriptions
_KEY = ("chat_id", "topic_id", "subject", "revision", "kind", "offset_s")
_MARK = "planned until"


@dataclass(frozen=True)
class Timed:
    """A reminder of ``meeting``, timed for all Chats that keep the hours of ``hours``.

    is_owed  else it only stands: what is planned of it stays planned
    """

    hours: Chat
    meeting: Meeting
    offset: timedelta
    due_at: datetime
    is_owed: bool = True


@dataclass(frozen=True)
class Plan:
    """Which Meetings fit which Filters, and when they are to be reminded of."""

    fitting: Sequence[tuple[Filter, Meeting]]
    moments: Sequence[Timed]


class Plans:
    """What is planned in one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self) -> tuple[bool, set[int]]:
        """Take what has changed since the last planning: return whether Chats have, and the ids of the Meetings."""
        chats = await self._connection.execute(_turn(_c, PlanState.DUE, PlanState.TAKEN))
        meetings = await self._connection.execute(_turn(_m, PlanState.DUE, PlanState.TAKEN).returning(_m.c.id))
        return chats.rowcount > 0, set(meetings.scalars())

    async def end(self, until: datetime) -> None:
        """Note that reminders follow all that was taken, and are planned ``until`` then."""
        for table in (_c, _m):
            await self._connection.execute(_turn(table, PlanState.TAKEN, PlanState.DONE))
        await set_mark(self._connection, _MARK, until)

    async def until(self) -> datetime | None:
        """Return until when reminders are planned; None: they never were."""
        return await mark(self._connection, _MARK)

    async def owe(self, plan: Plan, *, taken: bool = False) -> None:
        """Owe what is owed of ``plan`` to the Chats it is for; what is planned already gets its new moment.

        A reminder whose moment was past before its Chat subscribed is not owed, nor is one of a muted Meeting.

        taken  to the Chats that this planning has taken; else to all others
        """
        owed = Plan(plan.fitting, [one for one in plan.moments if one.is_owed])
        if not owed.moments or not owed.fitting:
            return
        moments, joined = self._tables(owed)
        rows = (
            sa.select(
                _c.c.chat_id,
                _c.c.topic_id,
                sa.literal(DeliveryKind.REMINDER.value).label("kind"),
                moments.c.subject,
                moments.c.revision,
                moments.c.offset_s,
                moments.c.due_at,
            )
            .select_from(joined)
            .where(are_taken(taken), _c.c.is_active, moments.c.due_at >= _s.c.subscribed_at, ~_is_muted(moments))
            .order_by(_c.c.chat_id, _c.c.topic_id)  # as the unique key is: else each row lands on another page of it
        )
        if self._connection.dialect.name == "postgresql":  # which takes a row once; SQLite need not sort them for it
            rows = rows.distinct()
        await owe(self._connection, rows)

    async def cancel_unwanted(self, plan: Plan, meetings: Iterable[Meeting], *, taken: bool = False) -> int:
        """Cancel the planned reminders of ``meetings`` that nobody wants by ``plan``, due or not.

        taken  those of the Chats that this planning has taken; else of all others, for the Meetings it has taken
        """
        moments, joined = self._tables(plan)
        wanted = (
            sa.select(sa.literal(1))
            .select_from(joined)
            .where(
                _c.c.chat_id == _d.c.chat_id,
                _c.c.topic_id == _d.c.topic_id,
                moments.c.subject == _d.c.subject,
                moments.c.revision == _d.c.revision,
                moments.c.offset_s == _d.c.offset_s,
                ~_is_muted(moments),
            )
            .correlate(_d)
            .exists()
        )
        ahead = given(self._connection, "ahead", {"uid": sa.String}, [(one.uid,) for one in meetings])
        theirs = sa.tuple_(_d.c.chat_id, _d.c.topic_id).in_(
            sa.select(_c.c.chat_id, _c.c.topic_id).where(are_taken(True))
        )
        of_taken = _d.c.subject.in_(sa.select(_m.c.uid).where(_m.c.plan_state == PlanState.TAKEN))
        scope = theirs if taken else sa.and_(of_taken, ~theirs)
        done = await self._connection.execute(
            sa.update(_d)
            .where(_d.c.kind == DeliveryKind.REMINDER, _d.c.state == DeliveryState.PLANNED, scope, ~wanted)
            .where(_d.c.subject.in_(sa.select(ahead.c.uid)))
            .values(state=DeliveryState.CANCELLED, reason="the chat does not want it any more")
        )
        return done.rowcount

    def _tables(self, plan: Plan) -> tuple[sa.CTE, Any]:
        """Return the moments of ``plan``, and all Chats joined with what is theirs of them."""
        keys = {one.hours: number for number, one in enumerate(plan.moments)}
        fits = given(
            self._connection,
            "fits",
            {"filter": sa.String, "meeting_id": sa.Integer},
            [(str(wanted), meeting.id) for wanted, meeting in plan.fitting],
        )
        hours = given(
            self._connection,
            "hours",
            {"key": sa.Integer} | {name: _c.c[name].type for name in HOURS},
            [(key, *_hours_values(one)) for one, key in keys.items()],
        )
        moments = given(
            self._connection,
            "moments",
            {
                "key": sa.Integer,
                "meeting_id": sa.Integer,
                "subject": sa.String,
                "revision": sa.Integer,
                "offset_s": sa.Integer,
                "due_at": schema.Moment,
            },
            [(keys[one.hours], *_moment_values(one)) for one in plan.moments],
        )
        # "+ 0" lets SQLite look the moments up by the hours, of which there are few, and not the other way round
        return moments, (
            _c.join(hours, sa.and_(*(hours.c[name] == _c.c[name] for name in HOURS)))
            .join(_s, sa.and_(_s.c.chat_id == _c.c.chat_id, _s.c.topic_id == _c.c.topic_id))
            .join(fits, fits.c.filter == _s.c.filter)
            .join(moments, sa.and_(moments.c.key == hours.c.key + 0, moments.c.meeting_id == fits.c.meeting_id))
        )


def _turn(table: sa.Table, old: PlanState, new: PlanState) -> sa.Update:
    return sa.update(table).where(table.c.plan_state == old).values(plan_state=new)


async def owe(connection: AsyncConnection, rows: sa.Select[Any]) -> None:
    """Owe ``rows``, each of them once: what was cancelled is owed again, what is planned moves to its new time.

    What may have arrived before it was cancelled is in doubt again.
    """
    owing = insert(connection, _d).from_select([column.name for column in rows.selected_columns], rows)
    await connection.execute(
        owing.on_conflict_do_update(
            index_elements=_KEY,
            set_={
                "due_at": owing.excluded.due_at,
                "retry_at": None,
                "state": sa.case((_d.c.was_in_doubt, DeliveryState.IN_DOUBT), else_=DeliveryState.PLANNED),
                "reason": "",
            },
            where=sa.or_(
                _d.c.state == DeliveryState.CANCELLED,
                sa.and_(_d.c.state == DeliveryState.PLANNED, _d.c.due_at != owing.excluded.due_at),
            ),
        )
    )


def are_taken(taken: bool) -> sa.ColumnElement[bool]:
    """Return whether a Chat is one that the planning going on has taken; where not ``taken``, whether it is not."""
    return _c.c.plan_state == PlanState.TAKEN if taken else _c.c.plan_state != PlanState.TAKEN


def _is_muted(moments: sa.CTE) -> sa.ColumnElement[bool]:
    mutes = schema.mutes
    return sa.exists().where(
        mutes.c.chat_id == _c.c.chat_id,
        mutes.c.topic_id == _c.c.topic_id,
        mutes.c.meeting_id == moments.c.meeting_id,
    )


def _hours_values(hours: Chat) -> tuple[Any, ...]:
    offsets, quiet = encode_offsets(hours.offsets), encode_quiet(hours.quiet)
    return (hours.zone, hours.eve_hour, hours.morning_hour, offsets, quiet)


def _moment_values(moment: Timed) -> tuple[Any, ...]:
    meeting, offset_s = moment.meeting, int(moment.offset.total_seconds())
    return (meeting.id, meeting.uid, meeting.date_revision, offset_s, moment.due_at)
