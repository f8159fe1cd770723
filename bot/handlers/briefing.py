"""/briefing."""

from telegram import Update

from bot import texts
from bot.asking import meetings_of
from bot.buttons import under_briefing
from bot.context import Context
from bot.query import read_query

_MOST = 40  # Meetings: a few messages


async def briefing(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /briefing [today | tomorrow | week | 14d] [words]."""
    query = read_query(context.words, context.today)
    async with context.database.transaction() as storage:
        found = texts.in_order(await meetings_of(storage, query))
        meetings = found[:_MOST]
        ids = [meeting.id for meeting in meetings]
        evidence = await storage.meetings.evidence_of(ids)
        new = await storage.chats.see(context.chat, ids, now=context.now)
    more = len(found) - len(meetings)
    text = texts.briefing(query, meetings, evidence, new=len(new), more=more, chat=context.chat, today=context.today)
    await context.reply(text, under_briefing(query) if meetings else None)
