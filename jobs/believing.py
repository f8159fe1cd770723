"""Believing again what Mentions let us believe; what changed is kept, and owed to those who want to know."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jobs.alerts import owe_alerts
from jobs.belief import believe, differences, retracted
from jobs.deciding import Decided, actors_of, dates_of, uid_of
from jobs.likeness import same_days
from storage.database import Storage
from storage.models import Belief, Change, Decision, Evidence, Meeting, Status

_UIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:daybook:meeting")


async def believe_again(
    storage: Storage,
    decided: Decided,
    *,
    cause: str,
    now: datetime,
    alerts: bool = True,
    because: Sequence[Evidence] = (),
) -> dict[int, list[Evidence]]:
    """Compute anew what is believed of the Meetings that were decided; return what is said of each, by its id.

    cause    what brought it about: "revision:12", "decision:5"
    because  the Mentions it brought: the last of a Meeting is quoted with its Changes

    What is said first of a Meeting is no Change of it.
    """
    said: dict[int, list[Evidence]] = {}
    for evidence in decided.founded:
        said[await _found(storage, evidence, cause, now)] = evidence
    in_force = await storage.decisions.in_force(decided.meetings)
    quoted = {one.mention_id for one in because}
    changed: list[Meeting] = []
    for meeting_id, evidence in sorted(decided.meetings.items()):
        said[meeting_id] = evidence
        quote = next((one.mention_id for one in reversed(evidence) if one.mention_id in quoted), None)
        new = believe(evidence, in_force.get(meeting_id, ()))
        old = await storage.meetings.get(meeting_id)
        if old.merged_into is not None:
            await storage.meetings.merge_into(meeting_id, None)
        if old.status is Status.UNKNOWN and new.status.still_stands and same_days(old.when, new.when):
            new = replace(new, status=Status.UNKNOWN)  # its day is past, and nothing says that it was held
        if await _revise(storage, old, new, quote, cause=cause, now=now):
            changed.append(old)
        await _look_up(storage, meeting_id, evidence, in_force.get(meeting_id, ()))
    for meeting_id, into in decided.emptied.items():
        old = await storage.meetings.get(meeting_id)
        await storage.meetings.merge_into(meeting_id, into)
        if await _revise(storage, old, retracted(old), None, cause=cause, now=now) and into is None:
            changed.append(old)
        await _look_up(storage, meeting_id, [])
    if alerts:
        await owe_alerts(storage, cause, changed, now=now)
    return said


async def _found(storage: Storage, evidence: Sequence[Evidence], cause: str, now: datetime) -> int:
    """Add the Meeting that ``evidence`` is the first to speak of; return its id."""
    uid = uid_of(evidence[0])
    if evidence[0].meeting_id is not None and await storage.meetings.ids_of([uid]):  # others speak of that one now
        uid = f"{uuid.uuid5(_UIDS, f'{uid} {cause}')}@daybook"
    meeting_id = await storage.meetings.add(uid, believe(evidence), now=now)
    for one in evidence:
        await storage.mentions.assign(one.mention_id, meeting_id, score=one.score, reasons=one.reasons)
    await _look_up(storage, meeting_id, evidence)
    return meeting_id


async def _revise(
    storage: Storage, old: Meeting, new: Belief, mention_id: int | None, *, cause: str, now: datetime
) -> bool:
    """Believe ``new`` of the Meeting from now on; return whether a reader has to be told."""
    changed = differences(old, new)
    moved = any(one.field in ("date", "time") for one in changed)
    sequence = old.sequence + any(one.field in ("date", "time", "place", "status") for one in changed)
    await storage.meetings.revise(
        old.id,
        new,
        sequence=sequence,
        date_revision=old.date_revision + moved,
        dated_at=now if moved else old.dated_at,
    )
    await storage.meetings.add_changes(
        [
            Change(old.id, sequence, one.field, one.old, one.new, now, mention_id=mention_id, cause=cause)
            for one in changed
        ]
    )
    return bool(changed)


async def _look_up(
    storage: Storage, meeting_id: int, evidence: Sequence[Evidence], decisions: Sequence[Decision] = ()
) -> None:
    codes = [actor.code for actor in actors_of(evidence)]
    nobody = [""] if any(not one.mention.actors for one in evidence) else []
    await storage.meetings.look_up_by(meeting_id, codes + nobody, dates_of(evidence, decisions))
