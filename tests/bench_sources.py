"""How fast Sources are read, and what that costs those who wait: `python -m tests.bench_sources`.

A thousand feeds on loopback, each a host of its own, of which a tenth has something new in each round: a round of
Daybook's beside one of a bare loop that fetches with the same client, as many at a time, and calls `feedparser.parse`
on those that have changed. Then what is due is chosen among more and more Sources, and a thousand articles are entered
while somebody else looks at the clock and at the database.
"""

import asyncio
import io
import resource
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click
import feedparser
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from jobs.entering import enter_items
from jobs.readers import Readers
from jobs.sources import feed
from jobs.sources.records import Answer, Item
from jobs.sources.web.client import Web
from storage import schema
from storage.articles import digest_of
from storage.database import Database, create_engine, open_database
from storage.models import Article, SourceKind, SourceState, Tier
from storage.sources import Sources
from tests.builders import DAY, NOW, TODAY, still_clock
from tests.conftest import SHARED
from tests.feeds import CHANGED, FEEDS, PROSE, Loopback, sentence, served
from tests.learn import pool_rows

ROUNDS, AT_A_TIME = 6, 16
DUE_AMONG = (1_000, 10_000, 100_000)
ARTICLES = 1_000
_LOOKS = 30
_ROWS = 1_000  # in one statement
T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Counted:
    """What one round did."""

    statements: Counter[str] = field(default_factory=Counter)  # by their first words
    parsed: int = 0


async def bench_rounds(address: str, *, is_plain: bool) -> None:
    """Print how long a round takes, beside a bare one; see Feeds for ``is_plain``."""
    async with (
        served(is_plain=is_plain) as port,
        Web(["127.0.0.0/8"], resolver=Loopback()) as client,
        open_database(address) as database,
    ):
        known = await _know(address, client, [f"http://feed-{number}.example:{port}/" for number in range(FEEDS)])
        clock, change = still_clock(), f"http://feed-0.example:{port}/change"
        ours: list[float] = []
        bare: list[float] = []

        async with Readers(database, client, clock, chance=lambda: 0.0) as readers:
            for number in range(ROUNDS + 1):
                if number == 1:
                    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                await client.get(change)
                clock.move_to(clock.now() + DAY)
                runs: list[tuple[Callable[[], Awaitable[None]], list[float]]] = [
                    (readers.sources.finish, ours),
                    (lambda: _bare(client, known), bare),
                ]
                with _counted(client) as counted:
                    for run, took in runs if number % 2 else reversed(runs):
                        took.append(await _timed(run()))
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    ours, bare = ours[1:], bare[1:]  # in the first, the children are started
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    form = "of four elements" if is_plain else "as WordPress writes them"
    click.echo(
        f"a round of {FEEDS:,} feeds, items {form}, {100 // CHANGED} % changed: {statistics.median(ours):.2f} s, "
        f"{statistics.median(ratios):.2f} × bare ({statistics.median(bare):.2f} s); "
        f"{min(ratios):.2f} to {max(ratios):.2f} × in {ROUNDS} rounds"
    )
    told = ", ".join(f"{number} × {words}" for words, number in sorted(counted.statements.items()))
    click.echo(f"  in the last: {counted.parsed} documents to the children; {told}")
    click.echo(
        f"  memory in the main process: {before + grown:.0f} MiB at the most, {grown:.0f} more than after the first"
    )


async def _know(address: str, client: Web, addresses: Sequence[str]) -> dict[str, Answer]:
    """Have the database know all feeds and what they have; return their answers."""
    answers = dict(zip(addresses, await _some_at_a_time(client.get, addresses), strict=True))
    sources = [source_row(number, address, answer) for number, (address, answer) in enumerate(answers.items(), start=1)]
    articles = [
        article_row(number, item.article)
        for number, answer in enumerate(answers.values(), start=1)
        for item in feed.parse(answer, TODAY).items
    ]
    engine = create_engine(address)
    async with engine.begin() as connection:
        await _insert(connection, schema.sources, sources)
        await _insert(connection, schema.articles, articles)
    await engine.dispose()
    return answers


async def _bare(client: Web, known: dict[str, Answer]) -> None:
    """Fetch all feeds and parse those that have changed."""

    async def fetch(address: str) -> None:
        answer = await client.get(address, etag=known[address].etag)
        if not answer.unchanged:
            known[address] = answer
            feedparser.parse(io.BytesIO(answer.body))

    await _some_at_a_time(fetch, list(known))


async def bench_due(address: str) -> None:
    """Print how long it takes to choose what is due among more and more Sources, a hundred of which are."""
    async with open_database(address):
        pass
    engine = create_engine(address)
    took = {}
    async with engine.begin() as connection:
        for size in DUE_AMONG:
            await connection.execute(sa.delete(schema.sources))
            await _insert(
                connection,
                schema.sources,
                (
                    source_row(number, f"https://{number}.example/", Answer(""), due_at=_spread(number, size))
                    for number in range(1, size + 1)
                ),
            )
            took[size] = min([await _timed(Sources(connection).due(NOW, new=False)) for _ in range(_LOOKS)])
        await connection.rollback()
    await engine.dispose()
    click.echo("20 of 100 due, among " + ", ".join(f"{size:,}: {s * 1000:.2f} ms" for size, s in took.items()))


def _spread(number: int, size: int) -> datetime:
    return NOW - timedelta(minutes=number) if number <= 100 else NOW + DAY * number / size


