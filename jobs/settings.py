"""What the reading side is told."""

from typing import Annotated

from pydantic import field_validator
from pydantic_settings import NoDecode

from jobs.sources.public import AllowedHosts
from storage.errors import AskedWrongly
from storage.settings import Settings


class JobsSettings(Settings):
    """``allow_hosts``: hosts, host:ports and networks that sources may name although they are not public."""

    allow_hosts: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        entries = [entry.strip() for entry in value.split(",")] if isinstance(value, str) else value
        if isinstance(entries, list):
            entries = tuple(entry for entry in entries if entry)
            try:
                AllowedHosts(entries)
            except AskedWrongly as error:
                raise ValueError(str(error)) from error
        return entries
