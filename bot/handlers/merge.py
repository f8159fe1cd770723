"""/merge."""

from telegram import Update

from bot.context import Context
from bot.days import say
from bot.deciding import decide
from bot.numbers import read_number
from storage.errors import AskedWrongly
from storage.models import Action


async def merge(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /merge 12 15: both are one Meeting, number 12."""
    usage = say("decision.merge_usage")
    meeting_id, other = read_number(context.words[:1], usage), read_number(context.words[1:], usage)
    if meeting_id == other:
        raise AskedWrongly(say("decision.merge_same"))
    await context.reply(await decide(context, Action.MERGE, meeting_id, other=other))
