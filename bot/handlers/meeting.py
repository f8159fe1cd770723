"""/meeting."""

from telegram import Update

from bot import texts
from bot.asking import meeting_meant, reminders_ahead
from bot.buttons import under_meeting
from bot.context import Context
from storage.reminders import is_past


async def meeting(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /meeting 12, or /meeting and words that only one meeting fits."""
    async with context.database.transaction() as storage:
        found = await meeting_meant(storage, context, context.words, "meeting.usage")
        evidence = await storage.meetings.evidence(found.id)
        reminders = await reminders_ahead(storage, context, found)
        muted = await storage.chats.has_muted(context.chat, found.id)
        await storage.chats.see(context.chat, [found.id], now=context.now)
    text = texts.meeting(found, evidence, reminders, muted=muted, chat=context.chat, today=context.today)
    await context.reply(text, under_meeting(found.id, muted=muted, past=is_past(found.when, context.now)))
