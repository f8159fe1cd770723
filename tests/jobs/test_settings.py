from datetime import timedelta

import pytest

from jobs.intervals import Bounds
from jobs.settings import JobsSettings
from storage.errors import AskedWrongly
from storage.settings import read_settings


@pytest.mark.parametrize("contact", ["", "desk@komu.com", "https://komu.com/daybook?about=1", "a.b+c@d-e.example"])
def test_a_contact_is_an_email_or_web_address(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("DAYBOOK_CONTACT", contact)
    assert read_settings(JobsSettings).contact == contact


@pytest.mark.parametrize("contact", ["me", "a@", "@komu.com", "https://", "a (b)@c.com", "a@b.com\r\nX: 1", "é@b.com"])
def test_what_would_not_fit_in_a_header_is_no_contact(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("DAYBOOK_CONTACT", contact)
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_CONTACT: write an e-mail address"):
        read_settings(JobsSettings)


def test_how_often_a_source_is_read_is_a_length_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings(JobsSettings).bounds == Bounds()
    monkeypatch.setenv("DAYBOOK_READ_AT_MOST_EVERY", "1 h")
    monkeypatch.setenv("DAYBOOK_READ_AT_LEAST_EVERY", "2d")
    assert read_settings(JobsSettings).bounds == Bounds(timedelta(hours=1), timedelta(days=2))


@pytest.mark.parametrize("length", ["", "10", "0m", "8d", "-1h", "1.5h", "PT10M", "9999999999d", "٣m"])
def test_what_is_no_length_from_a_minute_to_a_week_is_told(monkeypatch: pytest.MonkeyPatch, length: str) -> None:
    monkeypatch.setenv("DAYBOOK_READ_AT_MOST_EVERY", length)
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_READ_AT_MOST_EVERY: it is a length of time from 1m to 7d"):
        read_settings(JobsSettings)


def test_the_longest_interval_is_not_shorter_than_the_shortest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_READ_AT_MOST_EVERY", "12h")
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_READ_AT_LEAST_EVERY: it is shorter than"):
        read_settings(JobsSettings)
