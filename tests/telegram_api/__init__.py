"""A strict stand-in for Telegram on loopback: it speaks the Bot API over HTTP, and refuses what Telegram refuses.

    async with TelegramApi() as api:            # run the bot against api.url with api.token
        reply = await api.asks(5, "/briefing")  # a person writes, the bot answers
        api.presses(reply, "Why?")
        api.fail_next("sendMessage", Fault.flood(5))
        assert api.violations == []

By hand: ``python -m tests.telegram_api --port 8081``.
"""

from .answers import Fault
from .chats import ANONYMOUS_ADMIN, Chat, Sent, User
from .conversations import Answered
from .fields import Upload
from .limits import Limits
from .server import TOKEN, Request, TelegramApi

__all__ = [
    "ANONYMOUS_ADMIN",
    "TOKEN",
    "Answered",
    "Chat",
    "Fault",
    "Limits",
    "Request",
    "Sent",
    "TelegramApi",
    "Upload",
    "User",
]
