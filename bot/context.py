"""What a handler is given: the chat it is asked in, storage and the clock, typed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from markupsafe import Markup
from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot import access, days
from bot.access import Right
from bot.days import say
from bot.effects import Effects
from bot.markup import plain, split_message
from bot.skew import Skew
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly
from storage.models import Chat, Reply

_PRESS_LIMIT = 200  # characters of the answer to a press (Bot API, answerCallbackQuery)


@dataclass(frozen=True)
class Desk:
    """What all handlers share."""

    database: Database
    clock: Clock
    admins: frozenset[int]  # user ids
    turns: Turns
    skew: Skew


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Desk]):
    """A handler's context. ``chat`` is known once ``enter`` was called, which application.py sees to."""

    chat: Chat
    chat_id: int
    topic_id: int
    _update: Update | None
    _effects: Effects
    _replies: list[Reply]

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        """Return the context of ``update``, with the conversation and the forum topic it comes from."""
        context = super().from_update(update, application)
        context.chat_id, context.topic_id = 0, 0
        context._effects, context._replies = Effects(context.bot_data.database), []  # noqa: SLF001 - its own
        context._update = update if isinstance(update, Update) else None  # noqa: SLF001 - its own
        if isinstance(update, Update) and update.effective_chat is not None:
            context.chat_id = update.effective_chat.id
            message = update.effective_message
            if message is not None and message.is_topic_message and message.message_thread_id is not None:
                context.topic_id = message.message_thread_id
        return context

    async def enter(self) -> None:
        """Load the chat."""
        async with self.bot_data.database.transaction() as storage:
            self.chat = await storage.chats.get(self.chat_id, self.topic_id)

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
    def database(self) -> Effects:
        """The database, in the one transaction of this update: it is committed with the answer, after the handler."""
        return self._effects

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
        """Answer ``text`` where it was asked for, in as many messages as it takes; ``buttons`` are under the last."""
        *pieces, last = split_message(text)
        for piece in pieces:
            self._owe("sendMessage", text=str(piece), buttons=None)
        self._owe("sendMessage", text=str(last), buttons=_written(buttons))

    async def reply_document(self, content: bytes, filename: str, caption: Markup) -> None:
        """Answer a file of text where it was asked for."""
        self._owe("sendDocument", content=content.decode(), filename=filename, caption=str(caption))

    def show_typing(self) -> None:
        """Show that an answer is being written, for a few seconds."""
        self._owe("sendChatAction", action=ChatAction.TYPING.value)

    async def answer(self, text: Markup) -> None:
        """Answer ``text``: to the press of a button in an alert, to all else in a message."""
        if self._update is not None and self._update.callback_query is not None:
            self.answer_press(text, alert=True)
        elif self.chat_id:
            await self.reply(text)

    def answer_press(self, text: Markup | None, *, alert: bool = False) -> None:
        """Answer the press of a button, which ends its waiting; ``text`` is a note, or an ``alert`` to be read."""
        query = self._update.callback_query if self._update else None
        if query is not None:
            said = plain(text)[:_PRESS_LIMIT] if text else None
            self._owe("answerCallbackQuery", query=query.id, text=said, alert=alert)

    def set_buttons(self, buttons: InlineKeyboardMarkup | None) -> None:
        """Set the buttons under the message whose button was pressed."""
        query = self._update.callback_query if self._update else None
        if query is not None and query.message is not None:
            self._owe("editMessageReplyMarkup", message=query.message.message_id, buttons=_written(buttons))

    def edit(self, text: Markup, buttons: InlineKeyboardMarkup | None = None) -> None:
        """Have the message whose button was pressed say ``text``, which fits into one, with ``buttons`` below it."""
        query = self._update.callback_query if self._update else None
        if query is not None and query.message is not None:
            number = query.message.message_id
            self._owe("editMessageText", message=number, text=str(text), buttons=_written(buttons))

    async def settle(self) -> None:
        """Commit what the update has changed, what it is answered, and that it is done; all of it, or nothing.

        Raises StorageError where the database fails, and AlreadyDoneError where it was done before.
        """
        assert self._update is not None  # noqa: S101 - settled is what came as an update
        async with self._effects.transaction() as storage:
            if not await storage.updates.settle(self._update.update_id, now=self.now):
                raise AlreadyDoneError(self._update.update_id)
            await storage.replies.owe(sorted(self._replies, key=lambda reply: reply.method != "answerCallbackQuery"))
        await self._effects.commit()

    async def undo(self) -> None:
        """Take back what the update has changed, and what it was to be answered."""
        self._replies.clear()
        await self._effects.undo()

    def _owe(self, method: str, **arguments: Any) -> None:
        assert self._update is not None  # noqa: S101 - answered is what came as an update
        self._replies.append(
            Reply(self._update.update_id, self.chat_id, self.topic_id, method, arguments, due_at=self.now)
        )


class AlreadyDoneError(Exception):
    """Somebody else has worked on this update: what it would change is undone."""


def _written(buttons: InlineKeyboardMarkup | None) -> dict[str, Any] | None:
    return buttons.to_dict() if buttons else None
