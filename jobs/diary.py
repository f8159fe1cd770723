"""An Article into the diary: its Mentions, the Meetings they speak of, what changes, and who is told."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from jobs.believing import believe_again
from jobs.deciding import decide
from jobs.extraction.extract import extract
from jobs.planning import plan
from jobs.revising import Told, revise
from storage.database import Storage
from storage.models import Article, Evidence, Mention, Says


async def enter(
    storage: Storage,
    article: Article,
    *,
    now: datetime,
    source_id: int | None = None,
    is_whole: bool = True,
    alerts: bool = True,
    given: str | None = None,
    mentions: Sequence[Mention] | None = None,
) -> dict[int, list[Evidence]] | None:
    """Keep ``article`` and what it says of Meetings; return its Mentions of those ahead by the id of their Meeting.

    They are in the order of the text. None for an Article that was read before, just so: it changes nothing.

    is_whole  False: only a summary of it could be read
    alerts    False for the first reading of a Source, which fills history silently
    given     the digest of what its Source gave of it, maybe a summary; None: its Source gave nothing new
    mentions  what it says, with reports that a meeting was held; None: it is read here
    """
    await storage.leases.turn("diary")
    revision = await storage.articles.keep(article, source_id=source_id, now=now, is_whole=is_whole, given=given)
    if revision is None:
        return None
    before = await storage.mentions.before(revision.id) if revision.number > 1 else []
    published_at = article.published_at or datetime.combine(article.published, time(), UTC)
    if mentions is None:
        mentions = extract(article, with_held=True)
    if not mentions and not before:
        return {}
    told = revise(before, mentions, article.facts, first_at=published_at, now=now)
    ids = [await _keep(storage, revision.id, one) for one in told]
    now_said = {one.mention_id: one for one in await storage.mentions.of_revision(revision.id)}
    fresh = [now_said[mention_id] for mention_id, one in zip(ids, told, strict=True) if not one.is_as_before]
    still = {one.before.mention_id for one in told if one.before and one.is_as_before}
    gone = [one for one in before if one.mention_id not in still]
    decided = await decide(storage, fresh, gone=gone, revision_id=revision.id)
    said = await believe_again(
        storage, decided, cause=f"revision:{revision.id}", now=now, alerts=alerts, because=list(now_said.values())
    )
    await plan(storage, now)
    return _by_meeting(await storage.mentions.of_revision(revision.id)) if said or now_said else {}


async def compute_again(storage: Storage, *, now: datetime) -> None:
    """Decide anew of which Meeting every current Mention speaks, from the first on, and what is believed of each.

    What admins decided stays. A diary that is as it should be stays as it is; nobody is told of what was not.
    """
    await storage.leases.turn("diary")
    decided = await decide(storage, await storage.mentions.current())
    await believe_again(storage, decided, cause="again", now=now, alerts=False)
    await plan(storage, now)


async def _keep(storage: Storage, revision: int, told: Told) -> int:
    """Keep a Mention with the Meeting it was of before the edit, where it was; return its id."""
    before = told.before
    mention_id = await storage.mentions.add(
        revision, told.mention, said_at=told.said_at, meeting_id=before.meeting_id if before else None
    )
    if before and told.is_as_before:
        await storage.mentions.assign(mention_id, before.meeting_id, score=before.score, reasons=before.reasons)
    if before and before.pinned_by is not None:
        await storage.mentions.pin_like(mention_id, before)
    return mention_id


def _by_meeting(evidence: list[Evidence]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    for one in evidence:
        if one.meeting_id is not None and one.mention.says is not Says.HELD:
            found.setdefault(one.meeting_id, []).append(one)
    return found
