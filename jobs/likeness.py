"""Whether two dates or two places may be one, told more or less closely: pure."""

from storage.models import Precision, When

_FINER = (
    Precision.YEAR,
    Precision.SEASON,
    Precision.QUARTER,
    Precision.MONTH,
    Precision.WEEK,
    Precision.DAY,
    Precision.HOUR,
    Precision.MINUTE,
)


def is_same_place(one: str | None, other: str | None) -> bool:
    """Return whether both name one place, be it more or less fully: "Geneva" and "Geneva, Switzerland".

    So are "White House, Washington" and "Washington, United States".
    One stop of a trip, "Chad", is not the whole of it, "Chad; Mali".
    """
    if one is None or other is None:
        return one is other
    if one.count(";") != other.count(";"):
        return False
    one, other = one.casefold(), other.casefold()
    in_one, in_other = one.split(", "), other.split(", ")
    return one in other or other in one or in_one[0] in in_other or in_other[0] in in_one


def is_within(fine: When, coarse: When) -> bool:
    """Return whether ``fine`` tells more closely when ``coarse`` is."""
    is_finer = _FINER.index(fine.precision) > _FINER.index(coarse.precision)
    return is_finer and coarse.first <= fine.first and fine.last <= coarse.last


def is_part(part: When, whole: When) -> bool:
    """Return whether all days of ``part`` are days of ``whole``."""
    return whole.first <= part.first and part.last <= whole.last


def same_days(one: When, other: When) -> bool:
    """Return whether both are the same days."""
    return (one.first, one.last) == (other.first, other.last)


def agree(one: When, other: When) -> bool:
    """Return whether both may be one date, told more or less closely."""
    if one.is_day_precise and other.is_day_precise:
        return one.first == other.first or is_part(one, other) or is_part(other, one)
    return is_within(one, other) or is_within(other, one) or same_days(one, other)


def closer(present: When, said: When, *, newer: bool) -> When:
    """Return ``said`` where it tells more of the same date than ``present``, or another clock time of it.

    newer  whether its source may turn the clock time
    """
    if same_days(present, said) and present.clock_time and said.clock_time:
        return said if newer else present
    if is_within(said, present):
        return said
    same_start = said.first == present.first and said.is_day_precise and present.is_day_precise
    return said if same_start and said.last > present.last and present.clock_time is None else present
