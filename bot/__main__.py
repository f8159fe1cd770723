"""The bot side alone: ``python -m bot``."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.application import ALLOWED_UPDATES, Daybook, build_application
from bot.floods import Floods
from bot.inbox import Inbox
from bot.limits import Pace
from bot.menus import set_menus
from bot.outbox import Outbox
from bot.polling import Poller
from bot.request import TelegramRequest
from bot.settings import BotSettings
from bot.skew import Skew
from bot.turns import Turns
from bot.webhook import Webhook
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly, DaybookError, StorageError
from storage.instance import Lease, run_side

log = logging.getLogger(__name__)

Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]

_TICK_S = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=1)
_UNSET = (
    "DAYBOOK_TOKEN is not set: @BotFather on Telegram gives you one. "
    "To try Daybook without an account, run daybook chat."
)
_REFUSED = "Telegram does not know this DAYBOOK_TOKEN: copy it again from @BotFather."


async def serve(settings: BotSettings, database: Database, clock: Clock, stop: asyncio.Event) -> None:
    """Be on Telegram until ``stop`` is set: answer, and send what is due.

    Raises DaybookError, with one sentence, where Telegram does not know the token.
    """
    if settings.token is None:
        raise AskedWrongly(_UNSET)
    skew = Skew(clock)
    request, updates_request = TelegramRequest(skew), TelegramRequest(skew)
    turns = Turns(Pace())
    application = build_application(
        database=database,
        clock=clock,
        admins=settings.admins,
        token=settings.token.get_secret_value(),
        request=request,
        updates_request=updates_request,
        turns=turns,
        skew=skew,
        api_url=settings.api_url,
    )
    inbox = Inbox(application, Floods())
    outbox = Outbox(
        application.bot,
        database,
        clock,
        admins=settings.admins,
        turns=turns,
        in_flight=settings.in_flight,
        lease=Lease("bot"),
        skew=skew,
    )
    try:
        async with _receiving(settings, application, updates_request, inbox) as receive:
            if await _reach(application, settings, stop):
                await _recover(inbox, outbox, stop)
                await _run(
                    application, settings, (receive, inbox.work, partial(outbox.keep_sending, pause_s=_TICK_S)), stop
                )
    except InvalidToken:
        raise DaybookError(_REFUSED) from None
    finally:
        await application.shutdown()
        for one in (request, updates_request):
            await one.shutdown()  # a bot that was never reached leaves them open


@asynccontextmanager
async def _receiving(
    settings: BotSettings, application: Daybook, request: BaseRequest, inbox: Inbox
) -> AsyncIterator[Work]:
    """Give what receives updates: it asks for them, or where there is a webhook waits for them to be brought."""
    if settings.webhook_url and settings.webhook_secret:
        webhook = Webhook(settings.webhook_url, settings.webhook_secret.get_secret_value(), inbox.keep)
        async with webhook.listening(*settings.webhook_place):
            yield _wait_for
    else:
        poller = Poller(application.bot, request, inbox.keep)
        yield poller.receive
        await poller.acknowledge()


async def _reach(application: Daybook, settings: BotSettings, stop: asyncio.Event) -> bool:
    """Ask Telegram who we are until it answers; return False where ``stop`` came first."""
    pause = _FIRST_PAUSE
    while not stop.is_set():
        try:
            await application.initialize()
            if settings.webhook_url and settings.webhook_secret:
                await application.bot.set_webhook(
                    settings.webhook_url,
                    allowed_updates=ALLOWED_UPDATES,
                    secret_token=settings.webhook_secret.get_secret_value(),
                )
            else:
                await application.bot.delete_webhook()  # while there is one, nobody may ask for updates
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram not reached", extra={"reason": error.message, "again_in_s": pause.total_seconds()})
            await _wait(stop, pause.total_seconds())
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            log.info("bot started", extra={"bot": application.bot.username})
            return True
    return False


async def _recover(inbox: Inbox, outbox: Outbox, stop: asyncio.Event) -> None:
    """Settle what a crash left, as soon as the database lets it be settled, or until ``stop``."""
    while not stop.is_set():
        try:
            await inbox.recover()
            await outbox.recover()
        except StorageError as error:
            log.warning("what a crash left is not settled yet", extra={"reason": str(error)})
            await _wait(stop, _FIRST_PAUSE.total_seconds())
        else:
            return


async def _run(application: Daybook, settings: BotSettings, works: Iterable[Work], stop: asyncio.Event) -> None:
    """Do ``works`` until ``stop`` is set or one of them fails, which is raised; all of them end in good order."""
    ended = asyncio.Event()

    async def until_ended(work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            ended.set()

    menus = asyncio.create_task(_set_menus(application.bot, settings.admins))
    stopping = asyncio.create_task(until_ended(_wait_for(stop)))
    ends = await asyncio.gather(*(until_ended(work(ended)) for work in works), return_exceptions=True)
    for task in (menus, stopping):
        task.cancel()
    await asyncio.gather(menus, stopping, return_exceptions=True)
    failures = [end for end in ends if isinstance(end, BaseException)]
    if failures:
        raise failures[0]
    log.info("bot stopped")


async def _set_menus(bot: Bot, admins: frozenset[int]) -> None:
    try:
        await set_menus(bot, admins)
    except TelegramError as error:
        log.warning("menus not set", extra={"reason": error.message})


async def _wait_for(stop: asyncio.Event) -> None:
    await stop.wait()


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


if __name__ == "__main__":
    run_side("bot", BotSettings, serve)
