import pytest

from jobs.sources.text import clean, decode, from_html, paragraphs

ENCODED = {
    "UTF-8 as declared": ("Zürich".encode(), "utf-8", "Zürich"),
    "UTF-8 declared as something else": ("Zürich".encode(), "iso-8859-1", "Zürich"),
    "UTF-8 with a mark": (b"\xef\xbb\xbfa", "", "a"),
    "UTF-16 with a mark, whatever is declared": ("\ufeffZürich".encode("utf-16-le"), "utf-8", "Zürich"),
    "UTF-16 as declared": ("Zürich".encode("utf-16-be"), "UTF-16BE", "Zürich"),
    "Latin 1 is Windows' Latin in truth": (b"\x93Z\xfcrich\x94", "ISO-8859-1", "“Zürich”"),
    "declared by the server": ("Москва".encode("koi8-r"), "koi8-r", "Москва"),
    "declared by a page": (
        '<meta charset="windows-1251">Москва'.encode("cp1251"),
        "",
        '<meta charset="windows-1251">Москва',
    ),
    "declared by XML": ('<?xml version="1.0" encoding="cp1251"?><a>Москва</a>'.encode("cp1251"), "", "<a>Москва</a>"),
    "Japanese in seven bits": ("東京".encode("iso-2022-jp"), "iso-2022-jp", "東京"),
    "declared wrongly": (b"Z\xfcrich", "utf-8", "Zürich"),
    "declared as nothing known": (b"Z\xfcrich", "x-unheard-of", "Zürich"),
    "declared as a trap": (b"abc", "punycode", "abc"),
    "declared as another trap": (b"abc", "idna", "abc"),
    "declared as no encoding": (b"abc", "zlib", "abc"),
    "declared with NUL": (b"abc", "\0", "abc"),
    "nothing at all": (b"", "", ""),
}


@pytest.mark.parametrize(("body", "charset", "text"), ENCODED.values(), ids=ENCODED)
def test_decoding(body: bytes, charset: str, text: str) -> None:
    assert decode(body, charset) == text


def test_every_byte_is_some_text() -> None:
    assert len(decode(bytes(range(256)))) > 200


def test_control_characters_and_half_surrogates_are_left_out() -> None:
    assert clean("a\0b\x1b[0m\ud800c\r\nd\re\tf") == "ab[0mc\nd\ne\tf"


def test_a_paragraph_is_a_line() -> None:
    assert paragraphs("  one \u00a0 word \n\n\n\t two\n") == "one word\ntwo"


MARKUP = {
    "paragraphs": ("<p>one</p><p>two</p>", "one\ntwo"),
    "text beside a block": ("one<div>two</div>three", "one\ntwo\nthree"),
    "a line break": ("one<br>two<br/>three", "one\ntwo\nthree"),
    "a link within a sentence": ('The <a href="x">talks</a> begin.', "The talks begin."),
    "entities": ("Fish &amp; chips &mdash; &#8220;now&#8221;", "Fish & chips — “now”"),
    "scripts, styles and comments": ("a<script>x()</script>b<style>c{}</style>c<!-- d -->e", "abce"),
    "no markup": ("on 14 March", "on 14 March"),
    "nothing": ("", ""),
    "tags that do not end": ("<b>one <i>two", "one two"),
    "a half surrogate": ("a&#xD800;b", "a\ufffdb"),
}


@pytest.mark.parametrize(("markup", "text"), MARKUP.values(), ids=MARKUP)
def test_what_a_person_reads(markup: str, text: str) -> None:
    assert from_html(markup) == text
