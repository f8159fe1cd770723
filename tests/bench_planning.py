"""How fast reminders are planned and found: `python -m tests.bench_planning`.

100,000 chats × 10 meetings are planned in one tick of the jobs, and, to compare with, written by a bare INSERT … SELECT
into the same tables of the same database; then what is due is looked for among 10,000 and among 1,000,000 rows.
"""

import asyncio
import resource
import time
from datetime import time as clock_time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from jobs.planning import plan
from storage import schema
from storage.database import Storage, create_engine, open_database
from tests.builders import NOW, known_meeting

MEETINGS = 10
_ZONES = ("UTC", "Europe/Vienna", "Africa/Nairobi", "Asia/Tokyo")
_FILTERS = ("", "actor:US", "actor:RU", "kind:talks")
_FEW = 10_000
_LOOKS = 20
_DIGITS = (
    "SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 \
UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9"
)


async def bench(address: str) -> None:
    """Print the figures for the database at ``address``, which is empty."""
    async with open_database(address):
        pass
    engine = create_engine(address)
    async with engine.begin() as connection:
        await _fill(connection)
    async with engine.begin() as connection:
        bare_s = await _timed(_insert_bare(connection))
        await connection.rollback()
    before = _peak_mib()
    async with engine.begin() as connection:
        planned_s = await _timed(plan(Storage(connection), NOW))
    grown = _peak_mib() - before
    async with engine.begin() as connection:
        again_s = await _timed(plan(Storage(connection), NOW + timedelta(seconds=10)))
        rows = await connection.scalar(sa.select(sa.func.count()).select_from(schema.deliveries))
        many_s = await _look(connection)
        await _keep_few(connection)
        few_s = await _look(connection)
    await engine.dispose()
    click.echo(f"planning {rows:,} deliveries: {planned_s:.1f} s, {planned_s / bare_s:.2f} × bare ({bare_s:.1f} s)")
    click.echo(f"memory for it: {grown:.0f} MiB more; the next tick: {again_s * 1000:.0f} ms")
    click.echo(f"finding 100 due of {rows:,}: {many_s * 1000:.2f} ms, {many_s / few_s:.2f} × of {_FEW:,}")


async def _fill(connection: AsyncConnection) -> None:
    """Enter the chats, each with a subscription, and the meetings, of which each chat is owed one reminder by now."""
    digits = ", ".join(f"({_DIGITS}) AS d{place}" for place in range(5))
    number = " + ".join(f"d{place}.n * {10**place}" for place in range(5))
    zones = " ".join(f"WHEN {place} THEN '{zone}'" for place, zone in enumerate(_ZONES))
    filters = " ".join(f"WHEN {place} THEN '{one}'" for place, one in enumerate(_FILTERS))
    chats = sa.text(f"SELECT {number} + 1 AS id FROM {digits}").columns(id=sa.BigInteger).subquery()
    zone: sa.ColumnElement[str] = sa.literal_column(f"CASE id % 4 {zones} END")
    wanted: sa.ColumnElement[str] = sa.literal_column(f"CASE id / 4 % 4 {filters} END")
    await connection.execute(
        sa.insert(schema.chats).from_select(
            ["chat_id", "topic_id", "zone", "language", "eve_hour", "morning_hour", "offsets", "is_active"],
            sa.select(
                chats.c.id,
                sa.literal(0),
                zone,
                sa.literal("en"),
                sa.literal(clock_time(9), sa.Time),
                sa.literal(clock_time(7), sa.Time),
                sa.literal("86400 3600"),
                sa.true(),
            ),
        )
    )
    await connection.execute(
        sa.insert(schema.subscriptions).from_select(
            ["chat_id", "topic_id", "filter", "subscribed_at"],
            sa.select(chats.c.id, sa.literal(0), wanted, sa.literal(NOW - timedelta(days=9), schema.Moment)),
        )
    )
    storage = Storage(connection)
    for number_of_meeting in range(MEETINGS):
        await known_meeting(storage, "2025-03-06", name=f"Talks, round {number_of_meeting}")
    # the day's own reminder is due after the two days that are planned ahead
    await connection.execute(sa.update(schema.meetings).values(dated_at=NOW - timedelta(days=9)))


async def _insert_bare(connection: AsyncConnection) -> None:
    d, c, m = schema.deliveries, schema.chats, schema.meetings
    rows = sa.select(
        c.c.chat_id,
        c.c.topic_id,
        sa.literal("reminder"),
        m.c.uid,
        m.c.date_revision,
        sa.literal(86400),
        sa.literal(NOW + timedelta(days=1), schema.Moment),
    ).select_from(c.join(m, sa.true()))
    columns = ["chat_id", "topic_id", "kind", "subject", "revision", "offset_s", "due_at"]
    await connection.execute(sa.insert(d).from_select(columns, rows))


async def _look(connection: AsyncConnection) -> float:
    """Return the seconds it takes to find the first hundred that are due, the fastest of several."""
    storage, when = Storage(connection), NOW + timedelta(days=9)
    return min([await _timed(storage.deliveries.due(when, 100)) for _ in range(_LOOKS)])


async def _keep_few(connection: AsyncConnection) -> None:
    d = schema.deliveries
    kept = sa.select(d.c.id).order_by(d.c.id).limit(_FEW).scalar_subquery()
    await connection.execute(sa.delete(d).where(d.c.id.not_in(kept)))


async def _timed(work: object) -> float:
    start = time.perf_counter()
    await work  # type: ignore[misc]
    return time.perf_counter() - start


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@click.command(help=__doc__)
@click.option("--database", "address", help="The address of an empty one; without it SQLite in a folder of its own.")
def main(address: str | None) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(bench(address or f"sqlite:///{Path(folder) / 'bench.db'}"))


if __name__ == "__main__":
    main()
