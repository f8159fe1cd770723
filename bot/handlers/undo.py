"""/undo."""

from telegram import Update

from bot import deciding
from bot.context import Context
from bot.days import say
from bot.numbers import read_number


async def undo(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /undo: the last Decision of who asks; /undo 7: that one."""
    number = read_number(context.words, say("decision.undo_usage")) if context.words else None
    await context.reply(await deciding.undo(context, number))
