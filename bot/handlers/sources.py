"""/sources."""

from collections.abc import Sequence

from markupsafe import Markup
from telegram import InlineKeyboardMarkup, Update

from bot import sources as texts
from bot.buttons import Listed
from bot.context import Context
from bot.days import say
from bot.markup import clean
from bot.opml import opml
from storage.errors import AskedWrongly
from storage.models import SourceState

_LONGEST = 40  # bytes of the words, which a button has to carry
_OPML = "opml"


async def sources(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /sources [opml] [words]: each that fits with how its reading goes, or all of them as a file."""
    words = clean(" ".join(context.words), _LONGEST + 1).casefold().split()
    if _OPML in words[:1]:
        await send_opml(context, _read(words[1:]))
    else:
        await context.reply(*await page_of(context, Listed(1, _read(words))))


async def page_of(context: Context, listed: Listed) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return that page, or the last one where there are no longer so many, and its buttons."""
    async with context.database.transaction() as storage:
        counts = await storage.sources.count(listed.words)
        last = max(-(-sum(counts.values()) // texts.PAGE), 1)
        listed = Listed(min(listed.page, last), listed.words)
        shown = await storage.sources.listed(listed.words, offset=(listed.page - 1) * texts.PAGE, limit=texts.PAGE)
        brought = await storage.sources.brought([one.id for one in shown])
    return texts.page(shown, brought, counts, listed, context.now)


async def send_opml(context: Context, words: Sequence[str]) -> None:
    """Answer the Sources that ``words`` fit as an OPML file, which other programs read, and Daybook too.

    What waits for its admin is left out.
    """
    async with context.database.transaction() as storage:
        fitting = [one for one in await storage.sources.listed(words) if one.state is not SourceState.NEW]
    if not fitting:
        raise AskedWrongly(say("sources.none_fit", words=" ".join(words)) if words else say("sources.none"))
    await context.reply_document(opml(fitting), "daybook.opml", say("sources.opml", n=len(fitting)))


def _read(words: Sequence[str]) -> tuple[str, ...]:
    if len(" ".join(words).encode()) > _LONGEST:
        raise AskedWrongly(say("sources.long_words"))
    return tuple(words)
