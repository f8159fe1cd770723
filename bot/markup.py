"""Text that Telegram shows as it is meant: the one place where text from outside is made harmless and escaped.

Messages are Telegram's HTML, as ``Markup``. Any plain ``str`` that is filled into one is text from outside.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from markupsafe import Markup

TEXT_LIMIT = 4096  # UTF-16 units, without the tags (Bot API, sendMessage)
_ENTITY_LIMIT = 100  # what is over loses its formatting
_MARKS, _MARKS_PER_LETTER = ("Mn", "Me"), 3
_JOINER = "\u2060"  # word joiner: seen by nobody, and no link goes across it
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_DROPPED = {"Cc", "Cs", "Co", "Cn", "Cf"}
_JOINS_LETTERS = "\u200c\u200d"  # Persian and emoji need them
_TAPPABLE = re.compile(r"(?<=[@#$/])(?=\w)|(?<=\w\.)(?=\w)|(?<=:)(?=/)")
_WEB_SAFE = "/%:@!$'()*+,;=~&?-._"  # what stays as it is in an address
_TAG = re.compile(r"<(/?)[^>]*>")


def fill(template: str, **values: object) -> Markup:
    """Return our own ``template`` with ``values`` in its braces, everything but Markup and numbers made harmless."""
    return Markup(template).format(**{name: _safe(value) for name, value in values.items()})  # noqa: S704 - ours


def clean(text: str, limit: int = 200) -> str:
    """Return ``text`` on one line and without what misleads: controls, changes of direction, piles of accents.

    limit  characters it is cut to
    """
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_shown(char))
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", shown):
        if unicodedata.category(char) in _MARKS:
            marks += 1
        elif char not in _JOINS_LETTERS:
            marks = 0
        if marks <= _MARKS_PER_LETTER:
            kept.append(char)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def harmless(text: str, limit: int = 200) -> Markup:
    """Return ``text`` from outside, clean, escaped, and with nothing left in it that one can tap."""
    line = _TAPPABLE.sub(_JOINER, clean(text, limit))
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line):
        line = f"{_FIRST_STRONG_ISOLATE}{line}{_POP_ISOLATE}"
    return Markup.escape(line)


def link(label: str, address: str) -> Markup:
    """Return ``label`` as a link to ``address``; the label alone where that is not plainly a web page's."""
    target = _web_page(address)
    if target is None:
        return harmless(label)
    return Markup('<a href="{}">{}</a>').format(target, harmless(label))


def host(address: str) -> str:
    """Return the host of a web page, without "www."; empty where the address is not plainly one."""
    target = _web_page(address)
    return (urlsplit(target).hostname or "").removeprefix("www.") if target else ""


def visible_length(text: Markup) -> int:
    """Return how long Telegram finds ``text``: UTF-16 units, tags left out."""
    return len(html.unescape(_TAG.sub("", text)).encode("utf-16-le", "surrogatepass")) // 2


def plain(text: Markup) -> str:
    """Return ``text`` without its tags."""
    return html.unescape(_TAG.sub("", text))


def plain_message(text: Markup, limit: int = TEXT_LIMIT) -> str:
    """Return ``text`` without its tags, as far as one message can show it."""
    return plain(text).encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")


def split_message(text: Markup, limit: int = TEXT_LIMIT) -> list[Markup]:
    """Return ``text`` in pieces that Telegram accepts, cut at blank lines, or between lines where it must be.

    limit  UTF-16 units a message, tags left out

    No tag may reach over a line's end. Raises ValueError when one line alone is longer than ``limit``.
    """
    pieces: list[Markup] = []
    piece = Markup("")
    for gap, block in _blocks(text, limit):
        longer = Markup("{}{}{}").format(piece, gap, block) if piece else block
        if piece and not _fits(longer, limit):
            pieces.append(piece)
            longer = block
        piece = longer
    return [*pieces, piece]


def _blocks(text: Markup, limit: int) -> Iterator[tuple[str, Markup]]:
    """Give what is not cut, each with the gap before it."""
    for block in text.split("\n\n"):
        if _fits(block, limit):
            yield "\n\n", block
            continue
        for number, line in enumerate(block.split("\n")):
            if not _fits(line, limit):
                raise ValueError(f"a line of {visible_length(line)} UTF-16 units does not fit into {limit}")
            yield "\n" if number else "\n\n", line


def _is_shown(char: str) -> bool:
    return char in _JOINS_LETTERS or unicodedata.category(char) not in _DROPPED


def _fits(text: Markup, limit: int) -> bool:
    return visible_length(text) <= limit and sum(tag[1] == "" for tag in _TAG.finditer(text)) <= _ENTITY_LIMIT


def _safe(value: object) -> object:
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _web_page(address: str) -> str | None:
    """Return ``address`` with everything odd in it encoded; None unless it is http(s) with a plain host."""
    try:
        parts = urlsplit(address.strip())
        hostname, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None or "." not in hostname:
        return None
    try:
        hostname = hostname.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not re.fullmatch(r"[\w.-]+", hostname, re.ASCII):
        return None
    place = hostname if port is None else f"{hostname}:{port}"
    path, query = (quote(part.encode(errors="ignore"), safe=_WEB_SAFE) for part in (parts.path, parts.query))
    return f"{parts.scheme}://{place}{path}{f'?{query}' if query else ''}"
