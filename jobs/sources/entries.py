"""The entries of a feed, whatever its format: each an Item, and all of them a Reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from jobs.sources.days import Published, read_published
from jobs.sources.languages import DEFAULT, guessed, stated
from jobs.sources.records import Item, Reading
from jobs.sources.text import clean
from storage.hosts import host_of
from storage.models import Article, SourceKind

MAX_ITEMS = 500
_MAX_TITLE = 500  # characters
_MAX_KEY = 1000
_LONG_ID = 16  # characters, which no two feeds of a host give by chance
_LONG = 1500  # characters of a description that are no longer a summary
_MORE = r"read (?:more|on|the (?:full|whole)\b.{0,40})|continue reading|full (?:story|text)|more details"
_CUT_SHORT = re.compile(rf"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:{_MORE})\W*.{{0,100}})$", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """An entry as a feed gives it; what it does not give is empty. Texts are what a person reads, without markup."""

    title: str = ""
    contents: tuple[str, ...] = ()  # the whole text, in each form in which it is given
    summary: str = ""
    id: str = ""
    address: str = ""  # in full
    dates: tuple[str | None, ...] = ()  # when it was published, else updated, as written
    language: str = ""  # as a tag


class _Home(NamedTuple):
    """The feed that an entry stands in."""

    address: str
    outlet: str
    tag: str  # of its language, as stated; empty: it is not
    language: str  # where none is stated and none can be guessed from the entry


def read_entries(address: str, title: str, tag: str, entries: Iterable[Entry], today: date) -> Reading:
    """Return the first MAX_ITEMS of ``entries`` as Items; those with a summary only need their page.

    address  of the feed
    title    of the feed; empty: its host stands in
    tag      of the feed's language; empty: guessed, from the entry, else from all of them
    """
    outlet, entries = title or host_of(address), list(islice(entries, MAX_ITEMS))
    own = stated(tag)
    tongue = own or guessed("\n".join(f"{entry.title}\n{entry.summary}" for entry in entries)) or DEFAULT
    home = _Home(address, outlet, own, tongue)
    items: dict[str, Item] = {}
    for entry in entries:
        item = _item(entry, home, today)
        if item is not None:
            items.setdefault(item.article.key, item)
    return Reading(SourceKind.FEED, address, outlet, tongue, tuple(items.values()))


def _item(entry: Entry, feed: _Home, today: date) -> Item | None:
    """Return one entry; None when it has neither a title nor a text."""
    text, is_whole = _text(entry)
    title = (entry.title or text.partition("\n")[0])[:_MAX_TITLE]
    if not title:
        return None
    dates = (read_published(written, today) for written in entry.dates)
    dated = next(filter(None, dates), None)
    published = dated or Published(today)
    tag = stated(entry.language, feed.tag)
    article = Article(
        title=title,
        text=text,
        published=published.day,
        address=entry.address,
        outlet=feed.outlet,
        language=tag or guessed(f"{title}\n{text}") or feed.language,
        key=_key(entry, title, feed),
        published_at=published.at,
    )
    return Item(
        article,
        needs_page=bool(entry.address) and not is_whole,
        is_dated=dated is not None,
        has_language=bool(tag),
    )


def _key(entry: Entry, title: str, feed: _Home) -> str:
    """Return what tells an entry from those of all feeds: an address of the feed's own host is enough for that.

    Anything else is this host's only, and what is short ("1" is the guid of many articles) only that of the address
    it links to, or of a feed called so: no feed may rewrite the articles of another.
    """
    host = host_of(feed.address)
    own = clean(entry.id) or entry.address or title
    if host_of(own) == host:
        return own[:_MAX_KEY]
    where = "" if len(own) >= _LONG_ID else _place(entry.address) or feed.outlet
    return f"{host} {own} {where}".rstrip()[:_MAX_KEY]


def _place(address: str) -> str:
    """Return host and path of an address: what else it says may be another each time."""
    parts = urlsplit(address)
    return parts.netloc + parts.path


def _text(entry: Entry) -> tuple[str, bool]:
    """Return an entry's text, and whether it is the whole: in a content element, or long, and not cut short."""
    text = max([*entry.contents, entry.summary], key=len)
    is_whole = bool(text) and (text in entry.contents or len(text) >= _LONG)
    return text, is_whole and not _CUT_SHORT.search(text[-200:])
