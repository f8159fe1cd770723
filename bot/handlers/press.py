"""The buttons."""

from markupsafe import Markup
from telegram import Update

from bot import sources
from bot.access import Right
from bot.buttons import Listed, Press, Two, Verb, read_press, under_meeting
from bot.context import Context
from bot.days import say
from bot.deciding import decide, split, undo
from bot.handlers.calendar import send_calendar
from bot.handlers.mute import set_muted
from bot.handlers.review import show_trail
from bot.handlers.sources import page_of, send_opml
from bot.handlers.subscribe import subscribe_to
from bot.handlers.why import why_these
from bot.query import Query
from bot.upkeep import pause
from storage.errors import AskedWrongly
from storage.models import Action, SourceState

_NEEDS = {
    Verb.REMIND: Right.CHAT,
    Verb.WHY: Right.NONE,
    Verb.ICS: Right.NONE,
    Verb.MUTE: Right.CHAT,
    Verb.UNMUTE: Right.CHAT,
    Verb.ADD: Right.ADMIN,
    Verb.DROP: Right.ADMIN,
    Verb.KEEP: Right.ADMIN,
    Verb.SOURCES: Right.ADMIN,
    Verb.OPML: Right.ADMIN,
    Verb.PAUSE: Right.ADMIN,
    Verb.REMOVE: Right.ADMIN,
    Verb.REVIEW: Right.ADMIN,
    Verb.CONFIRM: Right.ADMIN,
    Verb.RETRACT: Right.ADMIN,
    Verb.UNDO: Right.ADMIN,
    Verb.MERGE: Right.ADMIN,
    Verb.SPLIT: Right.ADMIN,
    Verb.APART: Right.ADMIN,
}


async def press(update: Update, context: Context) -> None:
    """Do what a button asks for, if who presses it may; raises AskedWrongly for a button that is not ours."""
    query = update.callback_query
    if query is None:
        return
    asked = read_press(query.data or "")
    await context.require(_NEEDS[asked.verb])
    said: Markup | None = None
    match asked:
        case Press(Verb.REMIND, Query() as what):
            await subscribe_to(context, what.filter)
        case Press(Verb.WHY, int() | Query() as what):
            await why_these(context, what)
        case Press(Verb.ICS, int() | Query() as what):
            said = await send_calendar(context, what)
        case Press(Verb.MUTE | Verb.UNMUTE, int(meeting_id)):
            muted = asked.verb is Verb.MUTE
            said = await set_muted(context, meeting_id, muted=muted)
            context.set_buttons(under_meeting(meeting_id, muted=muted))
        case Press(Verb.ADD | Verb.DROP, int(source_id)):
            said = await _decide(context, source_id, add=asked.verb is Verb.ADD)
            context.set_buttons(None)
        case Press(Verb.KEEP, int(look_id)):
            said = await _keep(context, look_id)
            context.set_buttons(None)
        case Press(Verb.SOURCES, Listed() as listed):
            context.edit(*await page_of(context, listed))
        case Press(Verb.OPML, Listed(_, words)):
            await send_opml(context, words)
        case Press(Verb.REMOVE | Verb.PAUSE, int(source_id)):
            context.edit(await _remove_or_pause(context, source_id, remove=asked.verb is Verb.REMOVE))
        case Press(Verb.REVIEW, int(meeting_id)):
            await show_trail(context, meeting_id)
        case Press(Verb.CONFIRM | Verb.RETRACT as verb, int(meeting_id)):
            said = await decide(context, Action(verb.value), meeting_id)
        case Press(Verb.MERGE, Two(meeting_id, other)) if meeting_id != other:
            said = await decide(context, Action.MERGE, meeting_id, other=other)
        case Press(Verb.APART, Two(meeting_id, other)) if meeting_id != other:
            said = await decide(context, Action.SPLIT, meeting_id, other=other)
        case Press(Verb.SPLIT, Two(meeting_id, mention_id)):
            said = await split(context, meeting_id, mention_id)
        case Press(Verb.UNDO, int(decision_id)):
            said = await undo(context, decision_id)
        case _:
            raise AskedWrongly(say("hint.expired"))
    context.answer_press(said)


async def _decide(context: Context, source_id: int, *, add: bool) -> Markup | None:
    """Add the Source, or leave it out; of one that is added, the notice of its first reading is the message."""
    async with context.database.transaction() as storage:
        if not await storage.sources.has(source_id):
            raise AskedWrongly(say("hint.expired"))  # left out, or asked about once more, elsewhere
        source = await storage.sources.get(source_id)
        if source.state is not SourceState.NEW:
            raise AskedWrongly(sources.known(source))
        if add:
            await storage.sources.update(source_id, state=SourceState.READING, next_read_at=context.now)
        else:
            await storage.sources.remove(source_id)
    if add:
        return say("source.added")
    await context.reply(say("source.dropped", title=sources.title(source)))
    return None


async def _keep(context: Context, look_id: int) -> Markup:
    """Have what was found kept, once; what comes of it is told in a notice."""
    async with context.database.transaction() as storage:
        is_wanted = await storage.looks.want(look_id)
    return say("look.wanted" if is_wanted else "look.not_wanted")


async def _remove_or_pause(context: Context, source_id: int, *, remove: bool) -> Markup:
    async with context.database.transaction() as storage:
        source = await storage.sources.get(source_id)
        if not remove:
            return await pause(storage, source, context.now)
        await storage.sources.remove(source_id)
    return say("source.removed", title=sources.title(source))
