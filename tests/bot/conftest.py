"""A bot on the stand-in for Telegram, with a real database; SQLite is enough here, storage's tests know both."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from bot.application import Daybook, build_application
from bot.floods import Floods
from bot.inbox import Inbox
from bot.limits import Pace
from bot.polling import Poller
from bot.request import TelegramRequest
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.models import Delivery, DeliveryState, Meeting, When
from tests.builders import known_meeting, meeting, mention
from tests.conftest import on_sqlite
from tests.telegram_api import Answered, Limits, Sent, TelegramApi
from tests.telegram_api.formatting import TEXT_LIMIT, parse_html

ADMIN = 42
READER = 5

TAPPABLE = re.compile(  # what Telegram's apps make tappable by themselves
    r"(?:https?|tg|ftp)://\S|(?<!\w)[@#$/]\w|\w\.(?:com|org|net|ru|me|io|info)\b|\w@\w+\.\w", re.IGNORECASE
)
OURS = re.compile(r"(?<=[\s:])/(?:addsource|briefing|meeting|removesource|resume|sources|start)\b")

Knows = Callable[..., Awaitable[Meeting]]


@pytest.fixture
def address(tmp_path: Path, present_sqlite: Path) -> str:
    return on_sqlite(tmp_path, present_sqlite)


@pytest.fixture
def limits() -> Limits | None:
    """Give how much the stand-in lets the bot send; None: any number of messages."""
    return None


@pytest.fixture
def turns(limits: Limits | None, clock: Clock) -> Turns:
    """Give the bot's turns; where there are limits, time passes while it waits for one."""

    async def sleep(seconds: float) -> None:
        clock.move_to(clock.now() + timedelta(seconds=seconds, milliseconds=1))
        await asyncio.sleep(0)

    return Turns(Pace(), run_time=lambda: clock.now().timestamp(), sleep=sleep) if limits else Turns()


@pytest.fixture
async def telegram(clock: Clock, limits: Limits | None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TelegramApi]:
    """Give the stand-in; whatever it was asked is allowed by the Bot API."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")  # the bot goes through a proxy where the environment names one
    async with TelegramApi(clock=clock.now, limits=limits) as api:
        api.private(READER)
        api.private(ADMIN, "Root")
        yield api
        assert api.violations == []


@pytest.fixture
async def bot(telegram: TelegramApi, database: Database, clock: Clock, turns: Turns) -> AsyncIterator[Daybook]:
    """Give the bot, asking the stand-in for updates; 42 is its admin."""
    updates_request = TelegramRequest()
    application = build_application(
        database=database,
        clock=clock,
        admins=[ADMIN],
        token=telegram.token,
        request=TelegramRequest(),
        updates_request=updates_request,
        turns=turns,
        api_url=telegram.url,
    )
    stop = asyncio.Event()
    await application.initialize()
    inbox = Inbox(application, Floods())
    poller = Poller(application.bot, updates_request, inbox.keep)
    working = asyncio.gather(poller.receive(stop), inbox.work(stop))
    yield application
    stop.set()
    await working
    await application.shutdown()


@pytest.fixture
def knows(database: Database) -> Knows:
    """Give a function that lets the diary know of a meeting."""

    async def know(when: When | str = "2025-03-14", **changes: object) -> Meeting:
        async with database.transaction() as storage:
            return await known_meeting(storage, when, **changes)

    return know


def a_meeting(**changes: Any) -> Meeting:
    """Return a meeting on Friday 14 March."""
    return meeting(mention(), **changes)


def read(text: Markup) -> str:
    """Return what a person reads."""
    return parse_html(text)[0].replace("\u2060", "")


def check_harmless(message: Markup) -> list[dict[str, Any]]:
    """Return the entities of a message that holds text from outside.

    Telegram accepts it, nothing in it can be tapped but what is ours, and nothing in it misleads the eye.
    """
    shown, entities = parse_html(message)
    assert len(shown.encode("utf-16-le", "surrogatepass")) <= 2 * TEXT_LIMIT
    assert not TAPPABLE.search(OURS.sub("", shown))
    odd = {char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs")}
    assert odd <= set("\n\u2060\u2068\u2069\u200c\u200d")
    return entities


async def eventually(check: Callable[[], Awaitable[bool]]) -> None:
    """Wait until ``check`` is true."""
    async with asyncio.timeout(10):
        while not await check():  # noqa: ASYNC110 - a row or a log sets no event
            await asyncio.sleep(0.01)


def shown(sent: Sent) -> str:
    """Return the text without what nobody sees: the word joiners that keep Telegram from making links."""
    return sent.text.replace("\u2060", "")


async def answer_of(telegram: TelegramApi) -> Answered:
    """Return what is answered to the next press of a button."""
    async with asyncio.timeout(10):
        while not telegram.answered:
            await telegram.changed.wait()
    return telegram.answered.pop(0)


async def edits(telegram: TelegramApi, times: int = 1) -> list[Sent]:
    """Return what was edited, once there are so many changes."""
    async with asyncio.timeout(10):
        while len(telegram.edited) < times:
            await telegram.changed.wait()
    return telegram.edited


async def states(database: Database, chat_id: int = READER) -> list[tuple[DeliveryState, str]]:
    """Return where each Delivery to a chat stands, and why."""
    async with database.transaction() as storage:
        return [(delivery.state, reason) for delivery, reason in await storage.deliveries.of(chat_id)]


async def owed(database: Database, chat_id: int = READER) -> list[Delivery]:
    """Return what is or was owed to a chat."""
    async with database.transaction() as storage:
        return [delivery for delivery, _ in await storage.deliveries.of(chat_id)]
