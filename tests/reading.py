"""What the reading side does in the background, done at once and waited for; and the sites that it reads."""

from email.utils import format_datetime

from jobs.readers import Readers
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.models import Delivery, DeliveryKind, Meeting, Source, SourceKind, SourceState
from tests.builders import NOW, TODAY, at

ADMIN = 5

ANNOUNCED = "Norway and Japan will hold talks in Oslo on 14 March."
MOVED = "Talks between Norway and Japan due on 14 March have been moved to 20 March."


def _chance() -> float:
    return 0.0


async def preview_new_sources(database: Database, web: Web, clock: Clock) -> None:
    """Look for the first time at the Sources that were added."""
    async with Readers(database, web, clock, chance=_chance) as readers:
        await readers.previews.finish()


async def read_due_sources(database: Database, web: Web, clock: Clock) -> None:
    """Read the Sources that are due."""
    async with Readers(database, web, clock, chance=_chance) as readers:
        await readers.sources.finish()


async def read_pages_again(database: Database, web: Web, clock: Clock) -> None:
    """Read the pages again that are due."""
    async with Readers(database, web, clock, chance=_chance) as readers:
        await readers.hasten_pages()
        await readers.pages.finish()


async def add(
    database: Database, address: str, *, confirmed: bool = True, topic: int = 0, kind: SourceKind = SourceKind.FEED
) -> Source:
    async with database.transaction() as storage:
        source, _ = await storage.sources.add(address, added_by=ADMIN, topic_id=topic, now=NOW)
        if confirmed:
            await storage.sources.update(source.id, state=SourceState.READING, kind=kind)
    return source


async def source_now(database: Database, source: Source) -> Source:
    async with database.transaction() as storage:
        return await storage.sources.get(source.id)


async def owed(database: Database, kind: DeliveryKind, topic: int = 0) -> list[Delivery]:
    async with database.transaction() as storage:
        return [one for one, _ in await storage.deliveries.of(ADMIN, topic) if one.kind is kind]


async def diary(database: Database) -> list[Meeting]:
    async with database.transaction() as storage:
        return await storage.meetings.touching(TODAY, at("2025-12-31 00:00").date())


def feed(*sentences: str) -> str:
    items = "".join(
        f"<item><title>Report {number}</title><guid isPermaLink='false'>{number}</guid>"
        f"<pubDate>{format_datetime(NOW)}</pubDate>"
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{sentence}</content:encoded></item>"
        for number, sentence in enumerate(sentences)
    )
    return f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"


def summaries(*pages: str, dated: bool = True) -> str:
    date = f"<pubDate>{format_datetime(NOW)}</pubDate>" if dated else ""
    items = "".join(f"<item><title>Talks</title><link>{page}</link>{date}</item>" for page in pages)
    return f"<rss version='2.0'><channel><title>The Wire</title>{items}</channel></rss>"


def page(sentence: str, published: str = "2025-03-03") -> str:
    more = "The two governments have worked on it for a year, and nobody expects it to be easy. " * 3
    return (
        f"<html><head><title>Talks</title><meta property='article:published_time' content='{published}'></head>"
        f"<body><article><h1>Talks</h1><p>{sentence}</p><p>{more}</p></article></body></html>"
    )
