"""/removesource."""

from telegram import Update

from bot import notices
from bot.context import Context
from bot.days import say
from storage.errors import AskedWrongly

_LONGEST = 9  # digits; a row's number has no more


async def removesource(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /removesource N."""
    words = context.words
    if len(words) != 1 or not words[0].isdecimal() or len(words[0]) > _LONGEST:
        raise AskedWrongly(say("source.remove_usage"))
    async with context.database.transaction() as storage:
        source = await storage.sources.get(int(words[0]))
        await storage.sources.remove(source.id)
    await context.reply(say("source.removed", title=notices.title(source)))
