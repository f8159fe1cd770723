"""Days and times in words, never finer than they are known."""

from datetime import date, datetime, time

import pytest

from bot import days
from storage.models import Chat, Precision, When
from tests.builders import HOUR, MINUTE, NOW, TODAY, at, on
from tests.telegram_api.formatting import parse_html


def span(first: str, last: str, precision: Precision) -> When:
    return When(date.fromisoformat(first), date.fromisoformat(last), precision)


SPANS = {
    "a day": (on("2025-03-14"), "Fri 14 Mar"),
    "a day next year": (on("2026-03-14"), "Sat 14 Mar 2026"),
    "several days": (on("2025-03-14..2025-03-16"), "Fri 14 Mar – Sun 16 Mar"),
    "a week": (span("2025-03-10", "2025-03-16", Precision.WEEK), "week of 10 March 2025"),
    "part of a week": (
        span("2025-03-12", "2025-03-16", Precision.WEEK),
        "some time between 12 March 2025 and 16 March 2025",
    ),
    "a month": (span("2025-03-01", "2025-03-31", Precision.MONTH), "in March 2025"),
    "a leap February": (span("2028-02-01", "2028-02-29", Precision.MONTH), "in February 2028"),
    "early in a month": (span("2025-03-01", "2025-03-10", Precision.MONTH), "in early March 2025"),
    "in its middle": (span("2025-03-11", "2025-03-20", Precision.MONTH), "in mid-March 2025"),
    "late in it": (span("2025-03-21", "2025-03-31", Precision.MONTH), "in late March 2025"),
    "a quarter": (span("2025-04-01", "2025-06-30", Precision.QUARTER), "in the second quarter of 2025"),
    "a season": (span("2025-06-01", "2025-08-31", Precision.SEASON), "in summer 2025"),
    "a winter": (span("2025-12-01", "2026-02-28", Precision.SEASON), "in winter 2025–26"),
    "a year": (span("2026-01-01", "2026-12-31", Precision.YEAR), "in 2026"),
    "part of a year": (
        span("2026-01-01", "2026-06-30", Precision.YEAR),
        "some time between 1 January 2026 and 30 June 2026",
    ),
}
AHEAD = {
    "today": ("2025-03-03", "today"),
    "tomorrow": ("2025-03-04", "tomorrow"),
    "yesterday": ("2025-03-02", "yesterday"),
    "ahead": ("2025-03-16", "in 13 days"),
    "past": ("2025-03-01", "2 days ago"),
    "under way": ("2025-03-01..2025-03-05", "going on"),
    "its last day": ("2025-03-01..2025-03-03", "going on"),
}
SOON = {
    "minutes before": (at("2025-03-14 09:20"), "UTC", "In 40 minutes"),
    "one minute before": (at("2025-03-14 09:59"), "UTC", "In 1 minute"),
    "at once": (at("2025-03-14 09:59:50"), "UTC", "Now"),
    "hours before": (at("2025-03-14 07:00"), "UTC", "In 3 hours"),
    "the day before": (at("2025-03-13 10:00"), "UTC", "Tomorrow, Fri 14 Mar"),
    "where it is a day later": (at("2025-03-13 10:00"), "Pacific/Kiritimati", "Tomorrow, Sat 15 Mar"),
}
CLOCKS = {
    "at a place": ("Europe/Brussels", "10:00 Brussels time · Fri 14 Mar 2025, 09:00 UTC"),
    "a fixed offset": ("UTC+03:00", "10:00 UTC+03:00 · Fri 14 Mar 2025, 07:00 UTC"),
    "no zone": (None, "10:00 local time"),
    "a zone nobody knows": ("Mars/Olympus", "10:00 Olympus time"),
}


@pytest.mark.parametrize(("when", "words"), SPANS.values(), ids=SPANS)
def test_days_are_as_fine_as_they_are_known(when: When, words: str) -> None:
    assert days.days(when, TODAY) == words


@pytest.mark.parametrize(("day", "words"), AHEAD.values(), ids=AHEAD)
def test_how_far_a_day_is(day: str, words: str) -> None:
    assert days.away(on(day), TODAY) == words


@pytest.mark.parametrize(("now", "zone", "words"), SOON.values(), ids=SOON)
def test_a_reminder_says_how_soon(now: datetime, zone: str, words: str) -> None:
    stated = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone="UTC")
    assert days.soon(stated, Chat(5, zone=zone), now) == words


def test_a_day_precise_meeting_is_reminded_of_by_its_day() -> None:
    assert days.soon(on("2025-03-14"), Chat(5), at("2025-03-14 07:00")) == "Today, Fri 14 Mar"


@pytest.mark.parametrize(("zone", "words"), CLOCKS.values(), ids=CLOCKS)
def test_a_clock_time_is_shown_at_its_place(zone: str | None, words: str) -> None:
    stated = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone=zone)
    shown = days.clock_time(stated, Chat(5))
    assert shown is not None
    assert parse_html(shown)[0] == words


def test_no_clock_time_is_made_up() -> None:
    assert days.clock_time(on("2025-03-14"), Chat(5)) is None


@pytest.mark.parametrize(
    ("length", "words"),
    [(24 * HOUR, "1 day"), (48 * HOUR, "2 days"), (90 * MINUTE, "90 minutes"), (336 * HOUR, "2 weeks")],
)
def test_a_length_is_named_by_its_largest_unit(length: HOUR, words: str) -> None:  # type: ignore[valid-type]
    assert days.length(length) == words


def test_hours_are_named_with_their_zone() -> None:
    assert "09:00 and on the day at 07:00 (Brussels time)" in days.hours(Chat(5, zone="Europe/Brussels"))
    assert "(UTC)" in days.hours(Chat(5))
    assert "(UTC+3)" in days.hours(Chat(5, zone="Etc/GMT-3"))


def test_today_is_that_of_the_chat() -> None:
    assert days.today_in(Chat(5, zone="Pacific/Kiritimati"), NOW) == date(2025, 3, 4)
