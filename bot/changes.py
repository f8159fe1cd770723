"""What a chat is told when Meetings change: pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from bot import days
from bot.days import say
from bot.markup import TEXT_LIMIT, harmless, host, link, split_message, visible_length
from bot.texts import ARROW, LINE, OFF, PARAGRAPH, QUOTE_LIMIT, certainty, moments, named
from bot.values import value
from storage.models import Certainty, Change, Chat, Meeting, Status, When
from storage.reminders import Reminder
from storage.spans import read_days, write_days

FIELDS = ("date", "time", "place", "status", "certainty", "name", "kind")
_SURER = (Certainty.DENIED, Certainty.POSSIBLE, Certainty.EXPECTED, Certainty.CONFIRMED)
_QUOTES, _QUOTE_AMONG_SEVERAL = 2, 300  # of one Meeting; characters
_ROOM = 200  # UTF-16 units for what is added at the end
_AT_MOST = 25  # Meetings in a message: Telegram formats a hundred pieces of it


class Told(NamedTuple):
    """A Meeting as it is now, what changed at one go, and when the chat will be reminded of it."""

    meeting: Meeting
    changes: Sequence[Change]
    reminders: Sequence[Reminder]
    same_as: Meeting | None = None  # the one that it turned out to be
    dated: When | None = None  # once these had changed, where it has another date by now


def dated_after(changes: Sequence[Change], history: Iterable[Change]) -> When | None:
    """Return the date of a Meeting once ``changes`` were made, by what it went through; None: the one it has now."""
    since = changes[-1].sequence
    left = (change.old for change in history if change.field == "date" and change.sequence > since)
    first = next(left, None)
    return read_days(first) if first else None


def alert(told: Sequence[Told], *, chat: Chat, now: datetime) -> Markup:
    """Return what a chat is told of Changes with one cause, as far as it fits into a message: at least one Meeting."""
    today = days.today_in(chat, now)
    if len(told) == 1:
        block = _block(told[0], QUOTE_LIMIT, chat, today)
        return split_message(block, TEXT_LIMIT - _ROOM)[0]
    text = say("change.several", n=len(told))
    for shown, one in enumerate(told):
        longer = text + PARAGRAPH + _block(one, _QUOTE_AMONG_SEVERAL, chat, today, numbered=True)
        if shown == _AT_MOST or visible_length(longer) > TEXT_LIMIT - _ROOM:
            return text + PARAGRAPH + say("change.more", n=len(told) - shown)
        text = longer
    return text


def _block(told: Told, quote_limit: int, chat: Chat, today: date, *, numbered: bool = False) -> Markup:
    one, changes = told.meeting, told.changes
    by_field = {change.field: change for change in changes}
    title = _title(by_field)
    head = say(f"change.{title}", name=one.name)
    lines = [say("change.numbered", title=head, id=one.id) if numbered else head]
    if title in OFF or title == Certainty.DENIED:
        lines.append(say("change.was", days=_days_before(told, by_field, today)))
    elif title in ("again", "back") and "date" not in by_field:
        lines.append(say("change.is", days=days.days(one.when, today)))
    if title not in OFF:
        hidden = {"again": "status", "back": "status", "denied": "certainty"}.get(title)
        lines += [_field(change, one, today) for change in changes if change.field != hidden and not _is_same(change)]
    lines += _since(one, by_field, today)
    if title == Status.RETRACTED:
        lines.append(_mistake(told, changes, today))
    else:
        lines += _said(changes, quote_limit, chat, today)
    if _is_by_hand(changes):
        lines.append(say("change.by_hand"))
    if told.reminders and one.status.still_stands:
        lines.append(say("meeting.reminders", moments=moments(told.reminders, chat, today)))
    return LINE.join(lines)


def _is_same(change: Change) -> bool:
    """Return whether a status says no more than the other fields: that a meeting stands, on its first date or not."""
    return change.field == "status" and all(Status(each or "").still_stands for each in (change.old, change.new))


def _title(by_field: dict[str, Change]) -> str:
    """Return what it comes to: a status that it is off for, again, back, denied, or just title."""
    status, sure = by_field.get("status"), by_field.get("certainty")
    if status is not None and status.new in OFF:
        return str(status.new)
    if status is not None and status.old in OFF:
        return "back" if status.old == Status.RETRACTED else "again"
    return "denied" if sure is not None and sure.new == Certainty.DENIED else "title"


def _days_before(told: Told, by_field: dict[str, Change], today: date) -> Markup:
    changed = by_field.get("date")
    return days.written(changed.old, today) if changed else days.days(told.dated or told.meeting.when, today)


def _field(change: Change, one: Meeting, today: date) -> Markup:
    if change.field == "actors":
        return _actors(change)
    name = say(f"change.{change.field}") if change.field in FIELDS else harmless(change.field)
    old, new = (value(change.field, written, today) for written in (change.old, change.new))
    if change.field == "certainty" and change.new == one.certainty:
        new = certainty(one)
    line = say("change.field", field=name, old=old, new=new)
    by = _by(change)
    return line + say("change.by", by=by) if by else line


def _actors(change: Change) -> Markup:
    """Return who is in it now and was not before, and the other way round."""
    old, new = ([name for name in (written or "").split(", ") if name] for written in (change.old, change.new))
    lines = []
    if added := [name for name in new if name not in old]:
        lines.append(say("change.added", actors=", ".join(added)))
    if gone := [name for name in old if name not in new]:
        lines.append(say("change.gone", actors=", ".join(gone)))
    return LINE.join(lines)


def _by(change: Change) -> Markup | None:
    """Return which way it changed: "2 days later", "made precise", "surer"."""
    try:
        match change.field:
            case "date":
                return days.shift(read_days(change.old or ""), read_days(change.new or ""))
            case "certainty":
                old, new = (_SURER.index(Certainty(word or "")) for word in (change.old, change.new))
                return say("change.surer" if new > old else "change.less_sure")
    except ValueError:
        return None
    return None


def _since(one: Meeting, by_field: dict[str, Change], today: date) -> list[Markup]:
    """Return what has become of it since: an alert may be late."""
    status, moved = by_field.get("status"), by_field.get("date")
    if status is not None and status.new != one.status:
        return [say("change.by_now", what=say(f"status.{one.status}"))]
    if status is None and not one.status.still_stands:
        return [say("change.by_now", what=say(f"status.{one.status}"))]
    if moved is not None and moved.new != write_days(one.when):
        return [say("change.by_now", what=days.days(one.when, today))]
    return []


def _mistake(told: Told, changes: Sequence[Change], today: date) -> Markup:
    if told.same_as is not None:
        other = told.same_as
        return say("change.same", id=other.id, name=other.name, days=days.days(other.when, today))
    return say("change.mistake" if _is_by_hand(changes) else "change.withdrawn")


def _outlet(change: Change) -> Markup:
    name = named(change.outlet, change.address)
    return link(f"{name} {ARROW}", change.address) if host(change.address) else harmless(name)


def _is_by_hand(changes: Sequence[Change]) -> bool:
    return all(change.cause.startswith("decision:") for change in changes)


def _said(changes: Sequence[Change], limit: int, chat: Chat, today: date) -> list[Markup]:
    """Return the first quotes the Changes were read from, each once, with the moment each was read."""
    quotes = {change.quote: change for change in changes if change.quote}
    return [
        say(
            "change.quote",
            quote=harmless(change.quote, limit),
            outlet=_outlet(change),
            read=days.moment(change.changed_at, chat, today),
        )
        for change in list(quotes.values())[:_QUOTES]
    ]
