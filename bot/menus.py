"""The menus of commands, for everyone and for admins."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.days import say

log = logging.getLogger(__name__)


async def set_menus(bot: Bot, admins: Iterable[int]) -> None:
    """Set the menu of everyone, and that of each admin's own chat with Daybook."""
    await bot.set_my_commands(_menu("menu"), BotCommandScopeDefault())
    for admin in admins:
        await set_admin_menu(bot, admin)


async def set_admin_menu(bot: Bot, chat_id: int) -> None:
    """Set the menu of an admin's own chat; who never wrote to the bot gets it with the first /start."""
    try:
        await bot.set_my_commands(_menu("menu") + _menu("admin_menu"), BotCommandScopeChat(chat_id))
    except TelegramError as error:
        log.info("admin menu not set", extra={"chat": chat_id, "reason": error.message})


def _menu(section: str) -> list[BotCommand]:
    return [BotCommand(command, text) for command, text in say.section(section).items()]
