"""Text from outside is shown as it is meant, whatever it holds."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.markup import clean, fill, harmless, host, link, plain, split_message, visible_length
from tests.bot.conftest import TAPPABLE
from tests.telegram_api.formatting import ENTITY_LIMIT, TEXT_LIMIT, parse_html, utf16_length

JOINER = "\u2060"
HOSTILE = {
    "a tag": "<b>bold</b> & <a href='https://evil.example'>click</a>",
    "a tag left open": "<b",
    "an end tag": "</b></a>",
    "a reference": "&lt;b&gt; &#60; &amp;",
    "braces": "{name} {0} {__class__}",
    "an address": "see https://evil.example/x?y=1",
    "an address without scheme": "evil.com and t.me/joinchat/x",
    "Telegram's own": "tg://resolve?domain=evil",
    "a mention": "@evil_bot said",
    "a command": "/stop now",
    "an e-mail address": "boss@evil.com",
    "lines": "one\n\ntwo\r\nthree\u2028four",
    "a lone surrogate": "half \ud83d of a pair",
    "NUL": "nul\x00nul",
    "right to left override": "abc\u202edcb",
    "isolates": "\u2066left\u2069",
    "zero width": "z\u200bw\ufeff",
    "tags": "flag\U000e0041\U000e007f",
    "a pile of accents": "Z" + "\u0301" * 500,
    "an accent between joiners": "Z" + "\u200d\u0301" * 50,
}
any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_and_nothing_else(text: str) -> None:
    is_harmless(text)


@given(any_text)
def test_any_text_is_shown_and_nothing_else(text: str) -> None:
    is_harmless(text)


def is_harmless(text: str) -> None:
    shown, entities = parse_html(fill("<b>{text}</b>", text=text))
    assert [entity["type"] for entity in entities] in (["bold"], [])
    assert re.sub("[\u2060\u2068\u2069]", "", shown) == clean(text)
    assert not TAPPABLE.search(shown)
    assert len(clean(text)) <= 200
    assert "\n" not in shown
    assert not {unicodedata.category(char) for char in clean(text)} & {"Cc", "Cs", "Co"}


@given(any_text, any_text)
def test_a_link_goes_where_it_says_or_is_none(label: str, address: str) -> None:
    _, entities = parse_html(link(label, address))
    assert all(entity["type"] == "text_link" for entity in entities)


ADDRESSES = {
    "a page": ("https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c", "example.org"),
    "a port": ("http://example.org:8080/", "http://example.org:8080/", "example.org"),
    "another alphabet": ("https://пример.рф/д", "https://xn--e1afmkfd.xn--p1ai/%D0%B4", "xn--e1afmkfd.xn--p1ai"),
    "quotes": ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E", "example.org"),
    "a script": ("javascript:alert(1)", None, ""),
    "a user before the host": ("https://telegram.org@evil.example/", None, ""),
    "no host": ("https://", None, ""),
    "no domain": ("http://localhost/", None, ""),
    "not an address": ("http://[", None, ""),
}  # fmt: skip


@pytest.mark.parametrize(("address", "target", "name"), ADDRESSES.values(), ids=ADDRESSES)
def test_only_a_plain_web_page_is_linked(address: str, target: str | None, name: str) -> None:
    _, entities = parse_html(link("page", address))
    assert [entity.get("url") for entity in entities] == ([target] if target else [])
    assert host(address) == name


def test_words_written_from_right_to_left_are_kept_apart_from_their_surroundings() -> None:
    assert harmless("محادثات") == "\u2068محادثات\u2069"


def test_letters_that_need_a_joiner_keep_it() -> None:
    assert clean("می‌خواهم 👨‍👩‍👧") == "می‌خواهم 👨‍👩‍👧"


def test_what_is_cut_says_so() -> None:
    assert clean("word " * 100, 12) == "word word w…"


@given(st.lists(st.text(alphabet="ab <&🔔\n", max_size=80), max_size=60), st.integers(200, 400))
def test_pieces_fit_and_nothing_is_lost(paragraphs: list[str], limit: int) -> None:
    whole = Markup("\n\n").join(fill("<b>{text}</b>", text=text) for text in paragraphs)
    pieces = split_message(whole, limit)
    read = [parse_html(piece) for piece in pieces]
    assert all(utf16_length(text) <= limit and len(found) <= ENTITY_LIMIT for text, found in read)
    assert "".join(plain(whole).split()) == "".join("".join(text for text, _ in read).split())


def test_pieces_are_cut_between_blocks() -> None:
    assert split_message(Markup("aa\naa\n\nbb\n\ncc"), 9) == ["aa\naa\n\nbb", "cc"]


def test_a_block_that_is_too_long_is_cut_between_lines() -> None:
    assert split_message(Markup("a\n\nbbbb\ncccc"), 6) == ["a", "bbbb", "cccc"]


def test_a_line_that_is_too_long_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        split_message(Markup.escape("a" * 5000))


def test_length_is_counted_as_telegram_does() -> None:
    assert visible_length(Markup("<b>🔔 &amp;</b>")) == 4
    assert TEXT_LIMIT == 4096
