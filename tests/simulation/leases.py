"""Which of several programs may send: the product's own leases, for programs that are no processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from storage.clock import Clock

from .power import RUNNING

LEASE = timedelta(hours=2)  # the product's is renewed every ten seconds, which here would be long about it
RENEWED_S = LEASE.total_seconds() / 9  # the product renews it as often
_LOOK_S = 20.0


@contextmanager
def leases_kept(clock: Clock, is_alive: Callable[[str], bool]) -> Iterator[None]:
    """Let each program hold leases under its own name, by ``clock``; ``is_alive`` knows which of them run."""
    with (
        patch("storage.instance.Clock", lambda: clock),
        patch("storage.instance.this_process", _this_program),
        patch("storage.instance.LEASE", LEASE),
        patch("storage.leases.LEASE", LEASE),
        patch("storage.instance._LOOK_S", _LOOK_S),
        patch("storage.leases._is_alive", is_alive),
    ):
        yield


def _this_program() -> str:
    power = RUNNING.get()
    assert power is not None
    return power.name
