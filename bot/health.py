"""How Daybook runs, as admins read of it: pure, counts in, Telegram's HTML out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot import days, sources
from bot.days import say
from bot.markup import harmless
from bot.skew import Skew
from bot.texts import DOT, LINE
from storage.counters import Counts
from storage.leases import Held
from storage.models import DeliveryState, Source, SourceState

PARTS = ("bot", "jobs")
_SETTLED = (  # in the order in which they are told
    DeliveryState.SENT,
    DeliveryState.EXPIRED,
    DeliveryState.REJECTED,
    DeliveryState.IN_DOUBT,
    DeliveryState.CANCELLED,
)
_ERROR_LIMIT = 100  # characters


def health(
    held: Sequence[Held],
    counts: Counts,
    by_state: Mapping[SourceState, int],
    failing: Sequence[Source],
    *,
    now: datetime,
    machine_now: datetime,
    skew: Skew,
) -> Markup:
    """Return what runs and since when, what is owed and was sent, what waits, and which Sources fail.

    by_state     how many Sources are in each state
    failing      some of those that fail
    machine_now  by the clock in which leases are kept
    skew         whether that clock is right
    """
    running = {one.name: one for one in held}
    return LINE.join(
        [
            say("health.title"),
            *([say("health.wrong_clock", length=days.length(abs(skew.ahead)))] if skew.is_large else []),
            *(_part(name, running.get(name), machine_now) for name in PARTS),
            _owed(counts, now),
            DOT.join([say("health.in_flight", n=counts.in_flight), say("health.in_doubt", n=counts.in_doubt)]),
            _lately(counts),
            say("health.inbox", n=counts.inbox, replies=counts.replies),
            _sources(by_state),
            *(say("health.source", source=sources.named(one), error=_error(one)) for one in failing),
        ]
    )


def _part(name: str, held: Held | None, machine_now: datetime) -> Markup:
    if held is None:
        return say("health.down", part=name)
    since = say("health.runs") if held.since_at is None else say("health.up", ago=days.ago(held.since_at, machine_now))
    told = say("health.part", part=name, since=since)
    return DOT.join([told, say("health.crashes", n=held.crashes)]) if held.crashes else told


def _owed(counts: Counts, now: datetime) -> Markup:
    owed, ahead = counts.owed, say("health.ahead", n=counts.ahead)
    if owed.oldest_at is None:
        return DOT.join([say("health.nothing_due"), ahead])
    told = [say("health.due", n=owed.number, ago=days.ago(owed.oldest_at, now))]
    if owed.late:
        told.append(say("health.late", n=owed.late))
    return DOT.join([*told, ahead])


def _lately(counts: Counts) -> Markup:
    settled = [
        say(f"health.settled_{state}", n=counts.settled[state]) for state in _SETTLED if counts.settled.get(state)
    ]
    told = [say("health.lately", counts=Markup(", ").join(settled) or say("health.nothing"))]
    if counts.per_second:
        told.append(say("health.per_second", n=round(counts.per_second, 1)))
    return DOT.join(told)


def _sources(by_state: Mapping[SourceState, int]) -> Markup:
    told = [
        say("sources.count", state=say(f"source.{one}"), n=by_state[one]) for one in SourceState if by_state.get(one)
    ]
    return say("health.sources", counts=Markup(", ").join(told) or say("health.nothing"))


def _error(one: Source) -> Markup:
    return harmless(one.error, _ERROR_LIMIT)
