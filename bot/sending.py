"""One message on its way to Telegram."""

from datetime import timedelta

from markupsafe import Markup
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import RetryAfter

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(
    bot: Bot, chat_id: int, topic_id: int, text: str, buttons: InlineKeyboardMarkup | None = None
) -> Message:
    """Send ``text`` to a chat, or to a topic of it (0: none); Markup is Telegram's HTML, any other text is plain."""
    return await bot.send_message(
        chat_id,
        text,
        parse_mode=ParseMode.HTML if isinstance(text, Markup) else None,
        link_preview_options=_NO_PREVIEW,
        message_thread_id=topic_id or None,
        reply_markup=buttons,
    )


async def edit(
    bot: Bot, chat_id: int, message_id: int, text: Markup, buttons: InlineKeyboardMarkup | None = None
) -> None:
    """Have a message of the bot's say ``text``, which is Telegram's HTML, with ``buttons`` below it."""
    await bot.edit_message_text(
        text,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=buttons,
    )


def seconds_of(flood: RetryAfter) -> float:
    """Return for how long Telegram asks to be left alone; PTB gives it in one of two forms."""
    wait = flood.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait
