"""A child process that parses what came from outside, with limits on its time and its memory.

A body of 50 KB can keep a parser busy for minutes or take gigabytes, and a parser written in C can be made to crash:
that must cost one document, not the bot. The child is a fresh interpreter and not a fork: forking a process that has
threads can deadlock, and Python warns of it. It has no part of our environment (the token is in there), is confined,
and what it answers is JSON, checked against the type that was asked for: nothing it says is executed. It stays warm for
the next document and is replaced when it dies or has had its share of them.
"""

import asyncio
import os
import pickle
import resource
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import Any, BinaryIO, ParamSpec, Self, TypeVar, get_type_hints

from pydantic import TypeAdapter

from jobs.sources.confinement import confine
from storage.errors import SourceError

_LIFE = 500  # documents; whatever the libraries keep goes with the child
_LONGEST_ANSWER = 32 * 2**20  # bytes
_TOO_MUCH = "This document takes more time or memory to read than Daybook gives to one."
_START = "from jobs.sources.child import serve; serve({}, {})"

P = ParamSpec("P")
T = TypeVar("T")


class Children:
    """A few children, each started when it is first needed: ``async with Children() as children``.

    places  how many documents are parsed at a time
    cpu_s   seconds of computing for one document
    wall_s  seconds in all for one document
    memory  bytes of address space for one child
    """

    def __init__(self, places: int = 2, *, cpu_s: int = 10, wall_s: float = 20, memory: int = 285 * 2**20) -> None:
        self._places = asyncio.Semaphore(places)
        self._idle: list[_Child] = []
        self._cpu_s, self._wall_s, self._memory = cpu_s, wall_s, memory

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._idle:
            await self._idle.pop().end()

    async def run(self, parse: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``parse(*args, **kwargs)``, computed in a child.

        parse  a function of a module; what it returns is something that pydantic writes as JSON and reads back

        Raises SourceError where ``parse`` does, and when it takes more than its limits or fails in another way.
        """
        async with self._places:
            child = self._idle.pop() if self._idle else await _Child.start(self._cpu_s, self._memory)
            try:
                line = await asyncio.wait_for(child.ask((parse, args, kwargs)), self._wall_s)
            except (TimeoutError, OSError, ValueError):  # too slow, dead, too much to say
                line = b""
            except BaseException:
                await child.end()
                raise
            if line.endswith(b"\n") and child.asked < _LIFE:
                self._idle.append(child)
            else:
                await child.end()
        if not line.endswith(b"\n"):
            raise SourceError(_TOO_MUCH)
        if line.startswith(b"-"):
            raise SourceError(TypeAdapter(str).validate_json(line[1:]))
        result: T = _type_of_result(parse).validate_json(line[1:])
        return result


class _Child:
    """One child; it answers one question at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.asked = 0

    @classmethod
    async def start(cls, cpu_s: int, memory: int) -> Self:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _START.format(cpu_s, memory),
            stdin=PIPE,
            stdout=PIPE,
            limit=_LONGEST_ANSWER,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )
        return cls(process)

    async def ask(self, question: object) -> bytes:
        """Return its answer, a line: "+" and JSON, or "-" and why not as a JSON string; b"" when it died."""
        self.asked += 1
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - PIPE was asked for
        assert stdout is not None  # noqa: S101
        stdin.write(pickle.dumps(question))
        await stdin.drain()
        return await stdout.readline()

    async def end(self) -> None:
        """End the process, whatever it is at."""
        if self._process.returncode is None:
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.communicate()


@cache
def _type_of_result(parse: Callable[..., object]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(parse).get("return", Any))


def serve(cpu_s: int, memory: int) -> None:
    """Answer what the parent asks on standard input, until that ends; this is the child's whole life."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints does not speak for us
    confine(memory)
    while question := _next(questions):
        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + 1 + cpu_s
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
        answers.write(_answer(*question) + b"\n")
        answers.flush()


def _next(questions: BinaryIO) -> tuple[Callable[..., object], tuple[object, ...], dict[str, object]] | None:
    try:
        question: tuple[Callable[..., object], tuple[object, ...], dict[str, object]] = pickle.load(questions)  # noqa: S301 - our own parent wrote it
    except EOFError:
        return None
    return question


def _answer(parse: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> bytes:
    try:
        return b"+" + _type_of_result(parse).dump_json(parse(*args, **kwargs))
    except SourceError as refused:
        reason = refused.reason
    except MemoryError:
        reason = _TOO_MUCH
    except Exception as broken:  # noqa: BLE001 - 6 % of damaged feeds raise one thing or another inside feedparser
        reason = f"This document is damaged and cannot be read ({type(broken).__name__})."
    return b"-" + TypeAdapter(str).dump_json(reason)
