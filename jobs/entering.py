"""What a Source or a person gave, into the diary: Items, their pages and what they say."""

import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from jobs.diary import enter
from jobs.edits import ANOTHER_TEXT, is_still_there
from jobs.extraction.extract import extract
from jobs.full_text import with_page
from jobs.rereading import watch
from jobs.sources.records import Item
from jobs.sources.tiers import tier_of_article
from jobs.sources.web.client import Web
from storage.articles import Known, digest_of
from storage.clock import Clock
from storage.database import Database
from storage.errors import SourceError, StorageError
from storage.models import Article, Mention, Source, SourceKind

log = logging.getLogger(__name__)
_PAGES = 50  # asked for in one reading; the others in the next


@dataclass
class Entered:
    """What came of some Items so far."""

    articles: int = 0  # new or changed
    meetings: dict[int, None] = field(default_factory=dict)  # the ids of those they speak of, each once
    pages_owed: int = 0  # of articles that are in as summaries, or not at all
    failures: list[Exception] = field(default_factory=list)  # each with one article

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left that another reading of the same Items may bring."""
        return not self.pages_owed and not any(isinstance(one, StorageError) for one in self.failures)


async def enter_items(
    database: Database,
    web: Web,
    items: Iterable[Item],
    clock: Clock,
    *,
    source: Source | None = None,
    alerts: bool = True,
    chance: Callable[[], float] = random.random,
) -> Entered:
    """Enter ``items`` into the diary, oldest first, each as soon as its page is here.

    What was read before just so costs one look for all. An Article whose page cannot be read now is entered as its
    summary; the page is asked for again for a day. Each has a transaction of its own, for which nothing is computed
    that can be computed before: a bug with one is logged whole and leaves the others. Nothing more is entered of a
    Source that was removed meanwhile.

    Raises SourceError where a page that announces a meeting has another text altogether.
    """
    entered, pages = Entered(), 0
    for item, is_edit in await _news(database, items, clock.now()):
        if item.needs_page:
            pages += 1
            if pages > _PAGES:
                entered.pages_owed += 1
                continue
        whole = await with_page(web, item, clock.now().date())
        entered.pages_owed += whole.needs_page
        article = replace(whole.article, tier=tier_of_article(whole.article.address, source))
        if is_edit and source is not None and source.kind is SourceKind.PAGE:
            await _check_is_edit(database, article)
        try:
            mentions = await read_mentions(web, article)
            async with database.transaction(in_background=True) as storage:
                if source is not None and not await storage.sources.has(source.id):
                    log.info("source removed while it was read", extra={"source": source.id})
                    break
                found = await enter(
                    storage,
                    article,
                    now=clock.now(),
                    source_id=source.id if source else None,
                    is_whole=not whole.needs_page,
                    alerts=alerts and (is_edit or not _is_history(article, source)),
                    given=digest_of(item.article),
                    mentions=mentions,
                )
                if found and not whole.needs_page:
                    speaking = next(iter(found.values()))[0].article_id
                    await watch(storage, article, speaking, whole.page_digest, now=clock.now(), chance=chance())
        except Exception as bug:
            log.exception("article not entered", extra={"key": item.article.key})
            entered.failures.append(bug)
            continue
        if found is not None:
            entered.articles += 1
            entered.meetings |= dict.fromkeys(found)
    return entered


async def read_mentions(web: Web, article: Article) -> list[Mention]:
    """Return what ``article`` says, read in a child: a long one takes longer than an answer in the chat may wait.

    None where it is more than a child may work on.
    """
    try:
        return await web.children.run(extract, article, with_held=True)
    except SourceError as error:
        log.warning("article not understood", extra={"key": article.key, "reason": error.reason})
        return []


async def _news(database: Database, items: Iterable[Item], now: datetime) -> list[tuple[Item, bool]]:
    """Return those of ``items`` that are new, edited or in need of their page, oldest first, and whether it was edited.

    Where a summary was edited, its page is read again if it is watched.
    """
    items = sorted(items, key=lambda item: item.article.published)
    if not items:
        return []
    given = {item.article.key: digest_of(item.article) for item in items}
    async with database.transaction(in_background=True) as storage:
        known = await storage.articles.known(given, now)
        left = [item for item in items if not _is_known(item, known.get(item.article.key), given[item.article.key])]
        edited = [known.pop(item.article.key, None) is not None and not item.needs_page for item in left]
        changed = {key: given[key] for key, before in known.items() if before.digest != given[key]}
        if changed:
            await storage.articles.note_given(changed)
            await storage.pages.hasten([key for key in changed if known[key].digest], now)
    return list(zip(left, edited, strict=True))


def _is_history(article: Article, source: Source | None) -> bool:
    """Return whether ``article`` was published before anybody wanted its Source read: it comes late, and is no news."""
    return source is not None and article.published < source.added_at.date()


async def _check_is_edit(database: Database, article: Article) -> None:
    """Raise SourceError where ``article`` is something else than what announced a meeting that is still ahead."""
    async with database.transaction(in_background=True) as storage:
        before = await storage.articles.watched(article.key)
    if before is not None and not is_still_there(before, article, most=False):
        raise SourceError(ANOTHER_TEXT)


def _is_known(item: Item, before: Known | None, given: str) -> bool:
    if before is None:
        return False
    return not before.is_page_owed if item.needs_page else before.digest == given
