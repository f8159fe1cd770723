"""Feeds that are made to break their reader."""

import base64
import gzip
import random
import zlib
from collections.abc import Callable, Iterator
from itertools import repeat

from tests.hostile_documents.family import MEGABYTE, Family, families, noise

RSS, ATOM = "application/rss+xml", "application/atom+xml"


def rss(item: str, attributes: str = "") -> str:
    return (
        f"<rss version='2.0'{attributes}><channel><title>T</title><item><title>T</title>{item}</item></channel></rss>"
    )


def atom(entry: str) -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>T</title>{entry}</entry></feed>"


def description(markup: str) -> str:
    return rss(f"<description>{markup}</description>")


def entities(depth: int) -> str:
    declared = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, depth))
    return f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'ha'>{declared}]>{description(f'&e{depth - 1};')}"


def one_entity(size: int) -> str:
    return f"<!DOCTYPE rss [<!ENTITY a '{'a' * size}'>]>{description('&a;' * (size // 4))}"


def outside(which: int) -> str:
    place = ("file:///etc/passwd", "http://127.0.0.1:1/", "file:///dev/zero")[which]
    return f"<!DOCTYPE rss [<!ENTITY a SYSTEM '{place}'>]>{description('&a;')}"


def unclosed(which: int) -> str:
    begins = ("<!--", "<![CDATA[", "<?x ", "<a ", "<a b='", "<!DOCTYPE ", "&", "<a><b></a>", "</", "<!", "]]>", "<![")
    return description(begins[which % 12] * 10 ** (2 + which // 12))


def encoded(which: int) -> bytes:
    return description("é☂𝟏").encode(("utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "utf-16")[which])


def charset(which: int) -> bytes:
    labels = ("idna", "punycode", "undefined", "zlib_codec", "rot13", "unicode_escape", "ä", "x" * 4_000, "utf-7", "\\")
    return f"<?xml version='1.0' encoding='{labels[which]}'?>{description('ä' * 99)}".encode("latin-1")


def dated(which: int) -> str:
    dates = (
        *("Mon, 30 Feb 2026 10:00:00 GMT", "2026-13-01T00:00:00Z", "0000-00-00T00:00:00Z", "10000-01-01T00:00:00Z"),
        *("Fri, 31 Dec 9999 23:59:59 -2359", "9" * 20, "-1", "2025-03-03T25:61:61+99:99", "1" * 100_000),
    )
    return rss(f"<pubDate>{dates[which]}</pubDate><description>On {dates[which][:40]} they meet.</description>")


def linked(which: int) -> str:
    links = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:1/",
        "//",
        "\u202e",
        "x" * 99_999,
    )
    return rss(f"<link>{links[which]}</link><guid>{links[which]}</guid>")


def damaged(seed: int) -> bytes:
    """Return a feed of which a few bytes are changed, left out or doubled."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    body = bytearray(
        b"<?xml version='1.0' encoding='utf-8'?>"
        + rss(
            "<link>https://komu.com/a?b=1&amp;c=2</link><author>Ada &lt;ada@komu.com&gt;</author>"
            "<pubDate>Mon, 03 Mar 2025 09:00:00 GMT</pubDate><guid isPermaLink='false'>1</guid>"
            "<description><![CDATA[<p style='color: red'>The ministers meet on 14 March.</p>]]></description>"
            "<category>News</category><enclosure url='a.mp3' length='9' type='audio/mpeg'/>"
        ).encode()
    )
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(body))
        piece = body[place : place + chance.randint(1, 30)]
        new = (b"", piece * chance.randint(2, 9), chance.randbytes(len(piece)), b"&#xD800;", b"\0", b"]]>")
        body[place : place + len(piece)] = chance.choice(new)
    return bytes(body)


def endless(begin: str, piece: str) -> Callable[[int], Iterator[bytes]]:
    """Return what makes a document of so many megabytes."""

    def make(megabytes: int) -> Iterator[bytes]:
        yield begin.encode()
        yield from repeat((piece * (MEGABYTE // len(piece) + 1)).encode()[:MEGABYTE], megabytes)

    return make


def packed(times: int) -> bytes:
    body = b"<rss>" + b" " * 20 * MEGABYTE
    for _ in range(times):
        body = gzip.compress(body, 6)
    return body


def attributes(count: int) -> str:
    return rss("", "".join(f" a{number}=''" for number in range(count)))


def namespaces(count: int) -> str:
    return rss("", "".join(f" xmlns:a{number}='b{number}'" for number in range(count)))


FEEDS = [
    *families(
        RSS,
        {
            "entities within entities": (entities, (3, 9, 20, 200)),
            "one entity many times": (one_entity, (100, 50_000, 100_000, 1_000_000)),
            "an entity of another place": (outside, (0, 1, 2)),
            "document types": (lambda n: "<!DOCTYPE a " * n + rss(""), (100, 10_000, 100_000, 300_000)),
            "declarations": (lambda n: "<?xml " + 'encoding="a" ' * n + "?>" + rss(""), (100, 800, 4_000, 100_000)),
            "lines before the root": (lambda n: "\n" * n + rss(""), (1_000, 50_000, 200_000, 4_000_000)),
            "instructions before the root": (lambda n: "<?a b?>" * n + rss(""), (100, 10_000, 500_000)),
            "comments before the root": (lambda n: "<!--a-->" * n + rss(""), (100, 10_000, 500_000)),
            "an author without an end": (lambda n: rss(f"<author>{'a' * n}</author>"), (1_000, 50_000, 1_000_000)),
            "an author of many parts": (lambda n: rss(f"<author>{'a@a.a.' * n}</author>"), (100, 9_000, 200_000)),
            "an author in brackets": (lambda n: rss(f"<author>{'(' * n})@</author>"), (1_000, 30_000, 500_000)),
            "many authors": (lambda n: rss("<author>a@b.c (d)</author>" * n), (100, 10_000, 100_000)),
            "style": (lambda n: description(f"&lt;p style='{'url(' * n}'&gt;"), (100, 15_000, 500_000)),
            "attributes": (attributes, (100, 10_000, 100_000, 300_000)),
            "one long attribute": (lambda n: rss("", f" a='{'x' * n}'"), (10_000, 4 * MEGABYTE)),
            "namespaces": (namespaces, (100, 10_000, 100_000)),
            "depth": (lambda n: description("<b>" * n), (100, 10_000, 100_000, 1_000_000)),
            "depth that is closed": (lambda n: description("<b>" * n + "</b>" * n), (100, 10_000, 100_000)),
            "depth inside": (lambda n: description("<![CDATA[" + "<div>" * n + "]]>"), (100, 10_000, 100_000, 800_000)),
            "channels within channels": (
                lambda n: "<rss version='2.0'>" + "<channel><item>" * n,
                (100, 10_000, 100_000),
            ),
            "items": (lambda n: rss("</item><item>" * n), (100, 10_000, 100_000, 300_000)),
            "items with a title": (lambda n: rss("</item><item><title>T</title>" * n), (100, 10_000, 100_000)),
            "items of one name": (lambda n: rss("</item><item><guid>1</guid><title>T</title>" * n), (100, 90_000)),
            "one long text": (lambda n: description("x " * n), (1_000, MEGABYTE, 2 * MEGABYTE)),
            "a feed of 100 MB": (endless("<rss version='2.0'><channel><title>", "x"), (6, 100)),
            "items of 100 MB": (endless("<rss version='2.0'><channel>", "<item><title>T</title></item>"), (6, 100)),
            "no end": (unclosed, tuple(range(0, 48, 5))),
            "NUL bytes": (lambda n: "\0" * n + rss("") + "\0" * n, (10, 100_000, MEGABYTE)),
            "numbers of no character": (lambda n: description("&#99999999999;&#xD800;&#0;" * n), (10, 20_000, 150_000)),
            "wrong encodings": (encoded, tuple(range(5))),
            "half characters": (lambda n: rss("x").encode().replace(b"x", b"\xed\xa0\x80\xff\xc0" * n), (10, 100_000)),
            "hostile charsets": (charset, tuple(range(10))),
            "impossible dates": (dated, tuple(range(9))),
            "hostile links": (linked, tuple(range(7))),
            "damage": (damaged, tuple(range(24))),
            "noise": (noise, (1_000, 4 * MEGABYTE)),
            "noise behind a root": (lambda n: b"<rss version='2.0'><channel>" + noise(n), (1_000, 4 * MEGABYTE)),
        },
    ),
    *families(
        ATOM,
        {
            "bases within bases": (
                lambda n: atom("<content type='xhtml'>" + "<div xml:base='a/'>" * n),
                (100, 5_000, 50_000),
            ),
            "content in letters": (
                lambda n: atom(f"<content type='application/x'>{base64.b64encode(noise(n)).decode()}</content>"),
                (100, 3 * MEGABYTE),
            ),
            "links": (lambda n: atom("<link rel='alternate' href='a'/>" * n), (100, 10_000, 100_000)),
        },
    ),
    Family("packed", RSS, packed, (1, 2, 3, 5), {"Content-Encoding": "gzip"}),
    Family("packed, as it says", RSS, packed, (2,), {"Content-Encoding": "gzip, gzip"}),
    Family("packed in pieces", RSS, lambda n: gzip.compress(b" " * 999) * n, (9, 50_000), {"Content-Encoding": "gzip"}),
    Family("deflated", RSS, lambda n: zlib.compress(b" " * n * MEGABYTE), (6, 200), {"Content-Encoding": "deflate"}),
    Family("damaged gzip", RSS, lambda n: gzip.compress(noise(n))[:-9], (99, 99_999), {"Content-Encoding": "gzip"}),
]
