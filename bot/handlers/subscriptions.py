"""/subscriptions."""

from telegram import Update

from bot import wishes
from bot.context import Context
from bot.days import say


async def subscriptions(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /subscriptions: what the chat subscribed to, the oldest first."""
    async with context.database.transaction() as storage:
        present = [one.filter for one in await storage.chats.subscriptions(context.chat)]
    await context.reply(wishes.subscriptions(present) if present else say("subscribe.none"))
