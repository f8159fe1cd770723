"""An event loop on virtual time: where everything waits, the time jumps to what comes next."""

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any

_ROUND_S = 1e-6  # what each round of the loop takes: who waits for next to nothing does not wait for ever


class StandstillError(Exception):
    """Everything waits, and for nothing that will ever come."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose ``time()`` begins at 0 and passes only while everybody waits."""

    def __init__(self) -> None:
        self._passed = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._passed

    def jump(self, seconds: float) -> None:
        """Let so many virtual seconds pass."""
        self._passed += seconds


class _Jumping(selectors.BaseSelector):
    """Waits for no file: it lets the loop's time pass instead."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self._files: dict[Any, selectors.SelectorKey] = {}

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        self._files[fileobj] = key = selectors.SelectorKey(fileobj, -1, events, data)
        return key

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._files.pop(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise StandstillError
        self._loop.jump(max(timeout, _ROUND_S))
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._files
