"""What a Source has, for who decides whether it is read: how much, how new, and which meetings it announces."""

from collections import Counter
from datetime import datetime

from jobs.entering import read_mentions
from jobs.extraction.language import is_read
from jobs.full_text import with_page
from jobs.sources.records import Reading
from jobs.sources.tiers import tier_of
from jobs.sources.web.client import Web
from storage.hosts import host_of
from storage.models import Article, Mention, Says
from storage.spans import write_days

_ARTICLES = 40  # of the newest: enough to judge a source by
_TITLES = 5  # of the Sources that a list names
_PAGES = 5  # fetched for those that are summaries: an answer is due within seconds


async def overview(web: Web, reading: Reading, now: datetime) -> dict[str, object]:
    """Return what ``reading`` has, as notices tell it.

    newest is the day the newest Article was published, None where there is none; unread counts the Articles in each
    language that is not read here, the most first; meetings are those ahead, the earliest first. Of a list, sources
    is how many it names, and titles what the first ones are called.
    """
    articles = await _some_articles(web, reading, now)
    published = [item.article.published for item in reading.items]
    return {
        "address": reading.address,
        "title": reading.title,
        "source_kind": str(reading.kind),
        "tier": str(tier_of(reading.address)),
        "articles": len(reading.items),
        "newest": f"{max(published)}" if published else None,
        "unread": _unread(reading),
        "meetings": [{"name": one.name, "when": write_days(one.when)} for one in await _meetings(web, articles, now)],
        "sources": len(reading.outlines),
        "titles": [one.title or host_of(one.address) for one in reading.outlines[:_TITLES]],
    }


def _unread(reading: Reading) -> dict[str, int]:
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
