"""What Articles announce, found without keeping anything: the same steps as in the diary, on a database in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from jobs.belief import believe
from jobs.diary import enter
from jobs.lines import read_lines
from jobs.sources.text import clean
from storage.database import open_database
from storage.models import Article, Belief, Evidence, Tier
from storage.spans import write_end, write_start, write_time


@dataclass(frozen=True)
class Found:
    """A meeting as one Article has it; ``uid`` is that of the Meeting it was matched to."""

    uid: str
    belief: Belief
    quote: str


async def read_articles(articles: Sequence[Article], passed: Callable[[], None] = lambda: None) -> list[list[Found]]:
    """Return what each of ``articles`` announces, the earliest meeting first.

    They are matched across all of them, in the order of their publication.

    passed  called after each of them
    """
    found: dict[int, list[Found]] = {}
    async with open_database("sqlite://") as database:
        for number in sorted(range(len(articles)), key=lambda number: articles[number].published):
            article = articles[number]
            async with database.transaction() as storage:
                entered = await enter(storage, article, now=datetime.combine(article.published, time(), UTC))
                meetings = [
                    _found((await storage.meetings.get(meeting_id)).uid, mentions)
                    for meeting_id, mentions in (entered or {}).items()
                ]
                found[number] = sorted(meetings, key=lambda one: one.belief.when.first)
            passed()
    return [found[number] for number in range(len(articles))]


def _found(uid: str, evidence: Sequence[Evidence]) -> Found:
    belief = believe(evidence)
    return Found(uid, belief, stating(evidence, belief))


def stating(evidence: Sequence[Evidence], belief: Belief) -> str:
    """Return the sentence that states the date of ``belief``; the title only where no other does."""
    mentions = [one.mention for one in evidence]
    return min(mentions, key=lambda one: (one.when.first != belief.when.first, one.start == 0, one.start)).quote


def as_dict(found: Found) -> dict[str, Any]:
    """Return ``found`` for programs: strings, lists and None only."""
    belief, when = found.belief, found.belief.when
    return {
        "uid": found.uid,
        "start": write_start(when),
        "end": write_end(when),
        "precision": str(when.precision),
        "time": write_time(when),
        "participants": [actor.name for actor in belief.actors],
        "kind": str(belief.kind),
        "location": belief.place,
        "status": str(belief.status),
        "certainty": str(belief.certainty),
        "confirmed_by": [actor.name for actor in belief.confirmed_by],
        "title": belief.name,
        "quote": found.quote,
    }


def parse_articles(text: str, name: str) -> Iterator[tuple[Any, Article]]:
    """Yield the id and the Article of each JSON line: {id, published, title, text, lang?, url?, outlet?, tier?}.

    Raises AskedWrongly as ``read_lines`` does.
    """

    def read(number: int, row: Any) -> tuple[Any, Article]:
        return row["id"], Article(
            title=clean(str(row.get("title") or "")),
            text=clean(str(row["text"])),
            published=date.fromisoformat(row["published"][:10]),
            address=str(row.get("url") or ""),
            language=str(row.get("lang") or "en"),
            outlet=str(row.get("outlet") or ""),
            tier=Tier(row.get("tier") or Tier.OTHER),
            key=f"{number}",
        )

    example = '{"id": "1", "published": "2021-12-28", "title": "…", "text": "…"}'
    return read_lines(text, name, read, f"is not an article: it has to look like {example}")
