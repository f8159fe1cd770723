"""Pages: those of Articles that announce a meeting, read again until it is past."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.articles import stored_key
from storage.hosts import host_of
from storage.marks import mark, set_mark
from storage.models import DeliveryKind, DeliveryState, Page, SourceState, Status, When
from storage.rows import insert, when_of

_t, _a = schema.pages, schema.articles
_MARK = "pages read before reminders"
_OF_A_READING = ("etag", "last_modified", "digest", "text_digest", "read_at", "reread_at", "failures")


class Pages:
    """The Pages of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def watch(
        self, article_id: int, address: str, *, text_digest: str = "", now: datetime, reread_at: datetime
    ) -> None:
        """Read the Article's page again at ``reread_at``; one that is watched already is read as it was to be.

        text_digest  of the Article as its page gave it; empty: it came otherwise
        """
        values = {"article_id": article_id, "host": host_of(address), "text_digest": text_digest}
        watching = insert(self._connection, _t).values(values | {"read_at": now, "reread_at": reread_at})
        await self._connection.execute(watching.on_conflict_do_nothing())

    async def due(self, now: datetime, *, limit: int = 20, without_hosts: Collection[str] = ()) -> list[Page]:
        """Return at most ``limit`` Pages that are to be read again, the longest overdue first.

        without_hosts  hosts that have to wait
        """
        due = (
            sa.select(_t)
            .where(_t.c.reread_at <= now, _t.c.host.not_in(without_hosts))
            .order_by(_t.c.reread_at)
            .limit(limit)
            .subquery()
        )
        is_paused = sa.func.coalesce(schema.sources.c.state == SourceState.PAUSED, sa.false()).label("is_paused")
        found = await self._connection.execute(
            sa.select(due, _a.c.address, is_paused)
            .join(_a, _a.c.id == due.c.article_id)
            .outerjoin(schema.sources, schema.sources.c.id == _a.c.source_id)
            .order_by(due.c.reread_at)
        )
        return [_page(row) for row in found]

    async def dates(self, article_ids: Iterable[int]) -> dict[int, list[When]]:
        """Return when the Meetings are that the Articles speak of now, by the id of the Article."""
        meetings, mentions, revisions = schema.meetings, schema.mentions, schema.revisions
        found = await self._connection.execute(
            sa.select(revisions.c.article_id, meetings)
            .join(mentions, mentions.c.revision_id == revisions.c.id)
            .join(meetings, meetings.c.id == mentions.c.meeting_id)
            .where(
                revisions.c.article_id.in_(list(article_ids)),
                revisions.c.is_current,
                meetings.c.status != Status.RETRACTED,
            )
        )
        dates: dict[int, list[When]] = {}
        for row in found:
            dates.setdefault(row.article_id, []).append(when_of(row))
        return dates

    async def save(self, pages: Sequence[Page]) -> None:
        """Keep how the readings of ``pages`` went."""
        if not pages:
            return
        values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in _OF_A_READING}
        rows = [
            {"page_id": one.article_id} | {f"new_{name}": getattr(one, name) for name in _OF_A_READING} for one in pages
        ]
        await self._connection.execute(
            sa.update(_t).where(_t.c.article_id == sa.bindparam("page_id")).values(values), rows
        )

    async def forget(self, article_ids: Iterable[int]) -> None:
        """Read the pages of these Articles no more."""
        await self._connection.execute(sa.delete(_t).where(_t.c.article_id.in_(list(article_ids))))

    async def hasten(self, keys: Iterable[str], now: datetime) -> None:
        """Read the pages of the Articles with these keys again at once, where they are watched."""
        ids = sa.select(_a.c.id).where(_a.c.key.in_([stored_key(key) for key in keys]))
        await self._hasten(ids, now)

    async def hasten_before_reminders(self, now: datetime, ahead: timedelta) -> None:
        """Read again at once what speaks of the Meetings that somebody is reminded of within ``ahead``.

        For each reminder once, and no page that was read within that time. Those of which a reminder is planned later
        than that were just read, or the chat has just asked for it.
        """
        until = now + ahead
        since = max(await mark(self._connection, _MARK) or now, now)
        if since >= until:
            return
        owed, meetings, mentions, revisions = schema.deliveries, schema.meetings, schema.mentions, schema.revisions
        subjects = sa.select(owed.c.subject).where(
            owed.c.state == DeliveryState.PLANNED,
            owed.c.kind == DeliveryKind.REMINDER,
            owed.c.due_at > since,
            owed.c.due_at <= until,
        )
        ids = (
            sa.select(revisions.c.article_id)
            .join(mentions, mentions.c.revision_id == revisions.c.id)
            .join(meetings, meetings.c.id == mentions.c.meeting_id)
            .where(revisions.c.is_current, meetings.c.uid.in_(subjects))
        )
        await self._hasten(ids, now, read_by=now - ahead)
        await set_mark(self._connection, _MARK, until)

    async def _hasten(self, article_ids: sa.Select[Any], now: datetime, *, read_by: datetime | None = None) -> None:
        await self._connection.execute(
            sa.update(_t)
            .where(_t.c.article_id.in_(article_ids), _t.c.reread_at > now, _t.c.read_at <= (read_by or now))
            .values(reread_at=now)
        )


def _page(row: sa.Row[Any]) -> Page:
    values = row._asdict()
    values["is_paused"] = bool(values["is_paused"])
    return Page(**values)
