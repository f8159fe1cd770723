"""/subscribe."""

from telegram import Update

from bot import days, texts, wishes
from bot.asking import next_meeting
from bot.context import Context
from bot.days import say
from bot.query import read_wish
from storage.errors import AskedWrongly
from storage.models import Filter

_MOST = 30  # Subscriptions a chat


async def subscribe(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /subscribe [words]."""
    await subscribe_to(context, read_wish(context.words, context.today))


async def subscribe_to(context: Context, wanted: Filter) -> None:
    """Subscribe the chat, and say when it will be reminded of what next."""
    async with context.database.transaction() as storage:
        if len(await storage.chats.subscriptions(context.chat)) >= _MOST:
            raise AskedWrongly(say("subscribe.full"))
        is_new = await storage.chats.subscribe(context.chat, wanted, now=context.now)
        following = await next_meeting(storage, context, wanted)
        if following is not None:
            await storage.chats.see(context.chat, [following.id], now=context.now)
    done = "subscribe.done" if is_new else "subscribe.again"
    text = say(done, filter=wishes.shown(wanted), hours=days.hours(context.chat))
    if following is not None:
        when = days.days(following.when, context.today)
        text += texts.LINE + say("subscribe.next", name=following.name, days=when)
    elif meant := wishes.meant(wanted):
        text += texts.LINE + meant
    await context.reply(text)
