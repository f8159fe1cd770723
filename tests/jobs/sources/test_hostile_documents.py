"""Documents made to break their reader, a small one of each kind; `python -m tests.hostile_documents` has them all."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from jobs.sources.child import Children
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from tests.builders import TODAY
from tests.hostile_documents.families import FAMILIES
from tests.hostile_documents.family import Family
from tests.web import Web as Site

DOCUMENTS = {family.name: family for family in FAMILIES if not family.is_raw}
TOO_MUCH = "This document takes more time or memory to read than Daybook gives to one."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Site]:
    async with Site() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hurried(server: Site) -> AsyncIterator[Web]:
    """Give a client whose children have a second for each document."""
    async with Web([server.host], children=Children(1, cpu_s=1)) as opened:
        yield opened


def test_there_are_many() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES) >= 100
    assert sum(len(set(family.sizes)) for family in FAMILIES) >= 300


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("family", DOCUMENTS.values(), ids=DOCUMENTS)
async def test_it_is_read_or_told_in_a_sentence(hurried: Web, server: Site, family: Family) -> None:
    said = await read(hurried, server, family, family.sizes[0])
    assert said == "read" or (said.endswith((".", "?")) and "damaged and cannot" not in said)


@pytest.mark.asyncio(loop_scope="module")
async def test_one_that_takes_too_long_is_told_and_the_next_is_read(hurried: Web, server: Site) -> None:
    assert await read(hurried, server, DOCUMENTS["attributes"], 100_000) == TOO_MUCH
    assert await read(hurried, server, DOCUMENTS["items"], 10) == "read"


async def read(web: Web, server: Site, family: Family, size: int) -> str:
    address = server.serve(
        "/", b"".join(family.pieces(size)), headers={"Content-Type": family.content_type} | dict(family.headers)
    )
    try:
        await read_source(web, address, today=TODAY)
    except SourceError as error:
        return error.reason
    return "read"
