"""Looks: what people asked to have looked at once, and what was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.hosts import host_of
from storage.models import Belief, Chat, Look, LookFor, LookState, When

_t = schema.looks
_ALONE = "look "  # and its id: what stands for the host of one that asks none
_OPEN = (LookState.ASKED, LookState.WANTED)


@dataclass(frozen=True)
class Announced:
    """A meeting as a Look found it, with the sentence that announces it."""

    belief: Belief
    quote: str
    meeting_id: int | None = None  # of the Meeting that it is, where the diary has that already
    known: When | None = None  # when that is, as the diary has it


ANNOUNCED = TypeAdapter(list[Announced])  # to JSON and back


class Asked(NamedTuple):
    """How much was asked."""

    lately: int  # by one person
    waiting: int  # of these, not answered yet
    waiting_in_all: int  # by anybody


class Looks:
    """The Looks of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(
        self,
        chat: Chat,
        user_id: int,
        purpose: LookFor,
        *,
        address: str = "",
        content: bytes = b"",
        name: str = "",
        origin: str = "",
        outlet: str = "",
        published_at: datetime | None = None,
        source_id: int | None = None,
        may_keep: bool = False,
        now: datetime,
    ) -> int:
        """Ask for a Look, to be answered in ``chat``; return its id."""
        added = await self._connection.execute(
            sa.insert(_t)
            .values(
                asked_at=now,
                chat_id=chat.chat_id,
                topic_id=chat.topic_id,
                user_id=user_id,
                purpose=purpose,
                state=LookState.ASKED,
                address=address,
                host="" if content else host_of(address),
                content=content,
                name=name,
                origin=origin,
                outlet=outlet,
                published_at=published_at,
                source_id=source_id,
                may_keep=may_keep,
            )
            .returning(_t.c.id)
        )
        return int(added.scalar_one())

    async def due(self, limit: int, *, without_hosts: Collection[str] = ()) -> list[Look]:
        """Return at most ``limit`` Looks that were not answered yet, or whose finds are to be kept, the oldest first.

        without_hosts  hosts that have to wait
        """
        found = await self._connection.execute(
            sa.select(_t)
            .where(_t.c.state.in_(_OPEN), _t.c.id.not_in(_numbers(without_hosts)), _t.c.host.not_in(without_hosts))
            .order_by(_t.c.id)
            .limit(limit)
        )
        return [_look(row) for row in found]

    async def asked(self, user_id: int, since: datetime) -> Asked:
        """Return how much was asked ``since`` then, and waits."""
        is_open = _t.c.state == LookState.ASKED
        mine = sa.select(sa.func.count(), sa.func.count().filter(is_open)).where(
            _t.c.user_id == user_id, _t.c.asked_at > since
        )
        lately, waiting = (await self._connection.execute(mine)).one()
        in_all = await self._connection.scalar(sa.select(sa.func.count()).select_from(_t).where(is_open))
        return Asked(lately, waiting, in_all or 0)

    async def want(self, look_id: int) -> bool:
        """Have what was found kept; return False where that cannot be asked for, or was."""
        return await self._turn(look_id, LookState.SHOWN, LookState.WANTED)

    async def settle(self, look: Look, state: LookState, found: Sequence[Any] | None = None) -> bool:
        """Note that ``look`` was worked on, and what it found; return False where it stands otherwise by now."""
        return await self._turn(look.id, look.state, state, found)

    async def forget(self, before: datetime) -> int:
        """Forget what was asked ``before`` then; return how many."""
        return (await self._connection.execute(sa.delete(_t).where(_t.c.asked_at < before))).rowcount

    async def _turn(self, look_id: int, old: LookState, new: LookState, found: Sequence[Any] | None = None) -> bool:
        values: dict[str, Any] = {"state": new} | ({} if found is None else {"found": list(found)})
        done = await self._connection.execute(sa.update(_t).where(_t.c.id == look_id, _t.c.state == old).values(values))
        return done.rowcount == 1


def _numbers(hosts: Collection[str]) -> list[int]:
    """Return the ids of those Looks that ask no host, and are named among the hosts by themselves."""
    return [int(name.removeprefix(_ALONE)) for name in hosts if name.startswith(_ALONE)]


def _look(row: sa.Row[Any]) -> Look:
    return Look(**row._asdict() | {"found": tuple(row.found), "host": row.host or f"{_ALONE}{row.id}"})
