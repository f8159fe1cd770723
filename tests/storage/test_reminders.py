"""A chat is reminded at its own hours; before a clock time where one was stated, with its zone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from storage.models import Chat, Precision, When
from storage.reminders import is_past, quiet_until, reminders, starts_at
from tests.builders import at, on

VIENNA, NEW_YORK = Chat(5, zone="Europe/Vienna"), Chat(5, zone="America/New_York")
AT_TEN_IN_NEW_YORK = on("2025-03-14", clock_time=time(10), zone="America/New_York", precision=Precision.MINUTE)


def due(when: When, chat: Chat) -> list[str]:
    return [f"{one.due_at:%d %b %H:%M}" for one in reminders(when, chat)]


@pytest.mark.parametrize(
    ("when", "chat", "expected"),
    [
        pytest.param(on("2025-03-14"), Chat(5), ["13 Mar 09:00", "14 Mar 07:00"], id="a day, in UTC"),
        pytest.param(on("2025-03-14"), NEW_YORK, ["13 Mar 13:00", "14 Mar 11:00"], id="a day, where the chat lives"),
        pytest.param(on("2025-03-30"), VIENNA, ["29 Mar 08:00", "30 Mar 05:00"], id="over the spring change"),
        pytest.param(on("2025-10-26"), VIENNA, ["25 Oct 07:00", "26 Oct 06:00"], id="over the autumn change"),
        pytest.param(on("2025-03-14..2025-03-16"), Chat(5), ["13 Mar 09:00", "14 Mar 07:00"], id="the first of days"),
        pytest.param(AT_TEN_IN_NEW_YORK, VIENNA, ["13 Mar 14:00", "14 Mar 13:00"], id="before a clock time"),
        pytest.param(
            on("2025-03-14", clock_time=time(10), precision=Precision.MINUTE),
            Chat(5),
            ["13 Mar 09:00", "14 Mar 07:00"],
            id="a clock time of no stated zone is not guessed at",
        ),
        pytest.param(
            When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH), Chat(5), [], id="a month is listed only"
        ),
    ],
)
def test_reminders(when: When, chat: Chat, expected: list[str]) -> None:
    assert due(when, chat) == expected


def test_an_hour_that_the_clocks_skip_is_taken_as_if_they_had_not_moved_yet() -> None:
    early_bird = Chat(5, zone="Europe/Vienna", morning_hour=time(2, 30))
    assert due(on("2025-03-30"), early_bird)[1] == "30 Mar 01:30"


def test_an_hour_that_comes_twice_is_the_first_of_the_two() -> None:
    early_bird = Chat(5, zone="Europe/Vienna", morning_hour=time(2, 30))
    assert due(on("2025-10-26"), early_bird)[1] == "26 Oct 00:30"


def test_a_chat_sets_how_long_before_a_clock_time_it_is_told() -> None:
    assert due(AT_TEN_IN_NEW_YORK, Chat(5, offsets=(timedelta(hours=3),))) == ["14 Mar 11:00"]


def test_a_fixed_offset_is_a_zone() -> None:
    when = on("2025-03-14", clock_time=time(10), zone="UTC+03:00", precision=Precision.MINUTE)
    assert starts_at(when) == at("2025-03-14 07:00")


@pytest.mark.parametrize(
    ("when", "now", "past"),
    [
        pytest.param(on("2025-03-14"), "2025-03-14 23:00", False, id="its own day"),
        pytest.param(on("2025-03-14"), "2025-03-15 11:00", False, id="still its day somewhere"),
        pytest.param(on("2025-03-14"), "2025-03-15 12:00", True, id="over everywhere"),
        pytest.param(AT_TEN_IN_NEW_YORK, "2025-03-14 13:59", False, id="before its clock time"),
        pytest.param(AT_TEN_IN_NEW_YORK, "2025-03-14 14:00", True, id="at its clock time"),
    ],
)
def test_a_meeting_is_past_when_it_has_begun_or_its_day_is_over_everywhere(when: When, now: str, past: bool) -> None:
    assert is_past(when, at(now)) is past


QUIET = Chat(5, zone="Europe/Vienna", quiet=(time(22), time(8)))


@pytest.mark.parametrize(
    ("clock", "expected"),
    {
        "what is quiet comes when the quiet hours end": (time(8, 30), ["13 Mar 07:30", "14 Mar 07:00"]),
        "not after the meeting began": (time(7), ["13 Mar 07:00"]),
        "what is not quiet comes as ever": (time(12), ["13 Mar 11:00", "14 Mar 10:00"]),
    }.values(),
)
def test_quiet_hours(clock: time, expected: list[str]) -> None:
    when = on("2025-03-14", clock_time=clock, zone="Europe/Vienna", precision=Precision.MINUTE)
    assert due(when, QUIET) == expected


def test_of_reminders_that_are_put_off_to_the_same_moment_the_last_comes() -> None:
    when = on("2025-03-14", clock_time=time(9), zone="Europe/Vienna", precision=Precision.MINUTE)
    chat = replace(QUIET, offsets=(timedelta(hours=4), timedelta(hours=3)))
    assert [(one.offset, f"{one.due_at:%H:%M}") for one in reminders(when, chat)] == [(timedelta(hours=3), "07:00")]


@pytest.mark.parametrize(
    ("quiet", "moment", "until"),
    {
        "they end the first time": (("22:00", "02:30"), "2025-10-26 00:20", "00:30"),
        "and have ended the second time": (("22:00", "02:30"), "2025-10-26 01:20", None),
        "they begin the first time": (("02:30", "07:00"), "2025-10-26 00:20", None),
        "and have begun the second time": (("02:30", "07:00"), "2025-10-26 01:20", "06:00"),
        "what is skipped ends as if the clocks had not moved yet": (("22:00", "02:30"), "2025-03-30 01:20", "01:30"),
    }.values(),
)
def test_quiet_hours_on_the_nights_that_the_clocks_change(
    quiet: tuple[str, str], moment: str, until: str | None
) -> None:
    start, end = map(time.fromisoformat, quiet)
    ends_at = quiet_until(replace(QUIET, quiet=(start, end)), at(moment))
    assert ends_at == (until and at(f"{moment[:10]} {until}"))


def test_on_every_day_the_clocks_change_anywhere_an_hour_is_that_hour_or_the_clocks_skipped_it() -> None:
    hours = (time(0), time(1, 30), time(2, 30), time(7), time(9))
    checked = 0
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for day in _changes(zone):
            for hour in hours:
                [_, morning] = reminders(on(str(day)), Chat(5, zone=name, morning_hour=hour))
                local = morning.due_at.astimezone(zone)
                earlier = (morning.due_at - timedelta(hours=3)).astimezone(zone)
                checked += 1
                if (local.date(), local.time()) != (day, hour):  # it does not exist: as if they had not moved yet
                    wall = datetime.combine(day, hour, zone)
                    assert morning.due_at.replace(tzinfo=None) == wall.replace(tzinfo=None) - earlier.utcoffset()  # type: ignore[operator]
                else:
                    assert local.fold == 0  # the first where it comes twice
    assert checked > 10_000


def _changes(zone: ZoneInfo) -> Iterator[date]:
    """Give the days from 2025 to 2037 on which the clocks change in ``zone``."""
    day, end = date(2025, 1, 1), date(2038, 1, 1)
    offset = datetime.combine(day, time(0), zone).utcoffset()
    while day < end:
        day += timedelta(days=1)
        after = datetime.combine(day, time(0), zone).utcoffset()
        if after != offset:
            yield day - timedelta(days=1)
        offset = after
