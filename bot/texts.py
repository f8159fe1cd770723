"""Meetings as people read them: pure, records in and Telegram's HTML out. The wording is in phrases/."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup

from bot import days, wishes
from bot.days import say
from bot.markup import clean, harmless, host, link, split_message
from bot.query import Query
from bot.values import dissent
from storage.models import (
    Actor,
    Belief,
    Certainty,
    Chat,
    Evidence,
    Meeting,
    Status,
    When,
)
from storage.reminders import Reminder

QUOTE_LIMIT = 700  # characters: a long sentence
DIGEST_DAYS = timedelta(days=7)  # after today
_AT_MOST = 25  # Meetings in a digest: Telegram formats a hundred pieces of a message
_SOURCES_SHOWN = 3  # in the details of one meeting
_DISSENT_SHOWN = 4  # values
OFF = (Status.POSTPONED, Status.CANCELLED, Status.RETRACTED)
_SHORT = {"US": "US", "GB": "UK", "EU": "EU", "UN": "UN"}
DOT = Markup(" · ")
PARAGRAPH = Markup("\n\n")
LINE = Markup("\n")
ARROW = "\N{NORTH EAST ARROW}"


def briefing(
    query: Query,
    meetings: Sequence[Meeting],
    evidence: Mapping[int, Sequence[Evidence]],
    *,
    new: int,
    more: int = 0,
    chat: Chat,
    today: date,
) -> Markup:
    """Return the Meetings under their days, as ``in_order``.

    new   how many of them the chat had not been shown before
    more  how many others there are
    """
    head = [_briefing_title(query, today)]
    if query.filter.terms:
        head.append(say("briefing.wanted", filter=wishes.shown(query.filter)))
    if not meetings:
        return PARAGRAPH.join([LINE.join(head), _nothing(query)])
    head.append(_counted(len(meetings) + more, new))
    blocks = [LINE.join(head), *_by_day(meetings, evidence, chat, today)]
    if more:
        blocks.append(say("briefing.others", n=more))
    return PARAGRAPH.join(blocks)


def digest(
    meetings: Sequence[Meeting],
    evidence: Mapping[int, Sequence[Evidence]],
    *,
    new: int,
    more: int = 0,
    chat: Chat,
    today: date,
) -> Markup:
    """Return what a chat is sent each day: the Meetings under their days; ``new`` and ``more`` as for a briefing."""
    title = say("daily.title", today=days.day(today), n=DIGEST_DAYS.days)
    blocks = [title + LINE + _counted(len(meetings) + more, new), *_by_day(meetings, evidence, chat, today)]
    if more:
        blocks.append(say("daily.others", n=more))
    return PARAGRAPH.join(blocks)


def in_a_digest(
    meetings: Sequence[Meeting], evidence: Mapping[int, Sequence[Evidence]], *, chat: Chat, today: date
) -> Sequence[Meeting]:
    """Return the first of ``meetings``, as many as one message can show; at least one."""
    shown = meetings[:_AT_MOST]
    while len(shown) > 1:
        more = len(meetings) - len(shown)
        whole = digest(shown, evidence, new=len(shown), more=more, chat=chat, today=today)
        if len(split_message(whole)) == 1:
            break
        shown = shown[:-1]
    return shown


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return the Meetings earliest first; those known less finely than by the day come last."""
    return sorted(meetings, key=_place_in_briefing)


def meeting(
    one: Meeting,
    evidence: Sequence[Evidence],
    reminders: Sequence[Reminder],
    *,
    muted: bool,
    chat: Chat,
    today: date,
) -> Markup:
    """Return all that is known of one Meeting."""
    lines = [
        say("meeting.title", name=one.name, id=one.id),
        say("meeting.days", days=days.days(one.when, today), ahead=days.away(one.when, today)),
        time_and_place(one, chat),
        say("meeting.who", actors=", ".join(each.name for each in one.actors)),
        say("meeting.merged", id=one.merged_into) if one.merged_into is not None else stands(one),
    ]
    if one.earlier:
        lines.append(say("meeting.earlier", days=Markup(", ").join(days.days(when, today) for when in one.earlier)))
    if said := dissent(one.dissent, today):
        shown = DOT.join(said[:_DISSENT_SHOWN])
        lines.append(say("meeting.dissent", said=shown) + (Markup(" · …") if len(said) > _DISSENT_SHOWN else ""))
    if muted:
        lines.append(say("meeting.muted"))
    elif reminders:
        lines.append(say("meeting.reminders", moments=moments(reminders, chat, today)))
    newest = list(reversed(evidence))[:_SOURCES_SHOWN]
    read_in = [
        say(
            "meeting.source",
            quote=harmless(each.mention.quote, QUOTE_LIMIT),
            outlet=outlet(each),
            day=days.day(each.published, today),
        )
        for each in newest
    ]
    if len(evidence) > len(newest):
        read_in.append(say("meeting.more", n=len(evidence) - len(newest), id=one.id))
    return PARAGRAPH.join([LINE.join(lines), LINE.join([say("meeting.sources"), *read_in])])


def reminder(one: Meeting, evidence: Sequence[Evidence], *, chat: Chat, now: datetime) -> Markup:
    """Return what a chat is told before the Meeting, as it reads ``now``."""
    return LINE.join([say("reminder.title", when=days.soon(one.when, chat, now)), _entry(one, evidence, chat)])


def choice(meetings: Iterable[Meeting], today: date, *, more: int = 0) -> Markup:
    """Return Meetings with their numbers, to ask for one of them, and how many ``more`` there are."""
    lines = [say("meeting.choice_line", id=one.id, name=one.name, days=days.days(one.when, today)) for one in meetings]
    if more:
        lines.append(say("meeting.others", n=more))
    return LINE.join([say("meeting.several"), *lines])


