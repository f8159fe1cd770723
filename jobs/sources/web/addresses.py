"""What can be told from an address alone."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from yarl import URL

from jobs.sources.text import clean
from jobs.sources.web.refusals import needs_login, quoted
from storage.errors import SourceError
from storage.hosts import host_of

_LONGEST = 2_000  # characters; browsers and servers take about as many
_LOGIN_HOST = re.compile(r"(login|signin|accounts?|auth|sso)\.", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"/((log|sign)[-_]?(in|on)|wp-login|sso|oauth2?|authorize|cas|saml2?)(?![\w-])", re.IGNORECASE)


def absolute(base: str, link: str) -> str:
    """Return ``link`` in full as it stands on the page ``base``, without its fragment; "" for none of the web."""
    link = clean(link).strip()
    try:
        address = urldefrag(urljoin(base, link)).url
        return address if link and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def web_address(address: str) -> URL:
    """Return the URL of ``address``, as it is asked for: without its fragment.

    Raises SourceError, with a sentence that says why, for one that is not read.
    """
    if len(address) > _LONGEST:
        raise SourceError(f"An address of more than {_LONGEST:,} characters is not read.")
    try:
        url = URL(address.strip())
        _ = url.host  # raises for Punycode that is none
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https"):
        raise SourceError(f"{quoted(address)} is not a web address: it begins with https:// or http://.")
    if not url.host:
        raise SourceError(f"{quoted(address)} is not a web address: it names no host.")
    if url.user is not None or url.password is not None:
        raise SourceError("An address with a user name or a password in it is not read.")
    return url.with_fragment(None)


def redirected(url: URL, location: str) -> URL:
    """Return where ``url`` redirects to, ``location`` as its server states it.

    Raises SourceError when that is no address to read, gives up https, or is where one logs in.
    """
    try:
        target = url.join(URL(location))
        _ = target.host
    except ValueError:
        target = URL()
    if not location or not target.host:
        raise SourceError(f"{url.host} redirects to nowhere.")
    if url.scheme == "https" and target.scheme == "http":
        raise SourceError(f"{url.host} redirects from https to http, which is not safe to follow.")
    if _is_login(target) and not _is_login(url):
        raise needs_login(url)
    return web_address(str(target))


def _is_login(url: URL) -> bool:
    return bool(_LOGIN_HOST.match(url.host or "") or _LOGIN_PATH.search(url.path))


def is_of_site(address: str, site: str) -> bool:
    """Whether ``address`` is on the host of ``site``, or on one within it or around it: news.komu.com and komu.com."""
    host, home = host_of(address), host_of(site)
    return bool(host) and (host == home or host.endswith(f".{home}") or home.endswith(f".{host}"))
