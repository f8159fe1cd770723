"""An outage is told whole once, and then in a line a minute."""

import logging

import pytest

from storage.errors import StorageError
from storage.log_repeats import Repeats

OUTAGE = "The database failed: disk is full."


def failure(at_s: float, text: str = OUTAGE, **extra: object) -> logging.LogRecord:
    error = StorageError(text)
    values = {"name": "jobs", "msg": "tick failed", "created": at_s, "exc_info": (type(error), error, None), **extra}
    return logging.makeLogRecord(values)


@pytest.fixture
def repeats() -> Repeats:
    return Repeats()


def test_what_is_no_failure_is_told_each_time(repeats: Repeats) -> None:
    for record in (
        logging.makeLogRecord({"msg": "source read", "levelno": logging.INFO}),
        logging.makeLogRecord({"msg": "webhook refused", "levelno": logging.WARNING}),
    ):
        assert [repeats.told(record) for _ in range(3)] == [record] * 3


def test_a_failure_is_told_whole_once(repeats: Repeats) -> None:
    first = failure(0)
    assert repeats.told(first) is first
    assert [repeats.told(failure(second)) for second in range(1, 60)] == [None] * 59


def test_as_long_as_it_goes_on_there_is_a_line_a_minute(repeats: Repeats) -> None:
    lines = [told for second in range(181) if (told := repeats.told(failure(second)))]
    assert [(one.created, one.exc_info is None) for one in lines] == [(0, False), (60, True), (120, True), (180, True)]
    assert [(vars(one)["times"], vars(one)["reason"]) for one in lines[1:]] == [(60, OUTAGE)] * 3


def test_a_warning_with_its_reason_is_a_failure_as_well(repeats: Repeats) -> None:
    def warning(at_s: float, again_in_s: float) -> logging.LogRecord:
        values = {"name": "bot.polling", "msg": "updates not received", "levelno": logging.WARNING, "created": at_s}
        return logging.makeLogRecord({**values, "reason": OUTAGE, "again_in_s": again_in_s})

    lines = [told for second in range(61) if (told := repeats.told(warning(second, again_in_s=2.0**second)))]
    assert [(one.created, vars(one)["reason"]) for one in lines] == [(0, OUTAGE), (60, OUTAGE)]
    assert vars(lines[1])["times"] == 60


def test_the_record_itself_stays_whole_for_others(repeats: Repeats) -> None:
    repeats.told(failure(0))
    again = failure(90)
    assert repeats.told(again) is not again
    assert again.exc_info


@pytest.mark.parametrize("other", [{"text": "Another failure."}, {"tick": "plan reminders"}, {"name": "bot.outbox"}])
def test_another_failure_is_told_whole(repeats: Repeats, other: dict[str, str]) -> None:
    repeats.told(failure(0))
    record = failure(1, **other)
    assert repeats.told(record) is record


def test_one_that_comes_back_is_told_whole(repeats: Repeats) -> None:
    repeats.told(failure(0))
    record = failure(700)
    assert repeats.told(record) is record


def test_however_many_there_are_they_are_forgotten_some_day(repeats: Repeats) -> None:
    for number in range(1001):
        repeats.told(failure(number / 1000, f"Failure {number}."))
    record = failure(2, "Failure 0.")
    assert repeats.told(record) is record
