"""Whether the machine's clock is right, by Telegram's: pure. Its answers are dated (RFC 9110, Date)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from storage.clock import Clock

_LARGE = timedelta(minutes=1)  # an answer may be on its way for some of it


class Skew:
    """How far the machine's clock is ahead of Telegram's, as of the last answer; not that of a rehearsal."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead = timedelta(0)  # negative: it is behind

    def note(self, date: str) -> None:
        """Take note of the Date of an answer that has just come; what is no date says nothing."""
        try:
            said_at = parsedate_to_datetime(date)
        except ValueError:
            return
        self.ahead = self._clock.machine() - _aware(said_at)

    @property
    def is_large(self) -> bool:
        """Whether the clock is so wrong that what is sent by it would come at the wrong time."""
        return abs(self.ahead) > _LARGE


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
