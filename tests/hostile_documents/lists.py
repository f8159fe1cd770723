"""JSON Feeds, sitemaps and lists of feeds that are made to break their reader."""

import gzip
import json

from tests.hostile_documents.family import Family, families

JSON, XML, OPML = "application/feed+json", "application/xml", "text/x-opml"
HEAD = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": '


def feed(count: int, markup: str = "<p>x") -> str:
    items = [{"id": "1", "title": "T", "content_html": markup}] * count
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items})


LISTS = [
    *families(
        JSON,
        {
            "JSON of great depth": (lambda n: HEAD + "[" * n, (100, 100_000, 4_000_000)),
            "JSON of great depth that is closed": (lambda n: HEAD + "[" * n + "]" * n + "}", (100, 100_000, 2_000_000)),
            "JSON with a long number": (lambda n: f'{HEAD}[{{"id": {"9" * n}}}]}}', (100, 100_000, 4_000_000)),
            "JSON with an exponent": (lambda n: f'{HEAD}[{{"id": 1e{"9" * n}}}]}}', (3, 10_000)),
            "JSON of many items": (feed, (10, 50_000)),
            "JSON of one name": (lambda n: HEAD[:-9] + '"title": "x", ' * n + '"items": []}', (10, 300_000)),
            "JSON with a deep page": (lambda n: feed(1, "<div>" * n), (10, 100_000, 800_000)),
            "half characters in JSON": (
                lambda n: f'{HEAD}[{{"title": "{chr(92)}ud800{chr(92)}u0000"}}]}}' * n,
                (1, 50_000),
            ),
        },
    ),
    *families(
        XML,
        {
            "a sitemap of many pages": (
                lambda n: "<urlset>" + "<url><loc>/x</loc><lastmod>2025-03-03</lastmod></url>" * n,
                (10, 1_000, 90_000),
            ),
            "a sitemap of great depth": (lambda n: "<urlset>" + "<url>" * n, (10, 10_000, 1_000_000)),
            "an index of itself": (lambda n: "<sitemapindex>" + "<sitemap><loc>/</loc></sitemap>" * n, (1, 100_000)),
            "XML of no kind": (lambda n: "<x>" * n, (10, 1_000_000)),
        },
    ),
    *families(
        OPML,
        {
            "a list of great depth": (
                lambda n: "<opml version='2.0'><body>" + "<outline text='a'>" * n,
                (10, 1_000, 200_000),
            ),
            "a list of many feeds": (
                lambda n: "<opml version='2.0'><body>" + "<outline text='a' xmlUrl='http://127.0.0.1:1/'/>" * n,
                (10, 1_000, 90_000),
            ),
        },
    ),
    Family(
        "a packed sitemap", "application/gzip", lambda n: gzip.compress(b"<urlset>" + b"<url>" * n), (10, 8_000_000)
    ),
]
