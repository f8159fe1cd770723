"""What Articles would bring into the diary: the very steps that enter them, undone."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from jobs.belief import believe
from jobs.diary import enter
from jobs.entering import read_mentions
from jobs.reading import stating
from jobs.sources.web.client import Web
from storage.database import Database, Storage
from storage.looks import Announced
from storage.models import Article, Evidence, Mention


class _UndoneError(Exception):
    """Nothing went wrong; the transaction is to be undone."""


async def announced(database: Database, web: Web, articles: Sequence[Article], now: datetime) -> list[Announced]:
    """Return the meetings that ``articles`` speak of, the earliest first, as the diary would have them.

    Nothing of it is kept. A denial of what nobody announced is left out.
    """
    read = [(article, await read_mentions(web, article)) for article in articles]
    found: list[Announced] = []
    with suppress(_UndoneError):
        async with database.transaction(in_background=True) as storage:
            found = await _entered(storage, read, now)
            raise _UndoneError
    return sorted(found, key=lambda one: (one.belief.when.first, one.belief.when.last))


async def _entered(
    storage: Storage, read: Sequence[tuple[Article, Sequence[Mention]]], now: datetime
) -> list[Announced]:
    meetings: dict[int, list[Evidence]] = {}
    for number, (article, mentions) in enumerate(read):
        fresh = replace(article, key=f"look {number}")  # one that was read before is read once more
        entered = await enter(storage, fresh, now=now, alerts=False, mentions=mentions)
        for meeting_id, evidence in (entered or {}).items():
            meetings.setdefault(meeting_id, []).extend(evidence)
    return [await _announced(storage, *one) for one in meetings.items()]


async def _announced(storage: Storage, meeting_id: int, evidence: list[Evidence]) -> Announced:
    own = {one.article_id for one in evidence}
    before = [one for one in await storage.meetings.evidence(meeting_id) if one.article_id not in own]
    belief = believe(evidence)
    quote = stating(evidence, belief)
    return Announced(belief, quote, meeting_id, believe(before).when) if before else Announced(belief, quote)
