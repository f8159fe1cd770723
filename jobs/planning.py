"""Owing the reminders that come due soon."""

from datetime import datetime, timedelta

from storage.database import Storage
from storage.deliveries import Owed
from storage.filters import fits
from storage.reminders import is_past, reminders

AHEAD = timedelta(days=2)  # how long before it is due a reminder is planned
_LONGEST_OFFSET = timedelta(days=31)  # what /remind accepts at the most


async def plan(storage: Storage, now: datetime) -> None:
    """Owe every reminder that comes due within two days, and cancel those whose Meeting no longer stands.

    A reminder is owed only where its moment was still ahead when we learned of the date; of a Meeting's moments
    that passed unplanned, as when nobody ran Daybook, only the latest counts.
    """
    await storage.deliveries.cancel_stale_reminders()
    subscribed = await storage.chats.wanted()
    if not subscribed:
        return
    today = now.date()
    ahead = [
        meeting
        for meeting in await storage.meetings.touching(today - timedelta(days=1), today + AHEAD + _LONGEST_OFFSET)
        if meeting.status.still_stands and meeting.when.is_day_precise and not is_past(meeting.when, now)
    ]
    owed = []
    for wanted, hours in subscribed:
        for meeting in ahead:
            if not fits(meeting, wanted):
                continue
            due = [one for one in reminders(meeting.when, hours) if meeting.dated_at <= one.due_at <= now + AHEAD]
            passed = [one for one in due if one.due_at <= now]
            owed += [Owed(wanted, hours, meeting, *one) for one in passed[-1:] + due[len(passed) :]]
    await storage.deliveries.plan_reminders(owed)
