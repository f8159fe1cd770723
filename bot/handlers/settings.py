"""/settings."""

from markupsafe import Markup
from telegram import Update

from bot import days, wishes
from bot.context import Context
from bot.days import say
from bot.texts import LINE


async def settings(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /settings: all that the chat has set, each with the command that changes it."""
    chat = context.chat
    async with context.database.transaction() as storage:
        present = [one.filter for one in await storage.chats.subscriptions(chat)]
    nothing = say("settings.none")
    subscribed = Markup("; ").join(wishes.shown(one) for one in present)
    lines = [
        say("settings.title"),
        say("settings.zone", zone=days.full_zone(chat.zone), now=days.clock_in(chat.zone, context.now)),
        say("settings.subscriptions", filters=subscribed or nothing),
        say("settings.reminders", hours=days.hours(chat)),
        say("settings.daily", hour=days.daily_hour(chat) or nothing),
    ]
    await context.reply(LINE.join(lines))
