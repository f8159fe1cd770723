"""What the jobs have to say, as people read it: pure, the bodies of notices in, Telegram's HTML out."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale
from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days, decisions
from bot.buttons import under_preview
from bot.days import say
from bot.markup import clean, harmless, host
from bot.texts import LINE
from storage.spans import read_days

_MEETINGS_SHOWN = 15


def notice(body: Mapping[str, Any], now: datetime) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return what a notice says, and its buttons.

    Raises KeyError for a body of a kind that this Daybook does not know.
    """
    match body["kind"]:
        case "preview":
            return _preview(body, now), under_preview(int(body["source_id"]))
        case "refused":
            address, reason = clean(body["address"], 200), harmless(body["reason"], 400)
            return say("notice.refused", address=address, reason=reason), None
        case "added":
            return _added(body), None
        case "source_paused":
            return _given_up(body, now), None
        case "source_moved":
            return say("notice.source_moved", source=_source(body), into=body["into"]), None
        case "paused":
            return say("notice.paused", chat=body["chat"], reason=body["reason"]), None
        case "decided":
            return decisions.settled(body, now.date()), None
        case "contradicted":
            return decisions.contradicted(body, now.date())
    raise KeyError(body["kind"])


def _preview(body: Mapping[str, Any], now: datetime) -> Markup:
    head = say("notice.preview", title=clean(body.get("title") or body["address"], 80), host=host(body["address"]))
    if "sources" in body:
        return LINE.join([head, *_listed(body), Markup(""), say("notice.ask_all")])
    meetings = body.get("meetings") or []
    found = [head, say("notice.preview_articles", n=body["articles"]), *_unread(body)]
    found.append(say("notice.preview_meetings", n=len(meetings)) if meetings else say("notice.preview_none"))
    shown = [
        say("notice.meeting", name=one["name"], days=days.days(read_days(one["when"]), now.date()))
        for one in meetings[:_MEETINGS_SHOWN]
    ]
    if len(meetings) > len(shown):
        shown.append(say("notice.more", n=len(meetings) - len(shown)))
    return LINE.join([*found, *shown, Markup(""), say("notice.ask")])


def _listed(body: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield what a list of feeds names."""
    yield say("notice.preview_sources", n=body["sources"])
    if body["known"]:
        yield say("notice.preview_known", n=body["known"])
    named = [say("notice.named", title=clean(title, 80)) for title in body["titles"]]
    yield from named
    if body["sources"] > len(named):
        yield say("notice.more", n=body["sources"] - len(named))


def _unread(body: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield a line for each language that is not read, with its name in English after CLDR."""
    names = Locale("en").languages
    for tag, number in (body.get("unread") or {}).items():
        yield say("notice.preview_unread", n=number, language=clean(names.get(tag, tag), 40))


def _added(body: Mapping[str, Any]) -> Markup:
    if "sources" in body:
        return say("notice.added_sources", n=body["sources"], title=clean(body["title"], 80))
    counts = [say("notice.added_articles", n=body["articles"]), say("notice.added_meetings", n=body["meetings"])]
    return LINE.join([say("notice.added", title=clean(body["title"], 80)), Markup(" ").join(counts)])


def _given_up(body: Mapping[str, Any], now: datetime) -> Markup:
    why = "notice.source_gone" if body["is_gone"] else "notice.source_paused"
    since = days.day(date.fromisoformat(body["since"]), now.date())
    reason = harmless(body["reason"], 400)
    return say(why, source=_source(body), since=since, reason=reason, id=body["source_id"])


def _source(body: Mapping[str, Any]) -> Markup:
    title = clean(body["title"], 80) or host(body["address"])
    return say("notice.source", title=title, id=body["source_id"])
