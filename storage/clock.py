"""The one place that asks the machine what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _system_time() -> datetime:
    return datetime.now(UTC)


class Clock:
    """A clock that runs, from now or from a moment of one's own choosing.

    start  what it shows at first, aware; None: the machine's own time
    read   where the running comes from; a test gives one that stands still
    """

    def __init__(self, start: datetime | None = None, read: Callable[[], datetime] = _system_time) -> None:
        self._read = read
        self._shift = timedelta(0) if start is None else start.astimezone(UTC) - read()

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return self._read() + self._shift

    def machine(self) -> datetime:
        """Return what the machine's own clock shows: leases are kept in its time, also in a rehearsal."""
        return self._read()

    def move_to(self, moment: datetime) -> None:
        """Put the hands on ``moment``; a clock does not go back, so an earlier moment changes nothing."""
        self._shift += max(moment - self.now(), timedelta(0))
