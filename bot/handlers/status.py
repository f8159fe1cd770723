"""/status."""

from dataclasses import replace

from telegram import Update

from bot.context import Context
from bot.health import health
from storage.models import SourceState

_FAILING = 3  # Sources that are named


async def status(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /status: what runs, what is owed, was sent and waits, and which Sources fail."""
    skew, machine_now = context.bot_data.skew, context.bot_data.clock.machine()
    async with context.database.transaction() as storage:
        held = await storage.leases.held(machine_now)
        counts = await storage.counters.counts(context.now)
        counts = replace(counts, inbox=counts.inbox - 1)  # this is being worked on
        by_state = await storage.sources.count()
        failing = await storage.sources.listed([SourceState.FAILING], limit=_FAILING)
    await context.reply(health(held, counts, by_state, failing, now=context.now, machine_now=machine_now, skew=skew))
