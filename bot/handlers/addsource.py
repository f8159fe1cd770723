"""/addsource."""

from telegram import MessageEntity, Update

from bot import sources
from bot.addresses import read_address
from bot.context import Context
from bot.days import say
from storage.models import SourceState


async def addsource(update: Update, context: Context) -> None:
    """Answer /addsource ADDRESS; the reading side looks at it and leaves a notice of what it would bring.

    A Source that waits for an answer is looked at again: what was found, and the question, may be far up by now.
    """
    address = read_address(context.words, linked(update))
    async with context.database.transaction() as storage:
        known = await storage.sources.at(address)
        if known is not None and known.state is SourceState.NEW and known.last_read_at is not None:
            await storage.sources.remove(known.id)
        source, is_new = await storage.sources.add(
            address, added_by=context.chat_id, topic_id=context.topic_id, now=context.now
        )
    await context.reply(say("source.looking") if is_new else sources.known(source))


def linked(update: Update) -> list[str]:
    """Return the addresses behind words of the message."""
    message = update.effective_message
    entities = message.parse_entities([MessageEntity.TEXT_LINK]) if message else {}
    return [entity.url for entity in entities if entity.url]
