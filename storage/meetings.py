"""Meetings, with the Mentions they stand on and the Changes they went through."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.actors import codes_akin
from storage.deliveries import Deliveries
from storage.errors import NotFoundError
from storage.mentions import Mentions
from storage.models import Actor, Belief, Change, Dissent, Evidence, Meeting, Status, When
from storage.rows import actor_values, actors_of, keep_actors, when_of, when_values
from storage.spans import read_days, write_days

_t, _m, _c = schema.meetings, schema.mentions, schema.changes
_r, _a, _d = schema.revisions, schema.articles, schema.meeting_dates
_LONG = timedelta(days=31)  # a longer span is looked for apart from the others, so that these can be found by an index


class Meetings:
    """The Meetings of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, meeting_id: int) -> Meeting:
        """Return the Meeting; raises NotFoundError."""
        return await self._one(_t.c.id == meeting_id, meeting_id)

    async def several(self, meeting_ids: Iterable[int]) -> list[Meeting]:
        """Return those of the Meetings that there are, earliest first."""
        return await self._all(
            sa.select(_t).where(_t.c.id.in_(list(meeting_ids))).order_by(_t.c.first_day, _t.c.last_day, _t.c.id)
        )

    async def by_uid(self, uid: str) -> Meeting:
        """Return the Meeting; raises NotFoundError."""
        return await self._one(_t.c.uid == uid, uid)

    async def ids_of(self, uids: Iterable[str]) -> list[int]:
        """Return the ids of those Meetings that there are, ascending."""
        return sorted((await self._connection.execute(sa.select(_t.c.id).where(_t.c.uid.in_(list(uids))))).scalars())

    async def touching(self, first: date, last: date) -> list[Meeting]:
        """Return the Meetings that may fall within ``first``..``last``, inclusive, retracted ones left out.

        Earliest first. A meeting known only by its month touches all of it.
        """
        return await self._all(
            sa.select(_t)
            .where(_t.c.first_day <= last, _t.c.last_day >= first, _t.c.status != Status.RETRACTED)
            .order_by(_t.c.first_day, _t.c.last_day, _t.c.id)
        )

    async def standing_before(self, day: date) -> list[Meeting]:
        """Return the Meetings whose last day is before ``day`` and that were to be held, earliest first."""
        standing = [status for status in Status if status.still_stands]
        return await self._all(
            sa.select(_t)
            .where(_t.c.last_day < day, _t.c.status.in_(standing))
            .order_by(_t.c.first_day, _t.c.last_day, _t.c.id)
        )

    async def unknown_from(self, day: date) -> list[Meeting]:
        """Return the Meetings of which nothing said that they were held, and whose last day is ``day`` or later."""
        return await self._all(
            sa.select(_t).where(_t.c.last_day >= day, _t.c.status == Status.UNKNOWN).order_by(_t.c.id)
        )

    async def candidates(self, spans: Iterable[tuple[date, date]], actors: Sequence[Actor]) -> list[int]:
        """Return the ids of the Meetings of ``actors`` ever said to fall within one of ``spans``, ascending.

        Of these Actors is a Meeting where all of them meet, each by itself, by an organ of its own or by whose organ
        it is; and one that a Mention gives to some of them and nobody else. Without Actors: where nobody is named.
        So a frequent Actor does not bring along each Meeting it has with others.
        """
        parties = [codes_akin([actor]) for actor in actors] or [{""}]
        akin = _d.c.actor_code.in_(sorted(set().union(*parties)))
        near = sa.union_all(  # each by a stretch of the index, which an "or" would keep SQLite from using
            *(sa.select(_d.c.meeting_id, _d.c.actor_code).where(akin, window) for window in _windows(spans))
        ).subquery()
        all_meet = sa.and_(
            *(sa.func.max(sa.case((near.c.actor_code.in_(sorted(party)), 1), else_=0)) == 1 for party in parties)
        )
        meets = schema.mention_actors
        codes = [actor.code for actor in actors]
        other = sa.exists().where(meets.c.mention_id == _m.c.id, meets.c.meets, meets.c.actor_code.not_in(codes))
        some_meet = sa.exists().where(_m.c.meeting_id == near.c.meeting_id, ~other)
        found = await self._connection.execute(
            sa.select(near.c.meeting_id).group_by(near.c.meeting_id).having(sa.or_(all_meet, some_meet))
        )
        return sorted(found.scalars())

    async def spoken_of_since(
        self, said_at: datetime, spans: Iterable[tuple[date, date]], codes: Iterable[str]
    ) -> list[int]:
        """Return the ids of the Meetings of which something was said at ``said_at`` or later, ascending.

        Those only that were ever said to fall within one of ``spans``, with one of the Actors; the code of nobody
        is empty.
        """
        akin, within = _d.c.actor_code.in_(sorted(codes)), sa.or_(*_windows(spans))
        looked_up = sa.exists().where(_d.c.meeting_id == _m.c.meeting_id, akin, within)
        since = sa.select(_m.c.meeting_id).where(_m.c.said_at >= said_at, looked_up)
        return sorted(set((await self._connection.execute(since)).scalars()))

    async def evidence(self, meeting_id: int) -> list[Evidence]:
        """Return what the current Articles say of the Meeting: in canonical order."""
        return (await self.evidence_of([meeting_id]))[meeting_id]

    async def evidence_of(self, meeting_ids: Sequence[int]) -> dict[int, list[Evidence]]:
        """Return the ``evidence`` of each of the Meetings."""
        evidence: dict[int, list[Evidence]] = {meeting_id: [] for meeting_id in meeting_ids}
        for one in await Mentions(self._connection).of_meetings(meeting_ids):
            evidence[one.meeting_id or 0].append(one)
        return evidence

    async def add(self, uid: str, belief: Belief, *, now: datetime) -> int:
        """Add a Meeting; return its id."""
        added = await self._connection.execute(
            sa.insert(_t)
            .values(uid=uid, sequence=0, date_revision=0, dated_at=now, **_belief_values(belief))
            .returning(_t.c.id)
        )
        meeting_id = int(added.scalar_one())
        await self._set_actors(meeting_id, belief)
        return meeting_id

    async def revise(
        self, meeting_id: int, belief: Belief, *, sequence: int, date_revision: int, dated_at: datetime
    ) -> None:
        """Believe something else of the Meeting from now on; reminders of another date are cancelled."""
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == meeting_id)
            .values(sequence=sequence, date_revision=date_revision, dated_at=dated_at, **_belief_values(belief))
        )
        await self._connection.execute(
            sa.delete(schema.meeting_actors).where(schema.meeting_actors.c.meeting_id == meeting_id)
        )
        await self._set_actors(meeting_id, belief)
        await Deliveries(self._connection).cancel_stale_reminders(meeting_id)

    async def set_status(self, meeting_id: int, status: Status, *, sequence: int | None = None) -> None:
        """Set the status alone, and the sequence where it is given; reminders of what stands no more are cancelled."""
        values: dict[str, Any] = {"status": status} | ({} if sequence is None else {"sequence": sequence})
        await self._connection.execute(sa.update(_t).where(_t.c.id == meeting_id).values(values))
        await Deliveries(self._connection).cancel_stale_reminders(meeting_id)

    async def look_up_by(self, meeting_id: int, codes: Iterable[str], dates: Iterable[When]) -> None:
        """Have the Meeting found by each of ``codes`` with each of ``dates``, and by nothing else."""
        await self._connection.execute(sa.delete(_d).where(_d.c.meeting_id == meeting_id))
        days = {(when.first, when.last) for when in dates}
        rows = [
            {
                "meeting_id": meeting_id,
                "actor_code": code,
                "first_day": first,
                "last_day": last,
                "is_long": last - first > _LONG,
            }
            for code in codes
            for first, last in days
        ]
        if rows:
            await self._connection.execute(sa.insert(_d), rows)

    async def merge_into(self, meeting_id: int, other: int | None) -> None:
        """Keep to which Meeting the Mentions of this one went; None: to none, or to several."""
        await self._connection.execute(sa.update(_t).where(_t.c.id == meeting_id).values(merged_into=other))

    async def add_changes(self, changes: Sequence[Change]) -> None:
        """Keep ``changes``."""
        if changes:
            columns = ("meeting_id", "mention_id", "cause", "sequence", "field", "old", "new", "changed_at")
            await self._connection.execute(
                sa.insert(_c), [{name: getattr(change, name) for name in columns} for change in changes]
            )

    async def changes(self, meeting_id: int) -> list[Change]:
        """Return the Changes of the Meeting, oldest first."""
        return await self._changes(_c.c.meeting_id == meeting_id)

    async def changed_by(self, cause: str) -> dict[int, list[Change]]:
        """Return the Changes that ``cause`` brought, oldest first, by the id of their Meeting."""
        changed: dict[int, list[Change]] = {}
        for change in await self._changes(_c.c.cause == cause):
            changed.setdefault(change.meeting_id, []).append(change)
        return changed

    async def _changes(self, condition: sa.ColumnElement[bool]) -> list[Change]:
        query = (
            sa.select(_c, _m.c.quote, _a.c.outlet, _a.c.address)
            .outerjoin(_m, _m.c.id == _c.c.mention_id)
            .outerjoin(_r, _r.c.id == _m.c.revision_id)
            .outerjoin(_a, _a.c.id == _r.c.article_id)
            .where(condition)
            .order_by(_c.c.id)
        )
        return [
            Change(
                meeting_id=row.meeting_id,
                sequence=row.sequence,
                field=row.field,
                old=row.old,
                new=row.new,
                changed_at=row.changed_at,
                mention_id=row.mention_id,
                cause=row.cause,
                quote=row.quote or "",
                outlet=row.outlet or "",
                address=row.address or "",
            )
            for row in await self._connection.execute(query)
        ]

    async def _one(self, condition: sa.ColumnElement[bool], key: object) -> Meeting:
        found = await self._all(sa.select(_t).where(condition))
        if not found:
            raise NotFoundError("meeting", key)
        return found[0]

    async def _all(self, query: sa.Select[Any]) -> list[Meeting]:
        found = (await self._connection.execute(query)).all()
        everyone = await actors_of(self._connection, schema.meeting_actors, [row.id for row in found])
        return [_meeting(row, *everyone.get(row.id, ((), ()))) for row in found]

    async def _set_actors(self, meeting_id: int, belief: Belief) -> None:
        await keep_actors(self._connection, (*belief.actors, *belief.confirmed_by))
        rows = actor_values(belief.actors, belief.confirmed_by)
        if rows:
            await self._connection.execute(
                sa.insert(schema.meeting_actors), [{"meeting_id": meeting_id, **row} for row in rows]
            )


