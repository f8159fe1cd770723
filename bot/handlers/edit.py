"""/edit."""

from telegram import Update

from bot.context import Context
from bot.days import say
from bot.deciding import decide
from bot.edits import read_edit
from bot.numbers import read_number
from storage.models import Action


async def edit(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /edit 12 date 2022-01-12: from now on that field has that value."""
    meeting_id = read_number(context.words[:1], say("edit.usage"))
    field, value = read_edit(context.words[1:])
    await context.reply(await decide(context, Action.EDIT, meeting_id, field=field, value=value))
