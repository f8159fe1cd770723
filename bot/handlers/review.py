"""/review."""

from datetime import timedelta

from telegram import Update

from bot import decisions
from bot.context import Context
from bot.days import say
from bot.numbers import read_number
from bot.reviewing import review as to_review
from storage.models import Action

_AHEAD = timedelta(days=365)
_LOOKED_AT = 1000  # Meetings ahead, the nearest first


async def review(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /review: what asks for a look; /review 12: what was decided on a Meeting."""
    if context.words:
        await show_trail(context, read_number(context.words, say("decision.usage", command="review")))
        return
    async with context.database.transaction() as storage:
        ahead = (await storage.meetings.touching(context.today, context.today + _AHEAD))[:_LOOKED_AT]
        evidence = await storage.meetings.evidence_of([one.id for one in ahead])
        edits = await storage.decisions.applied(Action.EDIT)
        confirmed = await storage.decisions.applied(Action.CONFIRM)
    await context.reply(*decisions.review(to_review(ahead, evidence, edits, confirmed), context.today))


async def show_trail(context: Context, meeting_id: int) -> None:
    """Answer with what was decided on a Meeting."""
    async with context.database.transaction() as storage:
        meeting = await storage.meetings.get(meeting_id)
        decided = await storage.decisions.of(meeting_id)
    await context.reply(*decisions.trail(meeting, decided, chat=context.chat, today=context.today))
