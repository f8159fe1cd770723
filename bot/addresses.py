"""The address of a source as people type or paste it, understood: pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from yarl import URL

from bot.days import say
from storage.errors import AskedWrongly

_LONGEST = 2000  # characters
_MARKDOWN = re.compile(r"\[[^][]*\]\(([^\s]+)\)")  # "[words](address)"
_SCHEME = re.compile(r"(?:(?:feed|rss|webcals?):)?(?:(https?):)?//", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+(?:[^\W\d_][\w-]+|\d{1,3})\.?(?::\d+)?(?=[/?#]|$)")
_OPENING, _CLOSING = "<([{«‹“”„‘’'\"`*|", ">)]}»›“”‘’'\"`*|.,;:!?…。，、"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def read_address(words: Sequence[str], linked: Sequence[str] = (), *, usage: str = "source.usage") -> str:
    """Return the address that is meant: in ASCII, http or https, without a fragment.

    words   after the command; what surrounds the address (brackets, quotation marks, a full stop) is left out, so is
            what is no address, and "feed:" or "webcal:" before it is understood
    linked  addresses behind words of the message; they count where no word is an address

    Raises AskedWrongly where there is none, with the text ``usage``, or several, or one with a user name in it.
    """
    found = addresses_in(words) or addresses_in(linked)
    if not found:
        names_user = any((url := _url(word)) and _names_user(url) for word in (*words, *linked))
        raise AskedWrongly(say("source.names_user" if names_user else usage))
    if len(found) > 1:
        raise AskedWrongly(say("source.one_address"))
    return found[0]


def addresses_in(words: Iterable[str]) -> list[str]:
    """Return the addresses among ``words``, as ``read_address`` does, each once."""
    return list(dict.fromkeys(address for word in words if (address := _address(word))))


def _address(word: str) -> str | None:
    url = _url(word)
    if url is None or _names_user(url):
        return None
    address = str(url)
    is_clean = address.isascii() and address.isprintable() and " " not in address
    return address if is_clean and len(address) <= _LONGEST else None


def _url(word: str) -> URL | None:
    """Return the URL that is written there; None: it is none, or names no host."""
    shown = "".join(char for char in word if unicodedata.category(char)[0] != "C")
    bare = _bare(_MARKDOWN.sub(r"\1", shown))
    scheme = _SCHEME.match(bare)
    if not scheme and not _HOST.match(bare):
        return None
    place = bare[scheme.end() :] if scheme else bare
    try:
        url = URL(f"{(scheme and scheme[1]) or 'https'}://{place}").with_fragment(None)
        is_hosted = bool(url.host)
    except ValueError:  # no number of a port, no name in Punycode
        return None
    return url if is_hosted else None


def _names_user(url: URL) -> bool:
    return url.raw_user is not None or url.raw_password is not None


def _bare(word: str) -> str:
    """Return ``word`` without what stands around it; a bracket that closes one of its own stays."""
    word = word.lstrip(_OPENING)
    while word and word[-1] in _CLOSING:
        opening = _PAIRS.get(word[-1])
        if opening and word.count(opening) >= word.count(word[-1]):
            break
        word = word[:-1]
    return word
