"""Tables of time, place and event in a text, from the line to what the diary takes of it."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from jobs.sources import page
from jobs.sources.records import Answer
from storage.models import Article, Mention
from tests.builders import TODAY


def read(text: str) -> list[Mention]:
    article = Article("Calendar", text, TODAY)
    found = extract(article)
    assert all(each.quote == article.body[each.start : each.end] for each in found)
    return found


def told(found: list[Mention]) -> list[str]:
    hours = [f" {each.when.clock_time:%H:%M}" if each.when.clock_time else "" for each in found]
    return [f"{each.when.first:%d}{hour} {each.name} @ {each.place}" for each, hour in zip(found, hours, strict=True)]


TALKS = "10 14:00 Peru–Chile border talks @ Geneva"
COUNCIL = "12 10:00 Foreign Affairs Council @ Brussels"
TABLES = {
    "with bars": (
        """Monday 10 March | 14:00 | Geneva | Peru–Chile border talks
12 March | 10:00 | Brussels | Foreign Affairs Council""",
        [TALKS, COUNCIL],
    ),
    "with tabs": ("10 March\t14:00\tGeneva\tPeru–Chile border talks", [TALKS]),
    "with gaps": ("10 March 2025   14:00   Peru–Chile border talks   Geneva", [TALKS]),
    "with heads": (
        "| Venue | Event | When | Time |\n|---|---|---|---|\n| Geneva | Peru–Chile border talks | 10 March | 14:00 |",
        [TALKS],
    ),
    "with a place that no list has": (
        "Date | Venue | Event\n10 March | Lakeside Hall | Peru–Chile border talks",
        ["10 Peru–Chile border talks @ Lakeside Hall"],
    ),
    "with the day in the row above": (
        "| Date | Time | Event |\n| 10 March | 9:00 | Talks of Peru and Chile |\n| | 15:00–16:00 | Dinner with Fiji |",
        ["10 09:00 Talks of Peru and Chile @ None", "10 15:00 Dinner with Fiji @ None"],
    ),
    "with the day in a row of its own": (
        """| Monday 10 March | | |
| 9:00 | Talks of Peru and Chile | Oslo |
| Tuesday 11 March | | |
| 9:00 | Seminar | Oslo |""",
        ["10 09:00 Talks of Peru and Chile @ Oslo", "11 09:00 Seminar @ Oslo"],
    ),
    "below the headings of days": (
        """MONDAY, MARCH 10, 2025
10:00 a.m. The minister meets the prime minister of Fiji.
- 2:00 p.m.: Talks with Peru
## Tuesday, March 11:
9:00–10:00 Working lunch with Chile""",
        [
            "10 10:00 The minister meets the prime minister of Fiji @ None",
            "10 14:00 Talks with Peru @ None",
            "11 09:00 Working lunch with Chile @ None",
        ],
    ),
    "with days": ("10–12 March | Seminar on arms control | Oslo", ["10 Seminar on arms control @ Oslo"]),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_a_row_is_a_meeting(text: str, expected: list[str]) -> None:
    assert told(read(text)) == expected


LEFT = {
    "a row that is no meeting": "10 March | 14:00 | Lima | Press conference",
    "figures": "Date | Country | Indicator\n10 March | Germany | Industrial production",
    "a result": "10 March | Peru | 2 : 1 | Chile",
    "a day that cannot be read": "Date | Event\n10 March | Release of figures\n31 February | Talks of Peru and Chile",
    "an hour without a day": "14:00 | Geneva | Peru–Chile border talks",
    "a row of last week": "24 February 2025 | Geneva | Peru–Chile border talks",
    "heads alone": "Date | Time | Place | Meeting",
    "nothing": "|||\n|---|\n| |",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_no_dated_meeting_is_left(text: str) -> None:
    assert read(text) == []


def test_prose_with_two_spaces_after_a_stop_is_no_row() -> None:
    prose = "Peru spoke of the talks.  Nothing came of it.  The council was silent."
    assert read(f"Monday, 10 March\n{prose}") == []


def test_a_row_is_not_read_as_prose_as_well() -> None:
    (found,) = read("10 March | Oslo | Peru and Chile will hold talks on 11 March")
    assert found.when.first == date(2025, 3, 10)


def test_prose_about_a_row_is_of_the_same_meeting() -> None:
    found = read("10 March | 14:00 | Geneva | Peru–Chile border talks\nPeru and Chile will hold talks on 10 March.")
    assert len(found) == 2
    assert len({(each.name, each.actors, each.kind, each.place) for each in found}) == 1


def test_a_table_of_a_page_keeps_its_rows() -> None:
    markup = """<html lang=en><head><title>The week ahead</title></head><body><article>
    <p>The programme of the coming week, as the secretariat has announced it on Sunday.</p>
    <table><tr><th>Date</th><th>Time</th><th>Place</th><th>Event</th></tr>
    <tr><td>Monday 10 March</td><td>14:00</td><td>Geneva</td><td>Peru–Chile <b>border talks</b></td></tr>
    <tr><td></td><td>16:00</td><td>Oslo</td><td>Talks of <a href="/x">Fiji</a> and Samoa</td></tr></table>
    </article></body></html>"""
    reading = page.parse(Answer("https://calendar.example/a", markup.encode(), "text/html"), TODAY)
    assert told(extract(reading.items[0].article)) == [TALKS, "10 16:00 Talks of Fiji and Samoa @ Oslo"]
