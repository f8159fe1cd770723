"""The settings of the reading side."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from jobs.intervals import Bounds
from jobs.sources.web.public import AllowedHosts
from storage.errors import AskedWrongly
from storage.settings import AdminSettings

_CONTACT = re.compile(
    r"(https?://|[!-'*-\[\]-~]+@)[!-'*-\[\]-~]+"
)  # in ASCII; a comment of User-Agent has no parentheses


_LENGTH = re.compile(r"(\d{1,4})\s*([mhd])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_MINUTE, _WEEK = timedelta(minutes=1), timedelta(days=7)


class JobsSettings(AdminSettings):
    """What the reading side is told.

    allow_hosts          hosts, host:ports and networks that sources may name although they are not public
    contact              who answers for this Daybook, an e-mail or web address; told to every site that is read
    read_at_most_every   between two readings of the busiest Source
    read_at_least_every  between two readings of the quietest
    """

    allow_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    contact: str = ""
    read_at_most_every: timedelta = Bounds.shortest
    read_at_least_every: timedelta = Field(default=Bounds.longest, validate_default=True)

    @property
    def bounds(self) -> Bounds:
        """Between what two readings of a Source lie."""
        return Bounds(self.read_at_most_every, self.read_at_least_every)

    @field_validator("read_at_most_every", "read_at_least_every", mode="before")
    @classmethod
    def _read_length(cls, given: object) -> object:
        found = _LENGTH.fullmatch(given.strip()) if isinstance(given, str) else None
        length = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else given
        if not isinstance(length, timedelta) or not _MINUTE <= length <= _WEEK:
            raise ValueError("it is a length of time from 1m to 7d, as in 10m, 6h or 1d")
        return length

    @field_validator("read_at_least_every")
    @classmethod
    def _is_longer(cls, length: timedelta, info: ValidationInfo) -> timedelta:
        if length < info.data.get("read_at_most_every", length):
            raise ValueError("it is shorter than DAYBOOK_READ_AT_MOST_EVERY")
        return length

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
