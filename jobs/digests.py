"""Owing the digests that come due soon."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from storage.database import Storage
from storage.digests import LATE, Morning
from storage.models import Chat
from storage.reminders import digest_at

_A_DAY = timedelta(days=1)


async def plan_digests(
    storage: Storage, *, since: datetime, now: datetime, until: datetime, chats_changed: bool
) -> None:
    """Owe every digest that comes due by ``until``, and cancel what is no longer wanted.

    One whose hour was past before its Chat asked for it is not owed, nor is one that would be sent too late.

    since          until when they were planned before
    chats_changed  whether some Chats were taken, for which all is looked at again
    """
    mornings = list(_mornings(await storage.digests.hours(), now - _A_DAY, until))
    await storage.digests.owe([one for one in mornings if one.due_at > max(since, now - LATE)])
    if chats_changed:
        await storage.digests.cancel_unwanted(mornings)
        await storage.digests.owe([one for one in mornings if one.due_at > now], taken=True)


def _mornings(everybody: Iterable[Chat], first: datetime, last: datetime) -> Iterator[Morning]:
    """Give the digests that are due after ``first``, up to ``last``, to those who keep the hours of ``everybody``."""
    days = [first.date() + number * _A_DAY for number in range(-2, (last - first).days + 3)]
    for hours in everybody:
        for day in days:
            due_at = digest_at(day, hours)
            if due_at is not None and first < due_at <= last:
                yield Morning(hours, day, due_at)
