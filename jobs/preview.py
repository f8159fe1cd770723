"""The first look at a new Source: what it would bring, shown to the admin who added it before anything is kept."""

import asyncio
import logging
from collections import Counter
from datetime import datetime

from jobs.entering import read_mentions
from jobs.extraction.language import is_read
from jobs.full_text import with_page
from jobs.notices import owe_notice
from jobs.sources.records import Reading
from jobs.sources.registry import read_source
from jobs.sources.tiers import tier_of
from jobs.sources.web import Web
from jobs.subscribing import known_of
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import Article, Mention, Says, Source
from storage.spans import write_days

log = logging.getLogger(__name__)
_LONGEST_S = 60
_ARTICLES = 40  # of the newest: enough to judge a source by
_TITLES = 5  # of the Sources that a list names
_PAGES = 5  # fetched for those that are summaries: an answer is due within seconds


async def preview(database: Database, web: Web, source: Source, clock: Clock) -> None:
    """Look at ``source`` once and owe its admin a notice: what it has, or why it cannot be read.

    One that cannot be read is forgotten.
    """
    try:
        async with asyncio.timeout(_LONGEST_S):
            reading = await read_source(web, source.address, today=clock.now().date())
            articles = await _some_articles(web, reading, clock.now())
            upcoming = await _meetings(web, articles, clock.now())
        async with database.transaction() as storage:
            await _show(storage, source, reading, upcoming, clock.now())
    except SourceError as error:
        await _refuse(database, source, error.reason, clock.now())
    except TimeoutError:
        await _refuse(database, source, f"Looking at it took longer than {_LONGEST_S} seconds.", clock.now())
    except Exception:
        log.exception("source not previewed", extra={"source": source.id})
        await _refuse(database, source, "Something went wrong here while it was looked at.", clock.now())


async def _refuse(database: Database, source: Source, reason: str, now: datetime) -> None:
    async with database.transaction() as storage:
        await owe_notice(storage, source, {"kind": "refused", "address": source.address, "reason": reason}, now)
        await storage.sources.remove(source.id)


async def _show(storage: Storage, source: Source, reading: Reading, upcoming: list[Mention], now: datetime) -> None:
    """Keep what was found out about ``source``, and owe the notice; raises SourceError where it is read already."""
    known = await storage.sources.at(reading.address)
    if known is not None and known.id != source.id:
        raise SourceError(f"Its feed, {reading.address}, is source {known.id} already.")
    tier = tier_of(reading.address)
    await storage.sources.update(
        source.id,
        address=reading.address,
        kind=reading.kind,
        title=reading.title,
        language=reading.language,
        tier=tier,
        host=host_of(reading.address),
        last_read_at=now,
    )
    found: dict[str, object] = {
        "kind": "preview",
        "address": reading.address,
        "title": reading.title,
        "source_kind": str(reading.kind),
        "tier": str(tier),
        "articles": len(reading.items),
        "meetings": [{"name": one.name, "when": write_days(one.when)} for one in upcoming],
    }
    if unread := _unread(reading):
        found["unread"] = unread
    if reading.outlines:
        found["sources"] = len(reading.outlines)
        found["known"] = await known_of(storage, reading.outlines)
        found["titles"] = [one.title or host_of(one.address) for one in reading.outlines[:_TITLES]]
    await owe_notice(storage, source, found, now)


def _unread(reading: Reading) -> dict[str, int]:
    """Return the languages that are not read here, and how many Articles are in each, the most first."""
    languages = Counter(item.article.language.partition("-")[0] for item in reading.items)
    return {tag: number for tag, number in languages.most_common() if not is_read(tag)}


async def _some_articles(web: Web, reading: Reading, now: datetime) -> list[Article]:
    newest = sorted(reading.items, key=lambda item: item.article.published, reverse=True)[:_ARTICLES]
    read = [await with_page(web, item, now.date()) if number < _PAGES else item for number, item in enumerate(newest)]
    return [item.article for item in read]


async def _meetings(web: Web, articles: list[Article], now: datetime) -> list[Mention]:
    """Return one Mention for each meeting announced in ``articles`` that is still ahead, earliest first."""
    mentions = {
        (mention.name, mention.when.first): mention
        for article in articles
        for mention in await read_mentions(web, article)
        if mention.says not in (Says.DENIES, Says.HELD) and mention.when.last >= now.date()
    }
    return sorted(mentions.values(), key=lambda mention: mention.when.first)
