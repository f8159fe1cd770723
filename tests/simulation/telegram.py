"""A simulated Telegram behind python-telegram-bot's BaseRequest: it accepts, refuses, floods, breaks and is late."""

import asyncio
import json
from collections import Counter, defaultdict, deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.answers import FloodedError
from storage.models import Delivery
from tests.telegram_api.answers import Fault
from tests.telegram_api.limits import Limits, Meter

from .loop import VirtualLoop
from .power import RUNNING, Power
from .windows import Windows

DELIVERING: ContextVar[Delivery | None] = ContextVar("DELIVERING", default=None)  # what a task claimed last
_READ_TIMEOUT_S = 35.0  # the product's
_SECOND = 1.0
_AT_ONCE_S = 5.2  # the product's, and what answers take on their way


@dataclass(frozen=True)
class Accepted:
    """A message that Telegram showed to somebody.

    sent_at, at  virtual seconds: when it left, and when it was accepted
    is_known     whether the answer reached the program that sent it
    """

    chat_id: int
    text: str
    about: Any
    sent_at: float
    at: float
    is_known: bool


@dataclass
class Rates:
    """How often each thing goes wrong, of all that is sent."""

    flood: float = 0.02
    flood_of_all: float = 0.0003
    flood_without_parameters: float = 0.005
    refused: float = 0.01
    no_connection_in_time: float = 0.005
    broken_before: float = 0.005
    broken_after: float = 0.005
    late_answer: float = 0.003
    server_error: float = 0.01
    bad_json: float = 0.003
    blocked: float = 0.002
    closed: float = 0.001
    migrated: float = 0.01  # of what is sent to groups
    crash_on_the_way: float = 0.002

    def times(self, factor: float) -> "Rates":
        """Return all of them ``factor`` times as high."""
        return Rates(**{name: rate * factor for name, rate in vars(self).items()})


@dataclass
class Place:
    """What Telegram knows of a conversation."""

    frozen_until: float = 0.0
    is_blocked: bool = False
    is_closed: bool = False
    moved_to: int | None = None


@dataclass
class SimulatedTelegram:
    """Telegram itself: it outlives the programs that speak to it."""

    loop: VirtualLoop
    chance: Random
    rates: Rates
    accepted: list[Accepted] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # invariants, as sentences
    refused_floods: int = 0  # messages refused because the product sent too many
    busiest: int = 0  # messages that left in one second

    def __post_init__(self) -> None:
        self.places: dict[int, Place] = {}
        self.answered: dict[int, float] = {}  # Delivery → when the answer to its message reached the program
        self.tried: list[tuple[float, datetime]] = []  # when something was about to leave, and when that was due
        self._recent: deque[float] = deque()
        self._windows: WeakKeyDictionary[Power, Windows] = WeakKeyDictionary()
        self._meter = Meter(Limits())
        self._number = 0
        self._all_frozen_until = 0.0
        self._freezes: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._freezes_of_all: list[tuple[float, float]] = []
        self._last_flood = (0, -_AT_ONCE_S)  # which chat, and when

    def freezes(self, chat_id: int) -> list[tuple[float, float]]:
        """Return from when to when Telegram wanted nothing for the chat, in virtual seconds."""
        return self._freezes[chat_id] + self._freezes_of_all

    def place(self, chat_id: int) -> Place:
        """Return what is known of the conversation."""
        return self.places.setdefault(chat_id, Place())

    def leaves(self, chat_id: int, power: Power) -> None:
        """Count a message that leaves a program, and check the limits that no window may go beyond."""
        now = self.loop.time()
        self.broken += self._windows.setdefault(power, Windows()).leaves(chat_id, now)
        self._recent.append(now)
        while self._recent[0] <= now - _SECOND:
            self._recent.popleft()
        self.busiest = max(self.busiest, len(self._recent))
        if len(self._recent) > Limits().per_second:
            self.broken.append(f"{len(self._recent)} messages left in the second before {now:.3f}")

    def answer(self, chat_id: int, text: str, about: Any, sent_at: float, fault: str) -> tuple[int, str, bool]:
        """Take a message that arrives; return status, body, and whether it was accepted."""
        now, place = self.loop.time(), self.place(chat_id)
        if place.moved_to is not None:
            return *_said(Fault.migrated(place.moved_to)), False
        if place.is_blocked:
            return *_said(Fault.blocked()), False
        if place.is_closed:
            return *_said(Fault.no_rights()), False
        frozen_s = max(place.frozen_until, self._all_frozen_until) - now
        if frozen_s > 0:
            return *self._told_to_wait(chat_id, int(frozen_s) + 1), False
        if wait_s := self._meter.retry_after(chat_id, now):
            self.refused_floods += 1
            return *self._told_to_wait(chat_id, wait_s), False
        match fault:
            case "flood":
                wait_s = self._any_length()
                place.frozen_until = now + wait_s
                self._freezes[chat_id].append((now, now + wait_s))
                return *self._told_to_wait(chat_id, wait_s), False
            case "flood_of_all":
                self._all_frozen_until = now + (wait_s := min(self._any_length(), 60))
                return *self._told_to_wait(chat_id, wait_s), False
            case "flood_without_parameters":
                return *_said(Fault.flood_without_parameters()), False
            case "blocked":
                place.is_blocked = True
                return *_said(Fault.blocked()), False
            case "closed":
                place.is_closed = True
                return *_said(Fault.no_rights()), False
            case "migrated" if chat_id < 0 and chat_id > -(10**12):
                place.moved_to = -(10**12) + chat_id
                return *_said(Fault.migrated(place.moved_to)), False
            case "server_error" if self.chance.random() < 0.5:
                return *_said(Fault.server_error()), False
        self._number += 1
        self.accepted.append(Accepted(chat_id, text, about, sent_at, now, fault not in _UNKNOWN))
        if fault == "server_error":
            return *_said(Fault.bad_gateway()), True
        if fault == "bad_json":
            return *_said(Fault.bad_json()), True
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup"}
        message = {"message_id": self._number, "date": 1, "chat": chat, "text": "…"}
        return 200, json.dumps({"ok": True, "result": message}), True

    def _told_to_wait(self, chat_id: int, wait_s: int) -> tuple[int, str]:
        """Return a 429; where two chats are told to wait at once, all have to."""
        now = self.loop.time()
        other, at = self._last_flood
        if other != chat_id and now - at <= _AT_ONCE_S:
            self._freezes_of_all.append((now, now + wait_s))
        self._last_flood = (chat_id, now)
        return _said(Fault.flood(wait_s))

    def draw(self) -> str:
        """Return what goes wrong with the next message; mostly nothing, an empty word."""
        at = self.chance.random()
        for name, rate in vars(self.rates).items():
            at -= rate
            if at < 0:
                self.faults[name] += 1
                return name
        return ""

    def _any_length(self) -> int:
        return self.chance.choice((1, 2, 5, 30, 60, 300, 900))


