"""Whose turn it is at a host: one request at a time, and a pause between two."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from yarl import URL


class Turn:
    """One request's turn; ``pause_s``: the seconds after it until the next one's."""

    def __init__(self) -> None:
        self.pause_s = 0.0


class Turns:
    """The turns at all hosts; a host is one on all its ports, with and without "www."."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, url: URL) -> AsyncIterator[Turn]:
        """Wait for the turn at the host of ``url``, and give it on after the pause."""
        host = (url.raw_host or "").rstrip(".").removeprefix("www.")
        lock = self._locks.setdefault(host, asyncio.Lock())
        await lock.acquire()
        turn = Turn()
        try:
            yield turn
        finally:
            asyncio.get_running_loop().call_later(turn.pause_s, lock.release)
