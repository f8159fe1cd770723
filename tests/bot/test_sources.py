"""Sources as admins read of them."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import Listed
from bot.opml import opml
from bot.sources import known, page
from storage.models import Source, SourceKind, SourceState, Tier
from storage.sources import Brought
from tests.bot.conftest import check_harmless, read
from tests.builders import DAY, HOUR, MINUTE, NOW

SOURCE = Source(
    id=3,
    address="https://www.example.org/feed",
    kind=SourceKind.FEED,
    title="Example",
    language="en",
    tier=Tier.OTHER,
    state=SourceState.READING,
    added_by=42,
    added_in_topic=0,
    added_at=NOW,
    etag="",
    last_modified="",
    next_read_at=NOW + 12 * MINUTE,
    last_read_at=NOW - 3 * MINUTE,
    last_new_at=NOW - 5 * HOUR,
    failures=0,
    error="",
)
BROUGHT = Brought(articles=420, meetings=1)
FAILS: dict[str, Any] = {"state": SourceState.FAILING, "error": "It answers 503. Try again later."}
ENTRIES: dict[str, tuple[dict[str, Any], str]] = {
    "read": (
        {},
        """3 · Example, example.org
        reading · feed · 420 articles, 1 meeting
        new 5 hours ago, read 3 minutes ago, next in 12 minutes""",
    ),
    "due at once": (
        {"next_read_at": NOW},
        """3 · Example, example.org
        reading · feed · 420 articles, 1 meeting
        new 5 hours ago, read 3 minutes ago, next now""",
    ),
    "official, without a title": (
        {"tier": Tier.OFFICIAL, "kind": SourceKind.CALENDAR, "title": ""},
        """3 · example.org
        reading · official calendar · 420 articles, 1 meeting
        new 5 hours ago, read 3 minutes ago, next in 12 minutes""",
    ),
    "failing": (
        FAILS | {"failures": 3, "last_new_at": NOW - 3 * DAY, "next_read_at": NOW + 2 * DAY},
        """3 · Example, example.org
        failing · feed · 420 articles, 1 meeting
        new 3 days ago, tried 3 minutes ago, next in 2 days
        3 failures in a row: It answers 503. Try again later.""",
    ),
    "failing for the first time": (
        FAILS | {"failures": 1, "last_new_at": None},
        """3 · Example, example.org
        failing · feed · 420 articles, 1 meeting
        tried 3 minutes ago, next in 12 minutes
        1 failure: It answers 503. Try again later.""",
    ),
    "paused": (
        {"state": SourceState.PAUSED},
        """3 · Example, example.org
        paused · feed · 420 articles, 1 meeting
        new 5 hours ago, read 3 minutes ago""",
    ),
    "not looked at": (
        {"state": SourceState.NEW, "last_read_at": None, "last_new_at": None},
        """3 · Example, example.org
        being looked at · feed · 420 articles, 1 meeting
        not read yet""",
    ),
    "looked at": (
        {"state": SourceState.NEW, "last_new_at": None},
        """3 · Example, example.org
        waiting for your answer · feed · 420 articles, 1 meeting
        read 3 minutes ago""",
    ),
}
any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(("changes", "words"), ENTRIES.values(), ids=ENTRIES)
def test_a_source_says_how_its_reading_goes(changes: dict[str, Any], words: str) -> None:
    text, _ = page([replace(SOURCE, **changes)], {3: BROUGHT}, {SourceState.READING: 1}, Listed(1), NOW)
    assert read(text).partition("\n\n")[2].splitlines() == [line.strip() for line in words.splitlines()]


def test_a_page_counts_what_needs_a_look_and_leads_to_the_others() -> None:
    counts = {SourceState.READING: 10, SourceState.FAILING: 2, SourceState.PAUSED: 1}
    shown = [replace(SOURCE, id=number) for number in range(7, 13)]
    brought = {one.id: BROUGHT for one in shown}
    text, buttons = page(shown, brought, counts, Listed(2, ("nato",)), NOW)
    assert read(text).startswith("Sources · 7–12 of 13 · 2 failing · 1 paused\n\n7 · Example")
    assert buttons is not None
    row = [(button.text, button.callback_data) for button in buttons.inline_keyboard[0]]
    assert row == [("‹", "sources:1 nato"), ("›", "sources:3 nato"), ("OPML", "opml:1 nato")]


def test_the_last_page_leads_back_only() -> None:
    _, buttons = page([SOURCE], {3: BROUGHT}, {SourceState.READING: 7}, Listed(2), NOW)
    assert buttons is not None
    assert [button.text for button in buttons.inline_keyboard[0]] == ["‹", "OPML"]


@given(any_text, any_text, any_text)
def test_whatever_a_source_is_called_telegram_accepts_it(title: str, path: str, error: str) -> None:
    one = replace(SOURCE, title=title, address=f"https://{path}/", error=error, failures=1)
    text, _ = page([one] * 6, {3: BROUGHT}, {SourceState.FAILING: 6}, Listed(1, (path,)), NOW)
    for said in (text, known(one)):
        assert {entity["type"] for entity in check_harmless(said)} <= {"bold"}


@given(any_text)
def test_whatever_a_source_is_called_its_file_can_be_read(title: str) -> None:
    (outline,) = ET.fromstring(opml([replace(SOURCE, title=title)])).iter("outline")  # noqa: S314 - our own
    assert outline.attrib["xmlUrl"] == SOURCE.address


def test_in_the_file_feeds_are_subscribed_to_and_all_else_is_linked_under_its_kind() -> None:
    calendar = replace(SOURCE, title="", address="https://example.org/diary.ics", kind=SourceKind.CALENDAR)
    assert opml([SOURCE, calendar]).decode().splitlines() == [
        "<?xml version='1.0' encoding='utf-8'?>",
        '<opml version="2.0">',
        "  <head>",
        "    <title>Daybook</title>",
        "  </head>",
        "  <body>",
        '    <outline text="Example" title="Example" type="rss" xmlUrl="https://www.example.org/feed" />',
        '    <outline text="example.org" title="example.org" type="calendar" url="https://example.org/diary.ics" />',
        "  </body>",
        "</opml>",
    ]
