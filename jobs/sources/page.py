"""An article's own page: a document → a Reading of one Article, its prose with trafilatura, its data beside it."""

import re
from copy import deepcopy
from datetime import date
from typing import Any

import trafilatura
from lxml import html  # type: ignore[import-untyped]  # lxml ships no types
from trafilatura.settings import DEFAULT_CONFIG, Document

from jobs.sources import schema_org
from jobs.sources.addresses import absolute, host_of
from jobs.sources.days import Published, read_published
from jobs.sources.events import with_events
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.text import clean, decode, language, paragraphs
from storage.errors import SourceError
from storage.models import Article, SourceKind

_SHORTEST = 40  # characters of text; "The summit is on 3 October in Granada." is nearly that
_MAX_TITLE = 500
_MAX_OUTLET = 100
_SETTINGS = deepcopy(DEFAULT_CONFIG)  # a notice of one sentence is an article: by default its menu would be added
_SETTINGS["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
_NO_ARTICLE = "There is no article here that can be read without a login or scripts."
_ARTICLE_TYPES = re.compile(r'"@type"\s*:\s*\[?\s*"(?:\w{0,30}Article|BlogPosting)"')
_PUBLISHED_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{1,40})"')
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
_FEEDS = (
    "//link[contains(concat(' ', normalize-space(@rel), ' '), ' alternate ')]"
    "[@type='application/rss+xml' or @type='application/atom+xml' or @type='application/rdf+xml']"
)


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a web page."""
    return answer.content_type in ("text/html", "application/xhtml+xml") or b"<html" in answer.body[:4096].lower()


def parse(answer: Answer, today: date) -> Reading:
    """Return the article that this page is about; without a date of its own, it was published today.

    To be run in a child: markup can be made to keep a parser busy for long.

    Raises SourceError when there is no article in it.
    """
    article, _ = extract(answer, today)
    return Reading(SourceKind.PAGE, answer.address, article.title, article.language, (Item(article),))


def extract(answer: Answer, latest: date) -> tuple[Article, Published | None]:
    """Return the article of a page, published on ``latest`` unless it says when, and what it says of that.

    Raises SourceError when there is no article in it.
    """
    markup = clean(decode(answer.body, answer.charset))
    found = trafilatura.bare_extraction(
        markup,
        url=answer.address or None,
        fast=True,
        include_comments=False,
        with_metadata=True,
        config=_SETTINGS,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": latest.isoformat(),
        },
    )
    root = html.document_fromstring(markup)
    events = schema_org.events(root)
    if not isinstance(found, Document):
        if not events:
            raise SourceError(_NO_ARTICLE)
        found = Document(title=root.findtext(".//title"))  # what is given as data needs no prose
    title = " ".join(clean(found.title or "").split())[:_MAX_TITLE] or (events[0].name if events else "")
    text = paragraphs(found.text or "").removeprefix(f"{title}\n")
    if not title or (len(text) < _SHORTEST and not events):
        raise SourceError(_NO_ARTICLE)
    text, facts = with_events(text, events, schema_org.RULE)
    published = _published(root, markup, found.date, latest)
    stated = clean(found.url or "")
    address = answer.address or (stated if host_of(stated) else "")  # a file has no address but the one it states
    article = Article(
        title=title,
        text=text,
        published=published.day if published else latest,
        address=address,
        outlet=" ".join(clean(found.sitename or "").split())[:_MAX_OUTLET] or host_of(address),
        language=language(root.get("lang") or found.language),
        key=answer.address,  # never the canonical link: a page must not pass for another one's article
        published_at=published.at if published else None,
        facts=facts,
    )
    return article, published


def feeds(answer: Answer) -> list[str]:
    """Return the feeds that a page links to, its comments' left out; none when it says that it is an article itself."""
    markup = clean(decode(answer.body, answer.charset))
    page = html.document_fromstring(markup)
    if page.xpath("//meta[@property='og:type' and @content='article']") or _ARTICLE_TYPES.search(markup):
        return []
    links = [link for link in page.xpath(_FEEDS) if "comment" not in link.get("title", "").lower()]
    found = dict.fromkeys(absolute(answer.address, link.get("href", "")) for link in links)
    return [address for address in found if address]


def _published(page: Any, markup: str, guess: str | None, latest: date) -> Published | None:
    """Return what the page declares; only where it declares nothing, the ``guess`` from its text and address."""
    declared = [str(value) for path in _PUBLISHED for value in page.xpath(path)]
    declared = declared or _PUBLISHED_JSON.findall(markup)
    return read_published(declared[0] if declared else guess, latest)
