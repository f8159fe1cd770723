"""/addsource."""

from urllib.parse import urlsplit

from telegram import Update

from bot import notices
from bot.context import Context
from bot.days import say
from storage.errors import AskedWrongly

_LONGEST = 2000  # characters


async def addsource(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /addsource ADDRESS; the reading side looks at it and leaves a notice of what it would bring."""
    address = read_address(context.words)
    async with context.database.transaction() as storage:
        source, is_new = await storage.sources.add(
            address, added_by=context.chat_id, topic_id=context.topic_id, now=context.now
        )
    await context.reply(say("source.looking") if is_new else notices.known(source))


def read_address(words: list[str]) -> str:
    """Return the address of a web page; raises AskedWrongly for anything else."""
    if len(words) != 1 or len(words[0]) > _LONGEST or not words[0].isprintable():
        raise AskedWrongly(say("source.usage"))
    address = words[0] if "://" in words[0] else f"https://{words[0]}"
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises ValueError where it is none
    except ValueError:
        raise AskedWrongly(say("source.usage")) from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise AskedWrongly(say("source.usage"))
    return address
