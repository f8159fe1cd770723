"""/help."""

from telegram import Update

from bot import texts
from bot.context import Context
from bot.days import say


async def help_(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /help: every command with an example; the admins' to admins."""
    text = say("help.text")
    await context.reply(text + texts.PARAGRAPH + say("help.admin") if context.is_admin else text)
