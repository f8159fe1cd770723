"""Looking after Sources: what an admin asks of some by their numbers, and a sentence on each."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from markupsafe import Markup

from bot.context import Context
from bot.days import say
from bot.numbers import read_numbers
from bot.sources import named
from bot.texts import LINE
from storage.database import Storage
from storage.errors import NotFoundError
from storage.models import Source, SourceState, Tier

Step = Callable[[Storage, Source, datetime], Awaitable[Markup]]
_TIERS = (Tier.OTHER, Tier.WIRE, Tier.OFFICIAL)  # upwards


async def with_each(context: Context, usage: Markup, step: Step) -> Markup:
    """Do ``step`` with each Source whose number was typed; return what became of each, a line for it.

    Raises AskedWrongly with ``usage`` where no numbers were typed.
    """
    numbers = read_numbers(context.words, usage)
    async with context.database.transaction() as storage:
        return LINE.join([await _with_one(storage, number, step, context.now) for number in numbers])


async def pause(storage: Storage, source: Source, now: datetime) -> Markup:  # noqa: ARG001 - it is a Step
    """Read the Source no more until it is resumed."""
    match source.state:
        case SourceState.NEW:
            return say("source.not_yet", source=named(source))
        case SourceState.PAUSED:
            return say("source.paused_already", source=named(source), number=source.id)
    await storage.sources.pause(source.id)
    return say("source.now_paused", source=named(source), number=source.id)


async def resume(storage: Storage, source: Source, now: datetime) -> Markup:
    """Read the Source again, at once; one that fails is tried at once."""
    match source.state:
        case SourceState.NEW:
            return say("source.not_yet", source=named(source))
        case SourceState.READING:
            return say("source.resumed_already", source=named(source))
    await storage.sources.resume(source.id, now)
    return say("source.resumed", source=named(source))


async def promote(storage: Storage, source: Source, now: datetime) -> Markup:  # noqa: ARG001 - it is a Step
    """Let the Source count for more."""
    return await _move(storage, source, 1)


async def demote(storage: Storage, source: Source, now: datetime) -> Markup:  # noqa: ARG001 - it is a Step
    """Let the Source count for less."""
    return await _move(storage, source, -1)


async def _move(storage: Storage, source: Source, step: int) -> Markup:
    place = _TIERS.index(source.tier) + step
    if not 0 <= place < len(_TIERS):
        return say("source.highest" if step > 0 else "source.lowest", source=named(source))
    tier = _TIERS[place]
    await storage.sources.update(source.id, tier=tier)
    means = say(f"source.means_{tier}")
    return say("source.moved", source=named(source), tier=say(f"source.tier_{tier}"), means=means)


async def _with_one(storage: Storage, number: int, step: Step, now: datetime) -> Markup:
    try:
        source = await storage.sources.get(number)
    except NotFoundError:
        return say("source.unknown", number=number)
    return await step(storage, source, now)
