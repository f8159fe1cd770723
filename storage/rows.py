"""Records to rows and back, as far as several nouns share it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.models import Actor, When


def insert(connection: AsyncConnection, table: sa.Table) -> postgresql.Insert:
    """Return an INSERT into ``table`` that knows ON CONFLICT, in the dialect of ``connection``.

    SQLite and PostgreSQL write it alike; SQLAlchemy has one class for each, with the same methods.
    """
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)  # type: ignore[return-value]


def given(connection: AsyncConnection, name: str, columns: Mapping[str, Any], rows: Iterable[Sequence[Any]]) -> sa.CTE:
    """Return ``rows`` as a table ``name`` for one statement, bound as a single value however many there are.

    columns  the type of each
    """
    on_sqlite = connection.dialect.name == "sqlite"
    written = json.dumps([[_plain(value, on_sqlite=on_sqlite) for value in row] for row in rows])
    if on_sqlite:
        row = sa.func.json_each(sa.literal(written, sa.Text)).table_valued("value").alias(f"{name}_rows")
        picked = [
            sa.type_coerce(sa.func.json_extract(row.c.value, f"$[{place}]"), kind).label(column)
            for place, (column, kind) in enumerate(columns.items())
        ]
    else:
        array = sa.func.jsonb_array_elements(sa.cast(sa.literal(written, sa.Text), postgresql.JSONB))
        row = array.table_valued(sa.column("value", postgresql.JSONB)).render_derived(f"{name}_rows")
        picked = [
            sa.cast(row.c.value[place].astext, kind).label(column)
            for place, (column, kind) in enumerate(columns.items())
        ]
    return sa.select(*picked).cte(name).prefix_with("MATERIALIZED")


def _plain(value: Any, *, on_sqlite: bool) -> Any:
    """Return ``value`` for JSON: moments and times as the database writes them."""
    match value:
        case datetime():
            value = value.astimezone(UTC)
            return f"{value:%Y-%m-%d %H:%M:%S.%f}" if on_sqlite else value.isoformat()
        case time():
            return f"{value:%H:%M:%S.%f}"
    return value


def when_values(when: When) -> dict[str, Any]:
    """Return the columns of ``when``."""
    return {
        "first_day": when.first,
        "last_day": when.last,
        "precision": when.precision,
        "clock_time": when.clock_time,
        "zone": when.zone,
        "phrase": when.phrase,
        "resolved_from": when.resolved_from,
    }


def when_of(row: sa.Row[Any]) -> When:
    """Return the When in the columns of ``row``."""
    return When(
        first=row.first_day,
        last=row.last_day,
        precision=row.precision,
        clock_time=row.clock_time,
        zone=row.zone,
        phrase=row.phrase,
        resolved_from=row.resolved_from,
    )


def actor_values(actors: Sequence[Actor], confirmed_by: Sequence[Actor]) -> list[dict[str, Any]]:
    """Return a row for each Actor that meets or confirms, those that meet first, in their order."""
    everyone = {actor.code: actor for actor in (*actors, *confirmed_by)}
    meeting, confirming = {actor.code for actor in actors}, {actor.code for actor in confirmed_by}
    return [
        {
            "actor_code": code,
            "position": position,
            "meets": code in meeting,
            "confirms": code in confirming,
        }
        for position, code in enumerate(everyone)
    ]


async def keep_actors(connection: AsyncConnection, actors: Iterable[Actor]) -> None:
    """Have a row for each of ``actors``; the first name an Actor came with stays."""
    rows = [{"code": actor.code, "name": actor.name, "kind": actor.kind} for actor in set(actors)]
    if rows:
        await connection.execute(insert(connection, schema.actors).on_conflict_do_nothing(), rows)


async def actors_of(
    connection: AsyncConnection, table: sa.Table, owners: Iterable[int]
) -> dict[int, tuple[tuple[Actor, ...], tuple[Actor, ...]]]:
    """Return, by the id of its owner, who meets and who confirms, from meeting_actors or mention_actors."""
    owner = table.primary_key.columns[0]
    found = await connection.execute(
        sa.select(owner.label("owner"), table.c.meets, table.c.confirms, schema.actors)
        .join(schema.actors, schema.actors.c.code == table.c.actor_code)
        .where(owner.in_(list(owners)))
        .order_by(owner, table.c.position)
    )
    everyone: dict[int, tuple[tuple[Actor, ...], tuple[Actor, ...]]] = {}
    for row in found:
        meets, confirms = everyone.get(row.owner, ((), ()))
        actor = (Actor(row.code, row.name, row.kind),)
        everyone[row.owner] = (meets + actor * row.meets, confirms + actor * row.confirms)
    return everyone
