"""Every kind of source, and what is done with an address: ask, recognise, parse.

A kind is a module with two functions that need nothing but what the server answered, and its line in `KINDS`.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Protocol

from jobs.sources import calendar, feed, page
from jobs.sources.records import Answer, Reading
from jobs.sources.web import Web
from storage.errors import SourceError
from storage.models import Article, SourceKind

_FEEDS_TRIED = 3  # of those that one page links to


class Reader(Protocol):
    """What the module of a kind of source offers."""

    def recognises(self, answer: Answer) -> bool:
        """Whether ``answer`` is of this kind; quick, from its beginning."""

    def parse(self, answer: Answer, today: date) -> Reading:
        """Return what is in ``answer``, in a child; raises SourceError when it is not of this kind after all."""


KINDS: dict[SourceKind, Reader] = {  # in the order in which they are recognised
    SourceKind.FEED: feed,
    SourceKind.CALENDAR: calendar,
    SourceKind.PAGE: page,
}


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
                         the first feed it links to (the Reading then has the feed's kind and address)
    etag, last_modified  of the last Reading: while they hold, the Reading is ``unchanged`` and has no items
    digest               of the last Reading: so it is where the server sends the same once more
    today                the day, in UTC, for what does not say when it was published

    Raises SourceError, with a sentence for an admin.
    """
    answer = await web.get(address, etag=etag, last_modified=last_modified, is_page=kind is SourceKind.PAGE)
    if kind is None:
        return await _discover(web, answer, today)
    return await _parse(web, kind, answer, today, digest)


async def read_page(web: Web, address: str, today: date) -> Article:
    """Return the article at ``address``: the whole text of an Item that needs its page.

    Raises SourceError, also when there is no article.
    """
    reading = await read_source(web, address, SourceKind.PAGE, today=today)
    return reading.items[0].article


async def _discover(web: Web, answer: Answer, today: date) -> Reading:
    kind = next((kind for kind, reader in KINDS.items() if reader.recognises(answer)), None)
    if kind is None:
        raise SourceError("There is neither a feed, a calendar nor an article at this address.")
    if kind is SourceKind.PAGE:
        for linked in (await web.children.run(page.feeds, answer))[:_FEEDS_TRIED]:
            with suppress(SourceError):
                return await read_source(web, linked, SourceKind.FEED, today=today)
        await web.check_robots(answer.address)
    return await _parse(web, kind, answer, today)


async def _parse(web: Web, kind: SourceKind, answer: Answer, today: date, known: str = "") -> Reading:
    digest = known if answer.unchanged else hashlib.sha256(answer.body).hexdigest()
    if answer.unchanged or digest == known:
        reading = Reading(kind, answer.address, unchanged=True)
    elif not answer.body.strip():
        raise SourceError("There is nothing at this address: its page is empty.")
    else:
        reading = await web.children.run(KINDS[kind].parse, answer, today)
    return replace(
        reading,
        etag=answer.etag,
        last_modified=answer.last_modified,
        digest=digest,
        moved_to=answer.moved_to,
        fresh_for=answer.fresh_for,
    )
