"""/briefing."""

from telegram import Update

from bot import texts
from bot.asking import meetings_of
from bot.buttons import under_briefing
from bot.context import Context
from bot.query import read_query


async def briefing(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /briefing [today | tomorrow | week | 14d] [words]."""
    query = read_query(context.words, context.today)
    async with context.database.transaction() as storage:
        meetings = await meetings_of(storage, query)
        ids = [meeting.id for meeting in meetings]
        evidence = await storage.meetings.evidence_of(ids)
        new = await storage.chats.see(context.chat, ids, now=context.now)
    text = texts.briefing(query, meetings, evidence, new=len(new), chat=context.chat, today=context.today)
    await context.reply(text, under_briefing(query) if meetings else None)
