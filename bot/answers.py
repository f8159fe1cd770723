"""What Telegram's refusals, and the failures on the way to it, mean for a message: pure.

PTB's classes say less than what is behind them (`__cause__`), and BadRequest and TimedOut are NetworkErrors.
"""

from enum import Enum

import httpx
from telegram.error import BadRequest, NetworkError, TelegramError

_GONE = ("chat not found", "peer_id_invalid", "group chat was deactivated", "user is deactivated")
_NOT_HERE = (
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
)
_OUR_MARKUP = ("can't parse", "too long", "message_too_long", "entity")
_UNCHANGED = ("not modified",)
_TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid")
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Refusal(Enum):
    """What a 400 is about."""

    GONE = _GONE  # there is no such chat for us
    NOT_HERE = _NOT_HERE  # we may not write there, or not in that topic
    OUR_MARKUP = _OUR_MARKUP  # a mistake of ours
    UNCHANGED = _UNCHANGED  # it says so already
    TOO_LATE = _TOO_LATE  # the press of a button was answered too late
    OTHER = ()


class FloodedError(NetworkError):
    """429 that does not say how long to wait: not sent. PTB has no class of its own for it."""


def why_refused(error: BadRequest) -> Refusal:
    """Return what a 400 is about, by Telegram's words for it."""
    said = error.message.casefold()
    return next((one for one in Refusal if any(words in said for words in one.value)), Refusal.OTHER)


def may_have_arrived(error: TelegramError) -> bool:
    """Return whether the message may have been accepted although no answer says so.

    Not where no connection was made, nor for a 429. A late or lost answer, a 5xx or one that cannot be read: yes.
    """
    return not isinstance(error, FloodedError) and not isinstance(error.__cause__, _NEVER_LEFT)
