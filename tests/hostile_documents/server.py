"""The server of the hostile documents, to be run in a process of its own: it holds what the reader must not."""

import asyncio
from contextlib import suppress

from tests.hostile_documents.families import FAMILIES
from tests.hostile_documents.family import Family

FEED = b"<rss version='2.0'><channel><title>T</title><item><title>All is well</title></item></channel></rss>"


def address_of(number: int, size: int) -> str:
    """Return host and path of a document: each has a host of its own, as the sources of one Daybook do."""
    return f"{number}-{size}.example/{number}/{size}"


async def serve() -> None:
    """Say on which port, in a line, and serve until the end of the process."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the other process waits for it
    await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.IncompleteReadError):
        asked = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().partition("?")[0]
        match asked.split("/"):
            case ["", number, size]:
                await _say(writer, FAMILIES[int(number)], int(size))
            case ["", "well"]:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + FEED)
            case _:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
    writer.close()


async def _say(writer: asyncio.StreamWriter, family: Family, size: int) -> None:
    if not family.is_raw:
        headers = {"Content-Type": family.content_type} | dict(family.headers)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode())
    for piece in family.pieces(size):
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(family.pause_s)
