"""Mistakes a sender could make: the simulation has to find each of them."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa

from storage import schema
from storage.deliveries import Deliveries
from storage.models import Delivery, DeliveryState

from .disk import Disk

_t = schema.deliveries
_CLAIMS = 2


@contextmanager
def mark_before_send(_disk: Disk, _path: Path) -> Iterator[None]:
    """A row is marked as sent when it is claimed."""
    with _after_claim({"state": DeliveryState.SENT}):
        yield


@contextmanager
def cap_on_claims(_disk: Disk, _path: Path) -> Iterator[None]:
    """A row that was claimed twice is given up."""
    claim = Deliveries.claim

    async def capped(self: Deliveries, delivery: Delivery) -> bool:
        if delivery.attempts >= _CLAIMS:
            await _update(self, delivery.id, {"state": DeliveryState.REJECTED, "reason": "too many attempts"})
            return False
        return await claim(self, delivery)

    with patch.object(Deliveries, "claim", capped):
        yield


@contextmanager
def no_unique_key(disk: Disk, path: Path) -> Iterator[None]:
    """Nothing keeps a row from being planned twice."""
    with sqlite3.connect(path) as connection:
        [made] = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'deliveries'").fetchone()
        indexes = connection.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'deliveries' AND type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        without = re.sub(r",\s*CONSTRAINT \w+ UNIQUE \([^)]*\)", "", made)
        assert without != made
        connection.execute("DROP TABLE deliveries")
        for statement in (without, *(index for [index] in indexes)):
            connection.execute(statement)
    connection.close()
    disk.drops_conflicts = True
    yield


@contextmanager
def in_doubt_not_recorded(_disk: Disk, _path: Path) -> Iterator[None]:
    """What may have arrived is planned again, as if it had not left."""
    put_back, recover = Deliveries.put_back, Deliveries.recover

    async def forgetful(self: Deliveries, delivery: Delivery, state: DeliveryState, **how: Any) -> None:
        await put_back(self, delivery, DeliveryState.PLANNED, **how)

    async def forgetful_recovery(self: Deliveries, *, retry_at: datetime) -> int:
        number = await recover(self, retry_at=retry_at)
        await self._connection.execute(
            sa.update(_t).where(_t.c.state == DeliveryState.IN_DOUBT).values(state=DeliveryState.PLANNED)
        )
        return number

    with patch.object(Deliveries, "put_back", forgetful), patch.object(Deliveries, "recover", forgetful_recovery):
        yield


@contextmanager
def two_rows_a_commit(_disk: Disk, _path: Path) -> Iterator[None]:
    """What was sent is marked two at a time."""
    settle, recover = Deliveries.settle, Deliveries.recover
    unmarked: list[tuple[Delivery, dict[str, Any]]] = []

    async def sparing(self: Deliveries, delivery: Delivery, state: DeliveryState, **how: Any) -> None:
        if state is DeliveryState.SENT and not unmarked:
            unmarked.append((delivery, how))
            return
        while unmarked:
            other, other_how = unmarked.pop()
            await settle(self, other, DeliveryState.SENT, **other_how)
        await settle(self, delivery, state, **how)

    async def from_new(self: Deliveries, *, retry_at: datetime) -> int:
        unmarked.clear()  # a crash forgets them
        return await recover(self, retry_at=retry_at)

    with patch.object(Deliveries, "settle", sparing), patch.object(Deliveries, "recover", from_new):
        yield


MUTATIONS: dict[str, Callable[[Disk, Path], AbstractContextManager[None]]] = {
    "mark before send": mark_before_send,
    "a cap on claims": cap_on_claims,
    "the unique key removed": no_unique_key,
    "two rows a commit": two_rows_a_commit,
    "in-doubt rows not recorded": in_doubt_not_recorded,
}


@contextmanager
def _after_claim(values: dict[str, Any]) -> Iterator[None]:
    claim = Deliveries.claim

    async def mutated(self: Deliveries, delivery: Delivery) -> bool:
        is_claimed = await claim(self, delivery)
        if is_claimed:
            await _update(self, delivery.id, values)
        return is_claimed

    with patch.object(Deliveries, "claim", mutated):
        yield


async def _update(deliveries: Deliveries, delivery_id: int, values: dict[str, Any]) -> None:
    await deliveries._connection.execute(sa.update(_t).where(_t.c.id == delivery_id).values(values))  # noqa: SLF001
