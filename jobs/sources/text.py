"""Bytes → characters → paragraphs, whatever the source says of its encoding."""

import codecs
import re

from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

MAX_TEXT = 200_000  # characters of one Article: a long report has 50,000

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings that documents are written in; Python knows others (idna, punycode) that are traps here.
_CHARSET = re.compile(
    r"(us-)?ascii|utf[-_]?(8|16|32)([-_]?[bl]e)?|(iso|x-mac|mac|windows|cp|koi8|gb|big5|shift|euc|latin)[\w-]{0,20}",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s{0,9}=\s{0,9}["']?([\w-]{1,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]*>")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section"),
    *("table", "td", "th", "tr", "ul"),
)


def decode(body: bytes, charset: str = "") -> str:
    """Return ``body`` as text: by its byte order mark, else UTF-8 where it is that, else by what is declared.

    charset  what the server declared; empty: nothing

    Labels are wrong more often than text is UTF-8 by accident. What fits no encoding becomes U+FFFD, and an XML
    declaration, which is no longer true, is left out.
    """
    return _XML_DECLARATION.sub("", _decode(body, charset), count=1)


def _decode(body: bytes, charset: str) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(body[:1024])
    labels = [charset, declared[1].decode() if declared else ""]
    if not body.isascii() and b"\0" not in body[:1024]:
        labels.insert(0, "utf-8")
    for label in labels:
        if _CHARSET.fullmatch(label):
            try:
                return body.decode("cp1252" if label.lower() in ("iso-8859-1", "latin-1") else label)
            except (LookupError, ValueError):
                continue
    return body.decode("utf-8" if body.isascii() else "cp1252", "replace")


def clean(text: str) -> str:
    """Return ``text`` without control characters and half surrogates, its line ends as they are on Unix."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> str:
    """Return ``text`` clean, one paragraph a line, single spaces between words, at most MAX_TEXT characters."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def from_html(markup: str) -> str:
    """Return what a person reads in ``markup``, one paragraph a line; "" when there is nothing."""
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup)
    root = html.fragment_fromstring(clean(markup), create_parent=True)
    etree.strip_elements(root, etree.Comment, etree.PI, "script", "style", with_tail=False)
    for block in root.iter(*_BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    return paragraphs(root.text_content())
