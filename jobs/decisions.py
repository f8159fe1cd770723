"""What admins decided is applied: Mentions are put with their Meeting, and what is believed is computed again."""

import logging
import uuid
import zlib
from collections.abc import Sequence
from datetime import datetime

from jobs.belief import believe
from jobs.believing import believe_again
from jobs.deciding import Decided, decide
from jobs.planning import plan
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database, Storage
from storage.locks import contradicting, last_edits
from storage.models import Action, Decision, DecisionState, Evidence, Status
from storage.reminders import is_past

log = logging.getLogger(__name__)
_UIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:daybook:decision")
_LARGEST_REVISION = 2**31 - 1


class _Refused(Exception):  # noqa: N818 - it is an answer, and named so
    """A Decision cannot be applied any more; ``reason`` is the name of the sentence that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def apply_decisions(database: Database, _web: Web, clock: Clock) -> None:
    """Apply what was asked, the oldest first, each in a transaction of its own; a bug with one is logged whole."""
    async with database.transaction() as storage:
        asked = await storage.decisions.asked()
    for decision in asked:
        try:
            async with database.transaction() as storage:
                await apply(storage, decision.id, now=clock.now())
        except Exception:
            log.exception("decision not applied", extra={"decision": decision.id})
            async with database.transaction() as storage:
                await _refuse(storage, decision, "bug", clock.now())


async def apply(storage: Storage, decision_id: int, *, now: datetime) -> None:
    """Apply one Decision, and owe the chat where it was asked a notice of what became of it; once."""
    await storage.leases.turn("diary")
    decision = await storage.decisions.get(decision_id)
    if decision.state is not DecisionState.ASKED:
        return
    await storage.decisions.settle(decision.id, DecisionState.APPLIED, now=now)
    try:
        decided, made = await _decided(storage, decision, now)
    except _Refused as refused:
        await _refuse(storage, decision, refused.reason, now)
        return
    await believe_again(storage, decided, cause=f"decision:{decision.id}", now=now)
    await plan(storage, now)
    await _owe_notice(storage, decision, DecisionState.APPLIED, now, made=made)
    log.info("decision applied", extra={"decision": decision.id, "action": str(decision.action)})


async def ask_again(database: Database, _web: Web, clock: Clock) -> None:
    """Ask those who set a field whether it stays so, once for each value that a source has given since."""
    async with database.transaction() as storage:
        edits = last_edits(await storage.decisions.applied(Action.EDIT))
        evidence = await storage.meetings.evidence_of(sorted({meeting_id for meeting_id, _ in edits}))
        for (meeting_id, _), edit in edits.items():
            meeting = await storage.meetings.get(meeting_id)
            if meeting.status is Status.RETRACTED or is_past(meeting.when, clock.now()):
                continue
            for value, one in contradicting(edit, evidence[meeting_id]).items():
                await _owe_question(storage, edit, value, one, clock.now())


async def _decided(storage: Storage, decision: Decision, now: datetime) -> tuple[Decided, int | None]:
    """Return what becomes of the Meetings that the Decision touches, and the id of the one it makes, if any."""
    match decision.action:
        case Action.MERGE:
            return await _merge(storage, decision), None
        case Action.SPLIT:
            return await _split(storage, decision, now)
        case Action.UNDO:
            return await _undo(storage, decision, now), None
    if (await storage.meetings.get(decision.meeting_id)).status is Status.RETRACTED:
        raise _Refused("gone")
    decided = await _as_it_is(storage, decision)
    if not decided.meetings:
        raise _Refused("gone")
    return decided, None


async def _as_it_is(storage: Storage, decision: Decision) -> Decided:
    """Return the Meeting with the Mentions it has, if it has any; by an edited field it may be another one's too."""
    if decision.action is Action.EDIT:
        return await decide(storage, touched=[decision.meeting_id])
    evidence = await storage.meetings.evidence(decision.meeting_id)
    return Decided({decision.meeting_id: evidence} if evidence else {})


async def _merge(storage: Storage, decision: Decision) -> Decided:
    """Put the Mentions of the other Meeting with this one; what is here already stays, whatever comes to it."""
    here, there = decision.meeting_id, int(decision.arguments["other"])
    evidence = await storage.meetings.evidence_of([here, there])
    if not evidence[here] or not evidence[there]:
        raise _Refused("gone")
    await storage.mentions.pin(_ids([*evidence[here], *evidence[there]]), here, decision.id)
    decided = await decide(storage, touched=[here, there])
    if there in decided.emptied:
        decided.emptied[there] = here
    return decided