_UNKNOWN = ("broken_after", "late_answer", "server_error", "bad_json", "crash_on_the_way")


class Way(BaseRequest):
    """The way of one program to the simulated Telegram."""

    def __init__(self, telegram: SimulatedTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        return _READ_TIMEOUT_S

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more: Any,
    ) -> tuple[int, bytes]:
        """Send, as HTTPXRequest would: the same errors with the same causes."""
        telegram, loop = self._telegram, self._telegram.loop
        assert url.endswith("/sendMessage"), url
        assert request_data is not None
        fields = request_data.parameters
        power = RUNNING.get()
        assert power is not None
        await power.step()
        chat_id, text, about = int(str(fields["chat_id"])), str(fields["text"]), DELIVERING.get()
        fault, sent_at = telegram.draw(), loop.time()
        if about is not None:
            telegram.tried.append((sent_at, about.due_at))
        match fault:
            case "refused":
                raise NetworkError("httpx.ConnectError: refused") from httpx.ConnectError("refused")
            case "no_connection_in_time":
                await asyncio.sleep(10)
                raise TimedOut from httpx.ConnectTimeout("")
        telegram.leaves(chat_id, power)
        answered: asyncio.Future[tuple[int, str, bool]] = loop.create_future()

        def arrive() -> None:
            answer = telegram.answer(chat_id, text, about, sent_at, fault)
            if not answered.done():
                answered.set_result(answer)

        if fault != "broken_before":
            loop.call_later(telegram.chance.uniform(0.005, 0.08), arrive)
        if fault == "crash_on_the_way":
            loop.call_later(telegram.chance.uniform(0, 0.15), power.cut)
        if fault in ("broken_before", "broken_after"):
            await asyncio.sleep(0.1)
            broken = httpx.RemoteProtocolError("Server disconnected without sending a response.")
            raise NetworkError(f"httpx.RemoteProtocolError: {broken}") from broken
        if fault == "late_answer":
            await asyncio.sleep(_READ_TIMEOUT_S)
            raise TimedOut from httpx.ReadTimeout("")
        status, body, _ = await answered
        await asyncio.sleep(telegram.chance.uniform(0.005, 0.08))
        await power.step()
        if about is not None:
            telegram.answered[about.id] = loop.time()
        if status == 429 and "retry_after" not in body:
            raise FloodedError("Too Many Requests")
        return status, body.encode()


def _said(fault: Fault) -> tuple[int, str]:
    assert fault.answer is not None
    return fault.answer.status, fault.answer.body
