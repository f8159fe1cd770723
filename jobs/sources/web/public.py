"""Which addresses and ports belong to the public web, and which others an administrator has named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from storage.errors import AskedWrongly

# IANA's special-purpose registries, written out: `is_global` calls multicast, 6to4 and NAT64 public, and what it
# says has changed between patch releases of Python.
_RESERVED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's host, seen from its guests
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
# What no browser asks over HTTP: other services live there (https://fetch.spec.whatwg.org/#port-blocking).
_NO_WEB_PORTS = frozenset(
    (
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104),
        *(109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526),
        *(530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659),
        *(4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    )
)
_HOST_NAME = re.compile(r"(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.ASCII | re.IGNORECASE)
_UNICAST_6 = IPv6Network("2000::/3")  # all that is given out; NAT64, mapped, local and multicast lie outside
_RESERVED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols: Teredo, ORCHID, benchmarks
            "2001:db8::/32",
            "2002::/16",  # 6to4 carries any IPv4 address
            "3fff::/20",
        ),
    )
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether ``address`` is one of the public internet's; an IPv4 address in IPv6's clothes is not."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _RESERVED_4)
    return address in _UNICAST_6 and not any(address in network for network in _RESERVED_6)


def is_web_port(port: int) -> bool:
    """Whether a web server may be at ``port``: any but those of other services."""
    return port not in _NO_WEB_PORTS


@dataclass(frozen=True)
class _Named:
    """One entry of a list of allowed hosts: a name or a network; port None: every port."""

    what: str | IPv4Network | IPv6Network
    port: int | None


class AllowedHosts:
    """The hosts that sources may name although they are not public.

    entries  each a host ("wiki.local"), a host with its port ("127.0.0.1:8080", "[::1]:8080") or a network
             ("10.0.0.0/8")

    Raises AskedWrongly for an entry that is none of these.
    """

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._entries = tuple(_named(entry.strip()) for entry in entries)

    def name(self, host: str, port: int) -> bool:
        """Whether ``host`` is allowed by its name, wherever that leads."""
        host = host.lower().rstrip(".")
        return any(entry.what == host and entry.port in (None, port) for entry in self._entries)

    def include(self, address: IPv4Address | IPv6Address, port: int) -> bool:
        """Whether ``address`` itself, or a network it lies in, is allowed."""
        return any(
            not isinstance(entry.what, str) and address in entry.what and entry.port in (None, port)
            for entry in self._entries
        )

    def are_own(self, host: str, port: int) -> bool:
        """Whether ``host``, a name or an address, is allowed as it stands: it is then the administrator's own."""
        try:
            return self.include(ip_address(host), port)
        except ValueError:
            return self.name(host, port)


def _named(entry: str) -> _Named:
    network = _network(entry)
    if network is not None:
        return _Named(network, None)
    host, colon, digits = entry.rpartition(":")
    if not colon:
        host = entry
    elif not digits.isdecimal() or not 0 < int(digits) < 65536:  # noqa: PLR2004 - TCP's ports
        host = ""
    network = _network(host.removeprefix("[").removesuffix("]"))
    if not host or (network is None and not _HOST_NAME.fullmatch(host)):
        raise AskedWrongly(
            f'"{entry}" is not a host: write a name (wiki.local), a host and port (127.0.0.1:8080) '
            "or a network (10.0.0.0/8)."
        )
    return _Named(network if network is not None else host.lower().rstrip("."), int(digits) if colon else None)


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        return None
