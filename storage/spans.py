"""A When's days in writing: as a Change keeps them, and as other programs take them."""

from datetime import date, time

from storage.models import Precision, When

_SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring"} | {
    6: "summer", 7: "summer", 8: "summer", 9: "autumn", 10: "autumn", 11: "autumn"
}  # fmt: skip


def write_days(when: When) -> str:
    """Return the days as "2022-01-10", "2022-01-10/2022-01-12" or, coarser, "2022-01-01/2022-01-31 month"."""
    days = f"{when.first}" if when.first == when.last else f"{when.first}/{when.last}"
    return days if when.is_day_precise else f"{days} {when.precision}"


def read_days(written: str) -> When:
    """Return a When with the days that ``write_days`` wrote; raises ValueError for anything else."""
    days, _, precision = written.partition(" ")
    first, _, last = days.partition("/")
    return When(date.fromisoformat(first), date.fromisoformat(last or first), Precision(precision or Precision.DAY))


def write_start(when: When) -> str:
    """Return when it starts, no finer than is known: 2022-01-10, 2022-W02, 2022-01, 2022-Q1, 2022-summer or 2022.

    Weeks as in ISO 8601, the rest after TIMEX3 and EDTF.
    """
    first = when.first
    match when.precision:
        case Precision.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02}"
        case Precision.MONTH:
            return f"{first:%Y-%m}"
        case Precision.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Precision.SEASON:
            return f"{first.year}-{_SEASONS[first.month]}"
        case Precision.YEAR:
            return f"{first.year}"
        case _:
            return f"{first}"


def write_end(when: When) -> str | None:
    """Return the last day of a meeting that is known to last several days; None else."""
    return f"{when.last}" if when.is_day_precise and when.last != when.first else None


def write_time(when: When) -> str | None:
    """Return the clock time, with its zone where it is known: "10:00 Europe/Brussels"; None: not stated."""
    return f"{when.clock_time:%H:%M} {when.zone or ''}".strip() if when.clock_time else None


def read_time(written: str) -> tuple[time, str | None]:
    """Return the clock time and the zone that ``write_time`` wrote; raises ValueError for anything else."""
    clock_time, _, zone = written.partition(" ")
    return time.fromisoformat(clock_time), zone or None
