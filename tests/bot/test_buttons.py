"""What a button carries, and what a press of one may ask for."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.buttons import (
    Listed,
    Press,
    Two,
    Verb,
    in_rows,
    read_press,
    under_briefing,
    under_meeting,
    under_preview,
    under_removal,
    written,
)
from bot.query import Query
from storage.errors import AskedWrongly
from storage.models import Filter
from tests.builders import TODAY

MONTH = Query(TODAY, date(2025, 4, 2), Filter(("actor:RU", "-word:arms")))
PRESSES = {
    "the reasons of one meeting": (Press(Verb.WHY, 12), "why:12"),
    "the calendar of a briefing": (Press(Verb.ICS, MONTH), "ics:20250303-20250402 actor:RU, -word:arms"),
    "reminders of everything": (
        Press(Verb.REMIND, Query(TODAY, TODAY, Filter())),
        "remind:20250303-20250303",
    ),
    "two meetings": (Press(Verb.MERGE, Two(12, 15)), "merge:12/15"),
    "a report of a meeting": (Press(Verb.SPLIT, Two(12, 2147483647)), "split:12/2147483647"),
    "a page of sources": (Press(Verb.SOURCES, Listed(12)), "sources:12"),
    "a page of some sources": (
        Press(Verb.SOURCES, Listed(2, ("failing", "переговоры"))),
        "sources:2 failing переговоры",
    ),
    "another alphabet": (
        Press(Verb.REMIND, Query(TODAY, TODAY, Filter(("word:переговоры",)))),
        "remind:20250303-20250303 word:переговоры",
    ),
}
FORGED = [
    "",
    "why",
    "why:",
    "why:0",
    "why:-1",
    "why:01",
    "why: 12",
    "why:12 ",
    "why:99999999999",
    "why:٣",
    "mute:20250303-20250402",
    "remind:12",
    "add:12:1",
    "drop:all",
    "WHY:12",
    "merge:12",
    "merge:12/",
    "merge:12/0",
    "merge:/15",
    "merge:12/15/16",
    "split:12/2147483648",
    "undo:12/15",
    "retract:20250303-20250402",
    "why:20250303-20250402 ",
    "why:20250303-20250402 evil:1",
    "why:20250303-20250402 actor:RU,",
    "why:20250303-20250402 word:",
    "why:20250402-20250303",
    "why:20250230-20250303",
    "sources:0",
    "sources:1/2",
    "sources:1 ",
    "sources:1  nato",
    "sources:1\u00a0nato",
    "sources:1 nato\n",
    "sources:9999999",
    "sources:1 na\u202eto",
    "sources:1 na\x00to",
    "sources:1 \ud83d",
    "opml:",
    "remove:1 nato",
    "__import__('os')",
    "\x00",
]


@pytest.mark.parametrize(("press", "data"), PRESSES.values(), ids=PRESSES)
def test_a_press_is_read_as_it_was_written(press: Press, data: str) -> None:
    assert written(press) == data
    assert read_press(data) == press


@pytest.mark.parametrize("data", FORGED)
def test_what_no_button_carries_has_expired(data: str) -> None:
    with pytest.raises(AskedWrongly, match="expired"):
        read_press(data)


@given(st.text(max_size=64))
def test_any_data_is_a_button_of_ours_or_has_expired(data: str) -> None:
    with contextlib.suppress(AskedWrongly):
        assert written(read_press(data)) == data


def test_a_button_that_cannot_be_written_in_64_bytes_is_left_out() -> None:
    long = Query(TODAY, TODAY, Filter(("word:" + "x" * 60,)))
    assert under_briefing(long) is None
    just = Query(TODAY, TODAY, Filter(("word:" + "x" * 37,)))
    keyboard = under_briefing(just)
    assert keyboard is not None
    assert [button.text for button in keyboard.inline_keyboard[0]] == ["Why?", ".ics"]


def test_each_place_has_its_buttons() -> None:
    rows = [
        [button.text for button in keyboard.inline_keyboard[0]]
        for keyboard in (
            under_briefing(MONTH),
            under_meeting(1),
            under_meeting(1, muted=True),
            under_preview(1, Markup("Add it")),
            under_removal(1),
        )
        if keyboard
    ]
    assert rows == [
        ["🔔 Remind me", "Why?", ".ics"],
        ["Why?", ".ics", "Mute this"],
        ["Why?", ".ics", "Unmute"],
        ["Add it", "Not now"],
        ["Remove it", "Pause it"],
    ]


def test_rows_without_buttons_are_left_out() -> None:
    keyboard = in_rows([[], [(Markup("2 &amp; 3"), Press(Verb.MERGE, Two(2, 3)))]])
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [["2 & 3"]]
    assert in_rows([[]]) is None
