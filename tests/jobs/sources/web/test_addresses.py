import pytest
from yarl import URL

from jobs.sources.web.addresses import redirected, web_address
from storage.errors import SourceError

REDIRECTS = {
    "to nowhere": ("", "www.komu.com redirects to nowhere."),
    "to http": (
        "http://www.komu.com/",
        "www.komu.com redirects from https to http, which is not safe to follow.",
    ),
    "to a file": ("file:///etc/passwd", "www.komu.com redirects to nowhere."),
    "to another scheme": (
        "ftp://komu.com/",
        '"ftp://komu.com/" is not a web address: it begins with https:// or http://.',
    ),
    "to a broken address": ("https://[::1", "www.komu.com redirects to nowhere."),
    "to a broken name": ("https://xn--/", "www.komu.com redirects to nowhere."),
    "to where one logs in": (
        "/login?next=/a",
        (
            "www.komu.com asks for a login before it shows this. "
            "Try an address that opens without one, such as a public feed of the site."
        ),
    ),
    "with a password": ("https://a:b@komu.com/", "An address with a user name or a password in it is not read."),
}


@pytest.mark.parametrize(("location", "reason"), REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_is_refused(location: str, reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        redirected(URL("https://www.komu.com/a"), location)
    assert refused.value.reason == reason


def test_a_redirect_may_leave_out_what_stays_the_same() -> None:
    assert redirected(URL("https://a.example/b/c?d"), "//e.example/f") == URL("https://e.example/f")
    assert redirected(URL("https://a.example/b/c?d"), "f?g") == URL("https://a.example/b/f?g")
    assert redirected(URL("http://a.example/b"), "https://a.example/b") == URL("https://a.example/b")


LOGINS = """
    /signin /sign-in /log_in.php /users/login?next=/ /wp-login.php /sso/start /oauth2/authorize https://login.komu.com/
    https://accounts.example/x /cas/login https://auth.komu.com/?from=/a /account/logon/
"""
NO_LOGINS = (
    "/login-fees-rise /signing /blog/in /casablanca /logs/index /oauth2-explained https://author.komu.com/ /single"
)


@pytest.mark.parametrize("location", LOGINS.split())
def test_a_redirect_to_where_one_logs_in_is_a_refusal(location: str) -> None:
    with pytest.raises(SourceError, match="asks for a login"):
        redirected(URL("https://www.komu.com/a"), location)


@pytest.mark.parametrize("location", NO_LOGINS.split())
def test_other_redirects_are_not(location: str) -> None:
    assert redirected(URL("https://www.komu.com/a"), location).host


def test_who_asks_for_a_login_page_may_be_sent_on_to_one() -> None:
    assert redirected(URL("https://login.komu.com/"), "/login").path == "/login"


def test_an_address_that_is_too_long_is_refused() -> None:
    assert web_address("https://komu.com/" + "a" * 1_900)
    with pytest.raises(SourceError, match="more than 2,000 characters"):
        web_address("https://komu.com/" + "a" * 2_000)


def test_a_host_whose_name_cannot_be_read_is_refused() -> None:
    with pytest.raises(SourceError, match='"https://xn--/" is not a web address'):
        web_address("https://xn--/")
