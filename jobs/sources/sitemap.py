"""Sitemaps (sitemaps.org 0.9) with Google's news extension: a document → a Reading of Items that need their pages."""

import re
import zlib
from dataclasses import replace
from datetime import date
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from typing import Any

from jobs.sources.days import Published, read_published
from jobs.sources.languages import DEFAULT, stated
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.text import paragraphs
from jobs.sources.web.addresses import absolute, is_of_site
from jobs.sources.xml import root_of, tree_of
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import Article, SourceKind

KIND = SourceKind.SITEMAP
MAX_ITEMS = 100  # the newest: a news sitemap has the articles of two days
MAX_PARTS = 3  # the newest, of an index
_MAX_BYTES = 20 * 2**20  # of a sitemap that is packed
_MAX_PARTS_OF_ONE = 50  # elements of an entry
_MAX_TITLE = 500  # characters
_NEWS = re.compile(r"news|press|article|post", re.IGNORECASE)  # of a sitemap's address, among others
_UNDATED = "This sitemap does not say when its pages were published or changed: try a feed or the page of news."


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a sitemap or an index of them, packed or not."""
    return root_of(_unpacked(answer, 4096)) in ("urlset", "sitemapindex")


def parse(answer: Answer, today: date) -> Reading:
    """Return the newest MAX_ITEMS pages; of an index, its newest MAX_PARTS parts.

    To be run in a child.

    Raises SourceError when it is no sitemap, when nothing in it has a day, and for one with entities of its own.
    """
    root = tree_of(_unpacked(answer, _MAX_BYTES), "sitemap")
    kind, title = _name(root), host_of(answer.address)
    if kind == "sitemapindex":
        return Reading(KIND, answer.address, title, parts=_parts(root, answer.address, today))
    if kind != "urlset":
        raise SourceError("There is no sitemap at this address: try the site's feed or its page of news.")
    items: dict[str, Item] = {}
    for each in _newest(root, today):
        item = _item(each, answer.address, today)
        if item is not None and len(items) < MAX_ITEMS:
            items.setdefault(item.article.key, item)
    if not items and len(root):
        raise SourceError(_UNDATED)
    newest = tuple(items.values())
    outlet = next((item.article.outlet for item in newest), title)
    language = next((item.article.language for item in newest), DEFAULT)
    return Reading(KIND, answer.address, outlet, language, newest)


def together(index: Reading, parts: list[Reading]) -> Reading:
    """Return the Reading of an index, with the newest MAX_ITEMS of its parts.

    It is asked for anew each time: its parts change while it does not.
    """
    items = {item.article.key: item for part in parts for item in part.items}
    newest = sorted(items.values(), key=lambda item: item.article.published, reverse=True)[:MAX_ITEMS]
    first = next(iter(parts), index)
    return replace(
        index, title=first.title, language=first.language, items=tuple(newest), etag="", last_modified="", digest=""
    )


def _parts(root: Any, address: str, today: date) -> tuple[str, ...]:
    """Return the parts of an index: those of news first, then the newest, then the last."""
    found = []
    for number, each in enumerate(root):
        given = _children(each)
        part, day = absolute(address, given.get("loc", "")), read_published(given.get("lastmod"), today)
        if _name(each) == "sitemap" and is_of_site(part, address):
            found.append((bool(_NEWS.search(part)), day.day if day else date.min, number, part))
    return tuple(dict.fromkeys(part for *_, part in sorted(found, reverse=True)))[:MAX_PARTS]


def _newest(root: Any, today: date) -> list[Any]:
    """Return the newest entries of a sitemap, which may have 50,000: more than are read, as some are left out."""
    dated = []
    for each in root.iterchildren("{*}url"):
        days = {_name(child): child.text for child in islice(each.iter("{*}publication_date", "{*}lastmod"), 3)}
        day = read_published(days.get("publication_date") or days.get("lastmod"), today)
        if day is not None:
            dated.append((day.day, each))
    return [each for _, each in nlargest(5 * MAX_ITEMS, dated, key=itemgetter(0))]


def _item(element: Any, sitemap: str, today: date) -> Item | None:
    """Return a page of the sitemap's own site that has a day: as the news extension gives it, or of its last change."""
    given = _children(element)
    address = absolute(sitemap, given.get("loc", ""))
    published = read_published(given.get("publication_date"), today)
    changed = read_published(given.get("lastmod"), today)
    day: Published | None = published or changed
    if day is None or not is_of_site(address, sitemap):
        return None
    tag = stated(given.get("language"))
    article = Article(
        title=given.get("title", "")[:_MAX_TITLE],
        text="",
        published=day.day,
        address=address,
        outlet=given.get("name", "")[:_MAX_TITLE] or host_of(sitemap),
        language=tag or DEFAULT,
        key=address,
        published_at=day.at if published else None,
    )
    return Item(article, needs_page=True, is_dated=published is not None, has_language=bool(tag))


def _children(element: Any) -> dict[str, str]:
    """Return the texts of an entry by the names of their elements, whatever their namespaces; the first of each."""
    found: dict[str, str] = {}
    for each in islice(element.iterdescendants(), _MAX_PARTS_OF_ONE):
        found.setdefault(_name(each), " ".join(paragraphs(each.text or "").split()))
    return found


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _unpacked(answer: Answer, most: int) -> Answer:
    """Return ``answer`` with at most ``most`` bytes of what is packed in it: many are files sitemap.xml.gz."""
    if not answer.body.startswith(b"\x1f\x8b"):
        return answer
    try:
        return replace(answer, body=zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(answer.body, most))
    except zlib.error:
        return answer
