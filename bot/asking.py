"""What several handlers and the outbox ask of storage."""

from collections.abc import Sequence
from datetime import timedelta

from bot import texts
from bot.context import Context
from bot.days import say
from bot.query import Query, read_filter
from storage.database import Storage
from storage.errors import AskedWrongly
from storage.filters import fits
from storage.models import Chat, Filter, Meeting
from storage.reminders import Reminder, reminders

_AHEAD = timedelta(days=730)
_CHOICES = 12  # Meetings to choose from
_LONGEST_NUMBER = 9  # digits; a row's number has no more


async def meetings_of(storage: Storage, query: Query) -> list[Meeting]:
    """Return the Meetings that ``query`` asks for, as ``touching`` does."""
    return [one for one in await storage.meetings.touching(query.first, query.last) if fits(one, query.filter)]


async def meeting_meant(storage: Storage, context: Context, words: Sequence[str], usage: str) -> Meeting:
    """Return the Meeting that a person means by its number, or by words that only it fits.

    Raises AskedWrongly where there is no such Meeting ahead, or several; with ``usage`` where there is no word.
    """
    if not words:
        raise AskedWrongly(say(usage))
    if len(words) == 1 and words[0].isdecimal():
        if len(words[0]) > _LONGEST_NUMBER:
            raise AskedWrongly(say("meeting.no_number"))
        return await storage.meetings.get(int(words[0]))
    ahead = Query(context.today, context.today + _AHEAD, read_filter(words))
    found = await meetings_of(storage, ahead)
    if not found:
        raise AskedWrongly(say("meeting.none", words=" ".join(words)))
    if len(found) > 1:
        raise AskedWrongly(texts.choice(found[:_CHOICES], context.today, more=max(len(found) - _CHOICES, 0)))
    return found[0]


async def wants(storage: Storage, chat: Chat, meeting: Meeting) -> bool:
    """Return whether ``chat`` is to be reminded of ``meeting``: a Subscription fits, and it is not muted."""
    subscriptions = await storage.chats.subscriptions(chat)
    return any(fits(meeting, one.filter) for one in subscriptions) and not await storage.chats.has_muted(
        chat, meeting.id
    )


async def reminders_ahead(storage: Storage, context: Context, meeting: Meeting) -> list[Reminder]:
    """Return when the chat that asks is still going to be reminded of ``meeting``."""
    if not meeting.status.still_stands or not await wants(storage, context.chat, meeting):
        return []
    return [one for one in reminders(meeting.when, context.chat) if one.due_at > context.now]


async def next_meeting(storage: Storage, context: Context, wanted: Filter) -> Meeting | None:
    """Return the first Meeting ahead that fits and still stands."""
    ahead = await meetings_of(storage, Query(context.today, context.today + _AHEAD, wanted))
    return next((one for one in ahead if one.status.still_stands), None)
