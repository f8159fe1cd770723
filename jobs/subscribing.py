"""The Sources that a list names, added all at once."""

import logging
from collections.abc import Sequence
from datetime import datetime

from jobs.notices import owe_notice
from jobs.sources.records import Outline
from jobs.sources.tiers import tier_of
from storage.database import Storage
from storage.models import Source, SourceState

log = logging.getLogger(__name__)


async def subscribe(storage: Storage, list_: Source, outlines: Sequence[Outline], now: datetime) -> None:
    """Read everything that the list names from now on, owe the chat that added it one notice, and forget the list.

    What is a Source already stays as it is. Each is read for the first time on its own, without another notice.
    """
    new = 0
    for one in outlines:
        source, is_new = await storage.sources.add(one.address, added_by=None, now=now)
        if is_new:
            new += 1
            await storage.sources.update(
                source.id, kind=one.kind, title=one.title, tier=tier_of(one.address), state=SourceState.READING
            )
    await owe_notice(storage, list_, {"kind": "added", "title": list_.title, "sources": new}, now)
    await storage.sources.remove(list_.id)
    log.info("list read", extra={"source": list_.id, "sources": len(outlines), "new": new})


async def known_of(storage: Storage, outlines: Sequence[Outline]) -> int:
    """Return how many of ``outlines`` are Sources already."""
    return len([one for one in outlines if await storage.sources.at(one.address)])
