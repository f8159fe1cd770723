"""What the jobs have to say, as people read it: pure, the bodies of notices in, Telegram's HTML out."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days, decisions, found
from bot.days import say
from bot.markup import clean, harmless, host
from bot.texts import LINE


def notice(body: Mapping[str, Any], now: datetime) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return what a notice says, and its buttons.

    Raises KeyError for a body of a kind that this Daybook does not know.
    """
    match body["kind"]:
        case "preview":
            return found.preview(body, now)
        case "looked":
            return found.looked(body, now), None
        case "read":
            return found.read(body, now)
        case "listed":
            return found.listed(body, now)
        case "kept":
            return found.kept(body, now), None
        case "refused" | "unreadable" as kind:
            address, reason = clean(body["address"], 200), harmless(body["reason"], 400)
            return say(f"notice.{kind}", address=address, reason=reason), None
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
