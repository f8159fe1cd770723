"""Text as Telegram reads it: HTML or entities in, plain text and entities out.

The rules are those of the Bot API page ("Formatting options") and of Telegram's own parser (tdlib, parse_html). Left
out: what Telegram cleans without a word, such as control characters, and the links and mentions it finds by itself.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from .answers import Json, Refusal, bad_request

TEXT_LIMIT = 4096  # UTF-16 units after parsing (Bot API, sendMessage)
CAPTION_LIMIT = 1024  # the same (Bot API, sendDocument)
ENTITY_LIMIT = 100  # what is over loses its formatting (limits.tginfo.me)

_KINDS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "span": "spoiler", "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code", "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[A-Za-z]+));?")
_TEXT = re.compile(r"[^<]+")
_TAG_NAME = re.compile(r"<([^\s>]*)\s*")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(
    r"""([^\s=>/"']+)\s*(?:=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<token>[\w.-]*)(?=[\s>])))?\s*""",
    re.ASCII,
)
_DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")  # Bot API, "Date-time entity formatting"


def utf16_length(text: str) -> int:
    """Return the length of ``text`` as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_utf16(text: str, offset: int, length: int) -> str:
    """Return the part of ``text`` that an entity covers; UnicodeDecodeError where it would cut a character in two."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def read_text(
    source: str, parse_mode: str, entities: Sequence[Json], limit: int = TEXT_LIMIT
) -> tuple[str, list[Json]]:
    """Return the plain text of a message and its entities, in Telegram's order.

    The text loses the white space around it. ``entities`` count only where there is no ``parse_mode``.
    """
    try:
        source.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    if parse_mode.lower() == "html":
        text, found = parse_html(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, found = source, [_checked(entity, source) for entity in entities]
    text, found = _trimmed(text, found)
    if utf16_length(text) > limit:
        raise bad_request("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))[:ENTITY_LIMIT]


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of ``source``.

    Raises Refusal, "can't parse entities", for what is not Telegram's HTML. A reference it does not know, such as
    ``&nbsp;``, is no error: it is shown as it is written.
    """
    return _Html(source).read()


class _Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    offset: int  # in the plain text, UTF-16
    piece: int  # in the list of its pieces


class _Html:
    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open_tags: list[_Tag] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if text := _TEXT.match(self.source, self.at):
                self._text(text)
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open_tags:
            raise _unparsable(f"Can't find end tag corresponding to start tag {self.open_tags[-1].name}")
        return "".join(self.pieces), self.entities

    def _text(self, text: re.Match[str]) -> None:
        self.pieces.append(_unescape(text[0]))
        self.offset += utf16_length(self.pieces[-1])
        self.at = text.end()

    def _start_tag(self) -> None:
        opening = _TAG_NAME.match(self.source, self.at)
        if opening is None or opening.end() == len(self.source):
            raise self._fail("Unclosed start tag")
        name, attributes = opening[1].lower(), {}
        if name not in _KINDS:
            raise self._fail(f'Unsupported start tag "{name}"')
        end = opening.end()
        while not self.source.startswith(">", end):
            attribute = _ATTRIBUTE.match(self.source, end)
            if attribute is None:
                raise self._fail(f'Unreadable attribute in the tag "{name}"')
            quoted = attribute["double"] if attribute["single"] is None else attribute["single"]
            token = (attribute["token"] or "").lower()
            attributes[attribute[1]] = token if quoted is None else _unescape(quoted)
            end = attribute.end()
            if end == len(self.source):
                raise self._fail("Unclosed start tag")
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._fail('Tag "span" must have class "tg-spoiler"')
        self.open_tags.append(_Tag(name, attributes, self.offset, len(self.pieces)))
        self.at = end + 1

    def _end_tag(self) -> None:
        if not self.open_tags:
            raise self._fail("Unexpected end tag")
        closing = _END_TAG.match(self.source, self.at)
        if closing is None:
            raise self._fail("Unclosed end tag")
        tag, name = self.open_tags.pop(), closing[1].lower()
        if name not in ("", tag.name):
            raise self._fail(f'Unmatched end tag, expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self._mark(tag)
        self.at = closing.end()

    def _mark(self, tag: _Tag) -> None:
        """Keep the entity of ``tag``, which has just been closed."""
        entity: Json = {"type": _KINDS[tag.name], "offset": tag.offset, "length": self.offset - tag.offset}
        match tag.name:
            case "a":
                target = _target(tag.attributes.get("href") or "".join(self.pieces[tag.piece :]))
                if target is None:
                    return  # Telegram shows the text and drops the link
                entity |= target
            case "pre":
                inner = self.entities[-1] if self.entities else {}
                if inner.get("language") and (inner["offset"], inner["length"]) == (entity["offset"], entity["length"]):
                    entity["language"] = self.entities.pop()["language"]
            case "code":
                language = tag.attributes.get("class", "").partition("language-")[2]
                if language and any(outer.name == "pre" for outer in self.open_tags):
                    entity["language"] = language
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                identifier = tag.attributes.get("emoji-id", "")
                if not identifier.isdecimal():
                    raise _unparsable("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = identifier
            case "tg-time":
                entity |= _date_time(tag.attributes.get("unix", ""), tag.attributes.get("format", ""))
        self.entities.append(entity)

    def _fail(self, reason: str) -> Refusal:
        return _unparsable(f"{reason} at byte offset {len(self.source[: self.at].encode())}")


def _unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _unescape(text: str) -> str:
    return _REFERENCE.sub(_resolve, text)


def _resolve(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _NAMED.get(reference["name"], reference[0])
    digits = reference["hex"] or reference["dec"]
    code = int(digits, 16 if reference["hex"] else 10) if len(digits) < 8 else 0
    if 0xD800 <= code <= 0xDFFF:
        raise _unparsable("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else reference[0]


def _target(address: str) -> Json | None:
    """Return what an entity for a link to ``address`` holds; None where Telegram makes no link of it."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme == "tg" and host == "user":
        user = parse_qs(parts.query).get("id", [""])[0]
        return (
            {"type": "text_mention", "user": {"id": int(user), "is_bot": False, "first_name": user}} if user else None
        )
    if parts.scheme in ("tg", "ton") or (parts.scheme in ("http", "https") and ("." in host or ":" in host)):
        return {"url": parts.geturl()}
    return None


def _date_time(unix: str, format: str) -> Json:
    if not unix.removeprefix("-").isdecimal():
        raise _unparsable("Invalid date-time unix time specified")
    if not _DATE_TIME_FORMAT.fullmatch(format):
        raise _unparsable("Invalid date-time format specified")
    return {"unix_time": int(unix), "date_time_format": format}


def _checked(entity: Json, text: str) -> Json:
    """Return ``entity`` as it was given, if it lies within ``text``."""
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: type, offset and length are needed")
    end = utf16_length(text)
    if offset < 0 or length <= 0 or offset + length > end:
        raise bad_request(
            f"entity at UTF-16 offset {offset} of length {length} is not within the text, which ends at {end}"
        )
    try:
        cut_utf16(text, offset, length)
    except UnicodeDecodeError:
        raise bad_request(f"entity at UTF-16 offset {offset} begins or ends in the middle of a character") from None
    if kind == "date_time" and not _DATE_TIME_FORMAT.fullmatch(entity.get("date_time_format", "")):
        raise bad_request("can't parse MessageEntity: invalid date-time format")
    return dict(entity)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Return ``text`` without the white space around it, and ``entities`` moved along; the first one stops the cut."""
    text = text.rstrip()
    spaces = len(text) - len(text.lstrip())
    cut = min([spaces, *(entity["offset"] for entity in entities)])
    end = utf16_length(text)
    moved = [
        entity | {"offset": entity["offset"] - cut, "length": min(entity["length"], end - entity["offset"])}
        for entity in entities
    ]
    return text[cut:], [entity for entity in moved if entity["length"] > 0]
