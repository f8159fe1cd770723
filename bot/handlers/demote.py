"""/demote."""

from telegram import Update

from bot import upkeep
from bot.context import Context
from bot.days import say


async def demote(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /demote 3: what it says counts for less; several numbers are several Sources."""
    await context.reply(await upkeep.with_each(context, say("source.numbers", command="demote"), upkeep.demote))
