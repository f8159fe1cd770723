"""How a broadcast leaves: `python -m tests.bench_sending`, against the stand-in with Telegram's limits, in real time.

10,000 chats are owed one reminder each, and meanwhile people type /briefing: how often the stand-in refuses as too many
(429), how many messages the busiest second and the slowest ten seconds see, how long people wait for their answer.
First by `daybook run`, then by python-telegram-bot with its own AIORateLimiter. At 25 messages a second the first takes
seven minutes.
"""

import asyncio
import os
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as clock_time
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import sqlalchemy as sa

from bot.limits import PER_SECOND
from storage import schema
from storage.database import create_engine, open_database
from storage.models import Precision, When
from tests.builders import HOUR, NOW, known_meeting, owe_reminders
from tests.processes import PATIENCE_S, ROOT, settings_for, started, stopped
from tests.telegram_api import Fault, Limits, TelegramApi

_FIRST_READER = 1_000_000
_EVERY_S = 2.0  # somebody types /briefing
_LATE_S = 0.05  # so long the stand-in takes to answer
_WINDOW_S = 10
_OVER_S = 60  # without a reminder
_LAST_ANSWERS_S = 15
_THEIR_RATE = 30.0  # of AIORateLimiter, unless it is told otherwise


@dataclass(frozen=True)
class Broadcast:
    """How a broadcast went.

    rate       messages a second that the sender was to keep
    reminders  when each was accepted, in seconds, ascending
    messages   when each message was, reminders and answers
    waits_s    for the answers to /briefing, ascending
    """

    rate: float
    chats: int
    refused: int  # 429
    reminders: Sequence[float]
    messages: Sequence[float]
    waits_s: Sequence[float]
    unanswered: int

    @property
    def busiest_second(self) -> int:
        """How many messages the second with most of them saw."""
        return max(bisect_left(self.messages, at + 1) - place for place, at in enumerate(self.messages))

    @property
    def slowest_rate(self) -> float:
        """Messages a second in the slowest ten seconds from the first to the last reminder; NaN where it took less."""
        starts = [at for at in self.reminders if at + _WINDOW_S <= self.reminders[-1]]
        counts = [bisect_left(self.messages, at + _WINDOW_S) - bisect_left(self.messages, at) for at in starts]
        return min(counts, default=float("nan")) / _WINDOW_S

    def wait_s(self, part: float) -> float:
        """Return within how many seconds that ``part`` of the answers came; NaN where none did."""
        return self.waits_s[ceil(part * len(self.waits_s)) - 1] if self.waits_s else float("nan")

    def __str__(self) -> str:
        took_s = self.reminders[-1] - self.reminders[0]
        mean = (bisect_left(self.messages, self.reminders[-1]) - bisect_left(self.messages, self.reminders[0])) / took_s
        slowest = self.slowest_rate
        told = [
            f"{len(self.reminders):,} reminders to {self.chats:,} chats in {took_s:.0f} s; 429: {self.refused}",
            f"busiest second: {self.busiest_second} messages",
            f"in the mean {mean:.2f} messages a second, {mean / self.rate:.1%} of {self.rate:.0f}",
            f"in the slowest {_WINDOW_S} seconds {slowest:.2f} a second, {slowest / self.rate:.1%}",
            f"{len(self.waits_s)} /briefing answered in {self.wait_s(0.95):.2f} s (p95), {self.unanswered} not at all",
        ]
        return "\n".join(f"  {line}" for line in told)


async def ours(chats: int) -> Broadcast:
    """Return how the broadcast of ``daybook run`` goes."""
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'daybook.db'}"
        await _fill(address, chats)
        async with TelegramApi(limits=Limits()) as api:
            process = await started(Path(folder), settings_for(api, address), api)
            broadcast = await _watch(api, chats, PER_SECOND)
            await stopped(process)
            return broadcast


async def theirs(chats: int) -> Broadcast:
    """Return how the same broadcast goes with AIORateLimiter."""
    async with TelegramApi(limits=Limits()) as api:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench_sending_ptb", api.url, api.token, str(chats)),
            cwd=ROOT,
            env=os.environ | {"NO_PROXY": "127.0.0.1", "PTB_TIMEDELTA": "1"},
        )
        broadcast = await _watch(api, chats, _THEIR_RATE)
        process.kill()
        await process.wait()
        return broadcast


async def _fill(address: str, chats: int) -> None:
    """Enter the chats, subscribed to everything, and owe each the reminder of one meeting."""
    start = datetime.now(UTC) + 12 * HOUR
    when = When(start.date(), start.date(), Precision.MINUTE, start.time().replace(microsecond=0), "UTC")
    everybody = [{"chat_id": chat_id, "topic_id": 0} for chat_id in range(1, chats + 1)]
    hours = {"zone": "UTC", "eve_hour": clock_time(9), "morning_hour": clock_time(7), "offsets": "86400 3600"}
    async with open_database(address) as database:
        engine = create_engine(address)
        async with engine.begin() as connection:
            usual = hours | {"language": "en", "is_active": True}
            await connection.execute(sa.insert(schema.chats), [one | usual for one in everybody])
            wanted = {"filter": "", "subscribed_at": NOW}
            await connection.execute(sa.insert(schema.subscriptions), [one | wanted for one in everybody])
        await engine.dispose()
        async with database.transaction() as storage:
            await owe_reminders(storage, await known_meeting(storage, when))


async def _watch(api: TelegramApi, chats: int, rate: float) -> Broadcast:
    """Return how the broadcast goes that is about to begin; people type /briefing while it lasts."""
    for chat_id in range(1, chats + 1):
        api.private(chat_id)
    api.fail_when(lambda request: Fault.late(_LATE_S) if request.method == "sendMessage" else None)
    async with asyncio.timeout(PATIENCE_S):
        while not api.sent:
            await api.changed.wait()
    asked_at: dict[int, datetime] = {}
    looked_at = reminded = idle_s = 0.0
    while reminded < chats and idle_s < _OVER_S:
        reader = _FIRST_READER + len(asked_at)
        asked_at[reader] = api.clock()
        api.says(reader, "/briefing")
        await asyncio.sleep(_EVERY_S)
        news = sum(sent.chat_id <= chats for sent in api.sent[int(looked_at) :])
        looked_at, reminded = len(api.sent), reminded + news
        idle_s = 0 if news else idle_s + _EVERY_S
    await asyncio.sleep(_LAST_ANSWERS_S)
    assert api.violations == [], api.violations
    answered = [sent for sent in api.sent if sent.chat_id in asked_at]
    return Broadcast(
        rate=rate,
        chats=chats,
        refused=sum(request.status == 429 for request in api.requests),
        reminders=sorted(sent.at.timestamp() for sent in api.sent if sent.chat_id <= chats),
        messages=sorted(sent.at.timestamp() for sent in api.sent),
        waits_s=sorted((sent.at - asked_at[sent.chat_id]).total_seconds() for sent in answered),
        unanswered=len(asked_at) - len(answered),
    )


@click.command(help=__doc__)
@click.option("--chats", default=10_000, show_default=True)
@click.option("--alone", is_flag=True, help="Daybook's alone.")
def main(*, chats: int, alone: bool) -> None:
    """Print how both went, and how busy the machine was meanwhile."""
    click.echo(f"daybook run:\n{asyncio.run(ours(chats))}\n{_load()}")
    if not alone:
        click.echo(f"AIORateLimiter:\n{asyncio.run(theirs(chats))}\n{_load()}")


def _load() -> str:
    return f"  (load of the last five minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores)"


if __name__ == "__main__":
    main()
