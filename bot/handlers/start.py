"""/start."""

from telegram import Update

from bot.context import Context
from bot.days import say
from bot.menus import set_admin_menu


async def start(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /start: what Daybook is, and three things to type."""
    await context.reply(say("start.hello"))
    if context.is_admin:
        await set_admin_menu(context.bot, context.chat_id)
