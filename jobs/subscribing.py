"""The Sources that a list names, added all at once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from jobs.notices import owe_notice
from jobs.sources.records import Outline
from jobs.sources.tiers import tier_of
from storage.database import Storage
from storage.models import Source
from storage.sources import Listed

log = logging.getLogger(__name__)


async def subscribe(storage: Storage, list_: Source, outlines: Sequence[Outline], now: datetime) -> None:
    """Read everything that the list names from now on, owe the chat that added it one notice, and forget the list."""
    new = await add_all(storage, outlines, now)
    await owe_notice(storage, list_, {"kind": "added", "title": list_.title, "sources": new}, now)
    await storage.sources.remove(list_.id)
    log.info("list read", extra={"source": list_.id, "sources": len(outlines), "new": new})


async def add_all(storage: Storage, outlines: Sequence[Outline], now: datetime) -> int:
    """Read all of ``outlines`` from now on; return how many are new.

    What is a Source already stays as it is. Each is read for the first time on its own, without a notice.
    """
    return await storage.sources.add_all(
        [Listed(one.address, one.title, one.kind, tier_of(one.address)) for one in outlines], now=now
    )


async def known_of(storage: Storage, outlines: Sequence[Outline]) -> int:
    """Return how many of ``outlines`` are Sources already."""
    return len(await storage.sources.known(one.address for one in outlines))
