"""What Telegram brings is kept before it is told so."""

import io
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp
import pytest

from bot.webhook import Webhook
from storage.errors import DaybookError, StorageError

SECRET = "s" * 32
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PORT = 18_473
URL = f"http://127.0.0.1:{PORT}/here"


class Keeper:
    """Keeps updates in a list, unless it ``fails``."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.fails = False

    async def __call__(self, given: Sequence[Any]) -> None:
        if self.fails:
            raise StorageError("The database failed: it is full.")
        self.kept += given


@pytest.fixture
async def keeper() -> AsyncIterator[Keeper]:
    """Give what is kept by a webhook that listens."""
    keeper = Keeper()
    async with Webhook("https://example.org/here", SECRET, keeper).listening("127.0.0.1", PORT):
        yield keeper


async def brought(body: bytes | str | io.BytesIO, secret: str | None = SECRET, url: str = URL) -> int:
    """Return the status of the answer to an update."""
    headers = {} if secret is None else {HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def test_an_update_is_kept_and_taken(keeper: Keeper) -> None:
    assert await brought(json.dumps({"update_id": 7})) == 200
    assert keeper.kept == [{"update_id": 7}]


@pytest.mark.parametrize("secret", [None, "", "s" * 31, "s" * 33, "S" * 32, "\u00e9" * 32])
async def test_who_does_not_know_the_secret_is_refused(keeper: Keeper, secret: str | None) -> None:
    assert await brought("{}", secret) == 403
    assert keeper.kept == []


async def test_what_could_not_be_kept_is_to_be_brought_again(keeper: Keeper) -> None:
    keeper.fails = True
    assert await brought("{}") == 503


@pytest.mark.parametrize("body", ["", "{", b"\xff", "[" * 100_000], ids=["nothing", "half", "no text", "deep"])
async def test_what_is_no_json_is_not_brought_for_ever(keeper: Keeper, body: bytes | str) -> None:
    assert await brought(body) == 200
    assert keeper.kept == []


async def test_a_body_is_bounded(keeper: Keeper) -> None:
    assert await brought(io.BytesIO(b" " * (1024**2 + 1))) == 413
    assert keeper.kept == []


async def test_there_is_nothing_else_there(keeper: Keeper) -> None:
    assert await brought("{}", url=f"http://127.0.0.1:{PORT}/") == 404
    async with aiohttp.ClientSession() as session, session.get(URL) as answer:
        assert answer.status == 405


async def test_a_place_that_is_taken_is_one_sentence(keeper: Keeper) -> None:
    with pytest.raises(DaybookError, match="DAYBOOK_WEBHOOK_LISTEN"):
        async with Webhook("https://example.org/", SECRET, keeper).listening("127.0.0.1", PORT):
            pass
