"""What becomes of a Meeting when its day is past."""

from datetime import datetime, timedelta

from storage.database import Storage
from storage.models import Change, Meeting, Status

_LEFT_FOR_REPORTS = timedelta(days=1)  # after the last day


async def close_past(storage: Storage, now: datetime) -> None:
    """Take the Meetings whose last day is a day past as unknown: no report said that they were held.

    Those that a clock that was ahead took as such stand again. Both are Changes, of which no chat is told.
    """
    await storage.leases.turn("diary")
    day = now.date() - _LEFT_FOR_REPORTS
    for meeting in await storage.meetings.standing_before(day):
        await _take_as(storage, meeting, Status.UNKNOWN, now)
    for meeting in await storage.meetings.unknown_from(day):
        closed = [one for one in await storage.meetings.changes(meeting.id) if one.new == Status.UNKNOWN]
        if closed and closed[-1].old:
            await _take_as(storage, meeting, Status(closed[-1].old), now)


async def _take_as(storage: Storage, meeting: Meeting, status: Status, now: datetime) -> None:
    sequence = meeting.sequence + 1
    await storage.meetings.set_status(meeting.id, status, sequence=sequence)
    change = Change(meeting.id, sequence, "status", meeting.status, status, now, None, cause="clock")
    await storage.meetings.add_changes([change])
