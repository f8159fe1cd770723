"""The broadcast of tests.bench_sending as python-telegram-bot sends it with its own AIORateLimiter.

python -m tests.bench_sending_ptb ADDRESS_OF_THE_STAND_IN TOKEN CHATS
"""

import asyncio
import sys
from collections import Counter

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application, CallbackContext, CommandHandler

_RETRIES = 20  # after a 429; without any it would be lost
_REMINDER = "🔔 In 12 hours\nUnited States – Russia: talks — confirmed\ntime and place not announced · example.org ↗"
_BRIEFING = "Briefing · next 30 days"


async def broadcast(url: str, token: str, chats: int) -> None:
    """Send every chat its reminder, answer /briefing meanwhile and afterwards; print what was lost."""
    builder = Application.builder().token(token).base_url(f"{url}/bot")
    application = builder.rate_limiter(AIORateLimiter(max_retries=_RETRIES)).build()
    application.add_handler(CommandHandler("briefing", _briefing, block=False))
    lost: Counter[str] = Counter()

    async def remind(chat_id: int) -> None:
        try:
            await application.bot.send_message(chat_id, _REMINDER)
        except TelegramError as error:
            lost[type(error).__name__] += 1

    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        await asyncio.gather(*(remind(chat_id) for chat_id in range(1, chats + 1)))
        if lost:
            print(f"  lost: {dict(lost)}")  # noqa: T201 - a figure of the benchmark
        await asyncio.Event().wait()


async def _briefing(update: Update, _: CallbackContext) -> None:  # type: ignore[type-arg]  # only its type is needed
    if update.message is not None:
        await update.message.reply_text(_BRIEFING)


if __name__ == "__main__":
    asyncio.run(broadcast(sys.argv[1], sys.argv[2], int(sys.argv[3])))
