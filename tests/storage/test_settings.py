"""Settings come from the environment and .env; what is wrong is told in sentences, without values."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from storage.errors import AskedWrongly
from storage.settings import Settings, read_settings, unknown_names


class Some(Settings):
    token: SecretStr = SecretStr("")
    count: int = Field(default=1, ge=1, le=9)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_setting_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_COUNT", "3")
    assert read_settings(Some).count == 3


def test_a_setting_is_taken_from_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DAYBOOK_COUNT=4\n")
    assert read_settings(Some).count == 4


def test_what_is_wrong_is_said_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_COUNT", "hunter2")
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_COUNT: ") as raised:
        read_settings(Some)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("10", "it has to be 9 or less."),
        ("0", "it has to be 1 or more."),
        ("", "it has to be a whole number."),
        ("1.5", "it has to be a whole number."),
    ],
)
def test_what_a_number_may_be_is_said(monkeypatch: pytest.MonkeyPatch, given: str, sentence: str) -> None:
    monkeypatch.setenv("DAYBOOK_COUNT", given)
    with pytest.raises(AskedWrongly) as raised:
        read_settings(Some)
    assert str(raised.value) == f"DAYBOOK_COUNT: {sentence}"


def test_a_name_that_means_nothing_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAYBOOK_TEST_POSTGRES", raising=False)
    monkeypatch.setenv("DAYBOOK_TOKNE", "x")
    (tmp_path / ".env").write_text("DAYBOOK_CONUT=4\nHOME=/\n")
    assert unknown_names([Some]) == ["DAYBOOK_CONUT", "DAYBOOK_TOKNE"]
