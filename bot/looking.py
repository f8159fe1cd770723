"""Asking the reading side for a Look, as often as one person may."""

from datetime import timedelta
from typing import Any

from telegram import Update

from bot import access
from bot.context import Context
from bot.days import say
from storage.database import Storage
from storage.errors import AskedWrongly
from storage.models import LookFor

_A_MINUTE = 10  # of one person
_WAITING, _WAITING_IN_ALL = 3, 100  # of one person, of all


async def ask_to_look(storage: Storage, update: Update, context: Context, purpose: LookFor, **what: Any) -> int:
    """Leave a Look for who asks, to be answered where it is asked; return its id.

    what  is to be looked at, as Looks.ask takes it

    Raises AskedWrongly where too much was asked, by this person or by all.
    """
    person = context.user_id if access.is_somebody(update) else context.chat_id  # many share the accounts of nobody
    asked = await storage.looks.asked(person, context.now - timedelta(minutes=1))
    if asked.lately >= _A_MINUTE or asked.waiting >= _WAITING:
        raise AskedWrongly(say("look.too_often"))
    if asked.waiting_in_all >= _WAITING_IN_ALL:
        raise AskedWrongly(say("look.too_many"))
    may_keep = context.is_admin or not access.is_private(update)
    return await storage.looks.ask(context.chat, person, purpose, may_keep=may_keep, now=context.now, **what)
