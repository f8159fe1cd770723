"""Meetings, with the Mentions they stand on and the Changes they went through."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.errors import NotFoundError
from storage.models import Belief, Change, Dissent, Evidence, Meeting, Mention, Status, When
from storage.rows import actor_values, actors_of, keep_actors, when_of, when_values
from storage.spans import read_days, write_days

_t, _m, _c = schema.meetings, schema.mentions, schema.changes
_r, _a = schema.revisions, schema.articles


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

    async def touching(self, first: date, last: date) -> list[Meeting]:
        """Return the Meetings that may fall within ``first``..``last``, inclusive, retracted ones left out.

        Earliest first. A meeting known only by its month touches all of it.
        """
        return await self._all(
            sa.select(_t)
            .where(_t.c.first_day <= last, _t.c.last_day >= first, _t.c.status != Status.RETRACTED)
            .order_by(_t.c.first_day, _t.c.last_day, _t.c.id)
        )

    async def candidates(self, spans: Iterable[tuple[date, date]], actors: Iterable[str]) -> list[Meeting]:
        """Return the Meetings that were ever said to fall within one of ``spans``, by id.

        actors  codes; those Meetings in which none of them meets are left out, unless there is no code
        """
        in_a_span = sa.or_(
            *(
                sa.or_(
                    sa.and_(_m.c.first_day <= last, _m.c.last_day >= first),
                    sa.and_(_m.c.earlier_first_day <= last, _m.c.earlier_last_day >= first),
                )
                for first, last in spans
            )
        )
        query = sa.select(_t).where(_t.c.id.in_(sa.select(_m.c.meeting_id).where(in_a_span)))
        codes = list(actors)
        if codes:
            meets = schema.meeting_actors
            query = query.where(
                _t.c.id.in_(sa.select(meets.c.meeting_id).where(meets.c.meets, meets.c.actor_code.in_(codes)))
            )
        return await self._all(query.order_by(_t.c.id))

    async def said(self, meeting_ids: Sequence[int]) -> dict[int, list[When]]:
        """Return every date that was ever given for each of the Meetings, earlier ones that it was moved from too."""
        found = await self._connection.execute(sa.select(_m).where(_m.c.meeting_id.in_(meeting_ids)).order_by(_m.c.id))
        dates: dict[int, list[When]] = {meeting_id: [] for meeting_id in meeting_ids}
        for row in found:
            earlier = _earlier(row)
            dates[row.meeting_id] += [when_of(row)] if earlier is None else [when_of(row), earlier]
        return dates

    async def evidence(self, meeting_id: int) -> list[Evidence]:
        """Return what the current Articles say of the Meeting: by day of publication, then as it was read."""
        return (await self.evidence_of([meeting_id]))[meeting_id]

    async def evidence_of(self, meeting_ids: Sequence[int]) -> dict[int, list[Evidence]]:
        """Return the ``evidence`` of each of the Meetings."""
        found = (
            await self._connection.execute(
                sa.select(
                    _m,
                    _a.c.id.label("article_id"),
                    _a.c.key.label("article_key"),
                    _a.c.outlet,
                    _a.c.address,
                    _a.c.tier,
                    _a.c.published,
                    _r.c.read_at,
                )
                .join(_r, _r.c.id == _m.c.revision_id)
                .join(_a, _a.c.id == _r.c.article_id)
                .where(_m.c.meeting_id.in_(meeting_ids), _r.c.is_current)
                .order_by(_a.c.published, _a.c.published_at.nulls_first(), _r.c.read_at, _m.c.id)
            )
        ).all()
        everyone = await actors_of(self._connection, schema.mention_actors, [row.id for row in found])
        evidence: dict[int, list[Evidence]] = {meeting_id: [] for meeting_id in meeting_ids}
        for row in found:
            evidence[row.meeting_id].append(
                Evidence(
                    mention_id=row.id,
                    mention=_mention(row, *everyone.get(row.id, ((), ()))),
                    outlet=row.outlet,
                    address=row.address,
                    tier=row.tier,
                    published=row.published,
                    read_at=row.read_at,
                    said_at=row.said_at,
                    article_id=row.article_id,
                    article_key=row.article_key,
                    meeting_id=row.meeting_id,
                    score=row.score,
                    reasons=tuple(row.reasons),
                    pinned_by=row.pinned_by,
                )
            )
        return evidence

    async def of_article(self, revision_id: int) -> set[int]:
        """Return the ids of the Meetings that any revision of the same Article mentions."""
        this = sa.select(_r.c.article_id).where(_r.c.id == revision_id).scalar_subquery()
        found = await self._connection.execute(
            sa.select(_m.c.meeting_id).join(_r, _r.c.id == _m.c.revision_id).where(_r.c.article_id == this)
        )
        return set(found.scalars())

    async def add(self, uid: str, belief: Belief, *, now: datetime) -> int:
        """Add a Meeting; return its id."""
        added = await self._connection.execute(
            sa.insert(_t)
            .values(uid=uid, sequence=0, date_revision=0, dated_at=now, **_belief_values(belief))
            .returning(_t.c.id)
        )
        meeting_id = int(added.scalar_one())
        await self._set_actors(schema.meeting_actors, meeting_id, belief)
        return meeting_id

    async def revise(
        self, meeting_id: int, belief: Belief, *, sequence: int, date_revision: int, dated_at: datetime
    ) -> None:
        """Believe something else of the Meeting from now on."""
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.id == meeting_id)
            .values(sequence=sequence, date_revision=date_revision, dated_at=dated_at, **_belief_values(belief))
        )
        await self._connection.execute(
            sa.delete(schema.meeting_actors).where(schema.meeting_actors.c.meeting_id == meeting_id)
        )
        await self._set_actors(schema.meeting_actors, meeting_id, belief)

    async def set_status(self, meeting_id: int, status: Status) -> None:
        """Set the status alone."""
        await self._connection.execute(sa.update(_t).where(_t.c.id == meeting_id).values(status=status))

    async def add_mention(
        self, revision_id: int, meeting_id: int | None, mention: Mention, *, said_at: datetime
    ) -> int:
        """Keep ``mention`` as speaking of the Meeting; return its id.

        said_at  since when its Article has said so
        """
        earlier = mention.earlier
        added = await self._connection.execute(
            sa.insert(_m)
            .values(
                revision_id=revision_id,
                meeting_id=meeting_id,
                said_at=said_at,
                start=mention.start,
                end=mention.end,
                quote=mention.quote,
                says=mention.says,
                kind=mention.kind,
                name=mention.name,
                place=mention.place,
                certainty=mention.certainty,
                rule=mention.rule,
                earlier_first_day=earlier and earlier.first,
                earlier_last_day=earlier and earlier.last,
                earlier_precision=earlier and earlier.precision,
                **when_values(mention.when),
            )
            .returning(_m.c.id)
        )
        mention_id = int(added.scalar_one())
        await self._set_actors(schema.mention_actors, mention_id, mention)
        return mention_id

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

    async def _set_actors(self, table: sa.Table, owner: int, about: Belief | Mention) -> None:
        await keep_actors(self._connection, (*about.actors, *about.confirmed_by))
        rows = actor_values(about.actors, about.confirmed_by)
        if rows:
            key = table.primary_key.columns[0].name
            await self._connection.execute(sa.insert(table), [{key: owner, **row} for row in rows])


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


def _earlier(row: sa.Row[Any]) -> When | None:
    if row.earlier_first_day is None:
        return None
    return When(row.earlier_first_day, row.earlier_last_day, row.earlier_precision)


def _mention(row: sa.Row[Any], actors: tuple[Any, ...], confirmed_by: tuple[Any, ...]) -> Mention:
    return Mention(
        start=row.start,
        end=row.end,
        quote=row.quote,
        says=row.says,
        when=when_of(row),
        actors=actors,
        kind=row.kind,
        name=row.name,
        place=row.place,
        certainty=row.certainty,
        confirmed_by=confirmed_by,
        earlier=_earlier(row),
        rule=row.rule,
    )
