"""What people do: kept before Telegram may forget it, and worked on chat by chat."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import InvalidToken

from bot.application import Daybook, work_on
from bot.context import AlreadyDoneError
from bot.floods import Floods
from bot.replies import Replies
from bot.waiting import unless
from storage.errors import StorageError
from storage.updates import Kept

log = logging.getLogger(__name__)

_CHATS = 100  # looked for at once
_LOOK_S = 10.0  # where nothing is new
_AT_ONCE = 64  # updates worked on: one that has to ask Telegram for a right holds up no other chat
_TRIES = 4  # at an update while the database fails; then the person is told
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0
_KEPT_FOR = timedelta(days=1)  # as long as Telegram may bring an update again
_TIDYING_S = 3600.0
_LONGEST_REASON = 200  # characters
_LARGEST = 2**63 - 1  # number that a database keeps


class Inbox:
    """The updates of one bot: ``keep`` returns when they are committed, ``work`` works on them.

    floods  tells what is one too many of a person; None: nothing is
    """

    def __init__(self, application: Daybook, floods: Floods | None = None) -> None:
        desk = application.bot_data
        self._application, self._database, self._clock = application, desk.database, desk.clock
        self._replies = Replies(application.bot, desk.database, desk.clock, desk.turns)
        self._floods = floods
        self._judged: dict[int, bool] = {}  # whether it is one too many; of what could not be kept yet and comes again
        self._news = asyncio.Event()
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def keep(self, given: Sequence[Any]) -> list[int]:
        """Keep updates as Telegram gave them, each once, and return their numbers; raises StorageError.

        One that cannot be read, or that is one too many of a person, is put aside; one without a number is no update.
        """
        read = [each for each in map(self._read, given) if each is not None]
        async with self._database.transaction() as storage:
            for number, chat_id, raw, aside in read:
                await storage.updates.keep(number, chat_id, raw, now=self._clock.now(), aside=aside)
        self._news.set()
        numbers = [number for number, *_ in read]
        for number in numbers:
            self._judged.pop(number, None)
        return numbers

    def _read(self, one: Any) -> tuple[int, int, str, str] | None:
        """Return number, chat, JSON and what speaks against working on it."""
        try:
            number = int(one["update_id"])
        except (TypeError, ValueError, LookupError, OverflowError):
            number = _LARGEST + 1
        if abs(number) > _LARGEST:
            log.warning("update without a number", extra={"is": type(one).__name__})
            return None
        raw = json.dumps(one)
        try:
            update = Update.de_json(one, self._application.bot)
            chat_id = update.effective_chat.id if update.effective_chat else 0
            if not isinstance(chat_id, int) or abs(chat_id) > _LARGEST:
                raise TypeError(f"no chat has the id {chat_id!r}")  # noqa: TRY301 - as where Telegram's library finds it
            if number not in self._judged:
                self._judged[number] = self._is_flood(update)
            aside = "a flood" if self._judged[number] else ""
        except Exception as error:
            log.exception("update put aside", extra={"update": number})
            return number, 0, raw, repr(error)[:_LONGEST_REASON]
        if aside:
            log.info("update put aside", extra={"update": number, "chat": chat_id, "reason": aside})
        return number, chat_id, raw, aside

    def _is_flood(self, update: Update) -> bool:
        """Return whether it is one too many, by Telegram's clock where it says when: some may have waited long."""
        if self._floods is None or update.effective_user is None or update.my_chat_member is not None:
            return False
        at = update.message.date if update.message else self._clock.now()
        return self._floods.is_one(update.effective_user.id, at.timestamp())

    async def work(self, stop: asyncio.Event) -> None:
        """Work on what is kept until ``stop`` is set, each chat's in its order and several chats side by side.

        What was begun is brought to its end. Raises InvalidToken where Telegram no longer knows the bot.
        """
        serving: dict[int, asyncio.Task[None]] = {}
        tidying = asyncio.create_task(self._tidy(stop))
        try:
            while not stop.is_set():
                self._news.clear()
                for chat_id in [chat_id for chat_id, task in serving.items() if task.done()]:
                    serving.pop(chat_id).result()
                waiting = await self._waiting(serving)
                for chat_id in waiting:
                    serving[chat_id] = asyncio.create_task(self._serve(chat_id, stop))
                    serving[chat_id].add_done_callback(lambda _: self._news.set())
                if not waiting:
                    await unless(stop, self._some_news())
        finally:
            stop.set()
            ends = await asyncio.gather(*serving.values(), tidying, return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def work_off(self) -> None:
        """Work on all that is kept, and return when it is done."""
        never = asyncio.Event()
        while waiting := await self._waiting(()):
            for chat_id in waiting:
                await self._serve(chat_id, never)

    async def recover(self) -> None:
        """Settle what a crash left; to be called before anything is worked on."""
        await self._replies.recover()

    async def _waiting(self, busy: Collection[int]) -> list[int]:
        """Return chats that have something to be done; none where the database fails, for now."""
        try:
            async with self._database.transaction() as storage:
                return await storage.updates.chats_waiting(_CHATS, without=busy)
        except StorageError as error:
            log.warning("updates wait", extra={"reason": str(error)})
            return []

    async def _some_news(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_S):
                await self._news.wait()

    async def _tidy(self, stop: asyncio.Event) -> None:
        """Forget what is long done, now and every hour."""
        while not stop.is_set():
            try:
                async with self._database.transaction() as storage:
                    await storage.updates.forget(before=self._clock.now() - _KEPT_FOR)
            except StorageError as error:
                log.warning("updates not tidied", extra={"reason": str(error)})
            await unless(stop, asyncio.sleep(_TIDYING_S))

    async def _serve(self, chat_id: int, stop: asyncio.Event) -> None:
        """Send what is owed to the chat, and work on its updates one after the other."""
        number, tries = 0, 0
        while not stop.is_set():
            try:
                await self._replies.send_to(chat_id, stop)
                async with self._database.transaction() as storage:
                    kept = await storage.updates.next_of(chat_id)
                if kept is None:
                    return
                number, tries = kept.update_id, tries + 1 if kept.update_id == number else 1
                async with self._places:
                    await self._work_on(kept, is_last_try=tries >= _TRIES)
            except InvalidToken:
                raise
            except Exception as error:
                if not isinstance(error, StorageError):
                    log.exception("update failed", extra={"update": number})
                pause_s = min(_FIRST_PAUSE_S * 2**tries, _LONGEST_PAUSE_S)
                log.warning("update waits", extra={"update": number, "reason": str(error), "again_in_s": pause_s})
                await unless(stop, asyncio.sleep(pause_s))

    async def _work_on(self, kept: Kept, *, is_last_try: bool) -> None:
        try:
            named = json.loads(kept.raw) | {"update_id": kept.update_id}  # it may have written its number otherwise
            update = Update.de_json(named, self._application.bot)
        except Exception as error:
            log.exception("update put aside", extra={"update": kept.update_id})
            await self._put_aside(kept, error)
            return
        try:
            await work_on(self._application, update, is_last_try=is_last_try)
        except AlreadyDoneError:
            log.warning("update was done before", extra={"update": kept.update_id})
        except StorageError:
            raise
        except Exception as bug:
            log.exception("update put aside", extra={"update": kept.update_id})
            await self._put_aside(kept, bug)

    async def _put_aside(self, kept: Kept, error: Exception) -> None:
        async with self._database.transaction() as storage:
            reason = repr(error)[:_LONGEST_REASON]
            await storage.updates.settle(kept.update_id, now=self._clock.now(), aside=reason)
