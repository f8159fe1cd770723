"""What was found in a Source, an article or a list, as people read it: pure, bodies of notices in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale, UnknownLocaleError
from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days, texts
from bot.buttons import under_look, under_preview
from bot.days import say
from bot.markup import clean, harmless, host, link
from bot.texts import ARROW, DOT, LINE, PARAGRAPH
from storage.looks import ANNOUNCED, Announced
from storage.models import Chat, SourceKind, SourceState, Tier, When
from storage.spans import read_days, write_days

_MEETINGS = 5  # of a Source, a line each
_READ = 4  # of an article, a paragraph each
_STALE = timedelta(days=60)
_TITLE, _NAME, _PLACE, _WHO, _QUOTE = 100, 120, 80, 120, 240  # characters
_DATED = (SourceKind.FEED, SourceKind.LISTING, SourceKind.SITEMAP)
_ANYBODY = Chat(0)


def preview(body: Mapping[str, Any], now: datetime) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return what a new Source would bring, and the question whether it is to be read."""
    is_list = bool(body.get("sources"))
    question, label = ("found.ask_all", "found.add_all") if is_list else ("found.ask", "button.add")
    return PARAGRAPH.join([_overview(body, now), say(question)]), under_preview(int(body["source_id"]), say(label))


def listed(body: Mapping[str, Any], now: datetime) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return which Sources the list in a file names, and the question whether they are to be read."""
    is_new = body["sources"] > body["known"]
    question = say("found.ask_all") if is_new else say("found.all_known")
    buttons = under_look(int(body["look"]), say("found.add_all")) if is_new else None
    return PARAGRAPH.join([_overview(body, now), question]), buttons


def looked(body: Mapping[str, Any], now: datetime) -> Markup:
    """Return what a Source has: of one that is read, what its next reading would bring."""
    if "source_id" not in body:
        return PARAGRAPH.join([_overview(body, now), say("found.looked")])
    number, state = body["source_id"], SourceState(body["state"])
    last = say("found.is_new", n=body["new"]) if body["new"] else say("found.nothing_new")
    return PARAGRAPH.join(
        [_overview(body, now), last + " " + say("found.stands", number=number, state=say(f"source.{state}"))]
    )


def read(body: Mapping[str, Any], now: datetime) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return the meetings that an article announces; with a button that keeps it, where some are ahead."""
    today = now.date()
    found: list[Announced] = ANNOUNCED.validate_python(body["meetings"])
    head = [_article(body, today)]
    if not body["is_read"]:
        head.append(say("found.unread", language=_language(body["language"])))
    elif not found:
        head.append(say("found.nothing"))
    else:
        head.append(say("found.announced", n=len(found)))
    blocks = [LINE.join(head), *(_meeting(one, today) for one in found[:_READ])]
    if len(found) > _READ:
        blocks.append(say("notice.more", n=len(found) - _READ))
    is_ahead = any(one.belief.when.last >= today for one in found)
    buttons = under_look(int(body["look"]), say("found.keep")) if is_ahead and body["may_keep"] else None
    return PARAGRAPH.join(blocks), buttons


def kept(body: Mapping[str, Any], now: datetime) -> Markup:
    """Return what is in the diary now."""
    if not body["meetings"]:
        return say("found.kept_before")
    lines = [
        say("meeting.choice_line", id=one["id"], name=one["name"], days=days.days(read_days(one["when"]), now.date()))
        for one in body["meetings"][:_MEETINGS]
    ]
    if len(body["meetings"]) > _MEETINGS:
        lines.append(say("notice.more", n=len(body["meetings"]) - _MEETINGS))
    return LINE.join([say("found.kept"), *lines])


