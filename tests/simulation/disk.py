"""Real SQLite without threads: statements run in the loop, wait for the lock in virtual time, and may fail or crash."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import Any, Self
from unittest.mock import patch

from sqlalchemy.ext.asyncio import AsyncConnection

from .power import RUNNING, Power

_PATIENCE_S = 10.0  # the product's busy_timeout
_PASSED_OVER = re.compile(r"PRAGMA (synchronous|busy_timeout)")  # a crash of the program shows no difference
_ON_CONFLICT = re.compile(r"ON CONFLICT.*", re.DOTALL)


class Disk:
    """The files of the simulated machine.

    chance   decides where a statement lets others go first
    is_busy  how long another program keeps the database now, in seconds; asked at each transaction
    """

    def __init__(self, chance: Random, is_busy: Callable[[], float]) -> None:
        self.chance, self.is_busy = chance, is_busy
        self.lock = asyncio.Lock()
        self.drops_conflicts = False  # a mutation: rows are inserted as if no key were unique

    @contextmanager
    def inserted(self) -> Iterator[None]:
        """Let aiosqlite, and so the product, stand on this."""
        without_threads = AsyncConnection  # a statement is whole by itself
        with (
            patch("aiosqlite.connect", self._connect),
            patch("storage.database.WholeConnection", without_threads),
        ):
            yield

    async def _connecting(self, path: str, arguments: dict[str, Any]) -> "_Connection":
        arguments = {name: value for name, value in arguments.items() if name == "uri"}
        raw = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512, **arguments)
        return _Connection(self, raw, RUNNING.get())

    def _connect(self, path: str, **arguments: Any) -> Any:
        opened = self._connecting(path, arguments)
        return _Opening(opened)


class _Opening:
    """A connection that is awaited, with the thread that SQLAlchemy expects it to have."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened
        self._thread = SimpleNamespace(daemon=True)

    def __await__(self) -> Any:
        return self._opened.__await__()


class _Connection:
    """What SQLAlchemy needs of an aiosqlite connection."""

    isolation_level: str | None = None

    def __init__(self, disk: Disk, raw: sqlite3.Connection, power: Power | None) -> None:
        self.disk, self.power = disk, power
        self._conn = raw
        self._has_lock = False
        self._tx = SimpleNamespace(put_nowait=lambda pair: pair[0].set_result(pair[1]()))
        if power is not None:
            power.cut_with.append(self)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._conn

    def cursor(self, **_: Any) -> "_Cursor":
        return _Cursor(self, self._conn.cursor())

    async def execute(self, statement: str) -> None:
        await self.run(self._conn.cursor().execute, statement)

    async def create_function(self, *arguments: Any, **more: Any) -> None:
        self._conn.create_function(*arguments, **more)

    async def commit(self) -> None:
        await self._step()
        if self._conn.in_transaction:
            self._conn.execute("COMMIT")
        self._release()
        await self._step()

    async def rollback(self) -> None:
        if self.power is None or self.power.is_on:
            self._undo()

    async def close(self) -> None:
        if self.power is None or self.power.is_on:
            self.stop()

    def stop(self) -> None:
        self.cut()
        if self.power is not None and self in self.power.cut_with:
            self.power.cut_with.remove(self)

    def cut(self) -> None:
        """Close as a crash does: what was not committed is undone."""
        self._conn.close()
        self._release()

    async def run(self, work: Callable[..., Any], statement: str, *values: Any) -> Any:
        """Do ``work`` with ``statement``, when it is this connection's turn."""
        if _PASSED_OVER.match(statement):
            return None
        await self._step()
        if self.disk.chance.random() < 0.1:
            await asyncio.sleep(self.disk.chance.choice((0, 0.001, 0.02)))
            await self._step(0)
        if statement.startswith("BEGIN"):
            await self._take_lock()
        if self.disk.drops_conflicts and "INSERT INTO deliveries" in statement:
            kept = _ON_CONFLICT.sub("", statement)
            number = kept.count("?")
            return work(kept, *(value[:number] if isinstance(value, tuple) else value for value in values))
        return work(statement, *values)

    async def _step(self, steps: int = 1) -> None:
        if self.power is not None:
            if steps:
                await self.power.step()
            elif not self.power.is_on:
                raise asyncio.CancelledError

    async def _take_lock(self) -> None:
        busy_s = self.disk.is_busy() if self.power is not None else 0
        if busy_s:
            await asyncio.sleep(min(busy_s, _PATIENCE_S))
        if busy_s < _PATIENCE_S:
            try:
                async with asyncio.timeout(_PATIENCE_S - busy_s):
                    await self.disk.lock.acquire()
            except TimeoutError:
                pass
            else:
                self._has_lock = True
                return
        raise sqlite3.OperationalError("database is locked")

    def _undo(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")
        self._release()

    def _release(self) -> None:
        if self._has_lock:
            self._has_lock = False
            self.disk.lock.release()


class _Cursor:
    """What SQLAlchemy needs of an aiosqlite cursor."""

    def __init__(self, connection: _Connection, raw: sqlite3.Cursor) -> None:
        self._connection, self._raw = connection, raw
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> Any:
        return self._raw.description

    @property
    def rowcount(self) -> int:
        return self._raw.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._raw.lastrowid

    async def execute(self, statement: str, values: Any = ()) -> Any:
        return await self._connection.run(self._raw.execute, statement, values)

    async def executemany(self, statement: str, values: Iterable[Any]) -> Any:
        return await self._connection.run(self._raw.executemany, statement, values)

    async def fetchall(self) -> list[Any]:
        return self._raw.fetchall()

    async def close(self) -> None:
        self._raw.close()
