"""Sends the Deliveries that are due: claimed right before the send, marked right after the answer."""

import asyncio
import logging
import math
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from random import Random

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot import answers
from bot.letters import Dropped, Later, Letter, write
from bot.markup import plain_message
from bot.request import READ_TIMEOUT_S
from bot.sending import seconds_of, send
from bot.skew import Skew
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import NotFoundError, StorageError
from storage.instance import Lease
from storage.models import Delivery, DeliveryKind, DeliveryState

log = logging.getLogger(__name__)

IN_FLIGHT = 4  # messages whose answer is awaited at once: a crash leaves no more in doubt
MARGIN = timedelta(seconds=READ_TIMEOUT_S + 5)  # an answer may be awaited so long: the lease has to last longer
_AT_ONCE = 20  # rows looked at in a pass: less than a second's, so that another lane, or a copy, soon has its turn
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=5)
_LONGEST_BACK_OFF_S = 60.0
_ASK_AGAIN_S = 60.0
_MARKING_PAUSES_S = (1.0, 2.0, 4.0)  # an answer that is not marked makes a copy
_DOUBT = timedelta(seconds=10)  # before the first replay: a late arrival may still be on its way


class Outbox:
    """Sends what is due.

    admins  user ids of those who are told when the bot may not write somewhere
    turns   when anything may be sent; None: as fast as it goes, and one after the other
    in_flight  how many messages may await their answers at once
    lease   what has to be held to send; None: nothing
    skew    while the machine's clock is wrong nothing is sent; None: nobody knows
    chance  spreads what is tried again; None: differently each time
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Clock,
        *,
        admins: Iterable[int] = (),
        turns: Turns | None = None,
        in_flight: int = IN_FLIGHT,
        lease: Lease | None = None,
        skew: Skew | None = None,
        chance: Random | None = None,
    ) -> None:
        self._bot, self._database, self._clock = bot, database, clock
        self._admins = tuple(admins)
        self._turns = turns or Turns()
        self._lease = lease
        self._skew = skew
        self._asked_at = -math.inf  # Telegram, what time it is; by the event loop's clock
        self._chance = chance or Random()  # noqa: S311 - jitter
        self._refused: InvalidToken | None = None
        self._places = asyncio.Semaphore(in_flight if self._turns.are_paced else 1)
        self._turn = asyncio.Lock()
        self._in_flight: set[int] = set()  # chats
        self._delivering: set[asyncio.Task[bool]] = set()
        self._ended = asyncio.Event()  # something that was in flight
        self._replaying = False
        self._left_claimed = False

    async def recover(self) -> None:
        """Take what a crash left claimed as in doubt; to be called before the first pass."""
        now = self._clock.now()
        async with self._database.transaction() as storage:
            in_doubt = await storage.deliveries.recover(retry_at=now + _DOUBT)
            in_doubt += await storage.deliveries.give_up_digests(now=now)
        if in_doubt:
            log.warning("deliveries in doubt", extra={"deliveries": in_doubt})

    async def send_due(self, stop: asyncio.Event | None = None) -> int:
        """Send what is due by now and may go out, the longest due first; return how many Deliveries were dealt with.

        stop  once it is set, nothing more is claimed; what is in flight is waited for

        Raises InvalidToken where Telegram no longer knows the bot.
        """
        started = await self._start_due(stop)
        await self.drain()
        return sum(one.result() for one in started)

    async def keep_sending(self, stop: asyncio.Event, pause_s: float) -> None:
        """Send what is due as it comes due, looking every ``pause_s``, until ``stop``; then wait for what is in flight.

        A slow answer holds up its own chat alone. Raises InvalidToken where Telegram no longer knows the bot; any other
        failure is logged whole, and it goes on. Cancelled, it leaves what is in flight claimed, as a crash does.
        """
        try:
            await self._keep_sending(stop, pause_s)
        finally:
            left = list(self._delivering)  # none, but where this was cancelled
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _keep_sending(self, stop: asyncio.Event, pause_s: float) -> None:
        has_backed_off = False
        while not stop.is_set():
            self._ended.clear()
            started: list[asyncio.Task[bool]] = []
            try:
                if not has_backed_off:
                    await self._back_off(stop)
                    has_backed_off = True
                started = await self._start_due(stop)
            except InvalidToken:
                break
            except Exception:
                log.exception("sending failed")
            if self._left_claimed or not (started or self._delivering):
                await _wait(stop, pause_s)
            elif not started:  # what is due may be waiting for what is in flight
                await _wait(self._ended, pause_s)
        await self.drain()

    async def _back_off(self, stop: asyncio.Event) -> None:
        """Wait 2^n seconds, a minute at the most, after n crashes in a row: each may leave copies behind."""
        if self._lease is None:
            return
        async with self._database.transaction() as storage:
            crashes = await self._lease.crashes(storage)
        if crashes:
            wait_s = min(2.0**crashes, _LONGEST_BACK_OFF_S)
            log.warning("sending begins later after crashes", extra={"crashes": crashes, "wait_s": wait_s})
            await _wait(stop, wait_s)

    async def drain(self) -> None:
        """Wait for what is in flight; raises InvalidToken where Telegram no longer knows the bot."""
        while self._delivering:
            await asyncio.wait(self._delivering)
        if self._refused is not None:
            refused, self._refused = self._refused, None
            raise refused

    async def _start_due(self, stop: asyncio.Event | None) -> list[asyncio.Task[bool]]:
        """Begin to send what is due, as far as there are places; return what was begun."""
        if self._refused is not None:
            raise self._refused
        if self._left_claimed:
            await self.drain()
            async with self._database.transaction() as storage:
                if not await self._holds_lease(storage):  # what is claimed may be another's by now
                    return []
            await self.recover()
            self._left_claimed = False
        if self._turns.are_frozen or await self._clock_is_wrong():
            return []
        async with self._database.transaction() as storage:
            if not await self._holds_lease(storage):
                return []
            busy = self._turns.resting() | self._in_flight
            due = await storage.deliveries.due(self._clock.now(), _AT_ONCE, without=busy)
        started = []
        for delivery in due:
            await self._places.acquire()
            is_copy = delivery.state is DeliveryState.IN_DOUBT
            if (
                self._is_over(stop)
                or delivery.chat_id in self._in_flight
                or self._turns.rests(delivery.chat_id)
                or (is_copy and self._replaying)
            ):
                self._places.release()
                continue
            self._replaying |= is_copy
            self._in_flight.add(delivery.chat_id)
            task = asyncio.create_task(self._deliver(delivery, stop))
            self._delivering.add(task)
            task.add_done_callback(self._delivering.discard)
            started.append(task)
        return started

    async def _clock_is_wrong(self) -> bool:
        """Return whether the machine's clock is wrong, or may be; if so, ask Telegram, once a minute, and say it."""
        if self._skew is None or not self._skew.may_be_large:
            return False
        run_time = asyncio.get_running_loop().time()
        if run_time - self._asked_at >= _ASK_AGAIN_S:
            self._asked_at = run_time
            with suppress(TelegramError):
                await self._bot.get_me()
            if self._skew.is_large:
                log.error(
                    "the clock of this machine is wrong: nothing that is owed is sent until it is right",
                    extra={"ahead_s": round(self._skew.ahead.total_seconds())},
                )
        return self._skew.may_be_large

    def _is_over(self, stop: asyncio.Event | None) -> bool:
        """Return whether nothing more may be claimed in this pass: what is left claimed counts as in flight."""
        return self._refused is not None or self._left_claimed or (stop is not None and stop.is_set())

    async def _deliver(self, delivery: Delivery, stop: asyncio.Event | None) -> bool:
        """Claim, send and mark it; return False where it has to wait, or failed.

        A failure is logged whole and stops nobody else's.
        """
        try:
            async with self._turn:
                if not await self._turns.of_delivery(delivery.chat_id, lambda: self._is_over(stop)):
                    return False
                letter = await self._claim(delivery)
                if letter is None:
                    return True
                self._turns.count(delivery.chat_id)
            try:
                await self._send(delivery, letter)
            finally:
                self._turns.answered()
        except InvalidToken as error:
            self._refused = error
            return False
        except Exception:
            log.exception("delivery failed", extra={"delivery": delivery.id})
            self._left_claimed = True  # it may be: the database fails, too
            return False
        finally:
            self._in_flight.discard(delivery.chat_id)
            if delivery.state is DeliveryState.IN_DOUBT:
                self._replaying = False
            self._places.release()
            self._ended.set()
        return True

    async def _claim(self, delivery: Delivery) -> Letter | None:
        """Return the message, claimed; None where there is none to send, or somebody else sends it."""
        try:
            async with self._database.transaction() as storage:
                if not await self._holds_lease(storage) or not await storage.deliveries.claim(delivery):
                    return None
                written = await write(storage, delivery, self._clock.now())
                match written:
                    case Letter():
                        return written
                    case Later(due_at):
                        await storage.deliveries.put_off(delivery, due_at, reason="the chat keeps other hours now")
                    case Dropped(state, reason):
                        await storage.deliveries.settle(delivery, state, now=self._clock.now(), reason=reason)
                        log.info("delivery dropped", extra={"delivery": delivery.id, "state": state, "reason": reason})
        except Exception as bug:
            if isinstance(bug, StorageError) and not isinstance(bug, NotFoundError):
                raise
            log.exception("delivery could not be written", extra={"delivery": delivery.id})
            await self._settle(delivery, DeliveryState.REJECTED, reason=f"a bug: {bug!r}")
        return None

    async def _holds_lease(self, storage: Storage) -> bool:
        """Return whether nobody else may send before the answer to a message that is sent now."""
        return self._lease is None or await self._lease.lasts(storage, MARGIN)

    async def _send(self, delivery: Delivery, letter: Letter, *, as_plain_text: bool = False) -> None:
        """Send it; one reaction for each thing that Telegram, or the way to it, may answer."""
        try:
            text = plain_message(letter.text) if as_plain_text else letter.text
            message = await send(self._bot, delivery.chat_id, delivery.topic_id, text, letter.buttons)
        except RetryAfter as flood:
            await self._freeze(delivery, flood)
        except ChatMigrated as moved:
            await self._follow(delivery, moved.new_chat_id)
        except Forbidden as refused:
            await self._give_up_chat(delivery, refused.message)
        except BadRequest as refused:
            match answers.why_refused(refused):
                case answers.Refusal.GONE:
                    await self._give_up_chat(delivery, refused.message)
                case answers.Refusal.NOT_HERE:
                    await self._pause_place(delivery, refused.message)
                case answers.Refusal.UNCHANGED:
                    await self._settle(delivery, DeliveryState.SENT, reason=refused.message)
                case answers.Refusal.OUR_MARKUP if not as_plain_text:
                    log.exception("markup refused", extra={"delivery": delivery.id, "reason": refused.message})
                    await self._send(delivery, letter, as_plain_text=True)
                case _:
                    log.exception("delivery refused", extra={"delivery": delivery.id, "reason": refused.message})
                    await self._settle(delivery, DeliveryState.REJECTED, reason=refused.message)
        except InvalidToken:
            await self._put_back(delivery, delivery.state, timedelta(0), "the token is not valid", counts=False)
            raise
        except TelegramError as failure:
            await self._try_again(delivery, failure)
        else:
            await self._settle(delivery, DeliveryState.SENT, message_id=message.message_id)

    async def _freeze(self, delivery: Delivery, flood: RetryAfter) -> None:
        """429: send this chat nothing until then; it was no attempt."""
        wait_s = seconds_of(flood)
        self._turns.freeze(delivery.chat_id, wait_s)
        await self._put_back(
            delivery, delivery.state, timedelta(seconds=wait_s), "Telegram asked to wait", counts=False
        )

    async def _follow(self, delivery: Delivery, new_chat_id: int) -> None:
        """400 migrated: all that was the group's is the supergroup's, this Delivery too; it is sent there."""
        async with self._database.transaction() as storage:
            await storage.deliveries.put_back(delivery, delivery.state, reason="the chat moved", counts=False)
            await storage.chats.migrate(delivery.chat_id, new_chat_id)
        log.info("chat moved", extra={"chat": delivery.chat_id, "to": new_chat_id})

    async def _give_up_chat(self, delivery: Delivery, reason: str) -> None:
        """403, chat not found: nothing more to this chat until it lets us in again; its Subscriptions stay."""
        async with self._database.transaction() as storage:
            await storage.deliveries.settle(delivery, DeliveryState.CANCELLED, now=self._clock.now(), reason=reason)
            await storage.chats.set_active(delivery.chat_id, active=False)
            await storage.deliveries.cancel_pending(delivery.chat_id, reason=reason)
        log.info("chat inactive", extra={"chat": delivery.chat_id, "reason": reason})

    async def _pause_place(self, delivery: Delivery, reason: str) -> None:
        """400 no rights, topic closed or gone: wait there until somebody writes; tell the admins once."""
        now = self._clock.now()
        place = f"{delivery.chat_id}" + (f", topic {delivery.topic_id}" if delivery.topic_id else "")
        async with self._database.transaction() as storage:
            await storage.deliveries.put_back(delivery, delivery.state, reason=reason, counts=False)
            await storage.chats.set_active(delivery.chat_id, delivery.topic_id, active=False)
            for admin in self._admins:
                await storage.chats.get(admin)
                await storage.deliveries.owe_notice(
                    admin,
                    f"chat:{delivery.chat_id}:{delivery.topic_id}",
                    {"kind": "paused", "chat": place, "reason": reason},
                    revision=delivery.id,  # it leaves once the place can be written in again; the next one tells anew
                    now=now,
                )
        log.warning("chat paused", extra={"chat": delivery.chat_id, "topic": delivery.topic_id, "reason": reason})

    async def _try_again(self, delivery: Delivery, failure: TelegramError) -> None:
        """Nothing was accepted, or nobody knows: planned again, or in doubt; a row in doubt stays in doubt.

        A digest in doubt is at its end: the next morning brings another.
        """
        in_doubt = delivery.state is DeliveryState.IN_DOUBT or answers.may_have_arrived(failure)
        if in_doubt and delivery.kind is DeliveryKind.DIGEST:
            await self._settle(delivery, DeliveryState.IN_DOUBT, reason=failure.message)
            log.warning("digest in doubt", extra={"delivery": delivery.id, "reason": failure.message})
            return
        state = DeliveryState.IN_DOUBT if in_doubt else DeliveryState.PLANNED
        pause = min(_FIRST_PAUSE * 2 ** min(delivery.attempts, 10), _LONGEST_PAUSE)
        pause = max(pause * self._chance.uniform(0.75, 1.25), _DOUBT if in_doubt else timedelta(0))
        await self._put_back(delivery, state, pause, failure.message)
        log.warning("delivery put back", extra={"delivery": delivery.id, "state": state, "reason": failure.message})

    async def _put_back(
        self, delivery: Delivery, state: DeliveryState, pause: timedelta, reason: str, *, counts: bool = True
    ) -> None:
        async with self._database.transaction() as storage:
            await storage.deliveries.put_back(
                delivery, state, retry_at=self._clock.now() + pause, reason=reason, counts=counts
            )

    async def _settle(
        self, delivery: Delivery, state: DeliveryState, *, message_id: int | None = None, reason: str = ""
    ) -> None:
        for pause_s in (*_MARKING_PAUSES_S, None):
            try:
                async with self._database.transaction() as storage:
                    await storage.deliveries.settle(
                        delivery, state, now=self._clock.now(), message_id=message_id, reason=reason
                    )
            except StorageError as error:
                if pause_s is None:
                    raise
                log.warning("delivery not marked yet", extra={"delivery": delivery.id, "reason": str(error)})
                await asyncio.sleep(pause_s)
            else:
                return


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
