"""An Article into the diary: its Mentions, the Meetings they speak of, what changes, and who is told."""

import logging
import uuid
from dataclasses import replace
from datetime import UTC, datetime, time

from jobs.alerts import owe_alerts
from jobs.belief import believe, differences, retracted
from jobs.extraction.extract import extract
from jobs.matching import Candidate, match, spans
from jobs.planning import plan
from storage.database import Storage
from storage.models import Article, Change, Meeting, Mention, Says, Status

log = logging.getLogger(__name__)
_UIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:daybook:meeting")


async def enter(
    storage: Storage,
    article: Article,
    *,
    now: datetime,
    source_id: int | None = None,
    is_whole: bool = True,
    alerts: bool = True,
) -> dict[int, list[Mention]] | None:
    """Keep ``article`` and what it says of Meetings; return its Mentions by the id of their Meeting.

    They are in the order of the text. None for an Article that was read before, just so: it changes nothing.

    is_whole  False: only a summary of it could be read
    alerts    False for the first reading of a Source, which fills history silently
    """
    await storage.leases.turn("diary")
    revision = await storage.articles.keep(article, source_id=source_id, now=now, is_whole=is_whole)
    if revision is None:
        return None
    known_before = await storage.meetings.of_article(revision)
    mentioned: dict[int, list[Mention]] = {}
    because: dict[int, int] = {}
    added: set[int] = set()
    said_at = article.published_at or datetime.combine(article.published, time(), UTC)
    for number, read in enumerate(extract(article)):
        meeting = await _meeting_of(storage, read, article)
        mention = read
        if (given := await _given_before(storage, read, article, known_before)) and meeting in {None, given}:
            meeting, mention = given, _as_moved(read, given)
        if meeting is None and mention.says is Says.DENIES:
            continue  # of a meeting that nobody announced
        if meeting is None:
            uid = (
                f"{uuid.uuid5(_UIDS, f'{revision} {number} {article.key or article.address or article.title}')}@daybook"
            )
            meeting_id = await storage.meetings.add(uid, believe([mention]), now=now)
            added.add(meeting_id)
        else:
            meeting_id = meeting.id
        because[meeting_id] = await storage.meetings.add_mention(revision, meeting_id, mention, said_at=said_at)
        mentioned.setdefault(meeting_id, []).append(mention)
    changed = []
    for meeting_id in sorted(known_before | set(mentioned)):
        was = await storage.meetings.get(meeting_id)
        if await _believe_again(
            storage,
            was,
            because.get(meeting_id),
            cause=f"revision:{revision}",
            now=now,
            is_new=meeting_id in added,
        ):
            changed.append(was)
    if alerts:
        await owe_alerts(storage, f"revision:{revision}", changed, now=now)
    await plan(storage, now)
    return mentioned


async def _meeting_of(storage: Storage, mention: Mention, article: Article) -> Meeting | None:
    """Return the Meeting that ``mention`` speaks of; None where it is not known yet."""
    actors = [actor.code for actor in mention.actors]
    meetings = await storage.meetings.candidates(spans(mention, article.published), actors)
    said = await storage.meetings.said([meeting.id for meeting in meetings])
    found = match(mention, [Candidate(meeting, said[meeting.id]) for meeting in meetings])
    if found is not None:
        log.info("mention matched", extra={"meeting": found.id, "says": str(mention.says), "rule": mention.rule})
    return found


async def _given_before(storage: Storage, mention: Mention, article: Article, known: set[int]) -> Meeting | None:
    """Return the Meeting that an earlier revision gave as data, where ``mention`` is of the one event in both.

    An event of a calendar keeps its UID, and so its Article, whatever becomes of it.
    """
    is_the_fact = len(article.facts) == 1 and mention.rule == article.facts[0].rule
    return await storage.meetings.get(next(iter(known))) if is_the_fact and len(known) == 1 else None


def _as_moved(mention: Mention, meeting: Meeting) -> Mention:
    """Return ``mention`` as one that moves the Meeting, where its date is another one, or it was moved to it before."""
    if mention.says is not Says.ANNOUNCES:
        return mention
    if (mention.when.first, mention.when.last) != (meeting.when.first, meeting.when.last):
        return replace(mention, says=Says.MOVES, earlier=meeting.when)
    return replace(mention, says=Says.MOVES) if meeting.status is Status.MOVED else mention


async def _believe_again(
    storage: Storage,
    old: Meeting,
    because: int | None,
    *,
    cause: str,
    now: datetime,
    is_new: bool,
) -> bool:
    """Compute anew what is believed of a Meeting; keep what changed; return whether anything did.

    because  the Mention that was added; None: one was taken back

    What one Article says of a Meeting that was not known before it is no Change.
    """
    meeting_id = old.id
    evidence = await storage.meetings.evidence(meeting_id)
    new = believe([one.mention for one in evidence]) if evidence else retracted(old)
    changed = [] if is_new else differences(old, new)
    moved = any(one.field in ("date", "time") for one in changed)
    sequence = old.sequence + bool(changed)
    await storage.meetings.revise(
        meeting_id,
        new,
        sequence=sequence,
        date_revision=old.date_revision + moved,
        dated_at=now if moved else old.dated_at,
    )
    await storage.meetings.add_changes(
        [
            Change(meeting_id, sequence, one.field, one.old, one.new, now, mention_id=because, cause=cause)
            for one in changed
        ]
    )
    return bool(changed)
