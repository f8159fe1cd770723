"""Sources as admins read of them: pure, records in, Telegram's HTML out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days
from bot.buttons import Listed, Press, Verb, in_rows
from bot.days import say
from bot.markup import clean, harmless, host
from bot.texts import DOT, LINE, PARAGRAPH
from storage.models import Source, SourceState, Tier
from storage.sources import Brought

PAGE = 6  # Sources: a screen or two of a phone
_ERROR_LIMIT = 100  # characters: what to try is told elsewhere
_BACK, _FORTH = Markup("‹"), Markup("›")


def page(
    shown: Sequence[Source],
    brought: Mapping[int, Brought],
    counts: Mapping[SourceState, int],
    listed: Listed,
    now: datetime,
) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return one page of Sources, each with how its reading goes, and the buttons below it.

    counts  of all that ``listed`` is about, by state
    """
    in_all = sum(counts.values())
    if not in_all:
        return (say("sources.none_fit", words=" ".join(listed.words)) if listed.words else say("sources.none")), None
    first = (listed.page - 1) * PAGE + 1
    head = [say("sources.title"), say("sources.span", first=first, last=first + len(shown) - 1, n=in_all)]
    head += [
        say("sources.count", state=say(f"source.{state}"), n=counts[state])
        for state in (SourceState.FAILING, SourceState.PAUSED, SourceState.NEW)
        if counts.get(state)
    ]
    text = PARAGRAPH.join([DOT.join(head), *(_entry(one, brought[one.id], now) for one in shown)])
    row = [(_BACK, Press(Verb.SOURCES, Listed(listed.page - 1, listed.words)))] if listed.page > 1 else []
    if first + PAGE <= in_all:
        row.append((_FORTH, Press(Verb.SOURCES, Listed(listed.page + 1, listed.words))))
    row.append((say("sources.opml_button"), Press(Verb.OPML, Listed(1, listed.words))))
    return text, in_rows([row])


def known(one: Source) -> Markup:
    """Return that the Source is known, and where it stands."""
    return say("source.known", source=named(one), state=state(one))


def named(one: Source) -> Markup:
    """Return what a Source is called, with its number: "3 · Reuters, reuters.com"."""
    return say("source.named", number=one.id, title=titled(one))


def title(one: Source) -> str:
    """Return the title of a Source, or else its host."""
    return one.title or host(one.address) or one.address


def titled(one: Source) -> Markup:
    """Return the title of a Source with its host."""
    called, where = clean(title(one), 80), host(one.address)
    is_told = called.casefold() == where.casefold() or not where
    return harmless(called) if is_told else say("source.title_and_host", title=called, host=where)


def state(one: Source) -> Markup:
    """Return where the Source stands, in a word or two."""
    if one.state is SourceState.NEW and one.last_read_at is None:
        return say("source.looked_at")
    return say(f"source.{one.state}")


def of_kind(one: Source) -> Markup:
    """Return its tier, where that is told of, and its kind: "official feed"."""
    kind = say(f"source.kind_{one.kind}")
    return kind if one.tier is Tier.OTHER else say("sources.of_tier", tier=say(f"source.tier_{one.tier}"), kind=kind)


def has_brought(brought: Brought) -> Markup:
    """Return "12 articles, 3 meetings"."""
    return say("sources.articles", n=brought.articles) + ", " + say("sources.meetings", n=brought.meetings)


def _entry(one: Source, brought: Brought, now: datetime) -> Markup:
    """Return a few short lines: what it is and has brought, when it was and will be read, and what goes wrong."""
    lines = [
        say("sources.head", number=one.id, title=titled(one)),
        DOT.join([state(one), of_kind(one), has_brought(brought)]),
        Markup(", ").join(_moments(one, now)),
    ]
    if one.error:
        lines.append(say("sources.failures", n=max(one.failures, 1), error=harmless(one.error, _ERROR_LIMIT)))
    return LINE.join(lines)


def _moments(one: Source, now: datetime) -> list[Markup]:
    if one.last_read_at is None:
        return [say("sources.never")]
    moments = [say("sources.new", ago=days.ago(one.last_new_at, now))] if one.last_new_at else []
    tried = "sources.tried" if one.error else "sources.read"
    moments.append(say(tried, ago=days.ago(one.last_read_at, now)))
    if one.state in (SourceState.READING, SourceState.FAILING):
        moments.append(say("sources.next", ahead=days.until(one.next_read_at, now)))
    return moments
