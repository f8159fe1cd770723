"""Mentions: what Articles say, and of which Meeting."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import Evidence, Mention, When
from storage.rows import actor_values, actors_of, keep_actors, when_of, when_values

_m, _p, _r, _a = schema.mentions, schema.pins, schema.revisions, schema.articles


class Mentions:
    """The Mentions of one transaction, each with the Article it stands in."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, revision_id: int, mention: Mention, *, said_at: datetime, meeting_id: int | None = None) -> int:
        """Keep ``mention``; return its id.

        said_at     since when its Article has said so
        meeting_id  the Meeting it speaks of; None: not decided yet
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
        await keep_actors(self._connection, (*mention.actors, *mention.confirmed_by))
        rows = actor_values(mention.actors, mention.confirmed_by)
        if rows:
            await self._connection.execute(
                sa.insert(schema.mention_actors), [{"mention_id": mention_id, **row} for row in rows]
            )
        return mention_id

    async def assign(self, mention_id: int, meeting_id: int | None, *, score: float, reasons: Sequence[str]) -> None:
        """Take the Mention as speaking of the Meeting, and keep why; None: of none that is known."""
        await self._connection.execute(
            sa.update(_m).where(_m.c.id == mention_id).values(meeting_id=meeting_id, score=score, reasons=list(reasons))
        )

    async def pin(self, mention_ids: Sequence[int], meeting_id: int, decision_id: int) -> None:
        """Put the Mentions with the Meeting by an admin's Decision: they are not matched any more."""
        these = _m.c.id.in_(mention_ids)
        pinned = sa.select(_m.c.id, sa.literal(decision_id), _m.c.meeting_id).where(these)
        await self._connection.execute(sa.insert(_p).from_select(["mention_id", "decision_id", "pinned_from"], pinned))
        await self._connection.execute(sa.update(_m).where(these).values(meeting_id=meeting_id))

    async def pin_like(self, mention_id: int, before: Evidence) -> None:
        """Put the Mention where that is which it stands for since its Article was edited."""
        pinned = sa.select(sa.literal(mention_id), _p.c.decision_id, _p.c.pinned_from).where(
            _p.c.mention_id == before.mention_id
        )
        await self._connection.execute(sa.insert(_p).from_select(["mention_id", "decision_id", "pinned_from"], pinned))
        await self._connection.execute(sa.update(_m).where(_m.c.id == mention_id).values(meeting_id=before.meeting_id))

    async def pinned(self, decision_id: int) -> list[Evidence]:
        """Return the current Mentions that are where a Decision put them, and no later one."""
        return await self._where(_pinned_by() == decision_id, _r.c.is_current)

    async def unpin(self, decision_id: int) -> None:
        """Take back what ``pin`` did for a Decision.

        A Mention is again where it was before, unless a later Decision put it elsewhere: that one holds, and once it
        is taken back as well, the Mention is where it was before both.
        """
        undone, later = _p.alias("undone"), _p.alias("later")
        was_of = (
            sa.select(undone.c.pinned_from)
            .where(undone.c.mention_id == _p.c.mention_id, undone.c.decision_id == decision_id)
            .scalar_subquery()
        )
        follows = (
            sa.select(sa.func.min(later.c.decision_id))
            .where(later.c.mention_id == _p.c.mention_id, later.c.decision_id > decision_id)
            .scalar_subquery()
        )
        moved = sa.select(_p.c.mention_id).where(_p.c.decision_id == decision_id)
        back = (
            sa.select(_p.c.pinned_from)
            .where(_p.c.mention_id == _m.c.id, _p.c.decision_id == decision_id)
            .scalar_subquery()
        )
        await self._connection.execute(
            sa.update(_m).where(_m.c.id.in_(moved), _pinned_by() == decision_id).values(meeting_id=back)
        )
        await self._connection.execute(
            sa.update(_p).where(_p.c.mention_id.in_(moved), _p.c.decision_id == follows).values(pinned_from=was_of)
        )
        await self._connection.execute(sa.delete(_p).where(_p.c.decision_id == decision_id))

    async def several(self, mention_ids: Sequence[int]) -> list[Evidence]:
        """Return the Mentions, in canonical order."""
        return await self._where(_m.c.id.in_(mention_ids))

    async def of_meetings(self, meeting_ids: Sequence[int]) -> list[Evidence]:
        """Return what the current Articles say of the Meetings, in canonical order."""
        return await self._where(_m.c.meeting_id.in_(meeting_ids), _r.c.is_current)

    async def current(self) -> list[Evidence]:
        """Return all that Articles say now, in canonical order."""
        return await self._where(_r.c.is_current)

    async def of_revision(self, revision_id: int) -> list[Evidence]:
        """Return what one revision of an Article says, in the order of the text."""
        return await self._where(_m.c.revision_id == revision_id)

    async def before(self, revision_id: int) -> list[Evidence]:
        """Return what the revision before this one of the same Article says, in the order of the text."""
        this = sa.select(_r).where(_r.c.id == revision_id).subquery()
        return await self._where(_r.c.article_id == this.c.article_id, _r.c.number == this.c.number - 1)

    async def denials(self, spans: Iterable[tuple[date, date]], codes: Iterable[str]) -> list[Evidence]:
        """Return the current Mentions of no known Meeting within ``spans`` that name one of the Actors."""
        meets = schema.mention_actors
        named = sa.select(meets.c.mention_id).where(meets.c.meets, meets.c.actor_code.in_(list(codes)))
        within = sa.or_(*(sa.and_(_m.c.first_day <= last, _m.c.last_day >= first) for first, last in spans))
        return await self._where(_m.c.meeting_id.is_(None), _r.c.is_current, within, _m.c.id.in_(named))

    async def is_last(self, revision_id: int, said_at: datetime) -> bool:
        """Return whether no other revision says anything at ``said_at`` or later."""
        later = sa.select(_m.c.id).where(_m.c.said_at >= said_at, _m.c.revision_id != revision_id).limit(1)
        return await self._connection.scalar(later) is None

    async def _where(self, *conditions: sa.ColumnElement[bool]) -> list[Evidence]:
        query = (
            sa.select(
                _m,
                _a.c.id.label("article_id"),
                _a.c.key.label("article_key"),
                _a.c.outlet,
                _a.c.address,
                _a.c.tier,
                _a.c.published,
                _r.c.read_at,
                _pinned_by().label("pinned_by"),
            )
            .join(_r, _r.c.id == _m.c.revision_id)
            .join(_a, _a.c.id == _r.c.article_id)
            .where(*conditions)
            .order_by(_m.c.id)
        )
        found = (await self._connection.execute(query)).all()
        if not found:
            return []
        everyone = await actors_of(self._connection, schema.mention_actors, [row.id for row in found])
        evidence = [_evidence(row, _mention(row, *everyone.get(row.id, ((), ())))) for row in found]
        return sorted(evidence, key=lambda one: one.order)


def _pinned_by() -> sa.ScalarSelect[int | None]:
    """Return the last Decision that put a Mention where it is."""
    return sa.select(sa.func.max(_p.c.decision_id)).where(_p.c.mention_id == _m.c.id).scalar_subquery()


def _evidence(row: sa.Row[Any], mention: Mention) -> Evidence:
    return Evidence(
        mention_id=row.id,
        mention=mention,
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


def _earlier(row: sa.Row[Any]) -> When | None:
    if row.earlier_first_day is None:
        return None
    return When(row.earlier_first_day, row.earlier_last_day, row.earlier_precision)
