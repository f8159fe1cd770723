"""RSS, Atom and RDF feeds: a document → a Reading, with feedparser."""

import io
import re
from datetime import date
from typing import Any

import feedparser

from jobs.sources.addresses import absolute, host_of
from jobs.sources.days import Published, read_published
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.text import clean, decode, from_html, language
from storage.errors import SourceError
from storage.models import Article, SourceKind

MAX_ITEMS = 500
_MAX_TITLE = 500  # characters
_MAX_KEY = 1000
_LONG = 1500  # characters of a description that are no longer a summary

# The root element behind the prolog. Possessive: a prolog of hostile comments is tried one way only.
_ROOT = re.compile(r"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!(?!--)[^>]*>)\s*+)*+<(?:\w+:)?(rss|feed|RDF)[\s>]", re.DOTALL)
_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,1000}\[", re.IGNORECASE)
_CUT_SHORT = re.compile(r"(…|\.\.\.|\[…\]|\[\.\.\.\]|read more\W*|continue reading\W*.{0,100})$", re.IGNORECASE)


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a feed, by its root element and whatever its content type says."""
    return _ROOT.match(decode(answer.body[:4096], answer.charset)) is not None


def parse(answer: Answer, today: date) -> Reading:
    """Return the feed's newest MAX_ITEMS items; those with a summary only need their page.

    To be run in a child: feedparser can be made to work for hours.

    Raises SourceError when it is not a feed, and for a document that declares entities of its own.
    """
    document = clean(decode(answer.body, answer.charset)).lstrip()
    if _ENTITIES.search(document):
        raise SourceError("This feed declares entities of its own, which Daybook does not read.")
    found = feedparser.parse(
        io.BytesIO(document.encode()),  # never bytes or str: feedparser would try them as a file's name
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # takes minutes on hostile markup, and `from_html` leaves none
        resolve_relative_uris=False,
    )
    if not found.version and not found.entries:
        raise SourceError("There is no feed at this address.")
    title = _title(found.feed) or host_of(answer.address)
    tongue = language(found.feed.get("language"))
    items: dict[str, Item] = {}
    for entry in found.entries[:MAX_ITEMS]:
        item = _item(entry, answer.address, title, tongue, today)
        if item is not None:
            items.setdefault(item.article.key, item)
    return Reading(SourceKind.FEED, answer.address, title, tongue, tuple(items.values()))


def _item(entry: Any, feed: str, outlet: str, tongue: str, today: date) -> Item | None:
    """Return one entry; None when it has neither a title nor a text."""
    text, is_whole = _text(entry)
    title = _title(entry) or text.partition("\n")[0][:_MAX_TITLE]
    if not title:
        return None
    address = absolute(feed, entry.get("link", ""))
    stated = read_published(entry.get("published") or entry.get("updated"), today)
    published = stated or Published(today)
    article = Article(
        title=title,
        text=text,
        published=published.day,
        address=address,
        outlet=outlet,
        language=tongue,
        key=_key(feed, clean(entry.get("id", "")) or address or title),
        published_at=published.at,
    )
    return Item(article, needs_page=bool(address) and not is_whole, is_dated=stated is not None)


def _key(feed: str, own: str) -> str:
    """Return what tells an entry from those of all feeds: an address of the feed's own host is enough for that.

    Anything else is this host's only: "1" is the guid of many articles, and no feed may rewrite those of another.
    """
    host = host_of(feed)
    return (own if host_of(own) == host else f"{host} {own}")[:_MAX_KEY]


def _text(entry: Any) -> tuple[str, bool]:
    """Return an entry's text, and whether it is the whole: in a content element, or long, and not cut short."""
    contents = [from_html(content.get("value", "")) for content in entry.get("content", ())]
    summary = from_html(entry.get("summary", ""))
    text = max([*contents, summary], key=len)
    is_whole = bool(text) and (text in contents or len(text) >= _LONG)
    return text, is_whole and not _CUT_SHORT.search(text[-200:])


def _title(titled: Any) -> str:
    return " ".join(from_html(titled.get("title", "")).split())[:_MAX_TITLE]
