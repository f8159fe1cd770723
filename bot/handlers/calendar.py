"""/calendar."""

from markupsafe import Markup
from telegram import Update

from bot.asking import meetings_of
from bot.calendar import calendar as written
from bot.context import Context
from bot.days import say
from bot.query import Query, read_query


async def calendar(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /calendar [days] [words] with a file of the meetings that /briefing would show."""
    nothing = await send_calendar(context, read_query(context.words, context.today))
    if nothing is not None:
        await context.reply(nothing)


async def send_calendar(context: Context, what: int | Query) -> Markup | None:
    """Answer a file of one Meeting, or of those of a Query; return what to say instead where no day is known."""
    async with context.database.transaction() as storage:
        meetings = await meetings_of(storage, what) if isinstance(what, Query) else [await storage.meetings.get(what)]
        evidence = await storage.meetings.evidence_of([one.id for one in meetings])
        await storage.chats.see(context.chat, list(evidence), now=context.now)
    file = written([(one, evidence[one.id]) for one in meetings], context.now)
    if file is None:
        return say("calendar.nothing")
    await context.reply_document(file, "daybook.ics", say("calendar.caption"))
    return None
