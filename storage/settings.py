"""Settings: read once, from the environment and a .env file; every problem is told at once."""

import os
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from dotenv import dotenv_values
from pydantic import ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.errors import AskedWrongly

PREFIX = "DAYBOOK_"
_SENTENCES = {  # by pydantic's types of errors, https://docs.pydantic.dev/latest/errors/validation_errors/
    "int_parsing": "it has to be a whole number",
    "greater_than_equal": "it has to be {ge} or more",
    "less_than_equal": "it has to be {le} or less",
}
LARGEST_ID = 2**52  # of an account or a chat; Telegram promises no more than 52 bits


class Settings(BaseSettings):
    """What every part of Daybook is told; each part adds its own."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = "sqlite:///daybook.db"


class AdminSettings(Settings):
    """``admins``: the numbers of the admins' accounts, which are those of their own chats with Daybook as well."""

    admins: Annotated[frozenset[int], NoDecode] = frozenset()

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


S = TypeVar("S", bound=Settings)


def read_settings(kind: type[S]) -> S:
    """Return the settings of one part; raises AskedWrongly with a sentence for each that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        problems = [
            f"{PREFIX}{'_'.join(str(part) for part in problem['loc'][:1]).upper()}: {_sentence(problem)}"
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise AskedWrongly("\n".join(problems)) from None  # the cause would print the values, secrets included


def unknown_names(kinds: Iterable[type[Settings]]) -> list[str]:
    """Return the DAYBOOK_… names in the environment and .env that none of ``kinds`` has, for a warning."""
    known = {f"{PREFIX}{name}".upper() for kind in kinds for name in kind.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
    return sorted(name for name in given if name.startswith(PREFIX) and name not in known)


def _sentence(problem: ErrorDetails) -> str:
    """Return what is wrong as a sentence for people; pydantic's own without its preface where there is no other."""
    known = _SENTENCES.get(problem["type"])
    text = known.format_map(problem.get("ctx", {})) if known else problem["msg"].removeprefix("Value error, ").strip()
    return text if text.endswith(".") else f"{text}."
