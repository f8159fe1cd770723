"""Commands that are none of ours."""

from telegram import Update

from bot.context import Context
from bot.days import say


async def unknown(update: Update, context: Context) -> None:
    """Answer an unknown command in a private chat; one for another bot is none of our business."""
    message = update.effective_message
    command = (message.text or "").split()[0] if message else ""
    _, at, bot = command.partition("@")
    if not at or bot.casefold() == context.bot.username.casefold():
        await context.reply(say("hint.unknown"))
