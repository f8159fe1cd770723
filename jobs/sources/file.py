"""What a person hands over, a file or a pasted text: its characters → an Article, or several of a calendar."""

import codecs
import hashlib
import re
from dataclasses import replace
from datetime import date

from jobs.sources import calendar, feed, page
from jobs.sources.records import Answer
from jobs.sources.text import clean, decode
from storage.errors import AskedWrongly, SourceError
from storage.hosts import host_of
from storage.models import Article

_DAY = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)", re.ASCII)
_UNDATED = "{name} does not say when it was published: add --published and the day, as in --published 2021-12-28."
_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|article)[\s>]", re.IGNORECASE)


def parse_all(content: bytes, name: str, published: date | None = None) -> list[Article]:
    """Return the articles that ``content`` is: one for each event that is ahead in a calendar, else the one.

    published  of a calendar the day it is seen from; None: the day its newest event was written

    Raises AskedWrongly as ``parse`` does, and for a calendar that cannot be read or has nothing ahead.
    """
    answer = Answer(address="", body=content)
    if not calendar.recognises(answer):
        return [parse(content, name, published)]
    today = published or calendar.stamped(clean(decode(content)))
    if today is None:
        raise AskedWrongly(_UNDATED.format(name=name))
    try:
        items = calendar.parse(answer, today).items
    except SourceError as error:
        raise AskedWrongly(f"{name}: {error.reason}") from error
    if not items:
        raise AskedWrongly(f"{name} is a calendar, and nothing in it is ahead on {today}.")
    return [item.article for item in items]


def parse(content: str | bytes, name: str, published: date | None = None) -> Article:
    """Return the article that ``content`` is.

    content    a title, the day as YYYYMMDD or YYYY-MM-DD and the address, a line each, then the text; or HTML; or a
               title on the first line, then the text
    name       what to call it in an answer: "talks.txt", "standard input"
    published  the day it was published, before what it says itself; None: it has to say

    Raises AskedWrongly for what is not an article, or does not say when it was published. HTML is parsed right here,
    without a limit: it is for files of the person who runs the command.
    """
    raw = content.encode(errors="replace") if isinstance(content, str) else content
    if not raw.strip():
        raise AskedWrongly(f"{name} is empty.")
    text = clean(decode(raw)).strip("\n")
    if _is_binary(raw):
        raise AskedWrongly(f"{name} is not text: Daybook reads an article as plain text or HTML.")
    answer = Answer(address="", body=text.encode(), charset="utf-8")
    if feed.recognises(answer):
        raise AskedWrongly(f"{name} is a feed and not an article: name its address instead.")
    if _MARKUP.match(text):
        return _page(answer, name, published)
    title, _, rest = text.partition("\n")
    second, _, below = rest.partition("\n")
    if stated := _DAY.fullmatch(second.strip()):
        address, _, rest = below.partition("\n")
        return _article(title, rest, published or _day(stated, name), address.strip(), name)
    if published is None:
        raise AskedWrongly(_UNDATED.format(name=name))
    return _article(title, rest, published, "", name)


def _article(title: str, text: str, published: date, address: str, name: str) -> Article:
    title, text = title.strip(), text.strip("\n")
    if not title:
        raise AskedWrongly(f"{name} has no title: its first line is empty.")
    if not text.strip():
        raise AskedWrongly(f"{name} has a title and no text.")
    if address and not host_of(address):
        raise AskedWrongly(f'"{address[:100]}", the third line of {name}, is not a web address.')
    return Article(
        title=title,
        text=text,
        published=published,
        address=address,
        outlet=host_of(address),
        key=address or _key(title, published),
    )


def _page(answer: Answer, name: str, published: date | None) -> Article:
    found = page.extract(answer, published or date.max)
    if found is None:
        raise AskedWrongly(f"There is no article in {name}.")
    article, said = found
    if published is not None:
        article = replace(article, published=published, published_at=None)
    elif said is None:
        raise AskedWrongly(_UNDATED.format(name=name))
    return replace(article, key=_key(article.title, article.published))


def _day(stated: re.Match[str], name: str) -> date:
    try:
        return date(int(stated[1]), int(stated[3]), int(stated[4]))
    except ValueError as error:
        raise AskedWrongly(
            f"{stated[0]}, the second line of {name}, is not a day: it is written as 20211228, year, month, day."
        ) from error


def _key(title: str, published: date) -> str:
    """Return the key of an article that has no address: an edited text is the same article, another title is not."""
    return "text:" + hashlib.sha256(f"{published} {title}".encode()).hexdigest()[:32]


def _is_binary(raw: bytes) -> bool:
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return b"\0" in raw and not is_wide
