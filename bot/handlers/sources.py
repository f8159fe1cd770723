"""/sources."""

from telegram import Update

from bot import notices
from bot.context import Context


async def sources(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /sources: each with its number, its state and how its reading goes."""
    async with context.database.transaction() as storage:
        known = await storage.sources.all()
    await context.reply(notices.sources(known, context.now))
