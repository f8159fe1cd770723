"""Mentions: what Articles say, and of which Meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import Evidence, Mention, When
from storage.rows import actor_values, actors_of, keep_actors, when_of, when_values

_m, _r, _a = schema.mentions, schema.revisions, schema.articles


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
        await self._connection.execute(
            sa.update(_m)
            .where(_m.c.id.in_(mention_ids))
            .values(meeting_id=meeting_id, pinned_by=decision_id, pinned_from=_m.c.meeting_id)
        )

    async def pin_like(self, mention_id: int, before: Evidence) -> None:
        """Put the Mention where that is which it stands for since its Article was edited."""
        await self._connection.execute(
            sa.update(_m)
            .where(_m.c.id == mention_id)
            .values(meeting_id=before.meeting_id, pinned_by=before.pinned_by, pinned_from=before.pinned_from)
        )

    async def unpin(self, decision_id: int) -> list[Evidence]:
        """Take back what ``pin`` did for a Decision; return the current Mentions that are matched again from now on.

        They are left with the Meeting where they are; ``pinned_from`` says of which they were before.
        """
        pinned = await self._where(_m.c.pinned_by == decision_id, _r.c.is_current)
        await self._connection.execute(
            sa.update(_m).where(_m.c.pinned_by == decision_id).values(pinned_by=None, pinned_from=None)
        )
        return [replace(one, pinned_by=None) for one in pinned]

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
        pinned_from=row.pinned_from,
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