async def bench_waiting(address: str) -> None:
    """Print how long others wait while articles are entered: for the event loop, and for the database."""
    items = [Item(article) for article in _articles()]
    async with open_database(address) as database, Web() as client:
        await enter_items(database, client, [Item(_article(ARTICLES))], still_clock())  # the children are started
        pauses: list[float] = []
        waits: list[float] = []
        done = asyncio.Event()
        watching = (_watch_loop(pauses, done), _watch_database(database, waits, done))
        tasks = [asyncio.create_task(each) for each in watching]
        took_s = await _timed(enter_items(database, client, items, still_clock()))
        done.set()
        await asyncio.gather(*tasks)
    click.echo(f"{len(items):,} articles entered in {took_s:.1f} s; meanwhile at the most (99 % of the time)")
    click.echo(f"  the event loop paused for {max(pauses) * 1000:.0f} ms ({_p99(pauses) * 1000:.0f} ms)")
    click.echo(f"  the database was waited for {max(waits) * 1000:.0f} ms ({_p99(waits) * 1000:.0f} ms)")


async def _watch_loop(pauses: list[float], done: asyncio.Event) -> None:
    while not done.is_set():
        pauses.append(await _timed(asyncio.sleep(0.001)) - 0.001)


async def _watch_database(database: Database, waits: list[float], done: asyncio.Event) -> None:
    async def look() -> None:
        async with database.transaction():
            pass

    while not done.is_set():
        waits.append(await _timed(look()))
        await asyncio.sleep(0.02)


def _articles() -> list[Article]:
    """Return real articles where ../shared has them; else ours."""
    rows = islice(pool_rows(SHARED), ARTICLES) if SHARED.is_dir() else ()
    real = [
        Article(row["title"], row["text"], date.fromisoformat(row["published"][:10]), outlet="Wire", key=row["id"])
        for row in rows
    ]
    return real or [_article(number) for number in range(ARTICLES)]


def _article(number: int) -> Article:
    """Return an article of some 4,000 characters that announces three meetings; one in fifty has 100,000."""
    told = [sentence(3 * number + place) + " " + PROSE * (200 if number % 50 == 0 else 6) for place in range(3)]
    return Article(f"Report {number}", "\n".join(told), TODAY, outlet="The Wire", key=f"report {number}")


def source_row(number: int, address: str, answer: Answer, *, due_at: datetime = NOW) -> dict[str, Any]:
    """Return a row for a feed that was read before, with ``answer``."""
    return {
        "id": number,
        "address": address,
        "kind": SourceKind.FEED,
        "title": f"Feed {number}",
        "language": "en",
        "tier": Tier.OTHER,
        "state": SourceState.READING,
        "added_in_topic": 0,
        "added_at": NOW,
        "etag": answer.etag,
        "last_modified": "",
        "next_read_at": due_at,
        "last_read_at": NOW,
        "last_new_at": NOW,
        "failures": 0,
        "error": "",
        "host": address.split("/")[2].partition(":")[0],
    }


def article_row(source_id: int, article: Article) -> dict[str, Any]:
    """Return a row for an Article that its Source gave before."""
    return {
        "source_id": source_id,
        "key": article.key,
        "address": article.address,
        "outlet": article.outlet,
        "language": article.language,
        "tier": Tier.OTHER,
        "published": article.published,
        "published_at": article.published_at,
        "first_read_at": NOW,
        "is_whole": True,
        "digest": digest_of(article),
    }


async def _insert(connection: AsyncConnection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    given = list(rows)
    for start in range(0, len(given), _ROWS):
        await connection.execute(sa.insert(table), given[start : start + _ROWS])


@contextmanager
def _counted(client: Web) -> Iterator[Counted]:
    """Count what is asked of all databases and of the children meanwhile."""
    counted, run = Counted(), client.children.run

    def statement(_: object, __: object, text: str, *___: object) -> None:
        words = text.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            counted.statements[" ".join(words[: 2 + (words[0] != "UPDATE")])] += 1

    async def parse(*args: Any, **named: Any) -> Any:
        counted.parsed += 1
        return await run(*args, **named)

    sa.event.listen(sa.Engine, "before_cursor_execute", statement)
    client.children.run = parse  # type: ignore[method-assign]
    yield counted
    client.children.run = run  # type: ignore[method-assign]
    sa.event.remove(sa.Engine, "before_cursor_execute", statement)


async def _some_at_a_time(do: Callable[[T], Awaitable[R]], given: Sequence[T]) -> list[R]:
    places = asyncio.Semaphore(AT_A_TIME)

    async def one(each: T) -> R:
        async with places:
            return await do(each)

    return await asyncio.gather(*(one(each) for each in given))


async def _timed(work: Awaitable[Any]) -> float:
    start = time.perf_counter()
    await work
    return time.perf_counter() - start


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100)[-1]


async def bench(address: Callable[[], str]) -> None:
    """Print all figures; each part is given an empty database."""
    await bench_rounds(address(), is_plain=False)
    await bench_rounds(address(), is_plain=True)
    await bench_due(address())
    await bench_waiting(address())


@click.command(help=__doc__)
def main() -> None:
    with TemporaryDirectory() as folder:
        names = iter("abcd")
        asyncio.run(bench(lambda: f"sqlite:///{Path(folder) / next(names)}.db"))


if __name__ == "__main__":
    main()
