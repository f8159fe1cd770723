"""What an admin says a field of a meeting is."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edits import read_edit
from storage.errors import AskedWrongly

READ = {
    "a day": ("date 2025-03-14", ("date", "2025-03-14")),
    "several days": ("date 2025-03-14 2025-03-16", ("date", "2025-03-14/2025-03-16")),
    "several days with dots": ("date 2025-03-14..2025-03-16", ("date", "2025-03-14/2025-03-16")),
    "a month": ("date 2025-02", ("date", "2025-02-01/2025-02-28 month")),
    "December": ("DATE 2025-12", ("date", "2025-12-01/2025-12-31 month")),
    "a time": ("time 9:30", ("time", "09:30")),
    "a time somewhere": ("time 10:00 New York", ("time", "10:00 America/New_York")),
    "a time at an offset": ("time 10.00 UTC+3", ("time", "10:00 UTC+03:00")),
    "a time west of it": ("time 10:00 -03:30", ("time", "10:00 UTC-03:30")),
    "no time": ("time none", ("time", None)),
    "a place": ("place Geneva, Switzerland", ("place", "Geneva, Switzerland")),
    "no place": ("place none", ("place", None)),
    "a name": ("name Talks on  grain", ("name", "Talks on grain")),
    "a kind": ("kind Summit", ("kind", "summit")),
    "a status": ("status canceled", ("status", "cancelled")),
}
WRONG = {
    "nothing": ("", "date, time, place"),
    "no such field": ("actors Norway", "date, time, place"),
    "no value": ("date", "/edit 12 date"),
    "a day that is not": ("date 2025-02-30", "no date I can take"),
    "days the wrong way round": ("date 2025-03-16 2025-03-14", "no date I can take"),
    "a year of days": ("date 2025-03-16 2027-03-14", "no date I can take"),
    "a day in words": ("date tomorrow", "no date I can take"),
    "the last month there is": ("date 9999-12", "no date I can take"),
    "no time of day": ("time 25:00", "no time"),
    "nowhere": ("time 10:00 Nowhereville", "no place called"),
    "a place that is too long": ("place " + "a" * 101, "100"),
    "a name of nothing but controls": ("name \u202e", "200"),
    "no kind": ("kind party", "talks, summit"),
    "our own mistake, which has its own command": ("status retracted", "scheduled, postponed"),
}


@pytest.mark.parametrize(("typed", "read"), READ.values(), ids=READ)
def test_an_edit_is_read(typed: str, read: tuple[str, str | None]) -> None:
    assert read_edit(typed.split(" ")) == read


@pytest.mark.parametrize(("typed", "answer"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_answered_with_what_to_type(typed: str, answer: str) -> None:
    with pytest.raises(AskedWrongly, match=answer):
        read_edit(typed.split(" "))


@given(st.sampled_from(["date", "time", "place", "name", "kind", "status"]), st.text(max_size=300))
def test_anything_else_is_a_value_or_answered(field: str, said: str) -> None:
    with contextlib.suppress(AskedWrongly):
        assert read_edit([field, *said.split()])[0] == field
