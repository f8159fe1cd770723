"""Hosts: what is asked for one thing at a time."""

from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """Return the host of ``address`` as people say it, "komu.com" for www.komu.com; "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
