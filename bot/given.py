"""What a person hands over to be read, a link, a text, a forwarded post or a file: pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from babel.dates import get_day_names, get_month_names
from telegram import Document, Message, MessageEntity, MessageOriginChannel, MessageOriginChat

from bot.addresses import addresses_in
from bot.days import say

_WORTH_READING = 100  # characters: few messages to a bot are as long, and no announcement is much shorter
_LITTLE = 40  # characters beside a link: they only say what it is
_LINKS = (MessageEntity.URL, MessageEntity.TEXT_LINK)


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(name.casefold().rstrip(".")) for name in names}, key=len, reverse=True))


_MONTH = _either(
    name for width in ("wide", "abbreviated") for name in get_month_names(width, locale=say.locale).values()
)
_WEEKDAY = _either(get_day_names("wide", locale=say.locale).values())
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTH})|(?:{_MONTH})\.? \d{{1,2}}|20\d\d-\d\d-\d\d|{_WEEKDAY})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Given:
    """What is to be read: a file, or a text, and where that announces nothing, or is empty, the page at ``address``."""

    text: str = ""
    address: str = ""
    document: Document | None = None
    origin: str = ""  # where a person can read the text
    outlet: str = ""  # who published it
    published_at: datetime | None = None  # when; None: just now


def handed_over(message: Message) -> Given | None:
    """Return what a message that is no command hands over; None where it is but a word to the bot."""
    given = all_of(message)
    if given is None or given.document or given.address or message.forward_origin:
        return given
    return given if len(given.text) >= _WORTH_READING or _DATED.search(given.text) else None


def all_of(message: Message) -> Given | None:
    """Return what there is to be read in ``message``; None where there is nothing."""
    if message.document is not None:
        return _with_origin(Given(document=message.document), message)
    given = _given(message.text or message.caption or "", _links(message))
    return given and _with_origin(given, message)


def after_command(message: Message) -> Given | None:
    """Return what there is to be read after the command that ``message`` begins with; None where there is nothing."""
    _, *rest = (message.text or "").split(maxsplit=1)
    return _given("".join(rest), _links(message))


def _links(message: Message) -> dict[MessageEntity, str]:
    return message.parse_entities(list(_LINKS)) or message.parse_caption_entities(list(_LINKS))


def _given(text: str, links: Mapping[MessageEntity, str]) -> Given | None:
    written = [shown for link, shown in links.items() if not link.url] + [word for word in text.split() if "//" in word]
    addresses = addresses_in([link.url for link in links if link.url] + written)
    beside = text
    for shown in written:
        beside = beside.replace(shown, " ")
    if addresses and len(" ".join(beside.split())) < _LITTLE:
        return Given(address=addresses[0])
    return Given(text=text, address=addresses[0] if addresses else "") if text.strip() else None


def _with_origin(given: Given, message: Message) -> Given:
    """Return ``given`` with what Telegram says of where it was forwarded from; a person is no outlet."""
    match message.forward_origin:
        case MessageOriginChannel(chat=chat, date=date, message_id=number):
            origin = f"https://t.me/{chat.username}/{number}" if chat.username else ""
            return replace(given, origin=origin, outlet=chat.title or "", published_at=date)
        case MessageOriginChat(sender_chat=chat, date=date):
            return replace(given, outlet=chat.title or "", published_at=date)
        case None:
            return given
        case origin:
            return replace(given, published_at=origin.date)
