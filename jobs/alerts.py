"""Who is told of what changed."""

from collections.abc import Iterable
from datetime import datetime

from storage.database import Storage
from storage.filters import fits
from storage.models import Change, Filter, Meeting, Status

_AFTER_THE_DATE = (Status.HELD, Status.UNKNOWN)  # nobody waits to be told


async def owe_alerts(storage: Storage, cause: str, before: Iterable[Meeting], *, now: datetime) -> None:
    """Owe one alert for all that ``cause`` changed to every Chat that wants a Meeting as it was or as it is now.

    before  the Meetings that ``cause`` changed, as they were; their Changes are kept already

    That a Meeting was entered by mistake is told only to those who have been shown it.
    """
    changed = await storage.meetings.changed_by(cause)
    are = {one.id: one for one in await storage.meetings.several(changed)}
    told = [was for was in before if any(_is_told(change, was, are[was.id]) for change in changed.get(was.id, ()))]
    if not told:
        return
    subscribed = await storage.chats.filters()
    fitting = {was.id: [one for one in subscribed if _concerns(was, are[was.id], one)] for was in told}
    await storage.alerts.owe(cause, fitting, now=now)


def _concerns(was: Meeting, now_is: Meeting, wanted: Filter) -> bool:
    return now_is.status is not Status.RETRACTED and (fits(was, wanted) or fits(now_is, wanted))


def _is_told(change: Change, was: Meeting, now_is: Meeting) -> bool:
    """Return whether somebody waits to be told: not of the time or place, say, of what was off and still is."""
    if change.field == "status":
        return now_is.status not in _AFTER_THE_DATE and not (was.status.still_stands and now_is.status.still_stands)
    return change.field == "date" or was.status.still_stands or now_is.status.still_stands
