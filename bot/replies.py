"""Sends the replies that updates are owed, each at most once: claimed right before, marked right after."""

import asyncio
import logging
from datetime import timedelta

from markupsafe import Markup
from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.answers import Refusal, may_have_arrived, why_refused
from bot.markup import plain_message
from bot.sending import edit, seconds_of, send
from bot.turns import Turns
from bot.waiting import unless
from storage.clock import Clock
from storage.database import Database
from storage.errors import StorageError
from storage.models import DeliveryState, Reply

log = logging.getLogger(__name__)

_WORTH = timedelta(days=1)  # nobody waits longer for an answer
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_UNPACED = ("answerCallbackQuery", "sendChatAction")  # these are no messages


class Replies:
    """Sends them, those to a chat in their order."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, turns: Turns) -> None:
        self._bot, self._database, self._clock, self._turns = bot, database, clock, turns
        self._unmarked: set[int] = set()  # chats to which one was sent while the database failed

    async def recover(self) -> None:
        """Leave what a crash left claimed: whether it arrived is not known, and an answer is not given twice."""
        async with self._database.transaction() as storage:
            in_doubt = await storage.replies.recover(now=self._clock.now())
        if in_doubt:
            log.warning("answers in doubt", extra={"replies": in_doubt})

    async def send_to(self, chat_id: int, stop: asyncio.Event) -> None:
        """Send all that is owed to the chat, until ``stop`` is set; raises InvalidToken and StorageError."""
        pause_s = _FIRST_PAUSE_S
        while not stop.is_set():
            await self._mark(chat_id)
            async with self._database.transaction() as storage:
                reply = await storage.replies.next_to(chat_id)
            if reply is None:
                return
            if await self._send(reply, stop):
                pause_s = _FIRST_PAUSE_S
            else:
                await unless(stop, asyncio.sleep(pause_s))
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _send(self, reply: Reply, stop: asyncio.Event) -> bool:
        """Send it in its turn; return False where the network is to be waited for."""
        if self._clock.now() - reply.due_at > _WORTH:
            await self._drop(reply, DeliveryState.EXPIRED, "it is too late for an answer")
            return True
        is_paced = reply.method not in _UNPACED
        try:
            is_counted = is_paced and await unless(stop, self._turns.of_reply(reply.chat_id))
        except TelegramError as too_late:
            await self._drop(reply, DeliveryState.EXPIRED, too_late.message)
            return True
        try:
            return stop.is_set() or await self._send_now(reply)
        finally:
            if is_counted:
                self._turns.answered()

    async def _send_now(self, reply: Reply) -> bool:
        """Claim and send it; return False where the network is to be waited for."""
        async with self._database.transaction() as storage:
            if not await storage.replies.claim(reply):
                return True
        try:
            return await self._request(reply)
        except StorageError:
            self._unmarked.add(reply.chat_id)
            raise

    async def _mark(self, chat_id: int) -> None:
        """Leave in doubt what was sent to the chat and could not be marked."""
        if chat_id in self._unmarked:
            async with self._database.transaction() as storage:
                await storage.replies.recover(now=self._clock.now(), chat_id=chat_id)
            self._unmarked.discard(chat_id)

    async def _request(self, reply: Reply, *, as_plain_text: bool = False) -> bool:
        """Send what is claimed; one reaction for each thing that Telegram, or the way to it, may answer."""
        try:
            await request(self._bot, reply, as_plain_text=as_plain_text)
        except RetryAfter as flood:
            self._turns.freeze(reply.chat_id, seconds_of(flood))
            await self._put_back(reply, flood.message)
        except ChatMigrated as moved:
            async with self._database.transaction() as storage:
                await storage.replies.put_back(reply, reason="the chat moved")
                await storage.chats.migrate(reply.chat_id, moved.new_chat_id)
            log.info("chat moved", extra={"chat": reply.chat_id, "to": moved.new_chat_id})
        except Forbidden as refused:
            await self._give_up_chat(reply, refused.message)
        except BadRequest as refused:
            match why_refused(refused):
                case Refusal.GONE:
                    await self._give_up_chat(reply, refused.message)
                case Refusal.UNCHANGED:
                    await self._settle(reply, DeliveryState.SENT, refused.message)
                case Refusal.OUR_MARKUP if reply.method == "sendMessage" and not as_plain_text:
                    log.exception("markup refused", extra={"chat": reply.chat_id, "reason": refused.message})
                    return await self._request(reply, as_plain_text=True)
                case _ if reply.method.startswith("editMessage"):  # pressed twice, or the message is gone
                    await self._settle(reply, DeliveryState.REJECTED, refused.message)
                case Refusal.NOT_HERE | Refusal.TOO_LATE:
                    await self._drop(reply, DeliveryState.REJECTED, refused.message)
                case _:
                    log.exception("answer refused", extra={"chat": reply.chat_id, "reason": refused.message})
                    await self._settle(reply, DeliveryState.REJECTED, refused.message)
        except InvalidToken:
            await self._put_back(reply, "the token is not valid")
            raise
        except TelegramError as failure:
            if not may_have_arrived(failure):
                await self._put_back(reply, failure.message)
                return False
            await self._drop(reply, DeliveryState.IN_DOUBT, failure.message)
        else:
            await self._settle(reply, DeliveryState.SENT)
        return True

    async def _give_up_chat(self, reply: Reply, reason: str) -> None:
        """403, chat not found: nothing more to this chat until it lets us in again; its Subscriptions stay."""
        async with self._database.transaction() as storage:
            await storage.replies.settle(reply, DeliveryState.CANCELLED, now=self._clock.now(), reason=reason)
            await storage.chats.set_active(reply.chat_id, active=False)
            await storage.deliveries.cancel_pending(reply.chat_id, reason="the bot may not write there")
        log.info("chat inactive", extra={"chat": reply.chat_id, "reason": reason})

    async def _drop(self, reply: Reply, state: DeliveryState, reason: str) -> None:
        await self._settle(reply, state, reason)
        log.warning("answer not sent", extra={"chat": reply.chat_id, "state": state, "reason": reason})

    async def _put_back(self, reply: Reply, reason: str) -> None:
        async with self._database.transaction() as storage:
            await storage.replies.put_back(reply, reason=reason)

    async def _settle(self, reply: Reply, state: DeliveryState, reason: str = "") -> None:
        """Mark it; a chat that could be written to is one that lets us in."""
        async with self._database.transaction() as storage:
            await storage.replies.settle(reply, state, now=self._clock.now(), reason=reason)
            if state is DeliveryState.SENT and reply.method.startswith("send"):
                await storage.chats.set_active(reply.chat_id, active=True)


async def request(bot: Bot, reply: Reply, *, as_plain_text: bool = False) -> None:
    """Ask Telegram for what ``reply`` is; raises TelegramError."""
    said = reply.arguments
    match reply.method:
        case "sendMessage":
            text = Markup(said["text"])  # noqa: S704 - it was Markup when it was kept
            await send(
                bot,
                reply.chat_id,
                reply.topic_id,
                plain_message(text) if as_plain_text else text,
                _buttons(said["buttons"]),
            )
        case "sendDocument":
            await bot.send_document(
                reply.chat_id,
                said["content"].encode(),
                filename=said["filename"],
                caption=said["caption"],
                parse_mode=ParseMode.HTML,
                message_thread_id=reply.topic_id or None,
            )
        case "editMessageText":
            await edit(bot, reply.chat_id, said["message"], Markup(said["text"]), _buttons(said["buttons"]))  # noqa: S704 - as above
        case "editMessageReplyMarkup":
            await bot.edit_message_reply_markup(reply.chat_id, said["message"], reply_markup=_buttons(said["buttons"]))
        case "sendChatAction":
            await bot.send_chat_action(reply.chat_id, said["action"], message_thread_id=reply.topic_id or None)
        case "answerCallbackQuery":
            await bot.answer_callback_query(said["query"], said["text"], show_alert=said["alert"] or None)


def _buttons(written: dict[str, object] | None) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup.de_json(written) if written else None
