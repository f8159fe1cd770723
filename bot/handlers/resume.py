"""/resume."""

from telegram import Update

from bot import upkeep
from bot.context import Context
from bot.days import say


async def resume(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /resume 3: read it again, at once; several numbers are several Sources."""
    await context.reply(await upkeep.with_each(context, say("source.numbers", command="resume"), upkeep.resume))
