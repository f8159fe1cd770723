"""A web page as a tree, with lxml."""

from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

from jobs.sources.records import Answer
from jobs.sources.text import clean, decode


def markup_of(answer: Answer) -> str:
    """Return the markup of a page as clean text."""
    return clean(decode(answer.body, answer.charset))


def page_of(markup: str) -> Any:
    """Return the page as an lxml tree; one with nothing in it, as of comments alone, is an empty tree."""
    try:
        return html.document_fromstring(markup)
    except etree.ParserError:
        return html.document_fromstring("<html></html>")
