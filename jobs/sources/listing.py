"""A page of links to articles, as a ministry's "News": a document → a Reading of Items that need their pages.

Which of its links lead to articles is decided for each list on it as a whole, by how its entries look.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from jobs.sources import schema_org
from jobs.sources.languages import DEFAULT, guessed, stated
from jobs.sources.markup import markup_of, page_of
from jobs.sources.page import recognises as is_page
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.teasers import Teaser, teasers
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import Article, SourceKind

KIND = SourceKind.LISTING
MAX_ITEMS = 50  # the newest
_FEWEST = 3  # articles of a page that is taken for a listing
_HALF = 0.5
_HEADLINE, _LONG_HEADLINE = 4, 5  # words
_PROSE = 100  # characters of a paragraph that is no teaser
_MUCH_PROSE = 600
_NUMBER = re.compile(r"(?<!\d)\d{3,}(?!\d)")
_NO_LINKS = "There are no links to articles on this page that can be told from its menus: try the site's feed."


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a web page, as a listing is; what tells it from an article is ``is_listing``."""
    return is_page(answer)


def parse(answer: Answer, today: date) -> Reading:
    """Return the newest MAX_ITEMS articles that the page links to; none has a text yet.

    To be run in a child.

    Raises SourceError when no link leads to an article.
    """
    page = page_of(markup_of(answer))
    title = " ".join((page.findtext(".//title") or "").split())[:200] or host_of(answer.address)
    tag = stated(page.get("lang"), *page.xpath("//meta[@property='og:locale']/@content"))
    found = [each for each in articles(teasers(page, answer.address)) if each.day is None or each.day <= today]
    if not found:
        raise SourceError(_NO_LINKS)
    newest = sorted(found, key=lambda each: each.day or today, reverse=True)[:MAX_ITEMS]
    language = tag or guessed("\n".join(each.title for each in newest)) or DEFAULT
    items = (
        Item(
            Article(
                title=each.title,
                text="",
                published=each.day or today,
                address=each.address,
                outlet=host_of(answer.address),
                language=language,
                key=each.address,
            ),
            needs_page=True,
            is_dated=each.day is not None,
            has_language=bool(tag),
        )
        for each in newest
    )
    return Reading(KIND, answer.address, title, language, tuple(items))


def is_listing(answer: Answer, today: date) -> bool:
    """Whether a page is a listing: several links to articles, and little prose but theirs; to be run in a child.

    Where it declares events, or most of its days are ahead, it is a schedule, which is read itself.
    """
    page = page_of(markup_of(answer))
    if schema_org.events(page):
        return False
    found = articles(teasers(page, answer.address))
    ahead = sum(each.day is not None and each.day > today for each in found)
    if len(found) < _FEWEST or ahead > len(found) * _HALF:
        return False
    prose = sum(length for paragraph in page.iter("p") if (length := _length_of(paragraph)) >= _PROSE)
    teased = sum(each.length for each in found)
    return prose < _MUCH_PROSE or prose < teased


def articles(found: Sequence[Teaser]) -> list[Teaser]:
    """Return those of ``found`` that lead to articles, in their order."""
    lists: dict[str, list[Teaser]] = {}
    for each in found:
        lists.setdefault(each.layout, []).append(each)
    good = {layout for layout, entries in lists.items() if _is_of_articles(entries)}
    return [each for each in found if each.layout in good and len(each.title.split()) > 1]


def _is_of_articles(entries: Sequence[Teaser]) -> bool:
    """Whether the entries of one list are headlines, and dated, marked as such, numbered or filed together."""
    if not _most(len(each.title.split()) >= _HEADLINE for each in entries):
        return False
    is_dated = _most(each.day is not None for each in entries)
    is_numbered = _most(_is_numbered(each.address) for each in entries)
    is_headed = _most(each.is_headed for each in entries)
    if is_dated or ((is_numbered or is_headed) and len(entries) > 1):
        return True
    folders = {each.address.rstrip("/").rpartition("/")[0] for each in entries}
    is_long = _most(len(each.title.split()) >= _LONG_HEADLINE for each in entries)
    return len(entries) >= _FEWEST and len(folders) == 1 and is_long


def _is_numbered(address: str) -> bool:
    """Whether there is a number of three digits or more, or a day, in the path."""
    parts = urlsplit(address)
    return _NUMBER.search(f"{parts.path}?{parts.query}") is not None


def _most(signs: Iterable[bool]) -> bool:
    values = list(signs)
    return sum(values) >= len(values) * _HALF


def _length_of(paragraph: Any) -> int:
    """Return the length of a paragraph's own text, without that of its links; 0 within a teaser's link."""
    if next(paragraph.iterancestors("a"), None) is not None:
        return 0
    return len(" ".join(paragraph.text_content().split())) - sum(
        len(link.text_content()) for link in paragraph.iter("a")
    )
