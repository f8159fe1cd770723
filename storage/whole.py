"""A connection whose statements are done whole, or not at all, when who asks for them is cancelled.

aiosqlite works in a thread that goes on all the same: a cancelled statement leaves its transaction open, and all others
locked out until its cursor is collected; a cancelled connect leaves a connection that nobody closes.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class WholeConnection(AsyncConnection):
    """An AsyncConnection that heeds a cancellation between two statements."""

    async def start(self, is_ctxmanager: bool = False) -> Self:
        """Connect; where it is cancelled meanwhile, close again."""
        try:
            await _whole(super().start(is_ctxmanager))
        except asyncio.CancelledError:
            if self.sync_connection is not None:
                await self.close()
            raise
        return self

    async def execute(self, *args: Any, **kwargs: Any) -> Any:
        """Execute a statement, as AsyncConnection does."""
        return await _whole(super().execute(*args, **kwargs))

    async def commit(self) -> None:
        """Commit, as AsyncConnection does."""
        await _whole(super().commit())

    async def close(self) -> None:
        """Undo what was not committed, and give the connection back."""
        await _whole(super().close())


async def _whole(work: Coroutine[Any, Any, T]) -> T:
    """Return what ``work`` returns; a cancellation meanwhile is heeded when it is done."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # looked at, though nobody is there to be told
        raise
