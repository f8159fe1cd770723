"""How long it takes to match one Mention in a small diary and in a large one: `python -m tests.bench_matching`.

On SQLite and, where DAYBOOK_TEST_POSTGRES names a server, on PostgreSQL. The Meetings are spread over five years,
so that the large diary has as many more on each day; as in the news, few countries meet often and many seldom.
"""

import asyncio
import os
import random
import statistics
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from jobs.deciding import decide
from jobs.diary import enter
from jobs.extraction.extract import extract
from storage import schema
from storage.actors import actor, names
from storage.database import Database, create_engine, open_database
from storage.models import ActorKind, Article
from storage.rows import keep_actors
from tests.builders import NOW, TODAY
from tests.jobs.stories import undone

SIZES = (1_000, 100_000)
MOST = 3.0  # times as long in the large one
SENTENCES = {
    "a day": "Norway and Japan will hold talks in Oslo on 14 March.",
    "a day of those who meet often": "The United States and China will hold talks on 14 March.",
    "a month": "Norway and Japan will hold talks in Oslo in April.",
    "a move": "The talks of Norway and Japan planned for 14 March have been moved to 20 March.",
    "a move without its day": "The talks between Norway and Japan have been moved to 20 March.",
}
_DAYS = 5 * 365
_ROUNDS = 30
_ROWS = 2_000  # in one statement
_TABLES = (
    schema.articles,
    schema.revisions,
    schema.meetings,
    schema.mentions,
    schema.meeting_actors,
    schema.mention_actors,
    schema.meeting_dates,
)


async def fill(address: str, size: int) -> None:
    """Have the empty database at ``address`` know ``size`` Meetings, each from an Article of its own.

    They are copies of the rows of one, with other days and Actors.
    """
    engine = create_engine(address)
    async with open_database(address) as database, database.transaction() as storage:
        await enter(storage, Article("", SENTENCES["a day"], TODAY, key="first"), now=NOW)
    chance = random.Random(0)  # noqa: S311 - the same diary each time
    countries = _countries()
    weights = [1 / rank for rank in range(1, len(countries) + 1)]
    async with engine.begin() as connection:
        await keep_actors(connection, [actor(code) for code in countries])
        rows = {
            table: [dict(row._mapping) for row in await connection.execute(sa.select(table))]  # noqa: SLF001 - its public name
            for table in _TABLES
        }
        copies: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in _TABLES}
        for number in range(1, size):
            day = TODAY + timedelta(days=chance.randrange(_DAYS) - _DAYS // 2)
            pair = _pair(chance, countries, weights)
            for table in _TABLES:
                copies[table] += [_copy(row, number, day, pair) for row in rows[table]]
        for table in _TABLES:
            waiting = iter(copies[table])
            while some := list(islice(waiting, _ROWS)):
                await connection.execute(sa.insert(table), some)
            if "id" in table.c and connection.dialect.name == "postgresql":  # which counts only the ids it gave itself
                sequence = sa.func.pg_get_serial_sequence(table.name, "id")
                await connection.execute(
                    sa.select(sa.func.setval(sequence, sa.select(sa.func.max(table.c.id)).scalar_subquery()))
                )
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(sa.text("ANALYZE"))
    await engine.dispose()


def _countries() -> list[str]:
    """Return codes of countries; those first that meet most often."""
    often = ["US", "CN", "RU", "DE", "FR", "GB", "IN", "JP", "TR", "UA", "IL", "EG", "NO"]
    others = {each.code for each in names().values() if each.kind is ActorKind.COUNTRY} - set(often)
    return [*often, *sorted(others)]


def _pair(chance: random.Random, countries: list[str], weights: list[float]) -> dict[str, str]:
    one = other = chance.choices(countries, weights)[0]
    while other == one:
        other = chance.choices(countries, weights)[0]
    return {"NO": one, "JP": other}


def _copy(row: dict[str, Any], number: int, day: date, pair: dict[str, str]) -> dict[str, Any]:
    """Return the row of another Meeting; every id is as much higher."""
    new = dict(row)
    for name, value in row.items():
        if name == "id" or (name.endswith("_id") and name != "source_id" and value is not None):
            new[name] = value + number
        elif name in ("first_day", "last_day"):
            new[name] = day
        elif name in ("key", "uid"):
            new[name] = f"{value} {number}"
        elif name == "actor_code":
            new[name] = pair.get(value, value)
    return new


async def took_ms(database: Database, text: str) -> float:
    """Return in how many milliseconds the Mention of ``text`` is matched, the median of some rounds."""
    article = Article("", text, TODAY + timedelta(days=1), key="last")
    taken = []
    for _ in range(_ROUNDS):
        async with undone(database) as storage:
            revision = await storage.articles.keep(article, source_id=None, now=NOW)
            assert revision is not None
            for mention in extract(article):
                await storage.mentions.add(revision.id, mention, said_at=NOW + timedelta(days=1))
            fresh = await storage.mentions.of_revision(revision.id)
            start = time.perf_counter()
            await decide(storage, fresh, revision_id=revision.id)
            taken.append(time.perf_counter() - start)
    return 1e3 * statistics.median(taken[1:])


@asynccontextmanager
async def _addresses() -> AsyncIterator[Iterator[tuple[str, str]]]:
    """Give the name and the address of an empty database of each kind and size."""
    server = os.environ.get("DAYBOOK_TEST_POSTGRES")
    with TemporaryDirectory() as folder:
        found = [("SQLite", f"sqlite:///{Path(folder) / f'{size}.db'}") for size in SIZES]
        if not server:
            yield iter(found)
            return
        names = [f"daybook_{uuid.uuid4().hex}" for _ in SIZES]
        admin = create_async_engine(create_engine(server).url, isolation_level="AUTOCOMMIT")
        await _for_each(admin, "CREATE DATABASE {}", names)
        try:
            url = admin.url.set(drivername="postgresql")
            found += [("PostgreSQL", url.set(database=name).render_as_string(hide_password=False)) for name in names]
            yield iter(found)
        finally:
            await _for_each(admin, "DROP DATABASE {} WITH (FORCE)", names)
            await admin.dispose()


async def _for_each(admin: AsyncEngine, statement: str, names: list[str]) -> None:
    async with admin.connect() as connection:
        for name in names:
            await connection.execute(sa.text(statement.format(name)))


async def measure() -> None:
    """Print milliseconds and their ratio, a kind of Mention on a line."""
    async with _addresses() as addresses:
        for (name, small), (_, large) in zip(*[addresses] * 2, strict=True):
            for address, size in zip((small, large), SIZES, strict=True):
                await fill(address, size)
            async with open_database(small) as few, open_database(large) as many:
                for what, text in SENTENCES.items():
                    short, long = await took_ms(few, text), await took_ms(many, text)
                    verdict = "" if long <= MOST * short else f", more than {MOST:.0f}"
                    click.echo(f"{name:10} {what:32} {short:7.2f} ms {long:7.2f} ms  × {long / short:.2f}{verdict}")


@click.command(help=__doc__)
def main() -> None:
    click.echo(f"matching one Mention among {SIZES[0]:,} Meetings, and among {SIZES[1]:,}:")
    asyncio.run(measure())


if __name__ == "__main__":
    main()
