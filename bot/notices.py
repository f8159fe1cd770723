"""Sources as admins read of them: pure, records and the bodies of notices in, Telegram's HTML out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days, decisions
from bot.buttons import under_preview
from bot.days import say
from bot.markup import clean, harmless, host
from bot.texts import LINE, PARAGRAPH
from storage.models import Source, SourceState, When
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
        case "paused":
            return say("notice.paused", chat=body["chat"], reason=body["reason"]), None
        case "decided":
            return decisions.settled(body, now.date()), None
        case "contradicted":
            return decisions.contradicted(body, now.date())
    raise KeyError(body["kind"])


def sources(known: Sequence[Source], now: datetime) -> Markup:
    """Return each Source with its number, its state and how its reading goes."""
    if not known:
        return say("source.none")
    return PARAGRAPH.join([say("source.title"), *(_line(one, now) for one in known)])


def known(one: Source) -> Markup:
    """Return that the Source is known, and where it stands."""
    return say("source.known", number=one.id, title=title(one), state=_state(one))


def title(one: Source) -> str:
    """Return what a Source is called: its title, or else its host."""
    return one.title or host(one.address) or one.address


def _line(one: Source, now: datetime) -> Markup:
    head = say("source.line", number=one.id, title=_title_and_host(one), state=_state(one))
    read_on = one.last_read_at and one.last_read_at.date()
    failed = bool(one.failures or one.error)
    tried = "source.tried" if failed else "source.read"
    lines = [head, say(tried, ago=days.away(When(read_on, read_on), now.date())) if read_on else say("source.never")]
    if failed:
        lines.append(say("source.failures", n=max(one.failures, 1), error=harmless(one.error, 300)))
    return LINE.join(lines)


def _title_and_host(one: Source) -> Markup:
    called, where = clean(title(one), 80), host(one.address)
    return harmless(called) if called == where else say("source.title_and_host", title=called, host=where)


def _state(one: Source) -> Markup:
    if one.state is SourceState.NEW and one.last_read_at is None:
        return say("source.looked_at")
    return say(f"source.{one.state}")


def _preview(body: Mapping[str, Any], now: datetime) -> Markup:
    meetings = body.get("meetings") or []
    found = [
        say("notice.preview", title=clean(body.get("title") or body["address"], 80), host=host(body["address"])),
        say("notice.preview_articles", n=body["articles"]),
    ]
    found.append(say("notice.preview_meetings", n=len(meetings)) if meetings else say("notice.preview_none"))
    shown = [
        say("notice.meeting", name=one["name"], days=days.days(read_days(one["when"]), now.date()))
        for one in meetings[:_MEETINGS_SHOWN]
    ]
    if len(meetings) > len(shown):
        shown.append(say("notice.more", n=len(meetings) - len(shown)))
    return LINE.join([*found, *shown, Markup(""), say("notice.ask")])


def _added(body: Mapping[str, Any]) -> Markup:
    counts = [say("notice.added_articles", n=body["articles"]), say("notice.added_meetings", n=body["meetings"])]
    return LINE.join([say("notice.added", title=clean(body["title"], 80)), Markup(" ").join(counts)])
