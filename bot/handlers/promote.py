"""/promote."""

from telegram import Update

from bot import upkeep
from bot.context import Context
from bot.days import say


async def promote(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /promote 3: what it says counts for more; several numbers are several Sources."""
    await context.reply(await upkeep.with_each(context, say("source.numbers", command="promote"), upkeep.promote))
