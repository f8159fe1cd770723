"""The whole text of an Item that came as a summary: that of its page, where the page is its article."""

import logging
import re
from dataclasses import replace
from datetime import date

from jobs.sources.records import Item
from jobs.sources.registry import read_page
from jobs.sources.web.client import Web
from jobs.sources.web.refusals import ClosedError
from storage.articles import digest_of
from storage.errors import SourceError
from storage.models import Article

log = logging.getLogger(__name__)
_WORD = re.compile(r"[^\W\d_]{5,}")  # longer words: those of every text are short
_FEW = 3  # words, too few to tell by
_SHARE = 0.3  # of the words of a summary, in its article


async def with_page(web: Web, item: Item, today: date) -> Item:
    """Return ``item`` with the full text of its page, where it needs it and it can be had.

    Where the source does not say when it was published or in which language, the page does. A page that is not the
    article (a login, a wall of cookies, the first lines of what is to be paid for), or that programs are asked not to
    read, leaves the summary, and is not asked for again; one that cannot be read now is: the Item still needs it.
    """
    if not item.needs_page:
        return item
    try:
        found = await read_page(web, item.article.address, today)
    except SourceError as error:
        log.info("page not read", extra={"address": item.article.address, "reason": error.reason})
        return replace(item, needs_page=not isinstance(error, ClosedError))
    if found is None or not is_article_of(item.article, found.article):
        log.info("page without its article", extra={"address": item.article.address})
        return replace(item, needs_page=False)
    page = found.article
    article = replace(item.article, title=item.article.title or page.title, text=page.text, facts=page.facts)
    if found.is_dated and not item.is_dated:
        article = replace(article, published=page.published, published_at=page.published_at)
    if not item.has_language:
        article = replace(article, language=page.language)
    return replace(
        item,
        article=article,
        needs_page=False,
        is_dated=item.is_dated or found.is_dated,
        has_language=True,
        page_digest=digest_of(page),
    )


def is_article_of(summary: Article, page: Article) -> bool:
    """Whether ``page`` is the article of ``summary``: it says more, and of the same."""
    if page.facts:
        return True
    wanted = set(_WORD.findall(summary.body.casefold()))
    common = wanted & set(_WORD.findall(page.text.casefold()))
    is_about_it = len(wanted) < _FEW or len(common) >= _SHARE * len(wanted)
    return is_about_it and len(page.text) > len(summary.text)
