"""The settings of the reading side."""

import re
from typing import Annotated

from pydantic import field_validator
from pydantic_settings import NoDecode

from jobs.sources.public import AllowedHosts
from storage.errors import AskedWrongly
from storage.settings import Settings

_CONTACT = re.compile(
    r"(https?://|[!-'*-\[\]-~]+@)[!-'*-\[\]-~]+"
)  # in ASCII; a comment of User-Agent has no parentheses


class JobsSettings(Settings):
    """What the reading side is told.

    allow_hosts  hosts, host:ports and networks that sources may name although they are not public
    contact      who answers for this Daybook, an e-mail or web address; told to every site that is read
    """

    allow_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    contact: str = ""

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

    @field_validator("contact")
    @classmethod
    def _is_contact(cls, contact: str) -> str:
        if contact and not _CONTACT.fullmatch(contact):
            raise ValueError("write an e-mail address (desk@example.org) or a web address (https://example.org/about).")
        return contact
