"""Every kind of source, and what is done with an address: ask, recognise, parse.

A kind is a module with its word and two functions that need nothing but what the server answered, and its place in
`READERS`.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Protocol

from jobs.sources import calendar, feed, json_feed, listing, opml, page, sitemap
from jobs.sources.discovery import leads
from jobs.sources.formats import refusal
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import SourceKind

_FEEDS_TRIED = 3  # of those that one page links to
_BY_ROBOTS_TXT = (SourceKind.PAGE, SourceKind.LISTING, SourceKind.SITEMAP)  # as the client's is_page
_EMPTY = "There is nothing at this address, its page is empty: try the site's home page."
_NO_ARTICLE = (
    "There is no article here that can be read without a login or scripts: try the site's feed or its page of news."
)


class Reader(Protocol):
    """What the module of a kind of source offers."""

    @property
    def KIND(self) -> SourceKind:  # noqa: N802 - a constant of the module
        """What it reads; a kind that comes in several formats has a module for each."""

    def recognises(self, answer: Answer) -> bool:
        """Whether ``answer`` is of this kind; quick, from its beginning."""

    def parse(self, answer: Answer, today: date) -> Reading:
        """Return what is in ``answer``, in a child; raises SourceError when it is not of this kind after all."""


READERS: tuple[Reader, ...] = (
    feed,
    json_feed,
    sitemap,
    opml,
    calendar,
    page,
    listing,
)  # in the order in which they are recognised


async def read_source(
    web: Web,
    address: str,
    kind: SourceKind | None = None,
    *,
    etag: str = "",
    last_modified: str = "",
    digest: str = "",
    today: date,
) -> Reading:
    """Return what the source at ``address`` has now.

    kind                 what it is known to be; None: found out, where a page that is no article itself stands for
                         the first feed it links to (the Reading then has the feed's kind and address), or else is
                         a listing where it links to articles
    etag, last_modified  of the last Reading: while they hold, the Reading is ``unchanged`` and has no items
    digest               of the last Reading: so it is where the server sends the same once more
    today                the day, in UTC, for what does not say when it was published

    Raises SourceError, with a sentence for an admin.
    """
    answer = await web.get(address, etag=etag, last_modified=last_modified, is_page=kind in _BY_ROBOTS_TXT)
    if kind is None:
        reading = await _discover(web, answer, today)
    elif answer.unchanged:
        reading = _unchanged(kind, answer, digest)
    else:
        reading = await _parse(web, _reader(kind, answer), answer, today, digest)
    if reading.kind is SourceKind.PAGE and not reading.items and not reading.unchanged:
        raise SourceError(_NO_ARTICLE)
    return reading


async def read_link(web: Web, address: str, today: date) -> Reading:
    """Return what is at an address that a person hands over: the article of a page, whatever feed that leads to.

    Anything else as ``read_source`` does; raises SourceError as it does.
    """
    answer = await web.get(address, is_page=True)
    if _recognising(answer) is page and not await web.children.run(listing.is_listing, answer, today):
        reading = await _parse(web, page, answer, today)
        if reading.items:
            return reading
    reading = await _discover(web, answer, today)
    if reading.kind is SourceKind.PAGE and not reading.items:
        raise SourceError(_NO_ARTICLE)
    return reading


async def read_page(web: Web, address: str, today: date) -> Item | None:
    """Return the article at ``address``: the whole text of an Item that needs its page; None where there is none.

    Raises SourceError when it cannot be read now.
    """
    reading = await _parse(web, page, await web.get(address, is_page=True), today)
    return next(iter(reading.items), None)


async def _discover(web: Web, answer: Answer, today: date) -> Reading:
    reader = _recognising(answer)
    if reader is None:
        raise SourceError(refusal(answer) if answer.body.strip() else _EMPTY)
    if reader is page:
        found = await web.children.run(leads, answer)
        for linked in () if found.is_article else found.feeds[:_FEEDS_TRIED]:
            with suppress(SourceError):
                return await read_source(web, linked, SourceKind.FEED, today=today)
        if not found.is_article and await web.children.run(listing.is_listing, answer, today):
            reader = listing
    if reader.KIND in _BY_ROBOTS_TXT:
        await web.check_robots(answer.address)
    return await _parse(web, reader, answer, today)


def _recognising(answer: Answer) -> Reader | None:
    return next((reader for reader in READERS if reader.recognises(answer)), None)


def _reader(kind: SourceKind, answer: Answer) -> Reader:
    """Return what reads ``answer``, which is known to be of this kind: what recognises it, else the first."""
    readers = [reader for reader in READERS if reader.KIND is kind]
    return next((reader for reader in readers if reader.recognises(answer)), readers[0])


async def _parse(web: Web, reader: Reader, answer: Answer, today: date, known: str = "") -> Reading:
    digest = hashlib.sha256(answer.body).hexdigest()
    if digest == known:
        return _unchanged(reader.KIND, answer, digest)
    if not answer.body.strip():
        raise SourceError(_EMPTY)
    reading = replace(
        await web.children.run(reader.parse, answer, today),
        etag=answer.etag,
        last_modified=answer.last_modified,
        digest=digest,
        moved_to=answer.moved_to,
        fresh_for=answer.fresh_for,
    )
    return await _with_parts(web, reading, today) if reading.parts else reading


def _unchanged(kind: SourceKind, answer: Answer, digest: str) -> Reading:
    return Reading(
        kind,
        answer.address,
        etag=answer.etag,
        last_modified=answer.last_modified,
        digest=digest,
        unchanged=True,
        moved_to=answer.moved_to,
        fresh_for=answer.fresh_for,
    )


async def _with_parts(web: Web, index: Reading, today: date) -> Reading:
    """Return an index with the Items of its parts, as far as they can be read; raises SourceError where none can."""
    read, failed = [], SourceError(_EMPTY)
    for address in index.parts:
        try:
            read.append(await web.children.run(sitemap.parse, await web.get(address, is_page=True), today))
        except SourceError as error:
            failed = error
    if not read:
        raise failed
    return sitemap.together(index, read)
