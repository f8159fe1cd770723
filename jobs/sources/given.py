"""What people hand over in a chat, a text or a file: its bytes → Articles, which claim no address of anybody's."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jobs.sources import file
from jobs.sources.languages import DEFAULT, guessed
from jobs.sources.text import MAX_TEXT, clean
from storage.errors import AskedWrongly, SourceError
from storage.models import Article

_LONGEST_TITLE = 200  # characters of a first line
_MOST = 50  # events of a calendar, the next ones


def read_text(content: bytes, outlet: str, origin: str, at: datetime) -> tuple[Article, ...]:
    """Return the article that a text is, in UTF-8, as Telegram gives it: to be run in a child.

    outlet, origin, at  who published it, where a person can read it, and when
    """
    text = clean(content.decode(errors="replace")).strip()[:MAX_TEXT]
    title, _, rest = text.partition("\n")
    if len(title) > _LONGEST_TITLE or not rest.strip():
        title, rest = "", text
    article = Article(
        title=title.strip(),
        text=rest.strip(),
        published=at.date(),
        address=origin,
        outlet=outlet,
        language=guessed(text) or DEFAULT,
        key=origin or _key("text", content),
        published_at=at,
    )
    return (article,)


def read_file(content: bytes, name: str, at: datetime) -> tuple[Article, ...]:
    """Return the articles that a file is, published when it says itself, else ``at``: to be run in a child.

    Whatever address it names may be anybody's: none is kept, and nothing of it is taken for an Article that was read
    there. Raises SourceError for what is no article.
    """
    try:
        articles = _parsed(content, name, at)
    except AskedWrongly as error:
        raise SourceError(str(error).removeprefix(f"{name}: ")) from error
    own = _key("file", content)
    return tuple(
        replace(one, address="", outlet=name, key=f"{own} {number}") for number, one in enumerate(articles[:_MOST])
    )


def _parsed(content: bytes, name: str, at: datetime) -> Sequence[Article]:
    try:
        return file.parse_all(content, name)
    except AskedWrongly:
        if name.casefold().endswith(".txt") and content.strip() and b"\0" not in content:
            return read_text(content, name, "", at)
        return file.parse_all(content, name, at.date())


def _key(kind: str, content: bytes) -> str:
    return f"{kind} {hashlib.sha256(content).hexdigest()[:32]}"
