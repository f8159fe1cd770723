"""Pages that are made to break their reader."""

from tests.hostile_documents.family import MEGABYTE, families, noise

HTML = "text/html"


def html(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>T</title>{head}</head><body>{body}"


def data(json: str) -> str:
    return html("<p>x", f"<script type='application/ld+json'>{json}</script>")


def attributes(count: int) -> str:
    return html("<p" + "".join(f" a{number}=''" for number in range(count)) + ">x")


def links(count: int) -> str:
    return html("".join(f"<a href='/2025/03/{number}/a-b-c-d-e'>The talks of {number}</a>" for number in range(count)))


def events(count: int) -> str:
    return data("[" + ",".join(['{"@type": "Event", "name": "Talks", "startDate": "2025-03-14"}'] * count) + "]")


PAGES = families(
    HTML,
    {
        "a page of great depth": (lambda n: html("<div>" * n), (100, 10_000, 300_000)),
        "a page of attributes": (attributes, (100, 10_000, 100_000, 400_000)),
        "a page of classes": (lambda n: html(f"<p class='{'a ' * n}'>x" * 3), (100, 500_000)),
        "a page of tables": (lambda n: html("<table><tr><td>" * n), (100, 10_000, 100_000)),
        "a page of cells": (lambda n: html("<table>" + "<tr><td>3 March<td>x" * n), (100, 10_000, 100_000)),
        "a page of tags without an end": (lambda n: html("<a href='" * n), (100, 10_000, 400_000)),
        "a page of bold within bold": (lambda n: html("<b><i><p>" * n), (100, 5_000, 50_000)),
        "a page of forms": (lambda n: html("<form><select><option>" * n), (100, 10_000, 100_000)),
        "a page of entities": (lambda n: html("<p>" + "&amp" * n), (100, 500_000)),
        "a page of comments": (lambda n: html("<!--" * n), (100, 500_000)),
        "a page of paragraphs": (lambda n: html("<p>They meet on 14 March in Oslo." * n), (100, 10_000, 100_000)),
        "a page of one sentence": (lambda n: html("<p>" + "talks and " * n), (100, 400_000)),
        "a page of dates": (lambda n: html("<p>" + '"datePublished":' * n), (100, 200_000)),
        "a page of feeds": (
            lambda n: html("", "<link rel=alternate type=application/rss+xml href=/>" * n),
            (100, 50_000),
        ),
        "a page of links": (links, (100, 10_000, 60_000)),
        "a page of metadata": (lambda n: html("<p>x", "<meta property='og:title' content='x'>" * n), (100, 50_000)),
        "a page of bases": (lambda n: html("<p>x", f"<base href='http://127.0.0.1:1/{'a/' * n}'>"), (10, 1_000_000)),
        "a page that refreshes": (lambda n: html("", "<meta http-equiv=refresh content='0; url=/'>" * n), (1, 9_999)),
        "a page of frames": (lambda n: html("<iframe src='http://127.0.0.1:1/'>" * n), (1, 99_999)),
        "data of great depth": (lambda n: data("[" * n), (100, 100_000, 4_000_000)),
        "data of great depth that is closed": (lambda n: data('{"a":' * n + "1" + "}" * n), (100, 100_000, 500_000)),
        "data of many events": (events, (10, 1_000, 50_000)),
        "noise as a page": (lambda n: html("").encode() + noise(n), (1_000, 4 * MEGABYTE)),
        "zeros as a page": (lambda n: html("\0" * n), (1_000, 4 * MEGABYTE)),
    },
)
