"""Leases: who runs which part of Daybook on this database, with a deadline."""

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.rows import insert

LEASE = timedelta(seconds=90)  # longer than an answer of Telegram's is awaited, and twice its renewal
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_t = schema.leases


def this_process() -> str:
    """Return the name under which this process holds a lease: "host:process id"."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Held(NamedTuple):
    """A lease that is held: a part of Daybook that runs."""

    name: str
    holder: str
    since_at: datetime | None  # None: not known
    crashes: int  # in a row, before it


class Leases:
    """The leases of one transaction. They are kept in the machine's own time, not a rehearsal's."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, name: str, holder: str, now: datetime, *, renews: bool = False) -> str | None:
        """Take the lease ``name`` for LEASE; return None, or who holds it instead.

        A holder on this machine whose process is gone holds nothing. Taken from one that did not release it, the
        lease counts a crash; that one may have had the same name, as in a container that was started again.

        renews  it is this holder's already, as far as that knows
        """
        values = {"holder": holder, "until_at": now + LEASE}
        fresh = insert(self._connection, _t).values(values | {"name": name, "since_at": now}).on_conflict_do_nothing()
        if (await self._connection.execute(fresh)).rowcount:
            return None
        present = (await self._connection.execute(sa.select(_t).where(_t.c.name == name).with_for_update())).one()
        if present.holder != holder and present.until_at > now and _is_alive(present.holder):
            return str(present.holder)
        if present.holder != holder or not renews:
            values |= {"since_at": now, "crashes": present.crashes + 1}
        await self._connection.execute(sa.update(_t).where(_t.c.name == name).values(values))
        return None

    async def crashes(self, name: str) -> int:
        """Return how many holders in a row ended without releasing the lease."""
        return await self._connection.scalar(sa.select(_t.c.crashes).where(_t.c.name == name)) or 0

    async def forget_crashes(self, name: str, holder: str) -> None:
        """Note that this holder goes well."""
        await self._connection.execute(sa.update(_t).where(_t.c.name == name, _t.c.holder == holder).values(crashes=0))

    async def lasts(self, name: str, holder: str, until: datetime) -> bool:
        """Return whether nobody else may have the lease before then; nobody takes it before this transaction ends."""
        found = await self._connection.execute(sa.select(_t).where(_t.c.name == name).with_for_update(read=True))
        present = found.first()
        return present is None or (present.holder == holder and present.until_at >= until)

    async def turn(self, name: str) -> None:
        """Wait until no other transaction has the turn ``name``; it is this one's until its end.

        For what looks before it writes. On SQLite every transaction is alone from its beginning.
        """
        if self._connection.dialect.name == "sqlite":
            return
        row = {"name": name, "holder": "", "until_at": _LONG_AGO}  # it is nobody's for any length of time
        await self._connection.execute(insert(self._connection, _t).values(row).on_conflict_do_nothing())
        await self._connection.execute(sa.select(_t.c.name).where(_t.c.name == name).with_for_update())

    async def release(self, name: str, holder: str) -> None:
        """Give up the lease, where it is this holder's; its crashes are forgotten."""
        await self._connection.execute(sa.delete(_t).where(_t.c.name == name, _t.c.holder == holder))

    async def held(self, now: datetime) -> list[Held]:
        """Return the leases that are held, by their names."""
        found = await self._connection.execute(sa.select(_t).where(_t.c.until_at > now).order_by(_t.c.name))
        return [Held(row.name, row.holder, row.since_at, row.crashes) for row in found]


def _is_alive(holder: str) -> bool:
    """Return False only where ``holder`` is a process of this machine that is gone."""
    host, _, process = holder.rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
