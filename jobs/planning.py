"""Owing the reminders and digests that come due soon."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from jobs.digests import plan_digests
from storage.database import Storage
from storage.filters import fits
from storage.models import Chat, Filter, Meeting
from storage.plans import Plan, Timed
from storage.reminders import is_past, reminders

AHEAD = timedelta(days=2)  # how long before it is due a reminder is planned


async def plan(storage: Storage, now: datetime) -> None:
    """Owe every reminder and digest that comes due within two days, and cancel what is no longer wanted.

    A reminder is owed only where its moment was still ahead when we learned of the date, which is now where the
    clock was put back, as for a rehearsal; of a Meeting's moments that passed unplanned, as when nobody ran Daybook,
    only the latest counts. What was planned before is looked at again only for the Meetings and Chats that have
    changed since, or where the clock went back.
    """
    chats_changed, changed = await storage.plans.begin()
    planned_until, until = await storage.plans.until(), now + AHEAD
    if planned_until is not None and planned_until > until:
        planned_until = None  # the clock went back: what was past or far off by it was passed over
    everybody = await storage.chats.hours()
    ahead = await _ahead(storage, everybody, now)
    moments = [
        one
        for one in _moments(ahead, everybody, now)
        if one.meeting.id in changed or (one.is_owed and (planned_until is None or one.due_at > planned_until))
    ]
    if moments or any(meeting.id in changed for meeting in ahead):
        planning = _fitting(moments, await storage.chats.filters())
        await storage.plans.cancel_unwanted(planning, ahead)
        await storage.plans.owe(planning)
    if chats_changed:
        moments = _moments(ahead, await storage.chats.hours(taken=True), now)
        planning = _fitting(moments, await storage.chats.filters(taken=True))
        await storage.plans.cancel_unwanted(planning, ahead, taken=True)
        await storage.plans.owe(planning, taken=True)
    await plan_digests(storage, since=planned_until or now, now=now, until=until, chats_changed=chats_changed)
    await storage.plans.end(until)


async def _ahead(storage: Storage, everybody: Iterable[Chat], now: datetime) -> list[Meeting]:
    """Return the Meetings that somebody may have to be reminded of by now + AHEAD."""
    longest = max((offset for hours in everybody for offset in hours.offsets), default=timedelta(0))
    last = now.date() + AHEAD + max(longest, timedelta(days=1)) + timedelta(days=1)
    return [
        meeting
        for meeting in await storage.meetings.touching(now.date() - timedelta(days=1), last)
        if meeting.status.still_stands and meeting.when.is_day_precise and not is_past(meeting.when, now)
    ]


def _moments(meetings: Sequence[Meeting], everybody: Sequence[Chat], now: datetime) -> list[Timed]:
    """Return every reminder of ``meetings`` by now + AHEAD for those who keep the hours of ``everybody``."""
    found = []
    for meeting in meetings:
        for hours in everybody:
            kept = [one for one in reminders(meeting.when, hours) if one.due_at <= now + AHEAD]
            due = [one for one in kept if min(meeting.dated_at, now) <= one.due_at]
            passed = [one for one in due if one.due_at <= now]
            owed = {*passed[-1:], *due[len(passed) :]}
            found += [Timed(hours, meeting, *one, is_owed=one in owed) for one in kept]
    return found


def _fitting(moments: Sequence[Timed], wanted: Iterable[Filter]) -> Plan:
    meetings = {one.meeting.id: one.meeting for one in moments}.values()
    return Plan([(one, meeting) for one in wanted for meeting in meetings if fits(meeting, one)], moments)
