"""The stand-in as a web server on loopback."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from .answers import CONFLICT, WEBHOOK_ACTIVE, Answer, Fault, Json, Refusal, bad_request, too_many_requests
from .conversations import Conversations
from .description import BESIDE_THE_PROJECT, Description
from .fields import Fields
from .limits import Limits, Meter
from .methods import METHODS
from .webhook import deliver

TOKEN = "110201543:the-stand-in-for-telegram-of-the-tests"  # noqa: S105 - it opens nothing but the stand-in
_UPLOAD_LIMIT = 50 * 1024**2  # Bot API, sendDocument
_METERED = ("sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup")


@dataclass
class Request:
    """One request of the bot's; ``status`` is that of its answer, 0 while it has none or when it got none."""

    method: str
    fields: Fields
    at: datetime
    status: int = 0

    @property
    def chat_id(self) -> object:
        """The chat it names, None when it names none."""
        return self.fields.decoded("chat_id")


@dataclass
class _Planned:
    method: str
    fault: Fault
    chat_id: int | None
    times: int


def _system_time() -> datetime:
    return datetime.now(UTC)


class TelegramApi(Conversations):
    """Behaves towards one bot as https://api.telegram.org does, as far as Daybook's tests need it.

    ``async with TelegramApi() as api:`` serves at ``api.url``, an address without a slash at its end.

    limits       429 for what goes beyond; None: no limits
    clock        dates the messages and the answers, and paces the limits
    description  file with the Bot API's methods and types; every request is also checked against it, if it is there
    port         0: any that is free

    requests     everything that was asked with the right token, oldest first
    violations   sentences on what the description does not allow, and on what this stand-in does not know
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = _system_time,
        description: Path | None = BESIDE_THE_PROJECT,
        port: int = 0,
    ) -> None:
        super().__init__(clock)
        self.token = token
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.port = port
        self._description = Description.at(description) if description else None
        self._meter = Meter(limits) if limits else None
        self._faults: list[_Planned] = []
        self._fail_when: Callable[[Request], Fault | None] = lambda _: None
        self._poll = 0  # number of the getUpdates that may be answered; a later one takes its place
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        """What DAYBOOK_API_URL is set to; python-telegram-bot's ``base_url`` is this and ``/bot``."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_UPLOAD_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await self._listen()
        self._delivery = asyncio.create_task(deliver(self))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._delivery.cancel()
        await asyncio.wait([self._delivery])
        self.changed.fire()
        await self._runner.cleanup()

    # --- faults

    def fail_next(self, method: str, fault: Fault, *, chat_id: int | None = None, times: int = 1) -> None:
        """Let the next ``times`` requests of ``method``, in one chat or in any, go wrong; faults queue up."""
        self._faults.append(_Planned(method, fault, chat_id, times))

    def fail_when(self, decide: Callable[[Request], Fault | None]) -> None:
        """Ask ``decide`` about every further request that nothing else was planned for; None lets it pass."""
        self._fail_when = decide

    async def asked(self, method: str, times: int = 1, timeout_s: float = 10) -> list[Request]:
        """Return the requests of ``method`` so far, once there are that many; answered they may not be yet."""
        async with asyncio.timeout(timeout_s):
            while len(found := [request for request in self.requests if request.method == method]) < times:
                await self.changed.wait()
        return found

    @contextlib.asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Refuse every connection while the context lasts, and cut those there are."""
        await self._site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            connection.force_close()
        try:
            yield
        finally:
            await self._listen()

    # --- within

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def _serve(self, http: web.Request) -> web.Response:
        if http.match_info["token"] != self.token:
            return self._response(Refusal(401, "Unauthorized").answer)
        try:
            fields = await Fields.of(http)
        except Refusal as refusal:
            return self._response(refusal.answer)
        except ConnectionResetError:  # killed half-way: nobody is there to be answered
            return web.Response()
        request = Request(http.match_info["method"], fields, self.clock())
        complaints = self._complaints(request)
        self.requests.append(request)
        self.violations += complaints
        self.changed.fire()
        fault = self._fault(request) or Fault(accepted=True)
        answer = await self._answer(request, complaints) if fault.accepted else None
        await self._pause(fault.late_s)
        if fault.closes and http.transport:
            http.transport.abort()
            return web.Response()
        answer = fault.answer or answer or Refusal(500, "Internal Server Error").answer
        request.status = answer.status
        return self._response(answer)

    async def _serve_file(self, http: web.Request) -> web.Response:
        """Answer what somebody sent, to who has the token and was told of it by getFile."""
        content = self.files.get(http.match_info["file_id"])
        if http.match_info["token"] != self.token or content is None:
            return self._response(Refusal(404, "Not Found").answer)
        return web.Response(body=content)

    def _complaints(self, request: Request) -> list[str]:
        if request.method not in METHODS and request.method != "getUpdates":
            return [f"{request.method} is not a method that this stand-in knows."]
        return self._description.complaints(request.method, request.fields) if self._description else []

    def _fault(self, request: Request) -> Fault | None:
        for planned in self._faults:
            if planned.method == request.method and planned.chat_id in (None, request.chat_id):
                planned.times -= 1
                if planned.times == 0:
                    self._faults.remove(planned)
                return planned.fault
        return self._fail_when(request)

    async def _answer(self, request: Request, complaints: list[str]) -> Answer:
        try:
            result = await self._result(request, complaints)
        except Refusal as refusal:
            return refusal.answer
        except Exception as error:
            self.violations.append(f"the stand-in could not answer {request.method}: {error!r}")
            raise
        return Answer(200, json.dumps({"ok": True, "result": result}))

    async def _result(self, request: Request, complaints: list[str]) -> object:
        if request.method not in METHODS and request.method != "getUpdates":
            raise Refusal(404, "Not Found: method not found")
        if complaints:
            raise bad_request(complaints[0])
        if request.method == "getUpdates":
            return await self._get_updates(request.fields)
        if self._meter and request.method in _METERED and isinstance(request.chat_id, int):
            wait = self._meter.retry_after(request.chat_id, self.clock().timestamp())
            if wait:
                raise too_many_requests(wait)
        return METHODS[request.method](self, request.fields)

    async def _get_updates(self, fields: Fields) -> list[Json]:
        """Return what the bot is owed, as soon as there is anything or ``timeout`` is over.

        All before ``offset`` is settled; two who ask at once get in each other's way, and the later one wins.
        """
        self._poll += 1
        mine = self._poll
        if self.webhook_url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        self.allow(fields.decoded("allowed_updates"))
        offset = fields.integer("offset") or 0
        self.updates = self.updates[offset:] if offset < 0 else [u for u in self.updates if u["update_id"] >= offset]
        self.changed.fire()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(fields.integer("timeout") or 0):
                while not self.updates and mine == self._poll and not self._closing.is_set():
                    await self.changed.wait()
        if mine != self._poll:
            raise Refusal(409, CONFLICT)
        limit = fields.integer("limit") or 0
        return self.updates[: limit if 1 <= limit <= 100 else 100]

    def _response(self, answer: Answer) -> web.Response:
        dated = {"Date": format_datetime(self.clock().astimezone(UTC), usegmt=True)}
        return web.Response(status=answer.status, text=answer.body, content_type=answer.content_type, headers=dated)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the server's own end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._closing.wait()
