"""What a handler is given: the chat it is asked in, storage and the clock, typed."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from markupsafe import Markup
from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot import access, days
from bot.access import Right
from bot.answers import Refusal, why_refused
from bot.days import say
from bot.markup import plain, split_message
from bot.sending import seconds_of, send
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly
from storage.models import Chat

log = logging.getLogger(__name__)

_ATTEMPTS = 3  # at a reply that Telegram asks to wait with, or to send elsewhere


@dataclass(frozen=True)
class Desk:
    """What all handlers share."""

    database: Database
    clock: Clock
    admins: frozenset[int]  # user ids
    turns: Turns


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Desk]):
    """A handler's context. ``chat`` is known once ``enter`` was called, which application.py sees to."""

    chat: Chat
    chat_id: int
    topic_id: int
    _update: Update | None
    _is_closed = False  # whether Telegram did not let us write there

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """Return the context of ``update``, with the conversation and the forum topic it comes from."""
        context = super().from_update(update, application)
        context.chat_id, context.topic_id = 0, 0
        context._update = update if isinstance(update, Update) else None  # noqa: SLF001 - its own
        if isinstance(update, Update) and update.effective_chat is not None:
            context.chat_id = update.effective_chat.id
            message = update.effective_message
            if message is not None and message.is_topic_message and message.message_thread_id is not None:
                context.topic_id = message.message_thread_id
        return context

    async def enter(self) -> None:
        """Load the chat."""
        async with self.database.transaction() as storage:
            self.chat = await storage.chats.get(self.chat_id, self.topic_id)
        self._is_closed = not self.chat.is_active

    async def require(self, right: Right) -> None:
        """Raise AskedWrongly unless who asks has ``right``; whatever fails in finding out is a no."""
        if right is Right.NONE:
            return
        update = self._update
        if update is not None:
            if access.is_admin(update, self.admins):
                return
            if right is Right.CHAT and (access.is_private(update) or await self._looks_after_chat(update)):
                return
        raise AskedWrongly(say(f"access.{right.value}"))

    async def _looks_after_chat(self, update: Update) -> bool:
        if update.effective_user is None or not access.is_somebody(update):
            return False
        try:
            member = await self.bot.get_chat_member(self.chat_id, update.effective_user.id)
        except TelegramError:
            return False
        return access.looks_after_chat(member.status)

    @property
    def is_admin(self) -> bool:
        """Whether one of Daybook's admins asks."""
        return self._update is not None and access.is_admin(self._update, self.admins)

    @property
    def user_id(self) -> int:
        """The number of who asks; 0 where nobody does."""
        user = self._update.effective_user if self._update is not None else None
        return 0 if user is None else user.id

    @property
    def database(self) -> Database:
        """The database."""
        return self.bot_data.database

    @property
    def admins(self) -> frozenset[int]:
        """The user ids of Daybook's admins."""
        return self.bot_data.admins

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.bot_data.clock.now()

    @property
    def today(self) -> date:
        """The day it is where the chat lives."""
        return days.today_in(self.chat, self.now)

    @property
    def words(self) -> list[str]:
        """The words after the command."""
        return self.args or []

    async def reply(self, text: Markup, buttons: InlineKeyboardMarkup | None = None) -> None:
        """Send ``text`` where it was asked for, in as many messages as it takes; ``buttons`` are under the last."""
        *pieces, last = split_message(text)
        for piece in pieces:
            await self._reply(piece)
        await self._reply(last, buttons)

    async def reply_document(self, content: bytes, filename: str, caption: Markup) -> None:
        """Send a file where it was asked for."""
        await self._in_turn(
            lambda: self.bot.send_document(
                self.chat_id,
                content,
                filename=filename,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=self.topic_id or None,
            )
        )

    async def _reply(self, text: Markup, buttons: InlineKeyboardMarkup | None = None) -> None:
        try:
            await self._in_turn(lambda: send(self.bot, self.chat_id, self.topic_id, text, buttons))
        except BadRequest as refused:
            if why_refused(refused) is not Refusal.OUR_MARKUP:
                raise
            log.exception("markup refused", extra={"chat": self.chat_id, "reason": refused.message})
            await self._in_turn(lambda: send(self.bot, self.chat_id, self.topic_id, plain(text), buttons))

    async def _in_turn(self, sending: Callable[[], Awaitable[object]]) -> None:
        """Send when it is the chat's turn, and to where the chat has moved; raises TelegramError."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            await self.bot_data.turns.of_reply(self.chat_id)
            try:
                await sending()
            except RetryAfter as flood:
                self.bot_data.turns.freeze(self.chat_id, seconds_of(flood))
                if not attempts_left:
                    raise
            except ChatMigrated as moved:
                if not attempts_left:
                    raise
                await self._follow(moved.new_chat_id)
            else:
                await self._open()
                return

    async def _open(self) -> None:
        """Note that a chat that was closed to us can be written to again."""
        if self._is_closed:
            async with self.database.transaction() as storage:
                await storage.chats.set_active(self.chat_id, active=True)
            self._is_closed = False

    async def _follow(self, new_chat_id: int) -> None:
        async with self.database.transaction() as storage:
            await storage.chats.migrate(self.chat_id, new_chat_id)
        log.info("chat moved", extra={"chat": self.chat_id, "to": new_chat_id})
        self.chat_id, self.chat = new_chat_id, replace(self.chat, chat_id=new_chat_id)
