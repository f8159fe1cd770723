"""What people are told of a Source: the chat that added it, and the admins."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from storage.database import Storage
from storage.models import Source

_ORDER = ("preview", "refused", "added")  # at most one of each for a Source
_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


async def owe_notice(storage: Storage, source: Source, found: dict[str, object], now: datetime) -> None:
    """Owe a notice to the chat that added the Source; nothing where it was not added in one.

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


async def owe_admins(
    storage: Storage, admins: Iterable[int], source: Source, found: dict[str, object], now: datetime
) -> None:
    """Owe a notice to every admin's own chat and to the chat that added the Source, each once.

    found  "kind", "source_paused" or "source_moved", and what the bot needs to tell it
    """
    chats = dict.fromkeys((admin, 0) for admin in sorted(admins))
    if source.added_by is not None:
        chats[source.added_by, source.added_in_topic] = None
    for chat_id, topic_id in chats:
        await storage.deliveries.owe_notice(
            chat_id,
            f"source:{source.id}",
            {"source_id": source.id, "title": source.title, "address": source.address, **found},
            revision=len(_ORDER) + (now - _BEFORE) // timedelta(minutes=1),  # it may happen again
            now=now,
            topic_id=topic_id,
        )
