"""Meetings as people read them: pure, records in and Telegram's HTML out. The wording is in phrases/."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup

from bot import days
from bot.days import say
from bot.markup import clean, harmless, host, link
from bot.query import Query
from storage.actors import actor
from storage.errors import NotFoundError
from storage.models import (
    Actor,
    Belief,
    Certainty,
    Change,
    Chat,
    Evidence,
    Filter,
    Kind,
    Meeting,
    Says,
    Status,
    When,
)
from storage.reminders import Reminder
from storage.spans import read_days

_QUOTE_LIMIT = 700  # characters: a long sentence
_SOURCES_SHOWN = 3  # in the details of one meeting
_DIFFERENT = (Status.POSTPONED, Status.CANCELLED, Status.RETRACTED)
_SHORT = {"US": "US", "GB": "UK", "EU": "EU", "UN": "UN"}
_DOT = Markup(" · ")
PARAGRAPH = Markup("\n\n")
LINE = Markup("\n")
_ARROW = "\N{NORTH EAST ARROW}"


def briefing(
    query: Query,
    meetings: Sequence[Meeting],
    evidence: Mapping[int, Sequence[Evidence]],
    *,
    new: int,
    chat: Chat,
    today: date,
) -> Markup:
    """Return the Meetings under their days, earliest first; those known less finely stand after the days.

    new  how many of them the chat had not been shown before
    """
    head = [_briefing_title(query, today)]
    if query.filter.terms:
        head.append(say("briefing.wanted", filter=wanted(query.filter)))
    if not meetings:
        return PARAGRAPH.join([LINE.join(head), _nothing(query)])
    counts = [say("briefing.meetings", n=len(meetings))]
    if new:
        counts.append(say("briefing.new", n=new))
    head.append(Markup(", ").join(counts))
    blocks = [LINE.join(head)]
    in_order = sorted(meetings, key=_place_in_briefing)
    for heading, under_it in groupby(in_order, key=lambda meeting: _heading(meeting.when, today)):
        first, *others = [_entry(meeting, evidence.get(meeting.id, ()), chat) for meeting in under_it]
        blocks += [heading + LINE + first, *others]
    return PARAGRAPH.join(blocks)


def meeting(
    one: Meeting,
    evidence: Sequence[Evidence],
    changes: Sequence[Change],
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
        _time_and_place(one, chat),
        say("meeting.who", actors=", ".join(each.name for each in one.actors)),
        _stands(one),
    ]
    lines += [
        say("meeting.earlier", days=_days_of_change(change.old, today))
        for change in changes
        if change.field == "date" and change.old
    ]
    if muted:
        lines.append(say("meeting.muted"))
    elif reminders:
        lines.append(say("meeting.reminders", moments=_moments(reminders, chat, today)))
    newest = list(reversed(evidence))[:_SOURCES_SHOWN]
    read_in = [
        say(
            "meeting.source",
            quote=harmless(each.mention.quote, _QUOTE_LIMIT),
            outlet=outlet(each),
            day=days.day(each.published, today),
        )
        for each in newest
    ]
    if len(evidence) > len(newest):
        read_in.append(say("meeting.more", n=len(evidence) - len(newest), id=one.id))
    return PARAGRAPH.join([LINE.join(lines), LINE.join([say("meeting.sources"), *read_in])])


def why(one: Meeting, evidence: Sequence[Evidence]) -> Markup:
    """Return every sentence the Meeting was read from: its outlet, its days, and the rule that read its date."""
    if not evidence:
        return LINE.join([say("why.title", name=one.name, id=one.id), say("why.nothing")])
    blocks = [_quote(each) for each in evidence]
    return PARAGRAPH.join([say("why.title", name=one.name, id=one.id) + LINE + blocks[0], *blocks[1:]])


def reminder(one: Meeting, evidence: Sequence[Evidence], *, chat: Chat, now: datetime) -> Markup:
    """Return what a chat is told before the Meeting, as it reads ``now``."""
    return LINE.join([say("reminder.title", when=days.soon(one.when, chat, now)), _entry(one, evidence, chat)])


def change(
    one: Meeting, changes: Sequence[Change], reminders: Sequence[Reminder], *, chat: Chat, now: datetime
) -> Markup:
    """Return what a chat is told when ``changes`` befell the Meeting, at one go."""
    today = days.today_in(chat, now)
    title = one.status if one.status in _DIFFERENT and any(each.field == "status" for each in changes) else "title"
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
        lines.append(say("meeting.reminders", moments=_moments(reminders, chat, today)))
    return LINE.join(lines)


def choice(meetings: Iterable[Meeting], today: date) -> Markup:
    """Return Meetings with their numbers, to ask for one of them."""
    lines = [say("meeting.choice_line", id=one.id, name=one.name, days=days.days(one.when, today)) for one in meetings]
    return LINE.join([say("meeting.several"), *lines])


def subscriptions(present: Sequence[Filter]) -> Markup:
    """Return what a chat subscribed to."""
    lines = [say("subscribe.list_line", filter=wanted(one)) for one in present]
    return LINE.join([say("subscribe.list_title"), *lines, say("subscribe.list_end")])


def wanted(what: Filter) -> Markup:
    """Return a Filter in words: "Russia, talks, not NATO"."""
    return Markup(", ").join([_term(term) for term in what.terms]) or say("wanted.everything")


def certainty(one: Belief) -> Markup:
    """Return how sure it is, and by whom: "confirmed by NATO, US"."""
    if one.certainty is Certainty.CONFIRMED and one.confirmed_by:
        return say("certainty.confirmed_by", actors=", ".join(_short(each) for each in one.confirmed_by))
    return say(f"certainty.{one.certainty}")


def outlet(one: Evidence) -> Markup:
    """Return who published it, with its host, as a link to it."""
    where = host(one.address)
    name = clean(one.outlet, 60) or where
    shown = f"{name}, {where}" if where and where.casefold() != name.casefold() else name
    return link(f"{shown} {_ARROW}", one.address) if where else harmless(shown)


def _stands(one: Meeting) -> Markup:
    if one.status is Status.SCHEDULED:
        return certainty(one)
    return say("meeting.stands", certainty=certainty(one), status=say(f"status.{one.status}"))


def _briefing_title(query: Query, today: date) -> Markup:
    ahead, length = (query.first - today).days, (query.last - query.first).days
    if length == 0 and ahead in (0, 1):
        span = say("briefing.tomorrow" if ahead else "briefing.today")
    elif ahead == 0:
        span = say("briefing.days", n=length)
    else:
        span = days.days(When(query.first, query.last), today)
    return say("briefing.title", today=days.day(today), span=span)


def _nothing(query: Query) -> Markup:
    if not query.filter.terms:
        return say("briefing.empty")
    return say("briefing.empty_wanted", words=typed(query.filter))


def typed(what: Filter) -> str:
    """Return a Filter as a person may type it."""
    words = []
    for term in what.terms:
        field, _, value = term.removeprefix("-").partition(":")
        name = f"in {value}" if field == "place" else _actor_name(value) if field == "actor" else value
        words.append(f"not {name}" if term.startswith("-") else name)
    return " ".join(words)


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
    elif one.status in _DIFFERENT:
        first = say("briefing.off", name=one.name, status=say(f"status.{one.status}"))
    else:
        first = say("briefing.line", name=one.name, certainty=say(f"status.{one.status}"))
    return first + LINE + _DOT.join([_time_and_place(one, chat), *_outlets(evidence)])


def _time_and_place(one: Belief, chat: Chat) -> Markup:
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
    return _DOT.join(parts)


def _outlets(evidence: Sequence[Evidence]) -> list[Markup]:
    """Return a link to the newest report, and how many other outlets there are."""
    if not evidence:
        return []
    newest = evidence[-1]
    name = clean(newest.outlet, 40) or host(newest.address)
    others = len({each.outlet for each in evidence} - {newest.outlet})
    shown = [link(f"{name} {_ARROW}", newest.address) if host(newest.address) else harmless(name)] if name else []
    return [*shown, say("briefing.more", n=others)] if others else shown


def _quote(one: Evidence) -> Markup:
    said = say(f"why.says_{one.mention.says}") if one.mention.says is not Says.ANNOUNCES else None
    outlet_and_days = say(
        "why.outlet", outlet=outlet(one), published=days.day(one.published), read=days.day(one.read_at.date())
    )
    when = one.mention.when
    counted = say("why.from", day=days.day(when.resolved_from)) if when.resolved_from else ""
    reading = say("why.reading", phrase=when.phrase, days=days.days(when), **{"from": counted}, rule=one.mention.rule)
    return LINE.join(
        [
            say("why.quote", quote=harmless(one.mention.quote, _QUOTE_LIMIT)),
            _DOT.join([outlet_and_days, said] if said else [outlet_and_days]),
            reading,
        ]
    )


def _field(one: Change, today: date) -> Markup:
    name = say(f"change.{one.field}") if one.field in ("date", "time", "place", "status") else harmless(one.field)
    match one.field:
        case "date":
            old, new = _days_of_change(one.old, today), _days_of_change(one.new, today)
        case "time":
            old, new = (_time_of_change(written) for written in (one.old, one.new))
        case "status":
            old, new = (say(f"status.{word}") for word in (one.old, one.new))
        case _:
            old, new = (harmless(word) if word else say("change.none") for word in (one.old, one.new))
    line = say("change.field", field=name, old=old, new=new)
    by = _shift(one) if one.field == "date" else None
    return line + say("change.by_days", by=by) if by else line


def _days_of_change(written: str | None, today: date) -> Markup:
    try:
        return days.days(read_days(written or ""), today)
    except ValueError:
        return harmless(written) if written else say("change.none")


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
            quote=harmless(each.quote, _QUOTE_LIMIT),
            outlet=link(f"{clean(each.outlet, 40) or host(each.address)} {_ARROW}", each.address),
            read=days.moment(each.changed_at, chat, today),
        )
        for each in {each.quote: each for each in changes if each.quote}.values()
    ]


def _moments(reminders: Sequence[Reminder], chat: Chat, today: date) -> str:
    return ", ".join(days.moment(each.due_at, chat, today) for each in reminders)


def _term(term: str) -> Markup:
    field, _, value = term.removeprefix("-").partition(":")
    match field:
        case "actor":
            shown = harmless(_actor_name(value))
        case "kind" if value in set(Kind):
            shown = say(f"kind.{value}")
        case "place":
            shown = say("wanted.place", place=value.title())
        case _:
            shown = say("wanted.word", word=value)
    return say("wanted.not", term=shown) if term.startswith("-") else shown


def _short(one: Actor) -> str:
    return _SHORT.get(one.code, one.name)


def _actor_name(code: str) -> str:
    try:
        return actor(code).name
    except NotFoundError:
        return code
