"""Whether the machine's clock is right, by Telegram's: pure. Its answers are dated (RFC 9110, Date)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from storage.clock import Clock

_LARGE = timedelta(minutes=1)  # an answer may be on its way for some of it


class Skew:
    """How far the machine's clock is ahead of Telegram's, as of the last answer; not that of a rehearsal.

    run_time  seconds of a clock that only runs forward
    """

    def __init__(self, clock: Clock, *, run_time: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._run_time = clock, run_time
        self._last = (clock.machine(), run_time())  # answer, by both clocks
        self.ahead = timedelta(0)  # negative: it is behind

    def note(self, date: str) -> None:
        """Take note of the Date of an answer that has just come; what is no date says nothing."""
        self._last = (self._clock.machine(), self._run_time())
        try:
            said_at = parsedate_to_datetime(date)
        except ValueError:
            return
        self.ahead = self._clock.machine() - _aware(said_at)

    @property
    def is_large(self) -> bool:
        """Whether the clock is so wrong that what is sent by it would come at the wrong time."""
        return abs(self.ahead) > _LARGE

    @property
    def may_be_large(self) -> bool:
        """Whether it is, or may be: since the last answer the clock was set, or the machine slept."""
        machine_at, run_time = self._last
        ran = timedelta(seconds=self._run_time() - run_time)
        return self.is_large or abs(self._clock.machine() - machine_at - ran) > _LARGE


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
