"""When a page says that its article was published: declared, in its address, or written beside its headline. Strict.

htmldate, which trafilatura brings, takes the 1st for an impossible day and "Last updated" of a footer for the day.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import dropwhile, islice
from typing import Any

from jobs.sources.days import Published, day_in_address, read_published, written_days

_NAMES = """
article:published_time og:published_time og:article:published_time article:published article.published
dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued dcterms.created dcterms.available
date pubdate publishdate publish-date publish_date published published_time datepublished
citation_publication_date citation_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime
"""
_METAS = tuple(_NAMES.split())  # names or properties, the more trusted first
_ITEMS = ("//*[@itemprop='datePublished']/@content", "//*[@itemprop='datePublished']/@datetime")
_ASIDE = ("footer", "aside", "nav")
_PROSE = ("p", "li", "td", "dd", "blockquote")  # a day within a longer one is part of what it says
_MARKS = frozenset(("date", "published", "posted", "pubdate", "dateline"))  # words of a class
_MOST = 20_000  # elements of a page that are looked at
_SHORT = 80  # characters of a line that states a day and little else
_LITTLE = 40  # characters beside the day
_NEAR = 15  # elements below the headline, or marked as a date
_PLACE = r"(?-i:[A-Z][\w.'’-]{1,20}(?:[ /][A-Z][\w.'’-]{1,20}){0,3})"
_SOURCE = rf"(?:{_PLACE}(?:, {_PLACE})?(?:[,:]\s+|\s+\())?"  # "BRUSSELS, Belgium, "
_SAID = r"(?:(?:first\s)?(?:published|posted|released|issued|date|for immediate release)(?:\son)?:?\s+)?"
_WORD = re.compile(r"[a-z]+")
_BEFORE = re.compile(rf"{_SAID}{_SOURCE}(?:\w{{3,9}},?\s)?", re.IGNORECASE)
_AFTER = re.compile(r"\)?\s*(?:\([^()]{1,40}\)|/[^/]{1,40}/)?\s*(?:[—–]|--?\s|$)")


def published_on(page: Any, headlined: str, address: str, text: str, latest: date) -> Published | None:
    """Return when the article was published; None where the page does not say.

    page       an lxml tree
    headlined  what it declares in JSON-LD, as written
    text       of the article
    latest     the day it is read, in UTC
    """
    declared = (read_published(written, latest) for written in _declared(page, headlined))
    return next(filter(None, declared), None) or day_in_address(address, latest) or _written(page, text, latest)


def _declared(page: Any, headlined: str) -> Iterator[str]:
    metas: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        metas.setdefault(name, []).append(meta.get("content", ""))
    yield from metas.get(_METAS[0], ())
    for path in _ITEMS:
        yield from map(str, page.xpath(path))
    yield headlined
    for name in _METAS[1:]:
        yield from metas.get(name, ())
    for element in islice(filter(_is_of_article, page.iter("time")), _NEAR):
        within = next(element.iterancestors(*_PROSE), None)
        if within is None or len(_line(within)) <= _SHORT:
            yield element.get("datetime", "")


def _written(page: Any, text: str, latest: date) -> Published | None:
    """Return the day that a line marked as a date gives, one just below the headline, or the text at its head."""
    for line in map(_line, (*islice(_marked(page), _NEAR), *islice(_below_headline(page), _NEAR))):
        days = list(written_days(line)) if len(line) <= _SHORT else []
        if len(days) == 1 and len(line) - (days[0].end - days[0].start) <= _LITTLE:
            return read_published(days[0].day.isoformat(), latest)
    for each in written_days(text[: 2 * _SHORT].partition("\n")[0]):
        if _BEFORE.fullmatch(text[: each.start]) and _AFTER.match(text, each.end):
            return read_published(each.day.isoformat(), latest)
    return None


def _marked(page: Any) -> Iterator[Any]:
    elements = islice(page.iter("*"), _MOST)
    return (each for each in elements if _MARKS & set(_WORD.findall(each.get("class", ""))) and _is_of_article(each))


def _below_headline(page: Any) -> Iterator[Any]:
    elements = islice(page.iter("*"), _MOST)
    below = dropwhile(lambda each: each.tag != "h1", elements)
    return (each for each in below if each.tag != "h1" and not len(each) and _is_of_article(each))


def _is_of_article(element: Any) -> bool:
    return isinstance(element.tag, str) and not any(each.tag in _ASIDE for each in islice(element.iterancestors(), 100))


def _line(element: Any) -> str:
    return " ".join(element.text_content().split())
