"""Which command goes to which handler, who may give it, and what becomes of an error."""

import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, cast

from markupsafe import Markup
from telegram import Update
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
from bot.context import Context, Desk
from bot.days import say
from bot.handlers.addsource import addsource
from bot.handlers.briefing import briefing
from bot.handlers.calendar import calendar
from bot.handlers.confirm import confirm
from bot.handlers.daily import daily
from bot.handlers.demote import demote
from bot.handlers.edit import edit
from bot.handlers.help import help_
from bot.handlers.hints import unknown
from bot.handlers.meeting import meeting
from bot.handlers.membership import membership, migration
from bot.handlers.merge import merge
from bot.handlers.mute import mute
from bot.handlers.pause import pause
from bot.handlers.press import press
from bot.handlers.promote import promote
from bot.handlers.read import given_over, read
from bot.handlers.remind import remind
from bot.handlers.removesource import removesource
from bot.handlers.resume import resume
from bot.handlers.retract import retract
from bot.handlers.review import review
from bot.handlers.settings import settings
from bot.handlers.sources import sources
from bot.handlers.split import split
from bot.handlers.start import start
from bot.handlers.status import status
from bot.handlers.subscribe import subscribe
from bot.handlers.subscriptions import subscriptions
from bot.handlers.testsource import testsource
from bot.handlers.timezone import timezone
from bot.handlers.undo import undo
from bot.handlers.unsubscribe import unsubscribe
from bot.handlers.why import why
from bot.markup import harmless
from bot.skew import Skew
from bot.turns import Turns
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly, NotFoundError, StorageError

log = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]
Daybook = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], Desk, None]

COMMANDS: dict[str, tuple[Handler, Right]] = {
    "start": (start, Right.NONE),
    "help": (help_, Right.NONE),
    "briefing": (briefing, Right.NONE),
    "meeting": (meeting, Right.NONE),
    "why": (why, Right.NONE),
    "read": (read, Right.NONE),
    "subscribe": (subscribe, Right.CHAT),
    "unsubscribe": (unsubscribe, Right.CHAT),
    "subscriptions": (subscriptions, Right.NONE),
    "remind": (remind, Right.CHAT),
    "timezone": (timezone, Right.CHAT),
    "daily": (daily, Right.CHAT),
    "mute": (mute, Right.CHAT),
    "calendar": (calendar, Right.NONE),
    "settings": (settings, Right.NONE),
    "addsource": (addsource, Right.ADMIN),
    "testsource": (testsource, Right.ADMIN),
    "sources": (sources, Right.ADMIN),
    "pause": (pause, Right.ADMIN),
    "resume": (resume, Right.ADMIN),
    "promote": (promote, Right.ADMIN),
    "demote": (demote, Right.ADMIN),
    "removesource": (removesource, Right.ADMIN),
    "status": (status, Right.ADMIN),
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


def build_application(
    *,
    database: Database,
    clock: Clock,
    admins: Iterable[int],
    token: str,
    request: BaseRequest,
    updates_request: BaseRequest | None = None,
    turns: Turns | None = None,
    skew: Skew | None = None,
    api_url: str = "https://api.telegram.org",
) -> Daybook:
    """Return the bot, not yet initialised.

    request          how it sends
    updates_request  how the Inbox asks for updates; opened and closed with the bot
    turns            when it may answer; None: at once
    skew             how far the machine's clock is wrong; None: nobody knows
    """
    desk = Desk(database, clock, frozenset(admins), turns or Turns(), skew or Skew(clock))
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .context_types(ContextTypes(context=Context, bot_data=cast("type[Desk]", lambda: desk)))  # any callable will do
        .updater(None)
        .job_queue(None)
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
    application.add_handler(MessageHandler(private & ~filters.COMMAND & ~filters.StatusUpdate.ALL, _asked(given_over)))
    return application


def _asked(handler: Handler, right: Right = Right.NONE) -> Handler:
    """Return ``handler`` for those who have ``right``, with the chat it is asked in."""

    async def asked(update: Update, context: Context) -> None:
        await context.enter()
        await context.require(right)
        await handler(update, context)

    return asked


async def work_on(application: Daybook, update: Update, *, is_last_try: bool = False) -> None:
    """Do what an update, which is kept, asks for; its effects, its answer and that it is done are one transaction.

    What goes wrong undoes the effects, and the answer says so. Raises StorageError, with nothing done, where the
    database fails; on the last try only where nothing at all can be committed.
    """
    context = Context.from_update(update, application)
    try:
        try:
            await _handle(application, update, context)
        except Exception as error:
            if isinstance(error, StorageError) and not isinstance(error, NotFoundError) and not is_last_try:
                raise
            await context.undo()
            await _answer_error(context, error)
        await context.settle()
    finally:
        await context.undo()


async def _handle(application: Daybook, update: Update, context: Context) -> None:
    """Call the first handler that is for ``update``; for some there is none."""
    for handler in application.handlers.get(0, ()):  # PTB's group of those that were added to none
        meant = handler.check_update(update)
        if meant is not None and meant is not False:
            await handler.handle_update(update, application, meant, context)
            return


async def _answer_error(context: Context, error: Exception) -> None:
    """Answer what was asked wrongly with its sentence; log a bug whole, and give the person one sentence."""
    if isinstance(error, AskedWrongly | NotFoundError):
        await context.answer(_sentence(error))
    else:
        log.error("a handler failed", exc_info=error, extra={"chat": context.chat_id})
        await context.answer(say("hint.bug"))


def _sentence(error: Exception) -> Markup:
    if isinstance(error, NotFoundError) and error.what == "source":
        return say("source.unknown", number=error.key)
    said = error.args[0]
    return said if isinstance(said, Markup) else harmless(str(said), 400)
