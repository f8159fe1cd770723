from datetime import UTC, date, datetime

import pytest

from jobs.sources.days import Published, day_in_address, read_published, written_days

MONDAY = date(2025, 3, 3)

READS = {
    "2025-03-01": Published(date(2025, 3, 1)),
    "20250301": Published(date(2025, 3, 1)),
    " 2025-03-01 ": Published(date(2025, 3, 1)),
    "2025-03-01T10:30:00Z": Published(date(2025, 3, 1), datetime(2025, 3, 1, 10, 30, tzinfo=UTC)),
    "2025-03-01T10:30Z": Published(date(2025, 3, 1), datetime(2025, 3, 1, 10, 30, tzinfo=UTC)),
    "2025-03-01 10:30:00 +0100": Published(date(2025, 3, 1), datetime(2025, 3, 1, 9, 30, tzinfo=UTC)),
    "20250301T103000Z": Published(date(2025, 3, 1), datetime(2025, 3, 1, 10, 30, tzinfo=UTC)),
    "2025-03-01T10:30:00.123456-05:00": Published(
        date(2025, 3, 1), datetime(2025, 3, 1, 15, 30, 0, 123456, tzinfo=UTC)
    ),
    "2025-03-01T10:30:00": Published(date(2025, 3, 1)),
    "2025-03-02T23:30:00-05:00": Published(date(2025, 3, 2), datetime(2025, 3, 3, 4, 30, tzinfo=UTC)),
    "2025-03-04T08:00:00+09:00": Published(date(2025, 3, 4), datetime(2025, 3, 3, 23, tzinfo=UTC)),
    "Sat, 01 Mar 2025 10:30:00 GMT": Published(date(2025, 3, 1), datetime(2025, 3, 1, 10, 30, tzinfo=UTC)),
    "Sat, 1 Mar 2025 10:30:00 +0300": Published(date(2025, 3, 1), datetime(2025, 3, 1, 7, 30, tzinfo=UTC)),
    "1 March 2025 10:30 EST": Published(date(2025, 3, 1), datetime(2025, 3, 1, 15, 30, tzinfo=UTC)),
    "Sat, 01 Mar 2025 10:30:00": Published(date(2025, 3, 1)),
}
LEAVES = """
    |2025-02-30|2025-13-01|2025-00-10|2025-03-00|2025-02-29|20250230|2025-3-1|2025-03|2025|0000-01-01|0001-01-01T00:00:00Z
    |1970-01-01T00:00:00Z|10000-01-01|2025-03-01T25:00:00Z|2025-03-01T10:61:00Z|2025-03-05|2026-03-01
    |2025-03-04T08:00:00|9999-12-31T23:59:59-23:59|Sun, 30 Feb 2025 10:00:00 GMT|Sat, 32 Jan 2025 10:00:00 GMT
    |Sat, 01 Foo 2025 10:00:00 GMT|Sat, 01 Mar 2025 25:00:00 GMT|Sat, 01 Mar 25 10:00:00 GMT
    |Mon, 03 Mar 2031 10:00:00 GMT
    |yesterday|03/01/2025|1 Mar|1740825000|２０２５-03-01|2025-03-01Tmorning|<b>2025-03-01</b>
"""


@pytest.mark.parametrize(("written", "published"), READS.items())
def test_is_read_as_it_is_written(written: str, published: Published) -> None:
    assert read_published(written, MONDAY) == published


@pytest.mark.parametrize("written", [None, "\0", "2025-03-01" * 9999, *(word.strip() for word in LEAVES.split("|"))])
def test_is_not_repaired(written: str | None) -> None:
    assert read_published(written, MONDAY) is None


WRITTEN = {
    "3 March 2025": ["2025-03-03"],
    "on March 3, 2025, and again on 4 Apr. 2025": ["2025-03-03", "2025-04-04"],
    "the 3rd of March 2025": ["2025-03-03"],
    "MARCH 3RD 2025": ["2025-03-03"],
    "Sept. 3, 2025": ["2025-09-03"],
    "2025-03-03 or 2025/03/04 or 2025.03.05": ["2025-03-03", "2025-03-04", "2025-03-05"],
    "03.04.2025": ["2025-04-03"],
    "13/04/2025 and 04/14/2025": ["2025-04-13", "2025-04-14"],
    "04/04/2025": ["2025-04-04"],
    "03/04/2025": [],
    "30 February 2025": [],
    "March 2025": [],
    "3 March": [],
    "1.2.2025.3 and 12-2025-03-03-7": [],
    "13 Marchers 2025": [],
}


@pytest.mark.parametrize(("text", "days"), WRITTEN.items())
def test_days_that_a_person_reads(text: str, days: list[str]) -> None:
    assert [each.day.isoformat() for each in written_days(text)] == days


def test_an_address_without_a_path_has_no_day() -> None:
    assert day_in_address("https://courier.example", MONDAY) is None
