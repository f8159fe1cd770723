"""What the bot is told from outside."""

import pytest

from bot.settings import BotSettings
from storage.errors import AskedWrongly
from storage.settings import read_settings

WRONG = {
    "a name among the admins": ("ADMINS", "4711, ada", "'ada' is not the number of a Telegram account"),
    "a group among the admins": ("ADMINS", "-1001", "'-1001' is not the number"),
    "other digits": ("ADMINS", "٤٢", "is not the number"),
    "a webhook without TLS": ("WEBHOOK_URL", "http://example.org/", "has to look like https://example.org/path"),
    "a short secret": ("WEBHOOK_SECRET", "s" * 31, "a webhook needs a secret of 32 to 256 letters"),
    "a secret with a space": ("WEBHOOK_SECRET", "s " * 32, "a webhook needs a secret"),
    "a port alone": ("WEBHOOK_LISTEN", "8080", "has to look like 127.0.0.1:8080"),
    "a port too large": ("WEBHOOK_LISTEN", "127.0.0.1:65536", "has to look like 127.0.0.1:8080"),
    "an address without a scheme": ("API_URL", "api.telegram.org", "has to look like https://api.telegram.org"),
}


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(str(tmp_path))
    for name in ("TOKEN", "ADMINS", "API_URL", "DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "WEBHOOK_LISTEN"):
        monkeypatch.delenv(f"DAYBOOK_{name}", raising=False)


def test_nothing_need_be_set() -> None:
    settings = read_settings(BotSettings)
    assert (settings.token, settings.admins) == (None, frozenset())
    assert settings.api_url == "https://api.telegram.org"


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_TOKEN", " 123456:hush ")
    monkeypatch.setenv("DAYBOOK_ADMINS", "4711, 42,")
    monkeypatch.setenv("DAYBOOK_API_URL", "http://127.0.0.1:8081/")
    settings = read_settings(BotSettings)
    assert settings.token is not None
    assert settings.token.get_secret_value() == "123456:hush"
    assert settings.admins == {42, 4711}
    assert settings.api_url == "http://127.0.0.1:8081"
    assert "hush" not in repr(settings)


@pytest.mark.parametrize("token", ["sesame", "123456", "123456:", ":sesame", "123456:sesame open", "bot1:sesame"])
def test_what_is_no_token_is_said_without_showing_it(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("DAYBOOK_TOKEN", token)
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_TOKEN: this is no token of a bot") as no:
        read_settings(BotSettings)
    assert token not in str(no.value).replace("123456:ABC", "")


@pytest.mark.parametrize(("name", "value", "answer"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_plainly(monkeypatch: pytest.MonkeyPatch, name: str, value: str, answer: str) -> None:
    monkeypatch.setenv(f"DAYBOOK_{name}", value)
    with pytest.raises(AskedWrongly, match=f"^DAYBOOK_{name}: .*{answer}"):
        read_settings(BotSettings)


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_WEBHOOK_URL", "https://example.org/updates")
    with pytest.raises(AskedWrongly, match=r"^DAYBOOK_WEBHOOK_SECRET: a webhook needs a secret"):
        read_settings(BotSettings)


def test_a_webhook_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_WEBHOOK_URL", "https://example.org/updates")
    monkeypatch.setenv("DAYBOOK_WEBHOOK_SECRET", "s" * 32)
    monkeypatch.setenv("DAYBOOK_WEBHOOK_LISTEN", "[::]:8443")
    settings = read_settings(BotSettings)
    assert settings.webhook_place == ("::", 8443)
    assert "s" * 32 not in repr(settings)
