"""/confirm."""

from telegram import Update

from bot.context import Context
from bot.days import say
from bot.deciding import decide
from bot.numbers import read_number
from storage.models import Action


async def confirm(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /confirm 12."""
    meeting_id = read_number(context.words, say("decision.usage", command="confirm"))
    await context.reply(await decide(context, Action.CONFIRM, meeting_id))
