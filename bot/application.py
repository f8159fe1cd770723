"""Which command goes to which handler, who may give it, and what becomes of an error."""

import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, cast

from markupsafe import Markup
from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.access import Right
from bot.answers import Refusal, why_refused
from bot.context import Context, Desk
from bot.days import say
from bot.handlers.addsource import addsource
from bot.handlers.briefing import briefing
from bot.handlers.confirm import confirm
from bot.handlers.edit import edit
from bot.handlers.help import help_
from bot.handlers.hints import hint, unknown
from bot.handlers.meeting import meeting
from bot.handlers.membership import membership, migration
from bot.handlers.merge import merge
from bot.handlers.press import press
from bot.handlers.remind import remind
from bot.handlers.removesource import removesource
from bot.handlers.retract import retract
from bot.handlers.review import review
from bot.handlers.sources import sources
from bot.handlers.split import split
from bot.handlers.start import start
from bot.handlers.subscribe import subscribe
from bot.handlers.subscriptions import subscriptions
from bot.handlers.timezone import timezone
from bot.handlers.undo import undo
from bot.handlers.unsubscribe import unsubscribe
from bot.handlers.why import why
from bot.markup import harmless, plain
from bot.order import ChatByChat
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly, NotFoundError

log = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
Daybook = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], Desk, None]

COMMANDS: dict[str, tuple[Handler, Right]] = {
    "start": (start, Right.NONE),
    "help": (help_, Right.NONE),
    "briefing": (briefing, Right.NONE),
    "meeting": (meeting, Right.NONE),
    "why": (why, Right.NONE),
    "subscribe": (subscribe, Right.CHAT),
    "unsubscribe": (unsubscribe, Right.CHAT),
    "subscriptions": (subscriptions, Right.NONE),
    "remind": (remind, Right.CHAT),
    "timezone": (timezone, Right.CHAT),
    "addsource": (addsource, Right.ADMIN),
    "sources": (sources, Right.ADMIN),
    "removesource": (removesource, Right.ADMIN),
    "review": (review, Right.ADMIN),
    "merge": (merge, Right.ADMIN),
    "split": (split, Right.ADMIN),
    "edit": (edit, Right.ADMIN),
    "retract": (retract, Right.ADMIN),
    "confirm": (confirm, Right.ADMIN),
    "undo": (undo, Right.ADMIN),
}
ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
_TYPED = filters.UpdateType.MESSAGE & ~filters.FORWARDED & ~filters.VIA_BOT  # by a person, here and now
_ANSWER_LIMIT = 200  # characters of the answer to a press (Bot API, answerCallbackQuery)


def build_application(
    *,
    database: Database,
    clock: Clock,
    admins: Iterable[int],
    token: str,
    request: BaseRequest,
    updates_request: BaseRequest | None = None,
    turns: Turns | None = None,
    api_url: str = "https://api.telegram.org",
) -> Daybook:
    """Return the bot, not yet initialised.

    request          how it sends
    updates_request  how the Inbox asks for updates; opened and closed with the bot
    turns            when it may answer; None: at once
    """
    desk = Desk(database, clock, frozenset(admins), turns or Turns())
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .context_types(ContextTypes(context=Context, bot_data=cast("type[Desk]", lambda: desk)))  # any callable will do
        .updater(None)
        .job_queue(None)
        .concurrent_updates(ChatByChat())
    )
    if updates_request is not None:
        builder.get_updates_request(updates_request)
    application: Daybook = builder.build()
    for name, (handler, right) in COMMANDS.items():
        application.add_handler(CommandHandler(name, _asked(handler, right), filters=_TYPED))
    application.add_handler(CallbackQueryHandler(_asked(press)))
    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, migration))
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(private & filters.COMMAND & _TYPED, _asked(unknown)))
    application.add_handler(MessageHandler(private & ~filters.COMMAND & ~filters.StatusUpdate.ALL, _asked(hint)))
    application.add_error_handler(_answer_error)
    return application


def _asked(handler: Handler, right: Right = Right.NONE) -> Handler:
    """Return ``handler`` for those who have ``right``, with the chat it is asked in."""

    async def asked(update: Update, context: Context) -> None:
        await context.enter()
        await context.require(right)
        await handler(update, context)

    return asked


async def _answer_error(update: object, context: Context) -> None:
    """Answer what was asked wrongly with its sentence; log a bug whole, and give the person one sentence."""
    match context.error:
        case AskedWrongly() | NotFoundError() as asked_wrongly:
            await _answer(update, context, _sentence(asked_wrongly))
        case TelegramError() as refused if _is_closed_by(refused):
            async with context.database.transaction() as storage:
                await storage.chats.set_active(context.chat_id, active=False)
                await storage.deliveries.cancel_pending(context.chat_id, reason="the bot may not write there")
        case TelegramError() as refused if not _is_our_mistake(refused):
            log.warning("answer not sent", extra={"chat": context.chat_id, "reason": refused.message})
        case error:
            log.error("a handler failed", exc_info=error, extra={"chat": context.chat_id})
            await _answer(update, context, say("hint.bug"))


def _is_closed_by(refused: TelegramError) -> bool:
    """Return whether the chat is closed to us."""
    return isinstance(refused, Forbidden) or (isinstance(refused, BadRequest) and why_refused(refused) is Refusal.GONE)


def _is_our_mistake(refused: TelegramError) -> bool:
    return isinstance(refused, BadRequest) and why_refused(refused) in (Refusal.OUR_MARKUP, Refusal.OTHER)


async def _answer(update: object, context: Context, text: Markup) -> None:
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    try:
        if update.callback_query is not None:
            await update.callback_query.answer(plain(text)[:_ANSWER_LIMIT], show_alert=True)
        else:
            await context.reply(text)
    except TelegramError as refused:
        log.warning("answer not sent", extra={"chat": context.chat_id, "reason": refused.message})


def _sentence(error: Exception) -> Markup:
    said = error.args[0]
    return said if isinstance(said, Markup) else harmless(str(said), 400)
