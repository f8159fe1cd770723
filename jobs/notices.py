"""What the chat that added a Source is told of it."""

from datetime import datetime

from storage.database import Storage
from storage.models import Source

_ORDER = ("preview", "refused", "added")  # at most one of each for a Source


async def owe_notice(storage: Storage, source: Source, found: dict[str, object], now: datetime) -> None:
    """Owe a notice; nothing where the Source was not added in a chat.

    found  "kind", one of preview, refused and added, and what the bot needs to tell it
    """
    if source.added_by is not None:
        await storage.deliveries.owe_notice(
            source.added_by,
            f"source:{source.id}",
            {"source_id": source.id, **found},
            revision=_ORDER.index(str(found["kind"])),
            now=now,
            topic_id=source.added_in_topic,
        )
