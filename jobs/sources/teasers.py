"""The links of a page to other pages of its site, each with what stands beside it: a headline, a day, a layout.

Menus, footers, forms and what else surrounds the main content are left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import courlan

from jobs.sources.days import day_in_address, read_published, written_days
from jobs.sources.web.addresses import absolute, is_of_site

_MOST = 3000  # links of a page that are looked at
_DEEPEST = 60  # ancestors of a link
_AROUND = ("nav", "footer", "aside", "script", "style", "noscript", "template", "select", "button", "svg")
_ROLES = ("navigation", "banner", "contentinfo", "search", "menu", "menubar", "complementary", "dialog", "tablist")
_WORDS = """
nav navbar navigation menu submenu megamenu breadcrumb breadcrumbs footer topbar sidebar masthead toolbar skip
social share sharing follow tags tagcloud pagination pager paging langs languages lang
cookie cookies consent login signin newsletter subscribe filter filters facets banner popup modal
"""
_CALLED = frozenset(_WORDS.split())  # in a class or an id: not content, unless a headline is in it
_NAMED = re.compile(r"[a-z]+")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WHOLE = ("html", "body", "main")
_CONTENT = ("main", "article", "h1", "h2")
_HEADLINE, _FEWEST = 4, 3  # words; links
_LONGEST_BLOCK = 1500  # characters of a teaser
_LONGEST_TITLE = 300
_LINE_OF_A_DAY = 40  # "Monday, 3 March 2025"
_NEAR = 30  # elements above an entry
_GENERIC = re.compile(
    r"(?:(?:read|see|view|learn|find out)\s(?:more|on|all|full.*|the.*)|more(?:\s(?:info\w*|details))?|details"
    r"|continue(?:\sreading)?|full\s(?:text|story)|click here|here|link|open|download|news|article)?\W*",
    re.IGNORECASE,
)
_OF_PAGES = re.compile(
    r"(?:p|pg|page|paged|start|offset|limit|sort|order|year|month|lang|language|q|s|search|filter|view|tab)\d?"
)


class _Link(NamedTuple):
    element: Any
    address: str


@dataclass(frozen=True)
class Teaser:
    """A link to another page of the site."""

    address: str
    title: str  # its headline; empty: none beside it
    day: date | None  # beside it, or in its address; may be ahead
    layout: str  # the elements it stands in: those of one list have the same
    is_headed: bool  # whether its headline is marked as one
    length: int  # characters of all that stands with it


def teasers(page: Any, address: str) -> list[Teaser]:
    """Return the links of ``page``, an lxml tree that is cut down to its content, in its order, each address once."""
    _cut_down(page)
    base = next((absolute(address, to) for to in page.xpath("//base/@href")), "") or address
    links = [link for link in _links(page, base) if is_candidate(link.address, address)]
    owners = _owners(links)
    together: dict[str, list[Any]] = {}
    for link in links:
        together.setdefault(link.address, []).append(link.element)
    found = (_teaser(address, elements, owners) for address, elements in together.items())
    return list(found)


def is_candidate(link: str, page: str) -> bool:
    """Whether ``link`` may be an article of the site of ``page``, by its address: no tag, author, login or page 2."""
    to, here = urlsplit(link), urlsplit(page)
    path = to.path.rstrip("/")
    if not link or not is_of_site(link, page) or (not path and not to.query):
        return False
    if not to.query and f"{here.path.rstrip('/')}/".startswith(f"{path}/"):
        return False  # where the page itself is found
    if path == here.path.rstrip("/") and all(_OF_PAGES.fullmatch(name.lower()) for name, _ in parse_qsl(to.query)):
        return False
    if courlan.is_not_crawlable(link) or courlan.is_navigation_page(f"{to.path}/"):
        return False
    return bool(courlan.filters.type_filter(link, strict=True) and courlan.filters.path_filter(to.path, to.query))


def _cut_down(page: Any) -> None:
    """Take out what surrounds the content; what only its name speaks against stays where the content is in it."""
    for element in list(page.iter()):
        if isinstance(element.tag, str) and element.tag not in _WHOLE and _is_around(element):
            _drop(element)
    most = max(_FEWEST, _headlines_in(page) / 3)
    for element in list(page.iter()):
        is_named = element.tag not in _WHOLE and _CALLED & set(_NAMED.findall(_names(element)))
        if is_named and next(element.iter(*_CONTENT), None) is None and _headlines_in(element) < most:
            _drop(element)


def _is_around(element: Any) -> bool:
    is_heading = element.tag == "header" and next(element.iterancestors("article", "main", "li"), None) is None
    return element.tag in _AROUND or element.get("role") in _ROLES or is_heading


def _names(element: Any) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".lower() if isinstance(element.tag, str) else ""


def _headlines_in(element: Any) -> int:
    """Return how many links within ``element`` have as many words as a headline."""
    return sum(len(link.text_content().split()) >= _HEADLINE for link in islice(element.iter("a"), _MOST))


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _links(page: Any, base: str) -> Iterator[_Link]:
    for element in islice(page.iter("a"), _MOST):
        yield _Link(element, absolute(base, element.get("href", "")))


def _owners(links: Iterable[_Link]) -> dict[Any, str]:
    """Return for each element around a link whose it is: the one address that it leads to; "" for several."""
    owners: dict[Any, str] = {}
    for link in links:
        for element in islice(link.element.iterancestors(), _DEEPEST):
            if owners.setdefault(element, link.address) != link.address:
                owners[element] = ""
    return owners


def _teaser(address: str, anchors: list[Any], owners: dict[Any, str]) -> Teaser:
    block = _block(anchors[0], address, owners)
    heading = next(block.iter(*_HEADINGS), None)
    if heading is None:
        heading = next((each for each in islice(anchors[0].iterancestors(*_HEADINGS), 1)), None)
    words = _line(block)
    title, beside = _title(heading, anchors, words), words
    if title:
        beside = words.replace(title, " ", 1)
    return Teaser(
        address=address,
        title=_without_day(title)[:_LONGEST_TITLE],
        day=_day(block, beside, address) or _leading_day(title) or _day_above(block),
        layout=_layout(block),
        is_headed=heading is not None,
        length=len(words),
    )


def _block(anchor: Any, address: str, owners: dict[Any, str]) -> Any:
    """Return the greatest element around ``anchor`` that leads to no other page."""
    block = anchor
    for element in islice(anchor.iterancestors(), _DEEPEST):
        if owners.get(element) != address or element.tag in _WHOLE or len(element.text_content()) > _LONGEST_BLOCK:
            break
        block = element
    return block


def _title(heading: Any, anchors: list[Any], words: str) -> str:
    """Return the headline: the heading, else the longest text or label of a link that says more than "read more"."""
    if heading is not None and (marked := _line(heading)):
        return marked
    texts = [_line(anchor) for anchor in anchors]
    labels = [anchor.get(name, "") for anchor in anchors for name in ("aria-label", "title")]
    labels += [image.get("alt", "") for anchor in anchors for image in anchor.iter("img")]
    said = [text for text in texts if not _GENERIC.fullmatch(text)] or [
        text for text in map(_spaced, labels) if not _GENERIC.fullmatch(text)
    ]
    if said:
        return max(said, key=len)
    around = words
    for text in texts:
        around = around.replace(text, " ")
    return _spaced(around)


def _day(block: Any, beside: str, address: str) -> date | None:
    """Return the day beside the headline; None where there is none, or several."""
    for time in islice(block.iter("time"), 3):
        if stated := read_published(time.get("datetime"), date.max):
            return stated.day
    days = {each.day for each in written_days(beside)}
    if len(days) == 1:
        return days.pop()
    within = day_in_address(address, date.max)
    return within.day if within else None


def _day_above(block: Any) -> date | None:
    """Return the day that heads the list, or the part of it, in which the block stands: a line that is a day."""
    for element in (block, *islice(block.iterancestors(), 2)):
        for before in islice(element.itersiblings(preceding=True), _NEAR):
            words = _line(before) if next(before.iter("a"), None) is None else ""
            days = list(written_days(words)) if len(words) <= _LINE_OF_A_DAY else []
            if len(days) == 1:
                return days[0].day
    return None


def _leading_day(title: str) -> date | None:
    """Return the day that a link's text begins or ends with: "3 March 2025: Ministers meet"."""
    for each in written_days(title):
        if each.start == 0 or each.end == len(title):
            return each.day
    return None


def _without_day(title: str) -> str:
    for each in written_days(title):
        if each.start == 0:
            return title[each.end :].strip(" :–—-|,.·")
        if each.end == len(title):
            return title[: each.start].strip(" :–—-|,.·(")
    return title


def _layout(block: Any) -> str:
    around = [block, *islice(block.iterancestors(), 3)]
    return " ".join(f"{each.tag}.{(each.get('class') or '').split(' ')[0]}" for each in around)


def _line(element: Any) -> str:
    """Return the text of an element in one line; its parts do not run together."""
    return _spaced(" ".join(element.itertext("*")))


def _spaced(text: str) -> str:
    return " ".join(text.split())