async def _split(storage: Storage, decision: Decision, now: datetime) -> tuple[Decided, int | None]:
    """Put what one Article says of the Meeting with a new one, or keep two Meetings apart.

    What stays is put where it is, so that no later report brings the two together.
    """
    if "other" in decision.arguments:
        return await _keep_apart(storage, decision), None
    evidence = await storage.meetings.evidence(decision.meeting_id)
    articles = {one.article_id for one in evidence if one.mention_id == decision.arguments["mention"]}
    leaving = [one for one in evidence if one.article_id in articles]
    staying = [one for one in evidence if one not in leaving]
    if not leaving or not staying:
        raise _Refused("nothing_to_split")
    uid = f"{uuid.uuid5(_UIDS, f'{decision.id} {leaving[0].article_key}')}@daybook"
    made = await storage.meetings.add(uid, believe(leaving), now=now)
    await storage.mentions.pin(_ids(leaving), made, decision.id)
    await storage.mentions.pin(_ids(staying), decision.meeting_id, decision.id)
    return await decide(storage, touched=[decision.meeting_id, made]), made


async def _keep_apart(storage: Storage, decision: Decision) -> Decided:
    both = [decision.meeting_id, int(decision.arguments["other"])]
    for meeting_id, evidence in (await storage.meetings.evidence_of(both)).items():
        if not evidence:
            raise _Refused("gone")
        await storage.mentions.pin(_ids(evidence), meeting_id, decision.id)
    return await decide(storage, touched=both)


async def _undo(storage: Storage, decision: Decision, now: datetime) -> Decided:
    """Let what was decided count no more; Mentions are where they were before it, and matched again."""
    undone = await storage.decisions.get(int(decision.arguments["decision"]))
    if undone.state is not DecisionState.APPLIED:
        raise _Refused("not_standing")
    await storage.decisions.settle(undone.id, DecisionState.UNDONE, now=now)
    if undone.action not in (Action.MERGE, Action.SPLIT):
        return await _as_it_is(storage, undone)
    there = await storage.mentions.pinned(undone.id)
    await storage.mentions.unpin(undone.id)
    await _follow(storage, _ids(there), undone)
    back = await storage.mentions.several(_ids(there))
    free = [one for one in back if one.pinned_by is None]
    touched = {one.meeting_id for one in (*there, *back) if one.meeting_id is not None}
    decided = await decide(storage, back=free, touched=sorted(touched))
    for meeting_id in decided.emptied:
        left = {one.mention_id for one in there if one.meeting_id == meeting_id}
        went = {each for each, evidence in decided.meetings.items() if left & set(_ids(evidence))}
        decided.emptied[meeting_id] = went.pop() if len(went) == 1 else None
    return decided


async def _follow(storage: Storage, mention_ids: Sequence[int], undone: Decision) -> None:
    """Put Mentions that are back with their Meeting where that was merged into since ``undone``."""
    for merge in await storage.decisions.applied(Action.MERGE):
        if merge.id > undone.id:
            back = await storage.mentions.several(mention_ids)
            gone = [one for one in back if one.meeting_id == merge.arguments["other"]]
            await storage.mentions.pin(_ids(gone), merge.meeting_id, merge.id)


async def _refuse(storage: Storage, decision: Decision, reason: str, now: datetime) -> None:
    await storage.decisions.settle(decision.id, DecisionState.REFUSED, now=now, answer=reason)
    await _owe_notice(storage, decision, DecisionState.REFUSED, now, answer=reason)


async def _owe_notice(
    storage: Storage,
    decision: Decision,
    state: DecisionState,
    now: datetime,
    *,
    answer: str = "",
    made: int | None = None,
) -> None:
    meeting = await storage.meetings.get(decision.meeting_id)
    body: dict[str, object] = {
        "kind": "decided",
        "decision": decision.id,
        "action": str(decision.action),
        "meeting": meeting.id,
        "name": meeting.name,
        "arguments": decision.arguments,
        "state": str(state),
        "answer": answer,
        "made": made,
    }
    await storage.deliveries.owe_notice(
        decision.chat_id, f"decision:{decision.id}", body, revision=0, now=now, topic_id=decision.topic_id
    )


async def _owe_question(storage: Storage, edit: Decision, value: str, one: Evidence, now: datetime) -> None:
    body: dict[str, object] = {
        "kind": "contradicted",
        "decision": edit.id,
        "meeting": edit.meeting_id,
        "name": (await storage.meetings.get(edit.meeting_id)).name,
        "field": edit.arguments["field"],
        "mine": edit.arguments["value"],
        "value": value,
        "quote": one.mention.quote,
        "outlet": one.outlet,
        "address": one.address,
    }
    revision = 1 + zlib.crc32(value.encode()) % _LARGEST_REVISION  # the same for the same value: asked once
    await storage.deliveries.owe_notice(
        edit.chat_id, f"decision:{edit.id}", body, revision=revision, now=now, topic_id=edit.topic_id
    )


def _ids(evidence: Sequence[Evidence]) -> list[int]:
    return [one.mention_id for one in evidence]
