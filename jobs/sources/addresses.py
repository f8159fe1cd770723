"""What can be told from an address alone."""

from urllib.parse import urldefrag, urljoin, urlsplit

from jobs.sources.text import clean


def absolute(base: str, link: str) -> str:
    """Return ``link`` in full as it stands on the page ``base``, without its fragment; "" for none of the web."""
    link = clean(link).strip()
    try:
        address = urldefrag(urljoin(base, link)).url
        return address if link and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """Return the host of ``address`` as people say it, "komu.com" for www.komu.com; "" when it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
