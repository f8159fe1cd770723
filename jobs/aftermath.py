"""What becomes of a Meeting when its day is past."""

from datetime import datetime, timedelta

from storage.database import Storage
from storage.models import Change, Status

_LEFT_FOR_REPORTS = timedelta(days=1)  # after the last day


async def close_past(storage: Storage, now: datetime) -> None:
    """Take the Meetings whose last day is a day past as unknown: no report said that they were held.

    That is a Change, of which no chat is told.
    """
    await storage.leases.turn("diary")
    for meeting in await storage.meetings.standing_before(now.date() - _LEFT_FOR_REPORTS):
        sequence = meeting.sequence + 1
        await storage.meetings.set_status(meeting.id, Status.UNKNOWN, sequence=sequence)
        change = Change(meeting.id, sequence, "status", meeting.status, Status.UNKNOWN, now, None, cause="clock")
        await storage.meetings.add_changes([change])
