import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from datetime import date

import pytest

from jobs.sources import feed
from jobs.sources.child import Children
from jobs.sources.discovery import Leads, leads
from jobs.sources.records import Answer
from jobs.sources.text import from_html
from storage.errors import SourceError

TOO_MUCH = "This document takes more time or memory to read than Daybook gives to one."


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    async with Children(1, cpu_s=1, wall_s=5) as made:
        yield made


async def test_a_child_answers_what_the_function_returns(children: Children) -> None:
    assert await children.run(from_html, "<p>one<p>two") == "one\ntwo"
    answer = Answer("http://komu.com/", b"<link rel=alternate type=application/rss+xml href=/feed>")
    assert await children.run(leads, answer) == Leads(is_article=False, feeds=("http://komu.com/feed",))


async def test_a_child_stays_for_the_next_document(children: Children) -> None:
    first = await children.run(os.getpid)
    assert await children.run(os.getpid) == first != os.getpid()


async def test_a_child_that_computes_for_too_long_is_ended(children: Children) -> None:
    with pytest.raises(SourceError) as refused:
        await children.run(pow, 7, 10**9)
    assert refused.value.reason == TOO_MUCH


async def test_a_child_that_waits_for_too_long_is_ended() -> None:
    async with Children(wall_s=0.5) as children:
        with pytest.raises(SourceError) as refused:
            await children.run(time.sleep, 60)
    assert refused.value.reason == TOO_MUCH


async def test_a_child_that_wants_too_much_memory_is_refused_it(children: Children) -> None:
    with pytest.raises(SourceError) as refused:
        await children.run(bytes, 2**30)
    assert refused.value.reason == TOO_MUCH


async def test_a_child_that_says_too_much_is_ended(children: Children) -> None:
    with pytest.raises(SourceError, match="more time or memory"):
        await children.run(str.ljust, "", 40 * 2**20)


async def test_a_child_that_dies_is_replaced(children: Children) -> None:
    with pytest.raises(SourceError, match="more time or memory"):
        await children.run(os._exit, 1)
    assert await children.run(from_html, "fine") == "fine"


async def test_a_function_that_fails_is_a_damaged_document(children: Children) -> None:
    with pytest.raises(SourceError) as refused:
        await children.run(json.loads, "{")
    assert refused.value.reason == "This document is damaged and cannot be read (JSONDecodeError)."


async def test_a_reason_passes_as_it_is(children: Children) -> None:
    with pytest.raises(SourceError, match=r"^There is no feed at this address: try"):
        await children.run(feed.parse, Answer("http://komu.com/", b"words"), date(2025, 3, 3))


async def test_what_a_library_prints_does_not_spoil_the_answer(children: Children) -> None:
    await children.run(print, "+nonsense")
    assert await children.run(from_html, "fine") == "fine"


async def test_no_secret_of_ours_is_in_a_child(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_TOKEN", "1:secret")
    assert await children.run(os.getenv, "DAYBOOK_TOKEN") is None


async def test_one_document_does_not_hold_up_the_others() -> None:
    async with Children(2, wall_s=5) as children:
        stuck = asyncio.create_task(children.run(time.sleep, 60))
        assert await children.run(from_html, "fine") == "fine"
        assert not stuck.done()
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck
