"""What a child may not do, tried in one."""

import os
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from jobs.sources.child import Children
from storage.errors import SourceError
from tests.web import Web as Site

MEMORY = 256 * 2**20


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    async with Children(1, memory=MEMORY) as made:
        yield made


async def failure(children: Children, act: Callable[..., Any], *args: object) -> str:
    """Return the name of the error in which ``act`` ends; "" where it ends well."""
    try:
        await children.run(act, *args)
    except SourceError as error:
        return error.reason.rpartition("(")[2].rstrip(").")
    return ""


FORBIDDEN: dict[str, tuple[Callable[..., Any], tuple[object, ...]]] = {
    "to connect": (socket.create_connection, (("127.0.0.1", 9),)),
    "to ask for a name": (socket.getaddrinfo, ("localhost", 80)),
    "to listen": (socket.create_server, (("127.0.0.1", 0),)),
    "to fetch": (urllib.request.urlopen, ("http://127.0.0.1:9/",)),
    "to start a process": (subprocess.check_output, (["true"],)),
    "to start a shell": (os.system, ("true",)),
    "to become two": (os.fork, ()),
    "to become another": (os.execv, ("/bin/true", ["true"])),
    "to end another process": (os.kill, (os.getpid(), 0)),
}


async def test_a_child_may_neither_reach_out_nor_start_anything(children: Children) -> None:
    for what, (act, args) in FORBIDDEN.items():
        assert await failure(children, act, *args) in ("PermissionError", "URLError"), what


WRITES: dict[str, tuple[Callable[..., Any], tuple[object, ...]]] = {
    "to write": (Path.write_text, ("more",)),
    "to write anew": (open, ("w",)),
    "to add": (open, ("a",)),
    "to change": (open, ("r+",)),
    "to shorten": (os.truncate, (0,)),
    "to remove": (os.remove, ()),
    "to rename": (os.rename, ("b",)),
    "to copy": (shutil.copyfile, ("b",)),
    "to let others read": (os.chmod, (0o777,)),
}


async def test_a_child_may_not_touch_a_file(children: Children, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("kept")
    for what, (act, args) in WRITES.items():
        assert await failure(children, act, file, *args) == "PermissionError", what
        assert os.listdir(tmp_path) == ["a"], what  # noqa: PTH208 - a name is all
        assert file.read_text() == "kept", what


async def test_a_child_may_read_what_it_is_made_of(children: Children) -> None:
    assert "What a child may not do" in await children.run(Path.read_text, Path(__file__))


async def test_a_child_gives_way_to_its_parent(children: Children) -> None:
    assert await children.run(os.nice, 0) >= os.nice(0) + 10 or os.nice(0) > 9


async def test_a_parser_that_would_fetch_by_itself_fetches_nothing(children: Children, site: Site) -> None:
    address = site.serve("/", "<html><title>T</title>")
    assert await failure(children, urllib.request.urlopen, address)
    assert not site.requests
