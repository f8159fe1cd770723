"""One run of a program, which may end at any await as under kill -9: what it was about to do does not happen."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from random import Random
from typing import Any

from .loop import VirtualLoop

RUNNING: ContextVar["Power | None"] = ContextVar("RUNNING", default=None)


class Power:
    """The power of one program; every step it takes outside of itself passes ``step``.

    steps  after how many of them the power fails
    name   of the program: no other has it
    """

    def __init__(self, steps: int, name: str = "") -> None:
        self.name = name
        self.is_on = True
        self.failed = asyncio.Event()
        self.began_at = asyncio.get_running_loop().time()
        self._steps = steps
        self._tasks: set[asyncio.Task[Any]] = set()
        self.cut_with: list[Any] = []  # what is closed with it: each has cut()

    def belongs(self, task: asyncio.Task[Any]) -> None:
        """Note that ``task`` is the program's."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def step(self) -> None:
        """Go on, unless the power fails here."""
        self._steps -= 1
        if self._steps <= 0:
            self.cut()
        if not self.is_on:
            raise asyncio.CancelledError

    def cut(self) -> None:
        """Cut the power: open transactions are undone, and nothing takes effect any more."""
        self.is_on = False
        for one in self.cut_with:
            one.cut()
        self.cut_with.clear()
        self.failed.set()

    async def end(self) -> None:
        """Take the tasks of the program down; what they do meanwhile has no effect."""
        self.cut()
        while tasks := [task for task in self._tasks if not task.done()]:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


def powered(loop: VirtualLoop) -> None:
    """Let each task that ``loop`` makes belong to the program it is made in."""

    def make(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **more)
        power = RUNNING.get()
        if power is not None:
            power.belongs(task)
        return task

    loop.set_task_factory(make)  # type: ignore[arg-type]  # typeshed gives the factory's work another name


def fails_after(chance: Random, mean: float) -> int:
    """Return a number of steps, ``mean`` in the mean."""
    return max(1, round(chance.expovariate(1 / mean)))