def certainty(one: Belief) -> Markup:
    """Return how sure it is, and by whom: "confirmed by NATO, US"."""
    if one.certainty is Certainty.CONFIRMED and one.confirmed_by:
        return say("certainty.confirmed_by", actors=", ".join(_short(each) for each in one.confirmed_by))
    return say(f"certainty.{one.certainty}")


def outlet(one: Evidence) -> Markup:
    """Return who published it, with its host, as a link to it; of a text that was handed in bare, that it is one."""
    where = host(one.address)
    name = named(one.outlet, one.address, 60)
    shown = f"{name}, {where}" if where and where.casefold() != name.casefold() else name
    return link(f"{shown} {ARROW}", one.address) if where else harmless(shown)


def named(publisher: str, address: str, limit: int = 40) -> str:
    """Return who published it, in ``limit`` letters at the most, or else its host, or "a text"."""
    return clean(publisher, limit) or host(address) or say("meeting.text")


def stands(one: Belief) -> Markup:
    """Return how sure it is, and that it was moved unless denied; of one that does not stand, the status alone."""
    if one.status is Status.SCHEDULED or (one.status is Status.MOVED and one.certainty is Certainty.DENIED):
        return certainty(one)
    status = say(f"status.{one.status}")
    return say("meeting.stands", certainty=certainty(one), status=status) if one.status.still_stands else status


def _by_day(
    meetings: Sequence[Meeting], evidence: Mapping[int, Sequence[Evidence]], chat: Chat, today: date
) -> list[Markup]:
    """Return a block for each Meeting, ``in_order``, the first of a day with its heading."""
    blocks = []
    for heading, under_it in groupby(in_order(meetings), key=lambda meeting: _heading(meeting.when, today)):
        first, *others = [_entry(meeting, evidence.get(meeting.id, ()), chat) for meeting in under_it]
        blocks += [heading + LINE + first, *others]
    return blocks


def _briefing_title(query: Query, today: date) -> Markup:
    ahead, length = (query.first - today).days, (query.last - query.first).days
    if length == 0 and ahead in (0, 1):
        span = say("briefing.tomorrow" if ahead else "briefing.today")
    elif ahead == 0:
        span = say("briefing.days", n=length)
    else:
        span = days.days(When(query.first, query.last), today)
    return say("briefing.title", today=days.day(today), span=span)


def _counted(meetings: int, new: int) -> Markup:
    counts = [say("briefing.meetings", n=meetings)]
    if new:
        counts.append(say("briefing.new", n=new))
    return Markup(", ").join(counts)


def _nothing(query: Query) -> Markup:
    if not query.filter.terms:
        return say("briefing.empty")
    nothing = say("briefing.empty_wanted", words=wishes.typed(query.filter))
    return LINE.join(filter(None, [nothing, wishes.meant(query.filter)]))


def _place_in_briefing(one: Meeting) -> tuple[bool, date, date, str]:
    when = one.when
    clock = f"{when.clock_time}" if when.clock_time else ""
    return (not when.is_day_precise, when.first, when.last, clock)


def _heading(when: When, today: date) -> Markup:
    if when.is_day_precise:
        return say("briefing.day", day=days.days(when, today), ahead=days.away(when, today))
    name = days.days(when, today)
    return say("briefing.coarse", day=name[:1].upper() + name[1:])


def _entry(one: Meeting, evidence: Sequence[Evidence], chat: Chat) -> Markup:
    """Return the two lines of a Meeting: its name and how sure it is; its time, its place and who published it."""
    if one.status.still_stands:
        first = say("briefing.line", name=one.name, certainty=certainty(one))
    elif one.status in OFF:
        first = say("briefing.off", name=one.name, status=say(f"status.{one.status}"))
    else:
        first = say("briefing.line", name=one.name, certainty=say(f"status.{one.status}"))
    return first + LINE + DOT.join([time_and_place(one, chat), *_outlets(evidence)])


def time_and_place(one: Belief, chat: Chat) -> Markup:
    """Return when it starts and where, as far as that is announced."""
    clock = days.clock_time(one.when, chat)
    place = harmless(one.place, 100) if one.place else None
    needs_time = one.when.is_day_precise and one.when.first == one.when.last
    if clock is None and place is None:
        return say("briefing.details", details=say("briefing.time_and_place" if needs_time else "briefing.place"))
    parts = [part for part in (place, clock) if part is not None]
    if place is None:
        parts.append(say("briefing.details", details=say("briefing.place")))
    elif clock is None and needs_time:
        parts.append(say("briefing.details", details=say("briefing.time")))
    return DOT.join(parts)


def _outlets(evidence: Sequence[Evidence]) -> list[Markup]:
    """Return a link to the newest report, and how many other outlets there are."""
    if not evidence:
        return []
    newest = evidence[-1]
    name = clean(newest.outlet, 40) or host(newest.address)
    others = len({each.outlet for each in evidence} - {newest.outlet})
    shown = [link(f"{name} {ARROW}", newest.address) if host(newest.address) else harmless(name)] if name else []
    return [*shown, say("briefing.more", n=others)] if others else shown


def moments(reminders: Sequence[Reminder], chat: Chat, today: date) -> str:
    """Return when a chat is reminded, in its zone: "Sun 9 Jan 09:00, Mon 10 Jan 07:00"."""
    return ", ".join(days.moment(each.due_at, chat, today) for each in reminders)


def _short(one: Actor) -> str:
    return _SHORT.get(one.code, one.name)
