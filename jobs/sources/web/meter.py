"""A socket that takes so many bytes for an answer and no more, whatever they are.

The limit on a body does not count what is around it: interim answers, chunks of one byte each and the extensions of
chunks (RFC 9112, 7.1.1) can go on for ever, and a gigabyte of them comes within seconds.
"""

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class MeteredSocket(socket.socket):
    """A socket from which ``most`` bytes can be read for each time that it is written to.

    Beyond them it fails as a broken connection does. HTTP asks once for each answer: who asks anew is answered anew.
    """

    def __init__(self, family: int, type: int, protocol: int, most: int) -> None:
        super().__init__(family, type, protocol)
        self._most = self._left = most

    def send(self, data: "ReadableBuffer", flags: int = 0, /) -> int:
        """Return what ``socket.send`` does; asyncio writes with it."""
        self._left = self._most
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Return what ``socket.recv`` does; asyncio reads plain connections with it."""
        data = super().recv(size, flags)
        self._count(len(data))
        return data

    def recv_into(self, buffer: "WriteableBuffer", size: int = 0, flags: int = 0) -> int:
        """Return what ``socket.recv_into`` does; asyncio reads TLS with it."""
        length = super().recv_into(buffer, size, flags)
        self._count(length)
        return length

    def _count(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            raise OSError("more bytes than one answer may have")
