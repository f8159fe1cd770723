"""What the bot is told from outside."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from storage.settings import AdminSettings

_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # as setWebhook takes it, and no shorter than it has to be
_LISTEN = re.compile(r"([^\s:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})", re.ASCII)
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


class BotSettings(AdminSettings):
    """DAYBOOK_TOKEN, DAYBOOK_ADMINS, DAYBOOK_API_URL, DAYBOOK_IN_FLIGHT, DAYBOOK_WEBHOOK_URL, …_SECRET and …_LISTEN."""

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org"
    webhook_url: str = ""  # empty: updates are asked for
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    webhook_listen: str = "127.0.0.1:8080"
    in_flight: Annotated[int, Field(ge=1, le=8)] = 4

    @field_validator("token", mode="after")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        given = token.get_secret_value().strip() if token else ""
        if given and not _TOKEN.fullmatch(given):
            raise ValueError("this is no token of a bot; it looks like 123456:ABC-…, and @BotFather gives one")
        return SecretStr(given) if given else None

    @field_validator("api_url")
    @classmethod
    def _check_address(cls, given: str) -> str:
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it has to look like https://api.telegram.org")
        return given.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook(cls, given: str) -> str:
        parts = urlsplit(given.strip())
        is_near = parts.scheme == "http" and parts.hostname == "127.0.0.1"
        if given and not (parts.hostname and (parts.scheme == "https" or is_near)):
            raise ValueError("it has to look like https://example.org/path, where Telegram reaches the bot")
        return given.strip()

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _check_secret(cls, given: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        secret = given.get_secret_value().strip() if given else ""
        if (secret or info.data.get("webhook_url")) and not _SECRET.fullmatch(secret):
            raise ValueError("a webhook needs a secret of 32 to 256 letters, digits, _ and -, which nobody can guess")
        return SecretStr(secret) if secret else None

    @field_validator("webhook_listen")
    @classmethod
    def _check_listen(cls, given: str) -> str:
        found = _LISTEN.fullmatch(given.strip())
        if not found or not 0 < int(found[2]) < 2**16:
            raise ValueError("it has to look like 127.0.0.1:8080")
        return given.strip()

    @property
    def webhook_place(self) -> tuple[str, int]:
        """Where the webhook listens: host and port."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)
