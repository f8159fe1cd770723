"""JSON Feeds of both versions, and what is wrong with some."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sources import json_feed
from jobs.sources.records import Answer, Item, Reading
from storage.errors import SourceError
from storage.models import Article, SourceKind
from tests.builders import TODAY

FEED = "https://courier.example/feed.json"


def read(*items: Any, **feed: Any) -> Reading:
    given = {"version": "https://jsonfeed.org/version/1.1", "title": "The Courier", "items": list(items)} | feed
    return json_feed.parse(Answer(FEED, json.dumps(given).encode(), "application/feed+json"), TODAY)


def only_item(**given: Any) -> Item:
    (item,) = read({"id": "1"} | given).items
    return item


def test_a_feed() -> None:
    whole = {
        "id": "https://courier.example/1",
        "url": "/1#top",
        "title": "Summit announced",
        "content_html": "<p>The summit is on 20 March.</p><p>It lasts two days.</p>",
        "summary": "In short.",
        "date_published": "2025-03-01T23:30:00-05:00",
    }
    short = {"id": 7, "url": "https://courier.example/7", "title": "Talks", "summary": "Soon.", "language": "fr-CA"}
    reading = read(whole, short, language="en-GB")
    assert (reading.kind, reading.title, reading.language) == (SourceKind.FEED, "The Courier", "en-GB")
    assert reading.items[0] == Item(
        Article(
            title="Summit announced",
            text="The summit is on 20 March.\nIt lasts two days.",
            published=date(2025, 3, 1),
            address="https://courier.example/1",
            outlet="The Courier",
            language="en-GB",
            key="https://courier.example/1",
            published_at=datetime(2025, 3, 2, 4, 30, tzinfo=UTC),
        )
    )
    assert (reading.items[1].article.key, reading.items[1].article.language) == (
        "courier.example 7 courier.example/7",
        "fr-CA",
    )
    assert (reading.items[1].needs_page, reading.items[1].is_dated) == (True, False)


def test_plain_text_is_taken_as_it_is() -> None:
    assert only_item(content_text="5 < 6 & so on.\n\nMore.").article.text == "5 < 6 & so on.\nMore."


def test_an_item_that_leads_elsewhere_has_that_address() -> None:
    item = only_item(title="T", external_url="https://elsewhere.example/a")
    assert item.article.address == "https://elsewhere.example/a"


def test_where_it_was_published_on_no_possible_day_it_was_when_it_was_changed() -> None:
    item = only_item(title="T", date_published="2025-02-30T10:00:00Z", date_modified="2025-03-01T10:00:00Z")
    assert (item.article.published, item.is_dated) == (date(2025, 3, 1), True)


def test_markup_in_a_title_is_text() -> None:
    assert only_item(title="a <b>\ud800 \x00c").article.title == "a <b> c"


def test_what_is_of_another_type_is_as_if_it_were_absent() -> None:
    item = only_item(title=["T"], content_text="They meet.", url={"a": 1}, date_published=20250301, tags="x")
    assert (item.article.title, item.article.address) == ("They meet.", "")


def test_a_damaged_item_leaves_the_others() -> None:
    assert [item.article.title for item in read("x", None, 7, [], {"title": "T"}, {}).items] == ["T"]


def test_no_more_than_500_items_are_read() -> None:
    assert len(read(*({"id": number, "title": "T"} for number in range(600))).items) == 500


DAMAGED = {
    "not JSON": '{"version": "https://jsonfeed.org/version/1", "items": [',
    "no items": '{"version": "https://jsonfeed.org/version/1"}',
    "a list": "[1]",
    "items that are none": '{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}',
    "depth": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
    "a number of many digits": '{"version": "https://jsonfeed.org/version/1", "items": ' + "1" * 10_000 + "}",
}


@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED)
def test_what_is_no_feed_is_told(body: str) -> None:
    with pytest.raises(SourceError, match=r"^There is no JSON Feed at this address that can be read: try"):
        json_feed.parse(Answer(FEED, body.encode()), TODAY)


WORDS = st.text(max_size=20)
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.lists(WORDS, max_size=2)
NAMES = ("id", "url", "title", "content_html", "content_text", "summary", "date_published", "language")


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4), max_size=4))
def test_any_items_are_read_or_left_out(items: list[Any]) -> None:
    assert len(read(*items).items) <= len(items)


RECOGNISED = {
    "1.0": ('{"version": "https://jsonfeed.org/version/1", "items": []}', True),
    "1.1, the version last": ('{"items": [], "version": "https://jsonfeed.org/version/1.1"}', True),
    "with escaped slashes": (r' {"version": "https:\/\/jsonfeed.org\/version\/1.1"}', True),
    "another object": ('{"version": "1"}', False),
    "a page about it": ("<html>https://jsonfeed.org/version/1</html>", False),
}


@pytest.mark.parametrize(("body", "is_feed"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_feed_is_known_by_its_version(body: str, is_feed: bool) -> None:
    assert json_feed.recognises(Answer(FEED, body.encode())) is is_feed
