"""The diary of a batch of Articles: each Meeting once, with its sources and its Changes, for other programs."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from jobs.diary import enter
from jobs.reading import Found, as_dict
from storage.database import Storage, open_database
from storage.models import Article, Change, Evidence, Meeting


async def diary_of(articles: Sequence[Article], passed: Callable[[], None] = lambda: None) -> list[dict[str, Any]]:
    """Return the Meetings that ``articles`` speak of, the earliest first; they are read in the order given.

    passed  called after each of them
    """
    async with open_database("sqlite://") as database:
        for article in articles:
            async with database.transaction() as storage:
                await enter(
                    storage, article, now=article.published_at or datetime.combine(article.published, time(), UTC)
                )
            passed()
        async with database.transaction() as storage:
            return [await _entry(storage, one) for one in await storage.meetings.touching(date.min, date.max)]


async def _entry(storage: Storage, meeting: Meeting) -> dict[str, Any]:
    evidence = await storage.meetings.evidence(meeting.id)
    quote = evidence[-1].mention.quote if evidence else ""
    return as_dict(Found(meeting.uid, meeting, quote)) | {
        "sequence": meeting.sequence,
        "sources": [_source(one) for one in evidence],
        "changes": [_change(one) for one in await storage.meetings.changes(meeting.id)],
        "dissent": [{"field": one.field, "value": one.value, "outlet": one.outlet} for one in meeting.dissent],
    }


def _source(one: Evidence) -> dict[str, Any]:
    return {
        "article": one.article_key,
        "outlet": one.outlet,
        "published": f"{one.published}",
        "says": str(one.mention.says),
        "quote": one.mention.quote,
        "url": one.address,
        "score": one.score,
        "reasons": list(one.reasons),
    }


def _change(one: Change) -> dict[str, Any]:
    return {"field": one.field, "old": one.old, "new": one.new, "quote": one.quote, "outlet": one.outlet}
