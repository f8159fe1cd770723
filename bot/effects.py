"""The one transaction of an update: what it changes and what it is answered are committed together, or not at all."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from storage.database import Database, Storage


class Effects:
    """A Database's ``transaction`` for the handler of one update: begun when first asked for, and shared from then on.

    While it lasts nobody else may write on SQLite: nothing is asked of the network in between.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open = AsyncExitStack()
        self._storage: Storage | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Storage]:
        """Give the Storage of the transaction, which any exception undoes; its end is not yet the commit.

        Raises StorageError where the database fails.
        """
        if self._storage is None:
            self._storage = await self._open.enter_async_context(self._database.transaction())
        try:
            yield self._storage
        except BaseException as error:
            await self._end(error)
            raise

    async def commit(self) -> None:
        """Commit what was done; raises StorageError where the database fails."""
        await self._end(None)

    async def undo(self) -> None:
        """Undo what was done since the last commit."""
        if self._storage is not None:
            await self._end(_UndoneError())

    async def _end(self, error: BaseException | None) -> None:
        self._storage = None
        await self._open.__aexit__(type(error) if error else None, error, None)


class _UndoneError(Exception):
    """Nothing went wrong; the transaction is to be undone."""
