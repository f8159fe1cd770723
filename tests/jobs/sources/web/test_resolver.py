import asyncio
import socket
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from jobs.sources.web.resolver import Resolver


@pytest.fixture
async def resolver() -> AsyncIterator[Resolver]:
    opened = Resolver()
    yield opened
    await opened.close()


async def test_a_name_leads_to_addresses(resolver: Resolver) -> None:
    found = await resolver.resolve("localhost", 80)
    assert {one["host"] for one in found} <= {"127.0.0.1", "::1"}
    assert {(one["hostname"], one["port"]) for one in found} == {("localhost", 80)}


async def test_an_address_keeps_its_zone(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    local = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1", 80, 0, 2))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: local)
    assert [one["host"] for one in await resolver.resolve("here.local")] == ["fe80::1%2"]


async def test_names_that_nobody_answers_for_hold_up_nothing_else(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, look_up = threading.Event(), socket.getaddrinfo

    def silent(host: str, *args: Any, **options: Any) -> Any:
        if host == "silent.example":
            over.wait()
        return look_up("127.0.0.1", *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    waiting = [asyncio.create_task(resolver.resolve("silent.example")) for _ in range(16)]
    await asyncio.sleep(0)
    assert await resolver.resolve("news.example")
    assert await asyncio.get_running_loop().getaddrinfo("api.example", 443)  # as python-telegram-bot does
    assert not any(task.done() for task in waiting)
    over.set()
    await asyncio.gather(*waiting)
