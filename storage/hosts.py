"""Hosts: what is asked for one thing at a time."""

from urllib.parse import urlsplit


def host_in(address: str) -> str:
    """Return the host that ``address`` names, in lower case; "" where it names none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
