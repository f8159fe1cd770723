"""/removesource."""

from telegram import Update

from bot import sources
from bot.buttons import under_removal
from bot.context import Context
from bot.days import say
from bot.numbers import read_number


async def removesource(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /removesource 3: what stays of it, and whether it is meant."""
    number = read_number(context.words, say("source.remove_usage"))
    async with context.database.transaction() as storage:
        source = await storage.sources.get(number)
        brought = await storage.sources.brought([source.id])
    what = sources.has_brought(brought[source.id])
    await context.reply(say("source.remove", source=sources.named(source), brought=what), under_removal(source.id))
