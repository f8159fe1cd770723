"""Both sides wired together: the bot on the stand-in for Telegram, and the jobs on a web of loopback."""

import json
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import ParamSpec, TypeVar

import pytest

from bot.application import Daybook
from bot.outbox import Outbox
from jobs.looking import forget_looks
from jobs.readers import Readers
from jobs.sources.child import Children, _answer, _type_of_result
from jobs.sources.web.client import Web
from storage.clock import Clock
from storage.database import Database
from storage.errors import SourceError
from tests.bot.conftest import ADMIN
from tests.web import Web as Server

P = ParamSpec("P")
T = TypeVar("T")


class Inside(Children):
    """Children that parse in this very process: the same questions and answers, without their limits or their start."""

    async def run(self, parse: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with warnings.catch_warnings():  # what a child says of its libraries, nobody hears
            warnings.simplefilter("ignore")
            line = _answer(parse, args, kwargs)
        if line.startswith(b"-"):
            raise SourceError(json.loads(line[1:]))
        result: T = _type_of_result(parse).validate_json(line[1:])
        return result


Works = Callable[[], Awaitable[None]]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def web(server: Server) -> AsyncIterator[Web]:
    """Give the web as the jobs read it: only what the server serves; impatient, and content with little."""
    async with Web([server.host], connect_s=3, total_s=3, max_bytes=20_000, children=Inside()) as web:
        yield web


@pytest.fixture
def works(bot: Daybook, database: Database, web: Web, clock: Clock) -> Works:
    """Give a function that does what the jobs have to do by now, and sends what that owes."""

    async def work() -> None:
        async with Readers(database, web, clock, admins=[ADMIN], chance=lambda: 0.0) as readers:
            await readers.finish()
        await forget_looks(database, web, clock)
        while await Outbox(bot.bot, database, clock).send_due():
            pass

    return work
