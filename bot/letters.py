"""What a Delivery says at the moment it is sent, or why it is not sent any more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import texts
from bot.asking import wants
from bot.buttons import under_meeting
from bot.changes import Told, alert, dated_after
from bot.days import say, today_in
from bot.notices import notice
from storage.alerts import cause_of
from storage.database import Storage
from storage.digests import LATE, day_of
from storage.errors import NotFoundError
from storage.filters import fits
from storage.models import Change, Chat, Delivery, DeliveryKind, DeliveryState, Meeting, Status
from storage.reminders import digest_at, is_past, quiet_until, reminders

_ATTEMPTS_AT_A_NOTICE = 290  # about a day of them: a notice has no meeting that ends it


@dataclass(frozen=True)
class Letter:
    """A message to be sent: Telegram's HTML and its buttons."""

    text: Markup
    buttons: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Dropped:
    """The end of a Delivery that is not to be sent any more."""

    state: DeliveryState
    reason: str


@dataclass(frozen=True)
class Later:
    """A Delivery that is due at another moment now."""

    due_at: datetime


class _Written(NamedTuple):
    """A text, and the Meetings that it shows."""

    text: Markup
    meeting_ids: list[int]


async def write(storage: Storage, delivery: Delivery, now: datetime) -> Letter | Dropped | Later:
    """Return the message as it reads ``now``; or why it is not, or not yet, to be sent.

    A chat is shown a Meeting by being sent it. Raises anything for what cannot be read, which is a bug.
    """
    is_copy = delivery.state is DeliveryState.IN_DOUBT
    if delivery.kind is DeliveryKind.NOTICE:
        if is_copy and delivery.attempts >= _ATTEMPTS_AT_A_NOTICE:
            return Dropped(DeliveryState.EXPIRED, "in doubt for a day")
        text, buttons = notice(delivery.body, now)
        return Letter(_as_copy(text) if is_copy else text, buttons)
    chat = await storage.chats.get(delivery.chat_id, delivery.topic_id)
    written = await _WRITERS[delivery.kind](storage, delivery, chat, now)
    if isinstance(written, _Written):
        await storage.chats.see(chat, written.meeting_ids, now=now)
        buttons = under_meeting(*written.meeting_ids) if len(written.meeting_ids) == 1 else None
        return Letter(_as_copy(written.text) if is_copy else written.text, buttons)
    return written


def _as_copy(text: Markup) -> Markup:
    return text + texts.LINE + say("reminder.repeat")


async def _reminder(storage: Storage, delivery: Delivery, chat: Chat, now: datetime) -> _Written | Dropped | Later:
    try:
        meeting = await storage.meetings.by_uid(delivery.subject)
    except NotFoundError:
        return Dropped(DeliveryState.CANCELLED, "the meeting is gone")
    if is_past(meeting.when, now):
        return Dropped(DeliveryState.EXPIRED, "the meeting is past")
    if not meeting.status.still_stands or meeting.date_revision != delivery.revision:
        return Dropped(DeliveryState.CANCELLED, "the meeting does not stand on that date")
    if not await wants(storage, chat, meeting):
        return Dropped(DeliveryState.CANCELLED, "the chat does not want it any more")
    kept = reminders(meeting.when, chat)
    wished = next((one for one in kept if one.offset == delivery.offset), None)
    if wished is None:
        return Dropped(DeliveryState.CANCELLED, "the chat keeps other hours now")
    if wished.due_at > now:
        return Later(wished.due_at)
    if any(wished.due_at < one.due_at <= now for one in kept):
        return Dropped(DeliveryState.EXPIRED, "a later reminder was due")
    if quiet := quiet_until(chat, now):
        return Later(quiet)
    text = texts.reminder(meeting, await storage.meetings.evidence(meeting.id), chat=chat, now=now)
    return _Written(text, [meeting.id])


async def _alert(storage: Storage, delivery: Delivery, chat: Chat, now: datetime) -> _Written | Dropped | Later:
    meetings = await storage.meetings.several(await storage.alerts.meetings(delivery.id))
    ahead = [one for one in meetings if not is_past(one.when, now)]
    if not ahead:
        return Dropped(DeliveryState.EXPIRED, "the meeting is past")
    muted = await storage.chats.muted(chat, [one.id for one in ahead])
    wanted = [one for one in ahead if one.id not in muted]
    if not wanted:
        return Dropped(DeliveryState.CANCELLED, "muted")
    subscriptions = await storage.chats.subscriptions(chat)
    if not subscriptions:  # while it has some, one may have fitted before the change
        known = await storage.chats.shown(chat, [one.id for one in wanted])
        wanted = [one for one in wanted if one.id in known]
    if not wanted:
        return Dropped(DeliveryState.CANCELLED, "the chat does not want it any more")
    changes = await storage.meetings.changed_by(cause_of(delivery.subject))
    quiet = quiet_until(chat, now)
    if quiet and not any(_calls_off(change) for one in wanted for change in changes[one.id]):
        return Later(quiet)
    told = []
    for one in wanted:
        is_reminded = any(fits(one, each.filter) for each in subscriptions)
        to_come = [each for each in reminders(one.when, chat) if is_reminded and each.due_at > now]
        same_as = await storage.meetings.get(one.merged_into) if one.merged_into else None
        dated = dated_after(changes[one.id], await storage.meetings.changes(one.id))
        told.append(Told(one, changes[one.id], to_come, same_as, dated))
    return _Written(alert(told, chat=chat, now=now), [one.id for one in wanted])


async def _digest(storage: Storage, delivery: Delivery, chat: Chat, now: datetime) -> _Written | Dropped | Later:
    wished_at = digest_at(day_of(delivery.subject), chat)
    if wished_at is None:
        return Dropped(DeliveryState.CANCELLED, "the chat does not want it any more")
    if wished_at > now:
        return Later(wished_at)
    if now - wished_at > LATE:
        return Dropped(DeliveryState.EXPIRED, "it is too late for a digest")
    if quiet := quiet_until(chat, now):
        return Later(quiet)
    today = today_in(chat, now)
    meetings = await _wanted_ahead(storage, chat, today)
    if not meetings:
        return Dropped(DeliveryState.CANCELLED, "nothing is ahead")
    evidence = await storage.meetings.evidence_of([one.id for one in meetings])
    shown = texts.in_a_digest(meetings, evidence, chat=chat, today=today)
    ids = [one.id for one in shown]
    new = len(await storage.chats.see(chat, ids, now=now))
    more = len(meetings) - len(shown)
    return _Written(texts.digest(shown, evidence, new=new, more=more, chat=chat, today=today), ids)


async def _wanted_ahead(storage: Storage, chat: Chat, today: date) -> list[Meeting]:
    """Return the Meetings of a digest: of the days it is for, what ``chat`` subscribed to and did not mute."""
    wanted = [one.filter for one in await storage.chats.subscriptions(chat)]
    ahead = [
        one
        for one in await storage.meetings.touching(today, today + texts.DIGEST_DAYS)
        if one.when.is_day_precise and any(fits(one, each) for each in wanted)
    ]
    muted = await storage.chats.muted(chat, [one.id for one in ahead])
    return texts.in_order(one for one in ahead if one.id not in muted)


def _calls_off(change: Change) -> bool:
    """Return whether the Change is told of in quiet hours, too."""
    return change.field == "status" and change.new in (Status.CANCELLED, Status.POSTPONED)


_WRITERS = {DeliveryKind.REMINDER: _reminder, DeliveryKind.CHANGE: _alert, DeliveryKind.DIGEST: _digest}
