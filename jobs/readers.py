"""Who reads the web: a Pool each for new Sources, for what people ask, for what is due, for pages read again."""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from types import TracebackType
from typing import Self

from jobs.ingest import Read, ingest
from jobs.ingest import settle as settle_sources
from jobs.intervals import Bounds
from jobs.looking import Looked, look_at
from jobs.looking import settle as settle_looks
from jobs.pool import Pool
from jobs.preview import preview
from jobs.rereading import BEFORE_REMINDERS, Reread, reread
from jobs.rereading import settle as settle_pages
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database, Storage
from storage.models import Look, Page, Source

_PREVIEWS, _LOOKS, _SOURCES, _PAGES = 4, 4, 16, 4  # at a time; of one host, one


class Readers:
    """Read what is due: ``async with Readers(…) as readers``; what is being read at the end is read again.

    bounds  of the time between two readings of a Source
    admins  who are told of a Source that is paused
    chance  from 0 to 1, another one each time
    """

    def __init__(
        self,
        database: Database,
        web: Web,
        clock: Clock,
        *,
        bounds: Bounds | None = None,
        admins: Iterable[int] = (),
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database, self._web, self._clock = database, web, clock
        self._bounds, self._admins, self._chance = bounds or Bounds(), tuple(admins), chance
        hosts: set[str] = set()
        self.previews = Pool(
            database,
            choose=self._new_sources,
            work=self._preview,
            settle=_settle_nothing,
            places=_PREVIEWS,
            hosts=set(),  # somebody waits, and does not wait for what is read regularly
        )
        self.looks = Pool(
            database, choose=self._looks, work=self._look, settle=self._settle_looks, places=_LOOKS, hosts=set()
        )
        self.sources = Pool(
            database,
            choose=self._due_sources,
            work=self._read,
            settle=self._settle_sources,
            places=_SOURCES,
            hosts=hosts,
        )
        self.pages = Pool(
            database,
            choose=self._due_pages,
            work=self._reread,
            settle=self._settle_pages,
            places=_PAGES,
            hosts=hosts,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in (self.previews, self.looks, self.sources, self.pages):
            await pool.close()

    async def finish(self) -> None:
        """Read all that is due, and wait for it."""
        await self.previews.finish()
        await self.looks.finish()
        await self.sources.finish()
        await self.hasten_pages()
        await self.pages.finish()

    async def hasten_pages(self) -> None:
        """Have the pages read at once of meetings that somebody is reminded of soon."""
        async with self._database.transaction(in_background=True) as storage:
            await storage.pages.hasten_before_reminders(self._clock.now(), BEFORE_REMINDERS)

    async def _new_sources(self, storage: Storage, limit: int, busy: Collection[str]) -> list[Source]:
        return await storage.sources.due(self._clock.now(), new=True, limit=limit, without_hosts=busy)

    async def _looks(self, storage: Storage, limit: int, busy: Collection[str]) -> list[Look]:
        return await storage.looks.due(limit, without_hosts=busy)

    async def _due_sources(self, storage: Storage, limit: int, busy: Collection[str]) -> list[Source]:
        return await storage.sources.due(self._clock.now(), new=False, limit=limit, without_hosts=busy)

    async def _due_pages(self, storage: Storage, limit: int, busy: Collection[str]) -> list[Page]:
        return await storage.pages.due(self._clock.now(), limit=limit, without_hosts=busy)

    async def _preview(self, source: Source) -> None:
        await preview(self._database, self._web, source, self._clock)

    async def _look(self, look: Look) -> Looked:
        return await look_at(self._database, self._web, look, self._clock)

    async def _read(self, source: Source) -> Read:
        return await ingest(self._database, self._web, source, self._clock, bounds=self._bounds, chance=self._chance)

    async def _reread(self, page: Page) -> Reread:
        return await reread(self._database, self._web, page, self._clock)

    async def _settle_looks(self, storage: Storage, done: Sequence[Looked]) -> None:
        await settle_looks(storage, done, now=self._clock.now())

    async def _settle_sources(self, storage: Storage, done: Sequence[Read]) -> None:
        await settle_sources(storage, done, admins=self._admins, now=self._clock.now())

    async def _settle_pages(self, storage: Storage, done: Sequence[Reread]) -> None:
        await settle_pages(storage, done, now=self._clock.now(), chance=self._chance)


async def _settle_nothing(_storage: Storage, _done: Sequence[None]) -> None:
    """A first look keeps and tells by itself."""
