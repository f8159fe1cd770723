"""One Source, start to end: only the order of steps."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.diary import enter
from jobs.sources.records import Item, Reading
from jobs.sources.registry import read_page, read_source
from jobs.sources.web import Web
from storage.clock import Clock
from storage.database import Database
from storage.errors import DaybookError, SourceError
from storage.models import Article, Source, SourceState

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True)
class Ingested:
    """What one reading brought."""

    articles: int  # new or changed
    meetings: tuple[int, ...]  # the ids of those they speak of, each once


async def ingest(database: Database, web: Web, source: Source, clock: Clock) -> None:
    """Read ``source`` once and enter what is new; what goes wrong is kept on the Source and tried again later.

    Its first reading fills history silently: no alert, and one notice to the chat that added it.
    """
    try:
        reading = await read_source(
            web,
            source.address,
            source.kind,
            etag=source.etag,
            last_modified=source.last_modified,
            today=clock.now().date(),
        )
        articles = await new_articles(database, web, reading, clock.now())
    except SourceError as error:
        await _note_failure(database, source, error, clock.now())
        return
    is_first = source.last_new_at is None
    brought = await enter_all(database, articles, clock, source=source, alerts=not is_first)
    await _note_success(database, source, reading, brought, clock.now())
    log.info(
        "source read", extra={"source": source.id, "articles": brought.articles, "meetings": len(brought.meetings)}
    )


async def new_articles(database: Database, web: Web, reading: Reading, now: datetime) -> list[Article]:
    """Return the Articles of ``reading``, oldest first, whole where the source has only summaries of them.

    One whose page was read before is left out; one whose page cannot be read stands with its summary.
    """
    async with database.transaction() as storage:
        known = await storage.articles.known([item.article.key for item in reading.items])
    articles = [
        await whole(web, item, now) for item in reading.items if not (item.needs_page and item.article.key in known)
    ]
    return sorted(articles, key=lambda article: article.published)


async def whole(web: Web, item: Item, now: datetime) -> Article:
    """Return the Article of ``item`` with its full text where it can be had, else as it is."""
    if not item.needs_page:
        return item.article
    try:
        page = await read_page(web, item.article.address, now.date())
    except SourceError as error:
        log.info("page not read", extra={"address": item.article.address, "reason": error.reason})
        return item.article
    return replace(item.article, text=page.text)


async def enter_all(
    database: Database, articles: Sequence[Article], clock: Clock, *, source: Source | None = None, alerts: bool = True
) -> Ingested:
    """Enter ``articles`` into the diary, each in a transaction of its own: a bug in one leaves the others."""
    entered, meetings = 0, dict[int, None]()
    for article in articles:
        try:
            async with database.transaction() as storage:
                found = await enter(
                    storage, article, now=clock.now(), source_id=source.id if source else None, alerts=alerts
                )
        except DaybookError:
            raise
        except Exception:
            log.exception("article not entered", extra={"key": article.key})
            continue
        if found is not None:
            entered += 1
            meetings |= dict.fromkeys(found)
    return Ingested(entered, tuple(meetings))


async def _note_success(database: Database, source: Source, reading: Reading, brought: Ingested, now: datetime) -> None:
    is_first = source.last_new_at is None
    async with database.transaction() as storage:
        await storage.sources.update(
            source.id,
            state=SourceState.READING,
            etag=reading.etag,
            last_modified=reading.last_modified,
            next_read_at=now + EVERY,
            last_read_at=now,
            last_new_at=now if brought.articles or is_first else source.last_new_at,
            failures=0,
            error="",
        )
        if is_first and source.added_by is not None:
            body: dict[str, object] = {
                "kind": "added",
                "source_id": source.id,
                "title": source.title,
                "articles": brought.articles,
                "meetings": len(brought.meetings),
            }
            await storage.deliveries.owe_notice(source.added_by, f"source:{source.id}", body, revision=1, now=now)


async def _note_failure(database: Database, source: Source, error: SourceError, now: datetime) -> None:
    pause = min(EVERY * 2**source.failures, _LONGEST_PAUSE) if source.failures < 10 else _LONGEST_PAUSE  # noqa: PLR2004 - by then the power is past the longest pause
    async with database.transaction() as storage:
        await storage.sources.update(
            source.id,
            state=SourceState.FAILING,
            next_read_at=now + pause,
            last_read_at=now,
            failures=source.failures + 1,
            error=error.reason,
        )
    log.warning("source failed", extra={"source": source.id, "reason": error.reason})
