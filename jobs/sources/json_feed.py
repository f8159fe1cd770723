"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): a document → a Reading, with pydantic."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ValidationError

from jobs.sources.entries import MAX_ITEMS, Entry, read_entries
from jobs.sources.records import Answer, Reading
from jobs.sources.text import clean, decode, from_html, paragraphs
from jobs.sources.web.addresses import absolute
from storage.errors import SourceError
from storage.models import SourceKind

KIND = SourceKind.FEED
_NO_FEED = "There is no JSON Feed at this address that can be read: try the site's home page."
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{")
_VERSION = re.compile(rb"jsonfeed\.org\\?/version\\?/1")  # PHP escapes the slashes


def _written(value: Any) -> str:
    """Return a string; a number as one, as the specification has it for ids; of anything else nothing."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


Text = Annotated[str, BeforeValidator(_written)]


class _Item(BaseModel):
    """An item, as far as it is read; what is not of its type is as if it were absent."""

    id: Text = ""
    url: Text = ""
    external_url: Text = ""
    title: Text = ""
    content_html: Text = ""
    content_text: Text = ""
    summary: Text = ""
    date_published: Text = ""
    date_modified: Text = ""
    language: Text = ""


class _Feed(BaseModel):
    title: Text = ""
    language: Text = ""
    items: list[Any]


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is an object that names the version of a JSON Feed, whatever its content type says."""
    return _OBJECT.match(answer.body) is not None and _VERSION.search(answer.body) is not None


def parse(answer: Answer, today: date) -> Reading:
    """Return the feed's first MAX_ITEMS items; those with a summary only need their page.

    To be run in a child.

    Raises SourceError when it is not a JSON Feed. An item that is damaged is left out.
    """
    try:
        feed = _Feed.model_validate(json.loads(decode(answer.body, answer.charset), strict=False))
    except (ValueError, RecursionError) as error:  # pydantic's is a ValueError
        raise SourceError(_NO_FEED) from error
    title = " ".join(clean(feed.title).split())
    return read_entries(answer.address, title, feed.language, _entries(feed, answer.address), today)


def _entries(feed: _Feed, address: str) -> Iterator[Entry]:
    for given in islice(feed.items, MAX_ITEMS):
        try:
            item = _Item.model_validate(given)
        except ValidationError:
            continue
        contents = (from_html(item.content_html), paragraphs(item.content_text))
        yield Entry(
            title=" ".join(clean(item.title).split()),
            contents=tuple(filter(None, contents)),
            summary=paragraphs(item.summary),
            id=item.id,
            address=absolute(address, item.url) or absolute(address, item.external_url),
            dates=(item.date_published, item.date_modified),
            language=item.language,
        )
