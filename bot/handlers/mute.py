"""/mute."""

from markupsafe import Markup
from telegram import Update

from bot.asking import meeting_meant
from bot.buttons import under_meeting
from bot.context import Context
from bot.days import say
from bot.texts import LINE
from storage.reminders import is_past


async def mute(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /mute 12, or /mute and words that only one meeting fits; a button takes it back."""
    async with context.database.transaction() as storage:
        found = await meeting_meant(storage, context, context.words, "mute.usage")
    done = await set_muted(context, found.id, muted=True)
    buttons = under_meeting(found.id, muted=True, past=is_past(found.when, context.now))
    await context.reply(say("mute.title", name=found.name) + LINE + done, buttons)


async def set_muted(context: Context, meeting_id: int, *, muted: bool) -> Markup:
    """Mute a Meeting for the chat, or take that back, and return what to say; raises NotFoundError."""
    async with context.database.transaction() as storage:
        meeting = await storage.meetings.get(meeting_id)
        await (storage.chats.mute if muted else storage.chats.unmute)(context.chat, meeting.id)
    return say("mute.done" if muted else "mute.undone")
