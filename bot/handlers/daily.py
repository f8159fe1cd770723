"""/daily."""

from dataclasses import replace

from markupsafe import Markup
from telegram import Update

from bot import days
from bot.context import Context
from bot.days import say
from bot.query import read_clock
from bot.texts import DIGEST_DAYS
from storage.errors import AskedWrongly
from storage.models import Chat

_OFF = ("off", "none", "never", "stop")


async def daily(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /daily: show at which hour the chat is sent a digest, or set it: /daily 08:00, /daily off."""
    said = " ".join(context.words).casefold()
    chat = context.chat
    if said:
        hour = None if said in _OFF else read_clock(said)
        if hour is None and said not in _OFF:
            raise AskedWrongly(say("daily.usage", words=said))
        chat = replace(chat, daily_hour=hour)
    async with context.database.transaction() as storage:
        if chat != context.chat:
            await storage.chats.save(chat)
        is_subscribed = bool(await storage.chats.subscriptions(chat))
    text = _told(chat)
    await context.reply(text if is_subscribed or chat.daily_hour is None else text + " " + say("remind.nobody"))


def _told(chat: Chat) -> Markup:
    hour = days.daily_hour(chat)
    return say("daily.none") if hour is None else say("daily.at", hour=hour, n=DIGEST_DAYS.days)
