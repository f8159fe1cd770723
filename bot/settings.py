"""What the bot is told from outside."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import NoDecode

from storage.settings import Settings

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
LARGEST_ID = 2**52  # of an account or a chat; Telegram promises no more than 52 bits


class BotSettings(Settings):
    """DAYBOOK_TOKEN, DAYBOOK_ADMINS and DAYBOOK_API_URL."""

    token: SecretStr | None = None
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    api_url: str = "https://api.telegram.org"

    @field_validator("token", mode="after")
    @classmethod
    def _check_token(cls, token: SecretStr | None) -> SecretStr | None:
        given = token.get_secret_value().strip() if token else ""
        if given and not _TOKEN.fullmatch(given):
            raise ValueError("this is no token of a bot; it looks like 123456:ABC-…, and @BotFather gives one")
        return SecretStr(given) if given else None

    @field_validator("admins", mode="before")
    @classmethod
    def _read_admins(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        ids = [word.strip() for word in given.split(",") if word.strip()]
        for word in ids:
            if not word.isascii() or not word.isdecimal() or not 0 < int(word) < LARGEST_ID:
                raise ValueError(
                    f"{word!r} is not the number of a Telegram account; give numbers with commas between them, "
                    "as @userinfobot shows them"
                )
        return frozenset(int(word) for word in ids)

    @field_validator("api_url")
    @classmethod
    def _check_address(cls, given: str) -> str:
        parts = urlsplit(given)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it has to look like https://api.telegram.org")
        return given.rstrip("/")
