"""/timezone."""

from dataclasses import replace

from telegram import Update

from bot import days
from bot.context import Context
from bot.days import say
from bot.zones import read_zone


async def timezone(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /timezone: show the chat's zone, or set it: a city, an IANA name, or UTC+3."""
    chat = context.chat
    if not context.words:
        await context.reply(
            say("timezone.shows", zone=days.full_zone(chat.zone), now=days.clock_in(chat.zone, context.now))
        )
        return
    chat = replace(chat, zone=read_zone(" ".join(context.words)))
    if chat != context.chat:
        async with context.database.transaction() as storage:
            await storage.chats.keep_hours(chat, now=context.now)
    now = days.clock_in(chat.zone, context.now)
    await context.reply(say("timezone.done", zone=days.full_zone(chat.zone), now=now, hours=days.hours(chat)))