def _windows(spans: Iterable[tuple[date, date]]) -> list[sa.ColumnElement[bool]]:
    """Return the conditions, one of which is met by a date that is within one of ``spans``."""
    return [
        sa.and_(
            _d.c.is_long.is_(is_long),
            _d.c.first_day <= last,
            _d.c.last_day >= first,
            *([] if is_long else [_d.c.first_day >= first - _LONG]),
        )
        for first, last in spans
        for is_long in (False, True)
    ]


def _belief_values(belief: Belief) -> dict[str, Any]:
    return {
        "name": belief.name,
        "kind": belief.kind,
        "place": belief.place,
        "status": belief.status,
        "certainty": belief.certainty,
        "earlier": [write_days(when) for when in belief.earlier],
        "dissent": [asdict(one) for one in belief.dissent],
        **when_values(belief.when),
    }


def _meeting(row: sa.Row[Any], actors: tuple[Any, ...], confirmed_by: tuple[Any, ...]) -> Meeting:
    return Meeting(
        id=row.id,
        uid=row.uid,
        sequence=row.sequence,
        date_revision=row.date_revision,
        dated_at=row.dated_at,
        name=row.name,
        kind=row.kind,
        actors=actors,
        place=row.place,
        when=when_of(row),
        status=row.status,
        certainty=row.certainty,
        confirmed_by=confirmed_by,
        earlier=tuple(read_days(written) for written in row.earlier),
        dissent=tuple(Dissent(**one) for one in row.dissent),
        merged_into=row.merged_into,
    )
