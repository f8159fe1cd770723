"""/remind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from telegram import Update

from bot import days
from bot.context import Context
from bot.days import say
from bot.query import read_clock
from storage.errors import AskedWrongly
from storage.models import Chat

_OFFSET = re.compile(r"(\d{1,5})(m|min|h|d|w)", re.ASCII)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(days=30)
_MOST = 5


async def remind(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /remind: show when the chat is reminded, or set it: 1d 1h, eve 18:00, day 07:30, quiet 22:00 07:00."""
    if not context.words:
        await context.reply(say("remind.shows", hours=days.hours(context.chat)))
        return
    chat = read_hours(context.words, context.chat)
    async with context.database.transaction() as storage:
        if chat != context.chat:
            await storage.chats.keep_hours(chat, now=context.now)
        is_subscribed = bool(await storage.chats.subscriptions(chat))
    text = say("remind.done", hours=days.hours(chat))
    await context.reply(text if is_subscribed else text + " " + say("remind.nobody"))


def read_hours(words: Sequence[str], chat: Chat) -> Chat:
    """Return ``chat`` with the hours that ``words`` ask for; raises AskedWrongly with what to type."""
    rest, offsets = [word.casefold() for word in words], set()
    while rest:
        word = rest.pop(0)
        offset = _OFFSET.fullmatch(word)
        if offset:
            offsets.add(int(offset[1]) * _UNITS[offset[2]])
        elif word == "quiet" and rest[:1] == ["off"]:
            rest.pop(0)
            chat = replace(chat, quiet=None)
        elif word == "quiet" and len(rest) > 1:
            start, end = read_clock(rest.pop(0)), read_clock(rest.pop(0))
            if start is None or end is None or start == end:
                raise AskedWrongly(say("remind.usage", words=" ".join(words)))
            chat = replace(chat, quiet=(start, end))
        elif word in ("eve", "day") and rest and (clock := read_clock(rest.pop(0))) is not None:
            chat = replace(chat, eve_hour=clock) if word == "eve" else replace(chat, morning_hour=clock)
        else:
            raise AskedWrongly(say("remind.usage", words=" ".join(words)))
    if not offsets:
        return chat
    if len(offsets) > _MOST or min(offsets) < _SHORTEST or max(offsets) > _LONGEST:
        raise AskedWrongly(say("remind.range"))
    return replace(chat, offsets=tuple(sorted(offsets, reverse=True)))
