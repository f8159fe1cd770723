"""What Telegram's refusals, and the failures on the way to it, mean: what needs no Telegram to be told apart."""

import json

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.answers import FloodedError, Refusal, may_have_arrived, why_refused

FAILURES = {
    "no connection": (NetworkError("refused"), httpx.ConnectError("refused"), False),
    "no connection in time": (TimedOut(), httpx.ConnectTimeout("late"), False),
    "no place in the pool in time": (TimedOut("pool"), httpx.PoolTimeout("late"), False),
    "a flood that does not say for how long": (FloodedError("Too Many Requests"), None, False),
    "an answer too late": (TimedOut(), httpx.ReadTimeout("late"), True),
    "a request that could not be written in time": (TimedOut(), httpx.WriteTimeout("late"), True),
    "a connection that ended": (NetworkError("gone"), httpx.RemoteProtocolError("gone"), True),
    "a connection that was cut": (NetworkError("gone"), httpx.ReadError("gone"), True),
    "5xx": (NetworkError("Internal Server Error"), None, True),
    "an answer that cannot be read": (TelegramError("bad"), json.JSONDecodeError("bad", "", 0), True),
}


@pytest.mark.parametrize(("failure", "cause", "may"), FAILURES.values(), ids=FAILURES)
def test_a_failure_leaves_it_open_whether_the_message_arrived_or_not(
    failure: TelegramError, cause: Exception | None, may: bool
) -> None:
    failure.__cause__ = cause
    assert may_have_arrived(failure) is may


REFUSALS = {
    "Chat not found": Refusal.GONE,
    "Group chat was deactivated": Refusal.GONE,
    "Message thread not found": Refusal.NOT_HERE,
    "TOPIC_CLOSED": Refusal.NOT_HERE,
    "not enough rights to send text messages to the chat": Refusal.NOT_HERE,
    "need administrator rights in the channel chat": Refusal.NOT_HERE,
    "CHAT_WRITE_FORBIDDEN": Refusal.NOT_HERE,
    "can't parse entities: unsupported start tag": Refusal.OUR_MARKUP,
    "message is too long": Refusal.OUR_MARKUP,
    "MESSAGE_TOO_LONG": Refusal.OUR_MARKUP,
    "message is not modified: specified new message content is exactly the same": Refusal.UNCHANGED,
    "query is too old and response timeout expired or query ID is invalid": Refusal.TOO_LATE,
    "something new": Refusal.OTHER,
}


@pytest.mark.parametrize(("said", "refusal"), REFUSALS.items(), ids=REFUSALS)
def test_a_refusal_is_known_by_telegrams_words(said: str, refusal: Refusal) -> None:
    assert why_refused(BadRequest(said)) is refusal
