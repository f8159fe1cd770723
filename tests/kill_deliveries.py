"""What is owed survives kill -9: real processes, a real database, Telegram's stand-in on loopback, and its faults.

    python -m tests.kill_deliveries                    # 200 kills in broadcasts to 30 chats, 4 messages in flight
    python -m tests.kill_deliveries --in-flight 1
    python -m tests.kill_deliveries --kills 50 --database postgresql://USER@HOST/AN_EMPTY_DATABASE

Lost: a reminder that was owed and never accepted. A copy: one that was accepted before. It has to follow a kill that
left the reminder in flight, or an answer that was lost, and to say that it may repeat; else it is unexplained. Before
each kill all is said to have gone well for a while: after crashes in a row sending would begin up to a minute later.
"""

import asyncio
import re
import socket
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click

from storage.database import Database, open_database
from storage.models import DeliveryState, Filter, Precision, When
from tests.builders import DAY, HOUR, NOW, known_meeting, owe_reminders
from tests.processes import PATIENCE_S, killed, settings_for, started, stopped
from tests.telegram_api import Fault, Request, TelegramApi

_ROUND = re.compile(r"Round (\d+)")
_LONGEST_S = 1.5  # from the first message of a process to its kill
_STRAYS_S = 0.2  # by then what left before the kill has arrived
_LATE_S = (0.02, 0.1)  # how long Telegram takes to answer
_CUTS, _CUT_S = 0.1, 0.3  # the part of the rounds in which Telegram is gone for a moment, and for how long
_REFUSED = {Fault.flood(1): 0.005, Fault.flood_without_parameters(): 0.005}  # how often a message is
_LOST = {  # how often its answer is, or says nothing
    Fault.server_error(): 0.005,
    Fault.server_error(accepted=True): 0.005,
    Fault.bad_gateway(): 0.005,
    Fault.closed(): 0.005,
    Fault.closed(accepted=True): 0.01,
    Fault.bad_json(): 0.01,
}
_FAULTS = _REFUSED | _LOST
Key = tuple[int, int]  # a chat, and the number of a broadcast


@dataclass
class Attempt:
    """A request to send a reminder."""

    key: Key
    request: Request
    is_accepted: bool
    is_lost: bool  # no answer says whether it was accepted
    says_so: bool  # that it may be a copy


@dataclass
class Kill:
    """A kill, and the reminders that it left in flight."""

    left: frozenset[Key]


@dataclass
class Outcome:
    """What became of all that was owed."""

    owed: int
    kills: int
    lost: int = 0
    after_kills: int = 0  # copies
    after_lost_answers: int = 0  # copies
    unexplained: int = 0  # copies
    unmarked: int = 0  # copies that do not say that they may be
    most_after_a_kill: int = 0  # copies
    most_in_flight: int = 0  # at a kill
    not_settled: int = 0  # rows that are not marked as sent in the end
    lost_answers: int = 0
    stories: list[str] = field(default_factory=list, compare=False, repr=False)  # of those that are unexplained

    def is_good(self, in_flight: int) -> bool:
        """Whether the promise was kept: no more than ``in_flight`` copies for each kill."""
        is_within = max(self.most_after_a_kill, self.most_in_flight) <= in_flight
        return is_within and not (self.lost or self.unexplained or self.unmarked or self.not_settled)


class Broadcasts:
    """A stand-in with faults, the database of ``daybook run``, and all that happened, in its order."""

    def __init__(self, api: TelegramApi, database: Database, chats: int, chance: Random) -> None:
        self.api, self._database, self._chance = api, database, chance
        self.happened: list[Attempt | Kill] = []
        self.rounds: dict[str, int] = {}  # by the uid of its Meeting
        self._chats = range(1, chats + 1)
        api.fail_when(self._meet)

    async def prepare(self) -> None:
        """Let each chat subscribe to everything."""
        async with self._database.transaction() as storage:
            for chat_id in self._chats:
                self.api.private(chat_id)
                await storage.chats.subscribe(await storage.chats.get(chat_id), Filter(), now=NOW)

    async def owe(self) -> None:
        """Owe every chat the reminder of a meeting in half a day, due half a day ago."""
        number = len(self.rounds) + 1
        start = datetime.now(UTC) + 12 * HOUR
        when = When(start.date(), start.date(), Precision.MINUTE, start.time().replace(microsecond=0), "UTC")
        async with self._database.transaction() as storage:
            meeting = await known_meeting(storage, when, name=f"Round {number}: talks")
            await owe_reminders(storage, meeting)
        self.rounds[meeting.uid] = number

    async def is_sending(self) -> None:
        """Return once a reminder more is being sent."""
        before = len(self.happened)
        async with asyncio.timeout(PATIENCE_S):
            while len(self.happened) == before:
                await self.api.changed.wait()

    async def cut(self) -> None:
        """Let Telegram be gone for a moment; what it was about to answer, or comes to know of meanwhile, is lost."""
        attempts = [one for one in self.happened if isinstance(one, Attempt)]
        before, unanswered = len(self.happened), [one for one in attempts if one.request.status == 0]
        async with self.api.unreachable():
            await asyncio.sleep(_CUT_S)
        for one in (*unanswered, *self.happened[before:]):
            if isinstance(one, Attempt):
                one.is_lost = True

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """Kill it, and note what it leaves in flight."""
        await killed(process)
        await asyncio.sleep(_STRAYS_S)
        states = await self.states()
        self.happened.append(Kill(frozenset(key for key, state in states.items() if state == DeliveryState.CLAIMED)))
        async with self._database.transaction() as storage:
            await storage.leases.forget_crashes("bot", f"{socket.gethostname()}:{process.pid}")

    async def is_all_settled(self) -> None:
        """Return once all that is owed is settled."""
        open_ = {DeliveryState.PLANNED, DeliveryState.CLAIMED, DeliveryState.IN_DOUBT}
        while not open_.isdisjoint((await self.states()).values()):  # noqa: ASYNC110 - a row sets no event
            await asyncio.sleep(1)

    async def states(self) -> dict[Key, DeliveryState]:
        """Return where each reminder stands."""
        async with self._database.transaction() as storage:
            owed = [one for chat_id in self._chats for one, _ in await storage.deliveries.of(chat_id)]
        return {(one.chat_id, self.rounds[one.subject]): one.state for one in owed if one.offset == DAY}

    def _meet(self, request: Request) -> Fault | None:
        """Return what becomes of a request, and write it down."""
        text = str(request.fields.decoded("text"))
        number, chat_id = _ROUND.search(text), request.chat_id
        if number is None or not isinstance(chat_id, int):
            return None
        weights = [*_FAULTS.values(), 1 - sum(_FAULTS.values())]
        [fault] = self._chance.choices([*_FAULTS, Fault.late(self._chance.uniform(*_LATE_S))], weights)
        key = (chat_id, int(number[1]))
        self.happened.append(Attempt(key, request, fault.accepted, fault in _LOST, "may repeat" in text))
        return fault


