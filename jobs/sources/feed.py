"""RSS, Atom and RDF feeds: a document → a Reading, with feedparser."""

import io
import re
from datetime import date
from typing import Any

import feedparser

from jobs.sources.entries import MAX_ITEMS, Entry, read_entries
from jobs.sources.records import Answer, Reading
from jobs.sources.text import from_html
from jobs.sources.web.addresses import absolute
from jobs.sources.xml import document_of, root_of
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import SourceKind

KIND = SourceKind.FEED
_ROOTS = ("rss", "feed", "RDF")
_END = 200  # characters, in which the root of a feed that is whole is closed

# feedparser looks for an e-mail address in each author, for minutes in a long one (kurtmckee/feedparser#562). Nobody
# here reads authors.
feedparser.mixin._FeedParserMixin._sync_author_detail = lambda *_: None  # noqa: SLF001 - there is no option for it


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a feed, by its root element and whatever its content type says."""
    return root_of(answer) in _ROOTS


def parse(answer: Answer, today: date) -> Reading:
    """Return the feed's newest MAX_ITEMS items; those with a summary only need their page.

    To be run in a child: feedparser can be made to work for hours.

    Raises SourceError when it is not a feed, or breaks off before its first item, and for a document that declares
    entities of its own.
    """
    document = document_of(answer, "feed")
    found = feedparser.parse(
        io.BytesIO(document.encode()),  # never bytes or str: feedparser would try them as a file's name
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # takes minutes on hostile markup, and `from_html` leaves none
        resolve_relative_uris=False,
    )
    if not found.version and not found.entries:
        raise SourceError("There is no feed at this address: try the site's home page, where Daybook looks for one.")
    entries = (_entry(entry, answer.address) for entry in found.entries[:MAX_ITEMS])
    reading = read_entries(answer.address, _title(found.feed), found.feed.get("language", ""), entries, today)
    if found.bozo and not reading.items and not re.search(rf"</([\w.-]+:)?{root_of(answer)}\s*>", document[-_END:]):
        raise SourceError("The feed at this address breaks off before its first item: try again in a while.")
    return reading


def _entry(entry: Any, feed: str) -> Entry:
    details = (*entry.get("content", ()), entry.get("summary_detail") or {}, entry.get("title_detail") or {})
    return Entry(
        title=_title(entry),
        contents=tuple(from_html(content.get("value", "")) for content in entry.get("content", ())),
        summary=from_html(entry.get("summary", "")),
        id=entry.get("id", ""),
        address=_address(entry, feed),
        dates=(entry.get("published"), entry.get("updated")),
        language=next(filter(None, (each.get("language") for each in details)), ""),
    )


def _address(entry: Any, feed: str) -> str:
    """Return the entry's own address; feedparser takes an id for it where there is none, which may be "1"."""
    link = entry.get("link", "")
    return absolute(feed, link) if link != entry.get("id") or host_of(link) else ""


def _title(titled: Any) -> str:
    return " ".join(from_html(titled.get("title", "")).split())
