"""/pause."""

from telegram import Update

from bot import upkeep
from bot.context import Context
from bot.days import say


async def pause(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /pause 3: read it no more until it is resumed; several numbers are several Sources."""
    await context.reply(await upkeep.with_each(context, say("source.numbers", command="pause"), upkeep.pause))
