"""/testsource."""

from telegram import Update

from bot.addresses import read_address
from bot.context import Context
from bot.days import say
from bot.handlers.addsource import linked
from bot.looking import ask_to_look
from bot.numbers import read_number
from storage.models import LookFor


async def testsource(update: Update, context: Context) -> None:
    """Answer /testsource ADDRESS, or /testsource 3: what would be read there, and what goes wrong; nothing is kept."""
    words = context.words
    is_number = len(words) == 1 and words[0].isdecimal()
    number = read_number(words, say("source.test_usage")) if is_number else None
    address = "" if is_number else read_address(words, linked(update), usage="source.test_usage")
    async with context.database.transaction() as storage:
        source = await storage.sources.at(address) if number is None else await storage.sources.get(number)
        what = {"source_id": source.id, "address": source.address} if source else {"address": address}
        await ask_to_look(storage, update, context, LookFor.TEST, **what)
    await context.reply(say("source.looking"))
