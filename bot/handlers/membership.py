"""Where the bot may write, as Telegram tells it."""

from telegram import Update
from telegram.constants import ChatMemberStatus

from bot.context import Context

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def membership(update: Update, context: Context) -> None:
    """Note that the bot was blocked or put out of a chat, or let in again; what it subscribed to stays."""
    if update.my_chat_member is None:
        return
    is_in = update.my_chat_member.new_chat_member.status not in _OUT
    async with context.database.transaction() as storage:
        await storage.chats.set_active(context.chat_id, active=is_in)
        if not is_in:
            await storage.deliveries.cancel_pending(context.chat_id, reason="the bot may not write there")


async def migration(update: Update, context: Context) -> None:
    """Follow a group that has become a supergroup; both of them are told, so it may come twice."""
    message = update.message
    if message is None:
        return
    old = message.migrate_from_chat_id or message.chat_id
    new = message.migrate_to_chat_id or message.chat_id
    async with context.database.transaction() as storage:
        await storage.chats.migrate(old, new)
