"""Leaving a Decision for the jobs to apply; what cannot be decided is answered at once."""

from markupsafe import Markup

from bot import decisions
from bot.context import Context
from bot.days import say
from storage.database import Storage
from storage.errors import AskedWrongly
from storage.models import Action, Decision, DecisionState, Meeting, Status


async def decide(context: Context, action: Action, meeting_id: int, **arguments: object) -> Markup:
    """Leave the Decision of who asks on a Meeting that is in the diary; return what to answer.

    Raises AskedWrongly where it is not any more, and NotFoundError where it never was.
    """
    async with context.database.transaction() as storage:
        for one in {meeting_id, arguments.get("other", meeting_id)}:
            _check_is_in_diary(await storage.meetings.get(int(str(one))))
        return await _ask(storage, context, action, meeting_id, arguments)


async def split(context: Context, meeting_id: int, mention_id: int) -> Markup:
    """Leave the Decision that the report with this Mention is of another meeting than ``meeting_id``.

    Raises AskedWrongly where it does not speak of it now.
    """
    async with context.database.transaction() as storage:
        _check_is_in_diary(await storage.meetings.get(meeting_id))
        if all(each.mention_id != mention_id for each in await storage.meetings.evidence(meeting_id)):
            raise AskedWrongly(say("hint.expired"))
        return await _ask(storage, context, Action.SPLIT, meeting_id, {"mention": mention_id})


async def undo(context: Context, decision_id: int | None) -> Markup:
    """Leave the Decision that undoes another one; None: the last of who asks."""
    async with context.database.transaction() as storage:
        decision = await _to_undo(storage, context, decision_id)
        return await _ask(storage, context, Action.UNDO, decision.meeting_id, {"decision": decision.id})


async def _to_undo(storage: Storage, context: Context, decision_id: int | None) -> Decision:
    if decision_id is None:
        last = await storage.decisions.last_of(context.user_id)
        if last is None:
            raise AskedWrongly(say("decision.undo_nothing"))
        return last
    decision = await storage.decisions.get(decision_id)
    stands = decision.state in (DecisionState.ASKED, DecisionState.APPLIED)
    if not stands or decision.action is Action.UNDO:
        raise AskedWrongly(say("decision.undo_not", number=decision.id, state=say(f"decision.{decision.state}")))
    return decision


async def _ask(
    storage: Storage, context: Context, action: Action, meeting_id: int, arguments: dict[str, object]
) -> Markup:
    decision, is_new = await storage.decisions.ask(
        context.chat, context.user_id, action, meeting_id, arguments, now=context.now
    )
    return decisions.noted(decision, is_new=is_new, today=context.today)


def _check_is_in_diary(meeting: Meeting) -> None:
    """Raise AskedWrongly for a Meeting that was taken back, or is one with another now."""
    if meeting.merged_into is not None:
        raise AskedWrongly(say("decision.merged", id=meeting.id, other=meeting.merged_into))
    if meeting.status is Status.RETRACTED:
        raise AskedWrongly(say("decision.gone", id=meeting.id))
