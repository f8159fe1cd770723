"""What Telegram says when it does not do what was asked, and how it, or the way to it, can be made to fail."""

import json
from dataclasses import dataclass
from typing import Any, Self

Json = dict[str, Any]


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of the stand-in
    """A request that Telegram answers with ``ok: false``.

    code        both the HTTP status and ``error_code``
    parameters  ``retry_after`` or ``migrate_to_chat_id`` (Bot API, ResponseParameters)
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def answer(self) -> "Answer":
        """The refusal as Telegram puts it on the wire."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return Answer(self.code, json.dumps(body))


def bad_request(reason: str, **parameters: int) -> Refusal:
    """Return the refusal of a request that cannot be done as it stands."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def too_many_requests(retry_after: int) -> Refusal:
    """Return the refusal of one request too many; ``retry_after`` is in seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, whole."""

    status: int
    body: str
    content_type: str = "application/json"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way for a request to go wrong.

    answer    said instead of Telegram's own; None: Telegram's own
    accepted  whether the request takes effect all the same
    late_s    seconds until the answer, after the effect
    closes    the connection is closed and nothing is said
    """

    answer: Answer | None = None
    accepted: bool = False
    late_s: float = 0
    closes: bool = False

    @classmethod
    def refused(cls, code: int, description: str, **parameters: int) -> Self:
        """Return an answer of ``ok: false`` in Telegram's form."""
        return cls(answer=Refusal(code, description, **parameters).answer)

    @classmethod
    def flood(cls, retry_after: int) -> Self:
        """Return 429 that says for how many seconds to be silent."""
        return cls(answer=too_many_requests(retry_after).answer)

    @classmethod
    def flood_without_parameters(cls) -> Self:
        """Return 429 that does not say for how long."""
        return cls.refused(429, "Too Many Requests")

    @classmethod
    def blocked(cls) -> Self:
        """Return 403: the person has blocked the bot."""
        return cls.refused(403, "Forbidden: bot was blocked by the user")

    @classmethod
    def chat_not_found(cls) -> Self:
        """Return 400: no such chat, or none the bot may know of."""
        return cls.refused(400, "Bad Request: chat not found")

    @classmethod
    def migrated(cls, to: int) -> Self:
        """Return 400: the group is a supergroup now, and has another id."""
        said = "Bad Request: group chat was upgraded to a supergroup chat"
        return cls.refused(400, said, migrate_to_chat_id=to)

    @classmethod
    def topic_closed(cls) -> Self:
        """Return 400: nobody but admins may write in this topic."""
        return cls.refused(400, "Bad Request: TOPIC_CLOSED")

    @classmethod
    def thread_not_found(cls) -> Self:
        """Return 400: the topic was deleted."""
        return cls.refused(400, "Bad Request: message thread not found")

    @classmethod
    def no_rights(cls) -> Self:
        """Return 400: the bot may read here, and not write."""
        return cls.refused(400, "Bad Request: not enough rights to send text messages to the chat")

    @classmethod
    def cannot_parse(cls) -> Self:
        """Return 400: the markup is not Telegram's."""
        return cls.refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0')

    @classmethod
    def conflict(cls) -> Self:
        """Return 409: somebody else asks for the same updates."""
        return cls.refused(409, CONFLICT)

    @classmethod
    def unauthorized(cls) -> Self:
        """Return 401: the token is not, or no longer, a bot's."""
        return cls.refused(401, "Unauthorized")

    @classmethod
    def server_error(cls, *, accepted: bool = False) -> Self:
        """Return 500, in Telegram's form."""
        return cls(answer=Refusal(500, "Internal Server Error").answer, accepted=accepted)

    @classmethod
    def bad_gateway(cls, *, accepted: bool = False) -> Self:
        """Return 502 with the page of a proxy that cannot reach Telegram."""
        page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
        return cls(answer=Answer(502, page, "text/html"), accepted=accepted)

    @classmethod
    def bad_json(cls, *, accepted: bool = True) -> Self:
        """Return 200 with an answer that is cut off."""
        return cls(answer=Answer(200, '{"ok":true,"result":{"message_id":'), accepted=accepted)

    @classmethod
    def closed(cls, *, accepted: bool = False) -> Self:
        """Return a connection that ends without an answer."""
        return cls(closes=True, accepted=accepted)

    @classmethod
    def late(cls, seconds: float) -> Self:
        """Return Telegram's own answer, ``seconds`` after the request took effect."""
        return cls(late_s=seconds, accepted=True)


CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
