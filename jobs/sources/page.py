"""An article's own page: a document → a Reading of one Article, its prose with trafilatura, its data beside it."""

from copy import deepcopy
from datetime import date

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG, Document

from jobs.sources import news_article, schema_org
from jobs.sources.days import Published
from jobs.sources.events import with_events
from jobs.sources.languages import DEFAULT, guessed, stated
from jobs.sources.markup import markup_of, page_of
from jobs.sources.news_article import Declared
from jobs.sources.publication import published_on
from jobs.sources.records import Answer, Item, Reading
from jobs.sources.text import clean, paragraphs
from storage.hosts import host_of
from storage.models import Article, SourceKind

KIND = SourceKind.PAGE
_SHORTEST = 40  # characters of text; "The summit is on 3 October in Granada." is nearly that
_MAX_TITLE = 500
_MAX_OUTLET = 100
_SETTINGS = deepcopy(DEFAULT_CONFIG)  # a notice of one sentence is an article: by default its menu would be added
_SETTINGS["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
_MUCH_MORE = 1.2  # times as long
_TAGS = (
    "/html/@lang",
    "/html/@*[name()='xml:lang']",
    "//meta[@property='og:locale']/@content",
    "//meta[translate(@http-equiv, 'CL', 'cl')='content-language']/@content",
)


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is a web page, also one that is served as XML."""
    return answer.content_type in ("text/html", "application/xhtml+xml") or b"<html" in answer.body[:4096].lower()


def parse(answer: Answer, today: date) -> Reading:
    """Return the article that this page is about; without a date of its own, it was published today.

    To be run in a child: markup can be made to keep a parser busy for long.

    A page that is none, as a login or a wall of cookies, is a Reading without items.
    """
    found = extract(answer, today)
    if found is None:
        return Reading(KIND, answer.address)
    article, published = found
    item = Item(article, is_dated=published is not None)
    return Reading(KIND, answer.address, article.title, article.language, (item,))


def extract(answer: Answer, latest: date) -> tuple[Article, Published | None] | None:
    """Return the article of a page, published on ``latest`` unless it says when, and what it says of that.

    None where there is no article in it.
    """
    markup = markup_of(answer)
    found = trafilatura.bare_extraction(
        markup,
        url=answer.address or None,
        fast=True,
        include_comments=False,
        with_metadata=True,
        config=_SETTINGS,
    )
    root = page_of(markup)
    declared = news_article.declared(root) or Declared()
    events = schema_org.events(root)
    if not isinstance(found, Document):
        found = Document(title=root.findtext(".//title"))  # what is given as data needs no prose
    titles = (found.title, declared.headline, *(event.name for event in events[:1]))
    title = next(filter(None, (" ".join(clean(each or "").split())[:_MAX_TITLE] for each in titles)), "")
    text = _fuller(paragraphs(found.text or ""), declared.body).removeprefix(f"{title}\n")
    if not title or (len(text) < _SHORTEST and not events):
        return None
    published = published_on(root, declared.published, answer.address, text, latest)
    tag = stated(*(tag for path in _TAGS for tag in root.xpath(path)), declared.language)
    text, facts = with_events(text, events, schema_org.RULE)
    canonical = clean(found.url or "")
    address = answer.address or (canonical if host_of(canonical) else "")  # a file has none but the one it states
    article = Article(
        title=title,
        text=text,
        published=published.day if published else latest,
        address=address,
        outlet=" ".join(clean(found.sitename or declared.outlet).split())[:_MAX_OUTLET] or host_of(address),
        language=tag or guessed(f"{title}\n{text}") or DEFAULT,
        key=answer.address,  # never the canonical link: a page must not pass for another one's article
        published_at=published.at if published else None,
        facts=facts,
    )
    return article, published


def _fuller(prose: str, declared: str) -> str:
    """Return the text that the page declares where it has much that was not found in its markup."""
    return declared if len(declared) > len(prose) * _MUCH_MORE else prose
