"""/read, and what people hand over without a command in a private chat."""

from typing import Any

from telegram import Document, Message, Update
from telegram.error import TelegramError

from bot.access import Right
from bot.context import Context
from bot.days import say
from bot.given import Given, after_command, all_of, handed_over
from bot.looking import ask_to_look
from bot.markup import clean, host
from storage.errors import AskedWrongly
from storage.models import LookFor

_LARGEST = 512 * 1024  # bytes of a file
_TYPES = (".txt", ".html", ".htm", ".ics", ".opml", ".xml")
_DOWNLOAD_S = 20


async def read(update: Update, context: Context) -> None:
    """Answer /read LINK, /read and a text, or /read in reply to a message: what Daybook reads in it."""
    message = update.effective_message
    given = message and (after_command(message) or _replied_to(message, context.bot.id))
    if not given:
        raise AskedWrongly(say("look.usage"))
    await look_at(update, context, given)


async def given_over(update: Update, context: Context) -> None:
    """Answer an article, a link or a file with what Daybook reads in it; any other message with a hint."""
    message = update.effective_message
    given = message and handed_over(message)
    if given:
        await look_at(update, context, given)
    else:
        await context.reply(say("hint.text"))


async def look_at(update: Update, context: Context, given: Given) -> None:
    """Leave a Look at ``given``; raises AskedWrongly for a file that is not read, and where too much is asked."""
    what: dict[str, Any] = {
        "origin": given.origin,
        "outlet": clean(given.outlet, 100),
        "published_at": given.published_at,
    }
    purpose, said = LookFor.READ, None if given.text else say("look.page", host=host(given.address))
    if given.document:
        what |= {"content": await _content(context, given.document), "name": clean(given.document.file_name or "", 100)}
        said = say("look.file")
        if b"<opml" in what["content"][:4096].lower():
            await context.require(Right.ADMIN)
            purpose = LookFor.ADD
    else:
        what |= {"content": given.text.encode(errors="replace"), "address": given.address}
    async with context.database.transaction() as storage:
        await ask_to_look(storage, update, context, purpose, **what)
    if said is None:
        context.show_typing()
    else:
        await context.reply(said)


def _replied_to(message: Message, bot_id: int) -> Given | None:
    """Return what the message that ``message`` replies to hands over; raises AskedWrongly for one of the bot's own."""
    other = message.reply_to_message
    if other is None or other.forum_topic_created is not None:  # what every message of a topic replies to
        return None
    if other.from_user is not None and other.from_user.id == bot_id:
        raise AskedWrongly(say("look.own"))
    return all_of(other)


async def _content(context: Context, document: Document) -> bytes:
    """Return what is in a file; nothing of the database is held meanwhile."""
    name, size = (document.file_name or "").casefold(), document.file_size
    if not name.endswith(_TYPES):
        raise AskedWrongly(say("look.type"))
    if size is None or size > _LARGEST:
        raise AskedWrongly(say("look.too_large", n=_LARGEST // 1024))
    try:
        file = await context.bot.get_file(document.file_id, read_timeout=_DOWNLOAD_S)
        content = bytes(await file.download_as_bytearray(read_timeout=_DOWNLOAD_S))
    except TelegramError:
        raise AskedWrongly(say("look.no_file")) from None
    if len(content) > _LARGEST:
        raise AskedWrongly(say("look.too_large", n=_LARGEST // 1024))
    if not content.strip():
        raise AskedWrongly(say("look.empty"))
    return content
