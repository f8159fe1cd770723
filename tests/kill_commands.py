"""What people type survives kill -9: real processes, a real database, Telegram's stand-in on loopback.

    python -m tests.kill_commands                # 200 kills, 40 commands each
    python -m tests.kill_commands --webhook
    python -m tests.kill_commands --kills 20 --seed 7

Lost: a command that was not done, or whose effect is not there. Twice: a command whose effect was there before it was
done, or that was answered twice. In doubt: an answer that a kill left half-way, and is not given again; each of those
missing has to be one.
"""

import asyncio
import json
import socket
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import click

from storage.models import DeliveryState
from tests.processes import PATIENCE_S, killed, settings_for, started, stopped
from tests.telegram_api import TelegramApi

SECRET = "a-secret-that-nobody-else-can-know"  # noqa: S105 - the test's own
_FIRST_CHAT = 1_000
_IN_PAIRS = 4  # every fourth chat also unsubscribes
_LONGEST_S = 1.5  # after the first command, until the kill
_OPEN = """
    SELECT (SELECT count(*) FROM updates WHERE state = 'new')
         + (SELECT count(*) FROM replies WHERE state IN ('planned', 'claimed'))
"""


@dataclass(frozen=True)
class Outcome:
    """What became of all that was typed."""

    typed: int
    lost: int
    twice: int
    in_doubt: int
    unanswered: int  # and not in doubt

    @property
    def is_good(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.twice or self.unanswered)


async def kill_often(folder: Path, *, kills: int, commands: int, seed: int, webhook: bool = False) -> Outcome:
    """Return what became of ``commands`` typed before each of ``kills``, at moments that ``seed`` decides."""
    chance, database = Random(seed), folder / "daybook.db"  # noqa: S311 - moments
    async with TelegramApi() as api:
        settings = settings_for(api, f"sqlite:///{database}")
        if webhook:
            port = _free_port()
            settings |= {
                "DAYBOOK_WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
                "DAYBOOK_WEBHOOK_SECRET": SECRET,
                "DAYBOOK_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
            }
        people = _people()
        typed: list[tuple[int, str]] = []
        for _ in range(kills):
            process = await started(folder, settings, api)
            for chat_id, text in (next(people) for _ in range(commands)):
                api.says(chat_id, text)
                typed.append((chat_id, text))
            await asyncio.sleep(chance.uniform(0, _LONGEST_S))
            await killed(process)
        process = await started(folder, settings, api)
        await _until_all_is_done(database, api)
        await stopped(process)
        assert api.violations == [], api.violations
        return _judge(database, api, typed)


def _people() -> Iterator[tuple[int, str]]:
    """Yield what one person after the other types: something to do once, and for some to undo once."""
    number = 0
    while True:
        number += 1
        yield _FIRST_CHAT + number, f"/subscribe word{number}"
        if number % _IN_PAIRS == 0:
            yield _FIRST_CHAT + number, f"/unsubscribe word{number}"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def _until_all_is_done(database: Path, api: TelegramApi) -> None:
    """Wait as long as less and less is open: thousands of answers take minutes, as Telegram takes 25 a second.

    Raises TimeoutError where it stays as it is.
    """
    while left := _open(database, api):
        async with asyncio.timeout(PATIENCE_S):
            while _open(database, api) == left:  # noqa: ASYNC110 - a row sets no event
                await asyncio.sleep(0.2)


def _open(database: Path, api: TelegramApi) -> int:
    """Return how many commands and answers there are still to be dealt with."""
    [(number,)] = _rows(database, _OPEN)
    return int(number) + len(api.updates)


def _rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what ``query`` finds; who only reads waits for nobody."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def _judge(database: Path, api: TelegramApi, typed: list[tuple[int, str]]) -> Outcome:
    done = Counter(chat_id for (chat_id,) in _rows(database, "SELECT chat_id FROM updates WHERE state = 'done'"))
    subscribed = {chat_id for (chat_id,) in _rows(database, "SELECT chat_id FROM subscriptions")}
    answers = _rows(database, "SELECT chat_id, state, arguments FROM replies")
    asked = Counter(chat_id for chat_id, _ in typed)
    got = Counter(sent.chat_id for sent in api.sent)
    last = dict(typed)
    lost = sum(
        done[chat_id] < times or (chat_id in subscribed) != last[chat_id].startswith("/subscribe")
        for chat_id, times in asked.items()
    )
    again = sum(
        not json.loads(said)["text"].startswith(("Subscribed to", "Unsubscribed from")) for _, _, said in answers
    )
    copies = sum(max(got[chat_id] - times, 0) for chat_id, times in asked.items())
    in_doubt = Counter(chat_id for chat_id, state, _ in answers if state == DeliveryState.IN_DOUBT)
    return Outcome(
        typed=len(typed),
        lost=lost,
        twice=again + copies,
        in_doubt=in_doubt.total(),
        unanswered=sum(max(times - got[chat_id] - in_doubt[chat_id], 0) for chat_id, times in asked.items()),
    )


@click.command(help=__doc__)
@click.option("--kills", default=200, show_default=True)
@click.option("--commands", default=40, show_default=True, help="Typed before each.")
@click.option("--seed", default=1, show_default=True)
@click.option("--webhook", is_flag=True, help="Telegram brings them, instead of being asked.")
def main(*, kills: int, commands: int, seed: int, webhook: bool) -> None:
    """Print the outcome; a non-zero status where the promise was not kept."""
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(kill_often(Path(folder), kills=kills, commands=commands, seed=seed, webhook=webhook))
    click.echo(f"seed {seed}, {kills} kills: {outcome}")
    sys.exit(0 if outcome.is_good else 1)


if __name__ == "__main__":
    main()