def _overview(body: Mapping[str, Any], now: datetime) -> Markup:
    """Return what there is, how much and how new, and the first meetings that it announces."""
    today, where = now.date(), host(body["address"]) or clean(body["address"], 80)
    called = clean(body.get("title") or "", 80)
    if called and where and called.casefold() != where.casefold():
        lines = [say("found.title", title=called, host=where)]
    else:
        lines = [say("found.host", host=where or called)]
    kind, n = SourceKind(body["source_kind"]), body["articles"]
    newest = date.fromisoformat(body["newest"]) if body.get("newest") and kind in _DATED else None
    what = say(f"found.{kind}", n=body["sources"] if body.get("sources") else n)
    lines.append(say("found.newest", what=what, day=_day(newest, today)) if newest else say("found.is", what=what))
    if (tier := Tier(body.get("tier", Tier.OTHER))) is not Tier.OTHER:
        lines.append(say("found.tier", tier=say(f"source.tier_{tier}")))
    if newest and today - newest > _STALE:
        lines.append(say("found.stale"))
    for tag, number in (body.get("unread") or {}).items():
        lines.append(say("found.unread_articles", n=number, language=_language(tag)))
    return LINE.join(
        [*lines, *(_listed(body) if body.get("sources") else _meetings(body.get("meetings") or [], today))]
    )


def _listed(body: Mapping[str, Any]) -> list[Markup]:
    """Return the first Sources of a list, and how many of all are known."""
    lines = [say("found.known_of_list", n=body["known"])] if body.get("known") else []
    lines += [say("found.named", title=clean(title, 60)) for title in body["titles"]]
    more = body["sources"] - len(body["titles"])
    return [*lines, say("notice.more", n=more)] if more > 0 else lines


def _meetings(meetings: Sequence[Mapping[str, Any]], today: date) -> list[Markup]:
    if not meetings:
        return [say("found.no_meetings")]
    shown = [
        say("notice.meeting", name=clean(one["name"], _NAME), days=days.days(read_days(one["when"]), today))
        for one in meetings[:_MEETINGS]
    ]
    if len(meetings) > len(shown):
        shown.append(say("notice.more", n=len(meetings) - len(shown)))
    return [say("found.meetings", n=len(meetings)), *shown]


def _article(body: Mapping[str, Any], today: date) -> Markup:
    """Return what was read: its title, who published it where, and when."""
    outlet, where = clean(body["outlet"], 60), host(body["address"])
    title = clean(body["title"], _TITLE) or outlet or say("found.text")
    named = outlet if outlet and outlet != title else where
    shown = f"{named}, {where}" if where and named.casefold() != where.casefold() else named
    parts = [say("found.article", title=title)]
    if shown:
        parts.append(link(f"{shown} {ARROW}", body["address"]) if where else harmless(shown))
    published = date.fromisoformat(body["published"])
    return DOT.join([*parts, Markup.escape(days.day(published, today))])


def _meeting(one: Announced, today: date) -> Markup:
    belief = one.belief
    name = clean(belief.name, _NAME)
    lines = [
        say("briefing.day", day=days.days(belief.when, today), ahead=days.away(belief.when, today)),
        say("briefing.line", name=name, certainty=texts.stands(belief)),
        texts.time_and_place(belief, _ANYBODY),
    ]
    if any(actor.name not in belief.name for actor in belief.actors):
        lines.append(say("meeting.who", actors=clean(", ".join(actor.name for actor in belief.actors), _WHO)))
    lines.append(say("why.quote", quote=harmless(one.quote, _QUOTE)))
    if one.meeting_id is not None:
        is_same = one.known is None or write_days(one.known) == write_days(belief.when)
        there = "" if is_same or one.known is None else days.days(one.known, today)
        lines.append(say("found.known_otherwise" if there else "found.known", id=one.meeting_id, days=there))
    return LINE.join(lines)


def _day(one: date, today: date) -> Markup:
    """Return "today", "yesterday" or the day itself."""
    return (
        days.away(When(one, one), today)
        if abs(today - one) < timedelta(days=2)
        else Markup.escape(days.day(one, today))
    )


def _language(tag: str) -> str:
    """Return what a language is called: "French"; its tag where it has no name."""
    try:
        return Locale.parse(tag.partition("-")[0]).get_language_name(say.locale.language) or tag
    except (ValueError, UnknownLocaleError):
        return tag
