import pytest

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
