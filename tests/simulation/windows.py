"""What one program sends, against the limits that it has to keep."""

from collections import defaultdict, deque
from collections.abc import Iterator

PER_SECOND, BURST = 25.0, 5.0
PER_CHAT_S = 1.0
PER_GROUP_MINUTE = 18
_MINUTE_S = 60.0
_A_TRIFLE = 1e-3  # what rounding, or a round of the loop, may take


class Windows:
    """Counts the messages of one program as they leave."""

    def __init__(self) -> None:
        self._left, self._since = BURST, 0.0
        self._last: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = defaultdict(lambda: deque(maxlen=PER_GROUP_MINUTE))

    def leaves(self, chat_id: int, now: float) -> Iterator[str]:
        """Count one message, and yield which limits it goes beyond, each as a sentence."""
        self._left = min(BURST, self._left + (now - self._since) * PER_SECOND) - 1
        self._since = now
        if self._left < -_A_TRIFLE * PER_SECOND:
            yield f"more than {PER_SECOND:.0f} messages a second, and {BURST:.0f} at once, left before {now:.3f}"
        if now - self._last.get(chat_id, -PER_CHAT_S) < PER_CHAT_S - _A_TRIFLE:
            yield f"two messages to {chat_id} left in the second before {now:.3f}"
        self._last[chat_id] = now
        if chat_id < 0:
            minute = self._groups[chat_id]
            if len(minute) == PER_GROUP_MINUTE and now - minute[0] < _MINUTE_S - _A_TRIFLE:
                yield f"more than {PER_GROUP_MINUTE} messages to the group {chat_id} left in a minute, by {now:.3f}"
            minute.append(now)
