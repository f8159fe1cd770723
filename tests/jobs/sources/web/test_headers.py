from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from jobs.sources.web.headers import fresh_for, retry_after

DATE = "Mon, 03 Mar 2025 09:00:00 GMT"
HOUR_LATER = "Mon, 03 Mar 2025 10:00:00 GMT"
HOUR = timedelta(hours=1)
NOTHING = timedelta()
NAMES = ("Cache-Control", "Age", "Expires", "Date", "Retry-After")

FRESH: dict[str, tuple[dict[str, str], timedelta | None]] = {
    "nothing is stated": ({}, None),
    "nothing of time is stated": ({"Cache-Control": "public, must-revalidate"}, None),
    "for an hour": ({"Cache-Control": "public, max-age=3600"}, HOUR),
    "in quotes and other letters": ({"cache-control": 'MAX-AGE = "3600"'}, HOUR),
    "an hour, most of it spent on the way": ({"Cache-Control": "max-age=3600", "Age": "3000"}, timedelta(minutes=10)),
    "longer on the way than it lasts": ({"Cache-Control": "max-age=60", "Age": "3000"}, NOTHING),
    "not at all": ({"Cache-Control": "max-age=0"}, NOTHING),
    "it is not to be stored": ({"Cache-Control": "no-store, max-age=3600"}, NOTHING),
    "it is to be asked for again": ({"Cache-Control": "no-cache", "Expires": HOUR_LATER, "Date": DATE}, NOTHING),
    "a number that cannot be read": ({"Cache-Control": "max-age=soon"}, NOTHING),
    "a number below zero": ({"Cache-Control": "max-age=-1"}, NOTHING),
    "a number without end": ({"Cache-Control": f"max-age={'9' * 40}"}, timedelta(seconds=2**31)),
    "for shared caches only": ({"Cache-Control": "s-maxage=3600"}, None),
    "until an hour later": ({"Expires": HOUR_LATER, "Date": DATE}, HOUR),
    "until a moment that is past": ({"Expires": DATE, "Date": HOUR_LATER}, NOTHING),
    "until 0": ({"Expires": "0", "Date": DATE}, NOTHING),
    "until a day that is none": ({"Expires": "Mon, 31 Feb 2025 10:00:00 GMT", "Date": DATE}, NOTHING),
    "max-age before Expires": ({"Cache-Control": "max-age=3600", "Expires": DATE, "Date": DATE}, HOUR),
}
RETRY: dict[str, tuple[dict[str, str], timedelta | None]] = {
    "nothing is stated": ({}, None),
    "seconds": ({"Retry-After": " 120 "}, timedelta(minutes=2)),
    "a date": ({"Retry-After": HOUR_LATER, "Date": DATE}, HOUR),
    "a date of another format": ({"Retry-After": "Mon Mar  3 10:00:00 2025", "Date": DATE}, HOUR),
    "a date that is past": ({"Retry-After": DATE, "Date": HOUR_LATER}, NOTHING),
    "a date, and not what day it is": ({"Retry-After": HOUR_LATER}, None),
    "a year": ({"Retry-After": "31536000"}, timedelta(days=1)),
    "for ever": ({"Retry-After": "9" * 300}, timedelta(days=1)),
    "words": ({"Retry-After": "soon"}, None),
    "digits of another script": ({"Retry-After": "١٢"}, None),
}


@pytest.mark.parametrize(("headers", "expected"), FRESH.values(), ids=FRESH)
def test_an_answer_is_fresh(headers: dict[str, str], expected: timedelta | None) -> None:
    assert fresh_for(CIMultiDict(headers)) == expected


def test_a_header_may_be_given_in_two_lines() -> None:
    assert fresh_for(CIMultiDict([("Cache-Control", "public"), ("Cache-Control", "max-age=60")])) == HOUR / 60


@pytest.mark.parametrize(("headers", "expected"), RETRY.values(), ids=RETRY)
def test_a_server_asks_to_be_left_alone(headers: dict[str, str], expected: timedelta | None) -> None:
    assert retry_after(CIMultiDict(headers)) == expected


VALUES = st.text('0123456789max-gent, ;="\xa0\xb2', max_size=40) | st.integers().map(str) | st.just(DATE)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_whatever_a_server_states_there_is_an_answer_within_bounds(headers: dict[str, str]) -> None:
    assert (fresh_for(CIMultiDict(headers)) or NOTHING) >= NOTHING
    assert NOTHING <= (retry_after(CIMultiDict(headers)) or NOTHING) <= timedelta(days=1)