async def kill_often(
    folder: Path, *, kills: int, chats: int, in_flight: int, seed: int, database: str | None = None
) -> Outcome:
    """Return what became of ``kills`` broadcasts to ``chats``, each killed at a moment that ``seed`` decides.

    database  the address of an empty one; None: SQLite, in ``folder``
    """
    chance, address = Random(seed), database or f"sqlite:///{folder / 'daybook.db'}"  # noqa: S311 - moments
    async with TelegramApi() as api, open_database(address) as opened:
        settings = settings_for(api, address) | {"DAYBOOK_IN_FLIGHT": f"{in_flight}"}
        broadcasts = Broadcasts(api, opened, chats, chance)
        await broadcasts.prepare()
        for _ in range(kills):
            await broadcasts.owe()
            process = await started(folder, settings, api)
            await broadcasts.is_sending()
            if chance.random() < _CUTS:
                await broadcasts.cut()
            await asyncio.sleep(chance.uniform(0, _LONGEST_S))
            await broadcasts.kill(process)
        process = await started(folder, settings, api)
        await broadcasts.is_all_settled()
        await stopped(process)
        assert api.violations == [], api.violations
        return judge(broadcasts.happened, await broadcasts.states(), kills)


def judge(happened: list[Attempt | Kill], states: dict[Key, DeliveryState], kills: int) -> Outcome:
    """Return what became of what was owed, by all that happened and by where each reminder stands in the end."""
    outcome = Outcome(owed=len(states), kills=kills)
    accepted: set[Key] = set()
    doubts: dict[Key, int | None] = {}  # which kill left it open whether it was accepted; None: a lost answer
    after: Counter[int] = Counter()
    for number, one in enumerate(happened):
        if isinstance(one, Kill):
            outcome.most_in_flight = max(outcome.most_in_flight, len(one.left))
            doubts |= dict.fromkeys(one.left, number)
            continue
        if one.is_accepted and one.key in accepted:
            outcome.unmarked += not one.says_so
            if one.key not in doubts:
                outcome.unexplained += 1
                outcome.stories.append(_story(happened, one.key))
            elif (kill := doubts[one.key]) is None:
                outcome.after_lost_answers += 1
            else:
                after[kill] += 1
        if one.is_accepted:
            accepted.add(one.key)
            doubts.pop(one.key, None)
        if one.is_lost:
            outcome.lost_answers += 1
            doubts[one.key] = None
    outcome.lost = len(set(states) - accepted)
    outcome.after_kills, outcome.most_after_a_kill = after.total(), max(after.values(), default=0)
    outcome.not_settled = sum(state != DeliveryState.SENT for state in states.values())
    return outcome


def _story(happened: list[Attempt | Kill], key: Key) -> str:
    """Return all that happened to one reminder."""
    told = []
    for one in happened:
        if isinstance(one, Kill):
            told.append("killed, in flight" if key in one.left else "killed")
        elif one.key == key:
            accepted = "accepted" if one.is_accepted else "not accepted"
            told.append(f"{accepted}, answer {'lost' if one.is_lost else one.request.status}")
    return f"{key}: {'; '.join(told)}"


@click.command(help=__doc__)
@click.option("--kills", default=200, show_default=True)
@click.option("--chats", default=30, show_default=True, help="Of each broadcast.")
@click.option("--in-flight", default=4, show_default=True, help="Messages whose answers are awaited at once.")
@click.option("--seed", default=1, show_default=True)
@click.option("--database", help="The address of an empty one; without it SQLite in a folder of its own.")
def main(*, kills: int, chats: int, in_flight: int, seed: int, database: str | None) -> None:
    """Print the outcome; a non-zero status where the promise was not kept."""
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_often(Path(folder), kills=kills, chats=chats, in_flight=in_flight, seed=seed, database=database)
        )
    click.echo(f"seed {seed}, {in_flight} in flight: {outcome}")
    for story in outcome.stories:
        click.echo(story)
    sys.exit(0 if outcome.is_good(in_flight) else 1)


if __name__ == "__main__":
    main()
