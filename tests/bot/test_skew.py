"""Whether the machine's clock is right is told by how Telegram dates its answers."""

from datetime import timedelta

import pytest

from bot.skew import Skew
from storage.clock import Clock
from tests.builders import DAY, HOUR, NOW, still_clock

NOON = "Mon, 03 Mar 2025 12:00:00 GMT"


@pytest.mark.parametrize(
    ("date", "ahead", "is_large"),
    {
        "right": (NOON, timedelta(0), False),
        "a little late": ("Mon, 03 Mar 2025 11:59:10 GMT", timedelta(seconds=50), False),
        "ahead": ("Sun, 02 Mar 2025 12:00:00 GMT", DAY, True),
        "behind": ("Mon, 03 Mar 2025 12:01:01 GMT", timedelta(seconds=-61), True),
        "no date": ("yesterday", timedelta(0), False),
        "nothing": ("", timedelta(0), False),
        "no day of the calendar": ("Mon, 33 Mar 2025 12:00:00 GMT", timedelta(0), False),
    }.values(),
)
def test_an_answer_tells_how_far_the_clock_is_wrong(date: str, ahead: timedelta, is_large: bool) -> None:
    skew = Skew(still_clock())
    skew.note(date)
    assert (skew.ahead, skew.is_large) == (ahead, is_large)


def test_the_clock_of_a_rehearsal_may_show_any_time() -> None:
    clock = still_clock()
    clock.move_to(clock.now() + 30 * DAY)
    skew = Skew(clock)
    skew.note(NOON)
    assert not skew.is_large


def test_a_clock_that_was_set_may_be_wrong_until_the_next_answer() -> None:
    now, ran = [NOW], [5.0]
    skew = Skew(Clock(read=lambda: now[0]), run_time=lambda: ran[0])
    now[0], ran[0] = NOW + HOUR, 5.0 + HOUR.total_seconds()
    assert not skew.may_be_large  # nobody asked for an hour
    now[0] = NOW
    assert skew.may_be_large
    skew.note(NOON)
    assert not skew.may_be_large
    now[0] = NOW + DAY
    assert skew.may_be_large
    skew.note("")
    assert not skew.may_be_large  # who dates no answer will not tell
