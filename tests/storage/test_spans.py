"""A When is written no finer than it is known."""

from datetime import date

import pytest

from storage.models import Precision, When
from storage.spans import read_days, write_days, write_end, write_start
from tests.builders import on


def span(first: str, last: str, precision: Precision) -> When:
    return When(date.fromisoformat(first), date.fromisoformat(last), precision)


@pytest.mark.parametrize(
    ("when", "start", "end", "days"),
    [
        (on("2022-01-10"), "2022-01-10", None, "2022-01-10"),
        (on("2022-01-10..2022-01-12"), "2022-01-10", "2022-01-12", "2022-01-10/2022-01-12"),
        (span("2022-01-10", "2022-01-16", Precision.WEEK), "2022-W02", None, "2022-01-10/2022-01-16 week"),
        (span("2020-12-28", "2021-01-03", Precision.WEEK), "2020-W53", None, "2020-12-28/2021-01-03 week"),
        (span("2022-01-01", "2022-01-10", Precision.MONTH), "2022-01", None, "2022-01-01/2022-01-10 month"),
        (span("2022-04-01", "2022-06-30", Precision.QUARTER), "2022-Q2", None, "2022-04-01/2022-06-30 quarter"),
        (span("2022-06-01", "2022-08-31", Precision.SEASON), "2022-summer", None, "2022-06-01/2022-08-31 season"),
        (span("2022-01-01", "2022-12-31", Precision.YEAR), "2022", None, "2022-01-01/2022-12-31 year"),
    ],
)
def test_written_days(when: When, start: str, end: str | None, days: str) -> None:
    assert (write_start(when), write_end(when), write_days(when)) == (start, end, days)
    read = read_days(days)
    assert (read.first, read.last, read.precision) == (when.first, when.last, when.precision)
