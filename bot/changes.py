"""What a chat is told when a Meeting changes: pure."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from bot import days
from bot.days import say
from bot.markup import clean, harmless, host, link
from bot.texts import ARROW, LINE, OFF, QUOTE_LIMIT, moments
from storage.models import Change, Chat, Meeting, Status
from storage.reminders import Reminder
from storage.spans import read_days


def change(
    one: Meeting, changes: Sequence[Change], reminders: Sequence[Reminder], *, chat: Chat, now: datetime
) -> Markup:
    """Return what a chat is told when ``changes`` befell the Meeting, at one go."""
    today = days.today_in(chat, now)
    title = one.status if one.status in OFF and any(each.field == "status" for each in changes) else "title"
    lines = [say(f"change.{title}", name=one.name)]
    if title == "title":
        lines += [_field(each, today) for each in changes]
    else:
        lines.append(say("change.was", days=days.days(one.when, today)))
    if one.status is Status.RETRACTED:
        lines.append(say("change.mistake"))
    else:
        lines += _said(changes, chat, today)
    if reminders and one.status.still_stands:
        lines.append(say("meeting.reminders", moments=moments(reminders, chat, today)))
    return LINE.join(lines)


def _field(one: Change, today: date) -> Markup:
    name = (
        say(f"change.{one.field}")
        if one.field in ("date", "time", "place", "status", "certainty")
        else harmless(one.field)
    )
    match one.field:
        case "date":
            old, new = days.written(one.old, today), days.written(one.new, today)
        case "time":
            old, new = (_time_of_change(written) for written in (one.old, one.new))
        case "status" | "certainty":
            old, new = (say(f"{one.field}.{word}") for word in (one.old, one.new))
        case _:
            old, new = (harmless(word) if word else say("change.none") for word in (one.old, one.new))
    line = say("change.field", field=name, old=old, new=new)
    by = _shift(one) if one.field == "date" else None
    return line + say("change.by_days", by=by) if by else line


def _time_of_change(written: str | None) -> Markup:
    clock, _, zone = (written or "").partition(" ")
    return days.at_place(clock, zone) if clock else say("change.none")


def _shift(one: Change) -> Markup | None:
    try:
        return days.shift(read_days(one.old or ""), read_days(one.new or ""))
    except ValueError:
        return None


def _said(changes: Sequence[Change], chat: Chat, today: date) -> list[Markup]:
    """Return the quotes the Changes were read from, each once, with the moment each was read."""
    return [
        say(
            "change.quote",
            quote=harmless(each.quote, QUOTE_LIMIT),
            outlet=link(f"{clean(each.outlet, 40) or host(each.address)} {ARROW}", each.address),
            read=days.moment(each.changed_at, chat, today),
        )
        for each in {each.quote: each for each in changes if each.quote}.values()
    ]
