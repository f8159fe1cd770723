"""Sources: what is read regularly, and how it went."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.errors import NotFoundError
from storage.hosts import host_of
from storage.models import Source, SourceKind, SourceState, Tier
from storage.rows import insert

_t = schema.sources
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_OF_A_READING = (  # the columns that a reading leaves otherwise
    *("state", "etag", "last_modified", "digest", "next_read_at", "last_read_at", "last_new_at"),
    *("failures", "error", "failing_at", "moved_to", "moved_seen"),
)


def _due(*states: SourceState, is_first_look: bool = False) -> sa.Select[Any]:
    """Return the Sources in one of ``states`` that are due ``now``, not of one of ``hosts``, ``most`` of them."""
    each = [
        sa.select(_t)
        .where(_t.c.state == state, _t.c.next_read_at <= sa.bindparam("now"))
        .where(_t.c.host.not_in(sa.bindparam("hosts", expanding=True)))
        .where(*([_t.c.last_read_at.is_(None)] if is_first_look else []))
        .order_by(_t.c.next_read_at, _t.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .subquery()
        for state in states
    ]  # one stretch of the index each
    every = sa.union_all(*(sa.select(one) for one in each)).subquery()
    return sa.select(every).order_by(every.c.next_read_at, every.c.id).limit(sa.bindparam("most", type_=sa.Integer))


# What is asked for with every few readings is put together once.
_DUE = _due(SourceState.READING, SourceState.FAILING)
_FIRST_LOOKS_DUE = _due(SourceState.NEW, is_first_look=True)
_SAVING = (
    sa.update(_t)
    .where(_t.c.id == sa.bindparam("source_id"), _t.c.state != SourceState.PAUSED)
    .values({name: sa.bindparam(f"new_{name}") for name in (*_OF_A_READING, "interval_s")})
)


@dataclass(frozen=True)
class Listed:
    """A Source that a list names."""

    address: str
    title: str
    kind: SourceKind
    tier: Tier


@dataclass(frozen=True)
class Brought:
    """What a Source has brought so far."""

    articles: int = 0
    meetings: int = 0  # of which its Articles speak now, those included that others speak of, too


class Sources:
    """The Sources of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, address: str, *, added_by: int | None, topic_id: int = 0, now: datetime) -> tuple[Source, bool]:
        """Return the Source at ``address`` and whether it was not known before.

        A new one is in state ``new`` and due at once: its first look is a preview for the chat ``added_by``.
        """
        new = _new(address, now) | {"added_by": added_by, "added_in_topic": topic_id}
        adding = insert(self._connection, _t).values(new).on_conflict_do_nothing()
        added = await self._connection.execute(adding)
        found = await self._connection.execute(sa.select(_t).where(_t.c.address == address))
        return _source(found.one()), added.rowcount == 1

    async def add_all(self, listed: Sequence[Listed], *, now: datetime) -> int:
        """Read at once and regularly what a list names; return how many of it were not read before.

        What waits for its admin is confirmed by that.
        """
        known = await self.known(one.address for one in listed)
        rows = [
            _new(one.address, now)
            | {"title": one.title, "kind": one.kind, "tier": one.tier, "state": SourceState.READING}
            for one in listed
            if one.address not in known
        ]
        if rows:
            adding = insert(self._connection, _t)
            confirming = adding.on_conflict_do_update(
                index_elements=["address"],
                set_={
                    "state": SourceState.READING,
                    "next_read_at": now,
                    "kind": sa.case((_t.c.last_read_at.is_(None), adding.excluded.kind), else_=_t.c.kind),
                },
                where=_t.c.state == SourceState.NEW,
            )
            await self._connection.execute(confirming, rows)
        return len(rows)

    async def known(self, addresses: Iterable[str]) -> set[str]:
        """Return those of ``addresses`` at which there is a Source, and not one that waits for its admin."""
        is_known = _t.c.state != SourceState.NEW, _t.c.address.in_(list(addresses))
        found = await self._connection.scalars(sa.select(_t.c.address).where(*is_known))
        return set(found)

    async def get(self, source_id: int) -> Source:
        """Return the Source; raises NotFoundError."""
        found = (await self._connection.execute(sa.select(_t).where(_t.c.id == source_id))).one_or_none()
        if found is None:
            raise NotFoundError("source", source_id)
        return _source(found)

    async def has(self, source_id: int) -> bool:
        """Return whether there is such a Source: it may have been removed while it was read."""
        return await self._connection.scalar(sa.select(_t.c.id).where(_t.c.id == source_id)) is not None

    async def at(self, address: str) -> Source | None:
        """Return the Source with this address; None where there is none."""
        found = (await self._connection.execute(sa.select(_t).where(_t.c.address == address))).one_or_none()
        return None if found is None else _source(found)

    async def listed(self, words: Sequence[str] = (), *, offset: int = 0, limit: int | None = None) -> list[Source]:
        """Return the Sources that ``words`` fit, the oldest first; without words every one.

        words  a state, a kind, a tier, its number, or what is in the title or the address; each has to fit
        """
        listing = sa.select(_t).where(*map(_fits, words)).order_by(_t.c.id).offset(offset).limit(limit)
        return [_source(row) for row in await self._connection.execute(listing)]

    async def count(self, words: Sequence[str] = ()) -> dict[SourceState, int]:
        """Return how many Sources that ``words`` fit are in each state that any is in."""
        counting = sa.select(_t.c.state, sa.func.count()).where(*map(_fits, words)).group_by(_t.c.state)
        return {row[0]: row[1] for row in await self._connection.execute(counting)}

    async def brought(self, source_ids: Collection[int]) -> dict[int, Brought]:
        """Return what each of the Sources has brought, by its id."""
        a, r, m = schema.articles, schema.revisions, schema.mentions
        meetings = (
            sa.select(a.c.source_id, sa.func.count(m.c.meeting_id.distinct()).label("meetings"))
            .join(r, sa.and_(r.c.article_id == a.c.id, r.c.is_current))
            .join(m, m.c.revision_id == r.c.id)
            .where(a.c.source_id.in_(source_ids))
            .group_by(a.c.source_id)
            .subquery()
        )
        found = await self._connection.execute(
            sa.select(a.c.source_id, sa.func.count(), sa.func.max(sa.func.coalesce(meetings.c.meetings, 0)))
            .outerjoin(meetings, meetings.c.source_id == a.c.source_id)
            .where(a.c.source_id.in_(source_ids))
            .group_by(a.c.source_id)
        )
        return dict.fromkeys(source_ids, Brought()) | {row[0]: Brought(row[1], row[2]) for row in found}

    async def due(
        self, now: datetime, *, new: bool, limit: int = 20, without_hosts: Collection[str] = ()
    ) -> list[Source]:
        """Return at most ``limit`` Sources that are due, the longest overdue first.

        new            True: new ones, due until their first look, after which they wait for their admin; False: those
                       that are read regularly
        without_hosts  hosts that have to wait
        """
        asked = {"now": now, "hosts": list(without_hosts), "most": limit}
        found = await self._connection.execute(_FIRST_LOOKS_DUE if new else _DUE, asked)
        return [_source(row) for row in found]

    async def save(self, sources: Sequence[Source]) -> None:
        """Keep how the readings of ``sources`` went; nothing of one that was paused or removed meanwhile."""
        if not sources:
            return
        rows = [
            {"source_id": one.id, "new_interval_s": int(one.interval.total_seconds())}
            | {f"new_{name}": getattr(one, name) for name in _OF_A_READING}
            for one in sources
        ]
        await self._connection.execute(_SAVING, rows)

    async def all_fail(self) -> bool:
        """Return whether there are several Sources and none of them can be read."""
        reading, failing = _t.c.state == SourceState.READING, _t.c.state == SourceState.FAILING
        counts = sa.select(sa.func.count().filter(reading), sa.func.count().filter(failing)).select_from(_t)
        found = (await self._connection.execute(counts)).one()
        return bool(found[0] == 0 and found[1] > 1)

    async def pause(self, source_id: int) -> None:
        """Do not read the Source until it is resumed; raises NotFoundError."""
        await self.get(source_id)
        await self.update(source_id, state=SourceState.PAUSED)

    async def resume(self, source_id: int, now: datetime) -> None:
        """Read the Source at once and regularly again, its failures forgotten; raises NotFoundError."""
        await self.get(source_id)
        await self.update(source_id, state=SourceState.READING, next_read_at=now, failures=0, failing_at=None, error="")

    async def move(self, source_id: int, address: str) -> Source | None:
        """Read the Source at ``address`` from now on.

        Where that is another Source already the two become it, with the Articles of both: that one is returned.
        """
        other = await self.at(address)
        if other is None or other.id == source_id:
            values = {"address": address, "host": host_of(address), "moved_to": "", "moved_seen": 0}
            await self.update(source_id, **values)
            return None
        articles = schema.articles
        await self._connection.execute(
            sa.update(articles).where(articles.c.source_id == source_id).values(source_id=other.id)
        )
        await self.remove(source_id)
        return other

    async def update(self, source_id: int, **values: Any) -> None:
        """Set columns of the Source, by their names in the schema; nothing where it is gone."""
        await self._connection.execute(sa.update(_t).where(_t.c.id == source_id).values(**values))

    async def remove(self, source_id: int) -> None:
        """Forget the Source; what it brought stays."""
        await self._connection.execute(sa.delete(_t).where(_t.c.id == source_id))


def _new(address: str, now: datetime) -> dict[str, Any]:
    """Return the columns of a Source that nobody has looked at."""
    return {
        "address": address,
        "kind": SourceKind.FEED,  # until the first look says what it is
        "title": "",
        "language": "en",
        "tier": Tier.OTHER,
        "state": SourceState.NEW,
        "added_by": None,
        "added_in_topic": 0,
        "added_at": now,
        "etag": "",
        "last_modified": "",
        "next_read_at": now,
        "failures": 0,
        "error": "",
        "host": host_of(address),
    }


def _fits(word: str) -> sa.ColumnElement[bool]:
    """Return whether one word fits a Source."""
    for column, words in ((_t.c.state, SourceState), (_t.c.kind, SourceKind), (_t.c.tier, Tier)):
        if word in list(words):
            return column == word
    named = _t.c.title.icontains(word, autoescape=True) | _t.c.address.icontains(word, autoescape=True)
    return named | (_t.c.id == int(word)) if _NUMBER.fullmatch(word) else named


def _source(row: sa.Row[Any]) -> Source:
    values = row._asdict()
    return Source(interval=timedelta(seconds=values.pop("interval_s")), **values)
