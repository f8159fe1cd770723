"""An address as people type or paste it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.addresses import read_address
from storage.errors import AskedWrongly

ADDRESSES = {
    "whole": ("https://www.example.org/feed?a=b", "https://www.example.org/feed?a=b"),
    "without its scheme": ("www.example.org/feed", "https://www.example.org/feed"),
    "a port": ("http://127.0.0.1:8080/feed", "http://127.0.0.1:8080/feed"),
    "a number without a scheme": ("127.0.0.1:8080/feed", "https://127.0.0.1:8080/feed"),
    "a scheme in capitals": ("HTTPS://www.Example.ORG/Feed", "https://www.example.org/Feed"),
    "angle brackets": ("<https://example.org/feed>", "https://example.org/feed"),
    "brackets and a full stop": ("(https://example.org/feed).", "https://example.org/feed"),
    "quotation marks": ("“https://example.org/feed”,", "https://example.org/feed"),
    "a bracket of its own": ("https://example.org/Talks_(2025)", "https://example.org/Talks_(2025)"),
    "a bracket of its own, in brackets": ("(https://example.org/Talks_(2025))", "https://example.org/Talks_(2025)"),
    "Markdown": ("[NATO](https://example.org/feed)", "https://example.org/feed"),
    "feed: before it": ("feed:https://example.org/feed", "https://example.org/feed"),
    "feed instead of http": ("feed://example.org/feed", "https://example.org/feed"),
    "a calendar": ("webcal://example.org/diary.ics", "https://example.org/diary.ics"),
    "only two slashes": ("//example.org/feed", "https://example.org/feed"),
    "another alphabet": ("https://пример.рф/лента", "https://xn--e1afmkfd.xn--p1ai/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"),
    "another alphabet without a scheme": ("пример.рф", "https://xn--e1afmkfd.xn--p1ai"),
    "a fragment": ("https://example.org/feed#top", "https://example.org/feed"),
    "its own port": ("https://example.org:443/feed", "https://example.org/feed"),
    "copied from a message, with what nobody sees": ("https:/\u2060/example.\u2060org/\u202efeed", "https://example.org/feed"),
    "words before it": ("please read https://example.org/feed", "https://example.org/feed"),
    "twice": ("https://example.org/feed https://example.org/feed", "https://example.org/feed"),
}  # fmt: skip
WRONG = {
    "nothing": "",
    "a word": "reuters",
    "another scheme": "ftp://example.org",
    "a file": "file:///etc/passwd",
    "a script": "javascript:alert(1)",
    "an e-mail address": "desk@example.org",
    "no host": "https://",
    "no port": "https://example.org:http",
    "a host that is none": "https://xn--é.example/",
    "Punycode that is none": "https://xn--/",
    "very long": "https://example.org/" + "a" * 2000,
}


@pytest.mark.parametrize(("typed", "address"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_taken(typed: str, address: str) -> None:
    assert read_address(typed.split()) == address


@pytest.mark.parametrize("typed", ["https://me:secret@example.org/", "http://me@example.org/feed"])
def test_of_an_address_with_a_user_name_is_said_what_is_wrong(typed: str) -> None:
    with pytest.raises(AskedWrongly, match="with a user name or a password in it is not read: leave them out"):
        read_address([typed])


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
def test_what_is_no_address_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(AskedWrongly, match="/addsource https"):
        read_address(typed.split())


def test_two_addresses_are_one_too_many() -> None:
    with pytest.raises(AskedWrongly, match="One address at a time"):
        read_address(["example.org", "example.net"])


def test_an_address_behind_words_counts_where_the_words_are_none() -> None:
    linked = ["https://example.org/feed"]
    assert read_address(["NATO", "news"], linked) == "https://example.org/feed"
    assert read_address(["https://example.net/feed"], linked) == "https://example.net/feed"


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=80),
    st.sampled_from(["", "https://", "HTTP://", "feed:", "//", "<", "www.example.org/"]),
)
def test_any_text_is_an_address_that_is_read_as_it_stands_or_none(text: str, before: str) -> None:
    with contextlib.suppress(AskedWrongly):
        address = read_address([before + text])
        assert address.isascii()
        assert URL(address).scheme in ("http", "https")
        assert URL(address).raw_host
        assert read_address([address]) == address
