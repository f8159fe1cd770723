"""Meetings as an iCalendar file."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar, Event

from bot.calendar import calendar
from storage.models import Certainty, Meeting, Precision, Status, When
from tests.bot.conftest import a_meeting
from tests.builders import NOW, on


def meeting(when: When | str = "2025-03-14", **changes: Any) -> Meeting:
    """Return the second version of a meeting."""
    day = on(when) if isinstance(when, str) else when
    return a_meeting(when=day, uid="uid-1@daybook", sequence=2, **changes)


def event(one: Meeting) -> Event:
    file = calendar([(one, [])], NOW)
    assert file is not None
    return Calendar.from_ical(file).events[0]


def test_a_day_is_a_whole_day() -> None:
    found = event(meeting())
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2025, 3, 14), date(2025, 3, 15))
    assert (str(found["uid"]), found["sequence"]) == ("uid-1@daybook", 2)


def test_several_days_end_after_the_last() -> None:
    assert event(meeting("2025-03-14..2025-03-16")).decoded("dtend") == date(2025, 3, 17)


def test_a_clock_time_is_in_utc_and_without_an_end() -> None:
    found = event(meeting(on("2025-03-14", precision=Precision.MINUTE, clock_time=time(10), zone="Europe/Brussels")))
    assert found.decoded("dtstart") == datetime(2025, 3, 14, 9, tzinfo=UTC)
    assert "dtend" not in found


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"certainty": Certainty.CONFIRMED}, "CONFIRMED"),
        ({"certainty": Certainty.EXPECTED}, "TENTATIVE"),
        ({"status": Status.CANCELLED}, "CANCELLED"),
        ({"status": Status.POSTPONED}, "CANCELLED"),
    ],
)
def test_the_status_says_where_it_stands(changes: dict[str, Any], status: str) -> None:
    assert str(event(meeting(**changes))["status"]) == status


def test_what_is_known_by_its_month_is_left_out() -> None:
    assert calendar([(meeting(When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)), [])], NOW) is None


def test_a_hostile_name_stays_a_name() -> None:
    found = event(meeting(name="Talks\r\nATTENDEE:evil;TZID=x, y"))
    assert str(found["summary"]) == "Talks ATTENDEE:evil;TZID=x, y"
    assert "attendee" not in found
