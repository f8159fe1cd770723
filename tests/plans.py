"""How the database goes about a question."""

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection


async def query_plan(
    connection: AsyncConnection, question: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any
) -> str:
    """Return the plan, line by line, of the last statement that ``question`` asks on ``connection``."""
    statements: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    sa.event.listen(connection.sync_connection, "before_cursor_execute", keep)
    await question(*arguments, **named)
    sa.event.remove(connection.sync_connection, "before_cursor_execute", keep)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:  # a table that fits on some pages would be read whole, though the index serves as well
        await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    statement, parameters = statements[-1]
    found = await connection.exec_driver_sql(
        ("EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN ") + statement, parameters
    )
    return "\n".join(str(row[-1]) for row in found)
