"""A chat in the terminal on a clock that can be moved: everything due on the way happens in its order."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.application import build_application
from bot.console import TOKEN, Console
from bot.inbox import Inbox
from bot.outbox import Outbox
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly
from storage.settings import LARGEST_ID

HELP = """\
What you type is a message to Daybook: /start, /briefing, /subscribe …
  :press N     press button N of the last message
  :file PATH   send a file
  :as ID       speak as another chat; only chat 1 is an admin
  :wait 13d    let time pass: 30s, 90m, 2h, 13d, 2w
  :at MOMENT   move the clock, as in :at 2022-01-09T09:00Z
  :help        this list
  :quit        leave"""
_LONGEST_ID = 17  # characters
_LENGTH = re.compile(r"(\d{1,5})([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FURTHEST = timedelta(days=731)  # two years; each day on the way takes its time
_LONGEST_STEP = timedelta(days=1)  # within it, what comes due is planned by the jobs


class Rehearsal:
    """Daybook in the terminal.

    out   where messages are shown
    jobs  does what the reading side has to do by now: in a rehearsal nothing else calls it
    """

    def __init__(self, database: Database, clock: Clock, out: TextIO, jobs: Callable[[], Awaitable[None]]) -> None:
        self.console = Console(out, clock)
        self.clock = clock
        self._database, self._jobs = database, jobs
        self._application = build_application(
            database=database, clock=clock, admins=[self.console.chat_id], token=TOKEN, request=self.console
        )
        self._inbox = Inbox(self._application)
        self._outbox = Outbox(self._application.bot, database, clock)
        self._one_at_a_time = asyncio.Lock()

    async def start(self) -> None:
        """Take up what an earlier one left, and do what is due."""
        await self._application.initialize()
        await self._inbox.recover()
        await self._outbox.recover()
        await self._inbox.work_off()
        await self.work()

    async def work(self) -> None:
        """Do everything that is due by now."""
        async with self._one_at_a_time:
            await self._jobs()
            while await self._outbox.send_due():
                pass

    async def move_to(self, moment: datetime, passed: Callable[[datetime], None] = lambda _: None) -> None:
        """Move the clock to ``moment``; ``passed`` is told each moment on the way at which something was done."""
        while (due_at := await self._next_due_at()) < moment:
            self.clock.move_to(due_at)
            await self.work()
            passed(due_at)
        self.clock.move_to(moment)
        await self.work()
        passed(moment)

    async def obey(self, line: str) -> None:
        """Take ``line`` as typed: a message, or a command that begins with a colon.

        Raises AskedWrongly for a command that is none.
        """
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        match command:
            case "":
                return
            case ":help":
                self.console.note(HELP)
            case ":press" if rest.isdecimal() and len(rest) < _LONGEST_ID:
                await self.console.press(self._inbox, int(rest))
            case ":file" if rest:
                await self.console.send_file(self._inbox, Path(rest).name, _content(Path(rest)))
            case ":as" if rest.removeprefix("-").isdecimal():
                self.console.chat_id = _chat_id(rest)
            case ":wait" if length := _LENGTH.fullmatch(rest):
                span = timedelta(**{_UNITS[length[2]]: int(length[1])})
                _check_is_near(span)
                await self.move_to(self.clock.now() + span)
            case ":at":
                await self.move_to(_moment(rest, self.clock.now()))
            case _ if command.startswith(":"):
                raise AskedWrongly(f"“{line}” is not a command of the terminal.\n{HELP}")
            case _:
                await self.console.say(self._inbox, line)
        await self.work()

    async def _next_due_at(self) -> datetime:
        async with self._database.transaction() as storage:
            due_at = await storage.deliveries.next_due_at()
        soonest, latest = self.clock.now() + timedelta(seconds=1), self.clock.now() + _LONGEST_STEP
        return latest if due_at is None else min(max(due_at, soonest), latest)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AskedWrongly(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _chat_id(written: str) -> int:
    if len(written) > _LONGEST_ID or abs(int(written)) >= LARGEST_ID:
        raise AskedWrongly("That is no number of a chat: Telegram's have no more than 52 bits.")
    return int(written)


def _check_is_near(span: timedelta) -> None:
    if span > _FURTHEST:
        raise AskedWrongly("That is too far away: the clock moves by up to two years at once.")


def _moment(written: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise AskedWrongly(f"“{written}” is not a moment: write it like :at 2022-01-09T09:00Z.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment < now:
        raise AskedWrongly(f"It is {now:%Y-%m-%dT%H:%MZ} already, and the clock does not go back.")
    _check_is_near(moment - now)
    return moment
