"""/why."""

from telegram import Update

from bot import reasons, texts
from bot.asking import meeting_meant, meetings_of
from bot.context import Context
from bot.days import say
from bot.query import Query

_AT_ONCE = 10  # Meetings of a briefing


async def why(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /why 12, or /why and words that only one meeting fits."""
    async with context.database.transaction() as storage:
        found = await meeting_meant(storage, context, context.words, "meeting.why_usage")
        evidence = await storage.meetings.evidence(found.id)
        await storage.chats.see(context.chat, [found.id], now=context.now)
    await context.reply(reasons.why(found, evidence, context.today))


async def why_these(context: Context, what: int | Query) -> None:
    """Answer the button: for one Meeting, or for those of a briefing."""
    async with context.database.transaction() as storage:
        meetings = await meetings_of(storage, what) if isinstance(what, Query) else [await storage.meetings.get(what)]
        shown = meetings[:_AT_ONCE]
        evidence = await storage.meetings.evidence_of([one.id for one in shown])
        await storage.chats.see(context.chat, list(evidence), now=context.now)
    blocks = [reasons.why(one, evidence[one.id], context.today) for one in shown]
    if len(meetings) > len(shown):
        blocks.append(say("why.more", n=len(meetings) - len(shown)))
    await context.reply(texts.PARAGRAPH.join(blocks) or say("briefing.empty"))
