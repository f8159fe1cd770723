"""What travels between the steps of reading a source."""

from dataclasses import dataclass
from datetime import timedelta

from storage.models import Article, SourceKind


@dataclass(frozen=True)
class Answer:
    """What a server answered: ``body`` is no longer compressed, ``address`` is where the redirects ended."""

    address: str
    body: bytes = b""
    content_type: str = ""  # lower case, without parameters: "text/html"
    charset: str = ""  # as the server states it; empty: not stated
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False  # since the etag or last_modified that was asked with; there is no body then
    moved_to: str = ""  # where it has moved for good: every redirect on the way was 301 or 308; empty: it has not
    fresh_for: timedelta | None = None  # as the server states it (RFC 9111); None: not stated


@dataclass(frozen=True)
class Item:
    """One Article as a source gave it."""

    article: Article
    needs_page: bool = False  # the text is a summary at most: the whole is at article.address (`read_page`)
    is_dated: bool = True  # False: the source does not say when it was published, and the day of reading stands in
    has_language: bool = True  # False: the source does not say in which language it is, and it was guessed
    page_digest: str = ""  # of what its page gave (storage.articles.digest_of); empty: the text is not from there


@dataclass(frozen=True)
class Outline:
    """One Source that a list names; nobody has looked whether it is there."""

    address: str
    title: str  # as the list has it; may be empty
    kind: SourceKind


@dataclass(frozen=True)
class Reading:
    """One reading of a source."""

    kind: SourceKind
    address: str  # what to read from now on: a feed's own address when a page led to it
    title: str = ""
    language: str = "en"  # BCP 47, language and country
    items: tuple[Item, ...] = ()  # in the order of the source; none when unchanged
    parts: tuple[str, ...] = ()  # the addresses of the documents that have its items, where it is but their index
    outlines: tuple[Outline, ...] = ()  # of a list
    etag: str = ""
    last_modified: str = ""
    digest: str = ""  # SHA-256 of the body, in hex
    unchanged: bool = False
    moved_to: str = ""  # as of the Answer
    fresh_for: timedelta | None = None  # as of the Answer
