"""``python -m tests.hostile_documents``: over 300 documents made to break their reader, each told in a sentence.

They come from a server in another process, one host each, and are read as the address that an admin sends is, four at a
time, while a harmless feed is read again and again. Fails where anything but a SourceError comes of one, where one
takes longer than its limits, where the harmless feed is not read, or where this process or a child takes 300 MB.
"""

import asyncio
import resource
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import click

from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import SourceKind
from tests.builders import TODAY
from tests.hostile_documents.families import FAMILIES
from tests.hostile_documents.server import address_of, serve
from tests.network import Resolver

LIMIT_S = 30 + 3 * 20 + 30  # to fetch, then to look for links and to parse in children; and a busy machine
MOST_MEMORY = 300 * 10**6
AT_A_TIME = 4


@dataclass(frozen=True)
class Outcome:
    """What came of one document; ``is_crash``: neither a Reading nor a SourceError."""

    said: str
    took_s: float
    is_crash: bool = False


async def read(web: Web, address: str, kind: SourceKind | None = None) -> Outcome:
    began_s = time.monotonic()
    is_crash = False
    try:
        async with asyncio.timeout(LIMIT_S):
            said = f"read, {len((await read_source(web, address, kind, today=TODAY)).items)} items"
    except SourceError as error:
        said = error.reason
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        said, is_crash = f"CRASH {error!r}", True
    return Outcome(said, time.monotonic() - began_s, is_crash)


@asynccontextmanager
async def server() -> AsyncIterator[int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.hostile_documents", "--serve", stdout=PIPE
    )
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.kill()
        await process.wait()


async def read_all(names: tuple[str, ...]) -> bool:
    """Print a line for each document and return whether all is well."""
    turns = asyncio.Semaphore(AT_A_TIME)
    chosen = [(number, family) for number, family in enumerate(FAMILIES) if not names or family.name in names]

    async with server() as port, Web([f"127.0.0.1:{port}"], resolver=Resolver()) as web:

        async def one(number: int, size: int) -> Outcome:
            host, _, path = address_of(number, size).partition("/")
            async with turns:
                outcome = await read(web, f"http://{host}:{port}/{path}")
            click.echo(f"{FAMILIES[number].name[:37]:37} {size:>10} {outcome.took_s:6.1f} s  {outcome.said[:110]}")
            return outcome

        async def well() -> list[Outcome]:
            found = []
            while True:
                try:
                    found.append(await read(web, f"http://well.example:{port}/well", SourceKind.FEED))
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    return found

        beside = asyncio.create_task(well())
        outcomes = await asyncio.gather(*(one(number, size) for number, family in chosen for size in family.sizes))
        beside.cancel()
        others = await beside
    return report(outcomes, others)


def report(outcomes: list[Outcome], others: list[Outcome]) -> bool:
    """Print what came of all and return whether that is well."""
    memory, of_child = [
        resource.getrusage(who).ru_maxrss * 2**10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    crashes = sum(outcome.is_crash for outcome in outcomes)
    slow = sum(outcome.took_s > LIMIT_S for outcome in outcomes)
    read = sum(outcome.said.startswith("read") for outcome in outcomes)
    fine = sum(outcome.said == "read, 1 items" for outcome in others)
    click.echo(
        f"\n{len(outcomes)} documents: {read} read, {len(outcomes) - read - crashes} refused in a sentence, "
        f"{crashes} crashes, {slow} beyond {LIMIT_S} s (the longest took {max(one.took_s for one in outcomes):.1f} s)\n"
        f"beside them, a harmless feed: {fine} of {len(others)} times read, "
        f"the longest took {max((one.took_s for one in others), default=0):.1f} s\n"
        f"memory of this process at most {memory / 10**6:.0f} MB, of a child {of_child / 10**6:.0f} MB"
    )
    return not crashes and not slow and fine == len(others) and max(memory, of_child) < MOST_MEMORY


@click.command()
@click.option("--serve", "is_server", is_flag=True, help="Be the server, and say on which port.")
@click.argument("families", nargs=-1)
def main(is_server: bool, families: tuple[str, ...]) -> None:
    """Read all hostile documents, or those of FAMILIES."""
    if is_server:
        asyncio.run(serve())
    elif not asyncio.run(read_all(families)):
        sys.exit(1)


main()
