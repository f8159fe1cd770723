"""The network that tests have: this machine. What is asked of another one is noted, and refused."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult


class Connected(NamedTuple):
    """One attempt to connect."""

    address: IPv4Address | IPv6Address
    port: int


@contextmanager
def noted_connections() -> Iterator[list[Connected]]:
    """Give a list of all attempts to connect, which grows; only those to this machine may succeed."""
    attempts: list[Connected] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, where: tuple[str, int]) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            attempt = Connected(ip_address(where[0]), where[1])
            attempts.append(attempt)
            if not attempt.address.is_loopback:
                raise OSError(errno.ENETUNREACH, "the tests' network ends here")
        connect(self, where)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", noted)
        yield attempts


class Resolver(AbstractResolver):
    """Names lead where the test says, others to this machine; numbers lead where the C library takes them.

    A name that leads nowhere, to an empty list, is not known.
    """

    def __init__(self, names: dict[str, list[str]] | None = None) -> None:
        self._names = names or {}

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - both kinds are given
    ) -> list[ResolveResult]:
        """Return the addresses of ``host``, in the order in which they are tried."""
        try:
            found = [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError:
            found = self._names.get(host, ["127.0.0.1", "::1"])
        if not found:
            raise OSError(socket.EAI_NONAME, "this name is not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""
