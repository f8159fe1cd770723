"""The page of an Article that announces a meeting, read again until the meeting is past."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.diary import enter
from jobs.edits import ANOTHER_TEXT, is_still_there
from jobs.extraction.extract import extract
from jobs.intervals import page_after
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.articles import digest_of
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import SourceError
from storage.models import Article, Page, SourceKind

log = logging.getLogger(__name__)
BEFORE_REMINDERS = timedelta(minutes=10)
_LONGEST_S = 120
_WHILE_PAUSED = timedelta(days=1)


@dataclass(frozen=True)
class Reread:
    """What came of reading a page again."""

    page: Page
    patience: timedelta | None = None  # what its server asks for
    is_over: bool = False  # it is not read again


async def watch(
    storage: Storage, article: Article, article_id: int, page_digest: str, *, now: datetime, chance: float
) -> None:
    """Have the page of ``article`` read again while a meeting is ahead that it speaks of.

    page_digest  of what its page gave. Empty: it came with its whole text from elsewhere. Its page is then looked at
                 at once: what counts is how that changes from then on, and not that it has the same in other words.

    An event of a calendar has no page.
    """
    if not article.address.startswith(("http://", "https://")) or any(fact.is_diary for fact in article.facts):
        return
    dates = (await storage.pages.dates([article_id])).get(article_id, [])
    read = Page(article_id, article.address, "", "", "", "", page_digest, now, now)
    page = page_after(read, dates, now=now, chance=chance)
    if page is not None:
        reread_at = page.reread_at if page_digest else now
        await storage.pages.watch(article_id, article.address, text_digest=page_digest, now=now, reread_at=reread_at)


async def reread(database: Database, web: Web, page: Page, clock: Clock) -> Reread:
    """Read ``page`` again, and enter the Article anew where its text is another one."""
    if page.is_paused:
        return Reread(page, _WHILE_PAUSED)
    try:
        async with asyncio.timeout(_LONGEST_S):
            return Reread(await _read(database, web, page, clock))
    except SourceError as error:
        log.info("page not read", extra={"address": page.address, "reason": error.reason})
        return Reread(replace(page, failures=page.failures + 1), error.retry_after, error.is_gone)
    except TimeoutError:
        log.info("page not read", extra={"address": page.address, "reason": "it took too long"})
    except Exception:
        log.exception("page not read", extra={"address": page.address})
    return Reread(replace(page, failures=page.failures + 1))


async def settle(storage: Storage, done: Sequence[Reread], *, now: datetime, chance: Callable[[], float]) -> None:
    """Keep what came of reading some pages again, and when they are to be read next."""
    dates = await storage.pages.dates([one.page.article_id for one in done]) if done else {}
    kept = [
        None
        if one.is_over
        else page_after(one.page, dates.get(one.page.article_id, []), now=now, chance=chance(), patience=one.patience)
        for one in done
    ]
    await storage.pages.save([page for page in kept if page is not None])
    over = [one.page.article_id for one, page in zip(done, kept, strict=True) if page is None]
    if over:
        await storage.pages.forget(over)


async def _read(database: Database, web: Web, page: Page, clock: Clock) -> Page:
    reading = await read_source(
        web,
        page.address,
        SourceKind.PAGE,
        etag=page.etag,
        last_modified=page.last_modified,
        digest=page.digest,
        today=clock.now().date(),
    )
    after = replace(page, etag=reading.etag, last_modified=reading.last_modified, digest=reading.digest, failures=0)
    if reading.unchanged:
        return after
    told = reading.items[0].article
    text_digest = digest_of(told)
    if text_digest == page.text_digest:
        return after
    async with database.transaction(in_background=True) as storage:
        known = await storage.articles.get(page.article_id)
    if not is_still_there(known, told, most=True):
        raise SourceError(ANOTHER_TEXT)
    if page.text_digest:
        edited = replace(known, title=told.title, text=told.text, facts=told.facts)
        mentions = await web.children.run(extract, edited, with_held=True)
        async with database.transaction(in_background=True) as storage:
            await enter(storage, edited, now=clock.now(), mentions=mentions)
        log.info("page edited", extra={"article": page.article_id})
    return replace(after, text_digest=text_digest)
