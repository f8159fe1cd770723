"""Two sites on loopback and the client: it may read the one, and the other finds out whether it is guarded."""

from collections.abc import AsyncIterator

import pytest

from jobs.sources.web.client import Web
from tests.web import Web as Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as opened:
        yield opened


@pytest.fixture
async def canary() -> AsyncIterator[Site]:
    """A server that must never be asked for anything."""
    async with Site() as opened:
        yield opened
        assert not opened.requests


@pytest.fixture
async def web(site: Site) -> AsyncIterator[Web]:
    async with Web([site.host]) as opened:
        yield opened
