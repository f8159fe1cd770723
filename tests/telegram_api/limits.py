"""How much Telegram lets a bot send."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of the Bots FAQ ("My bot is hitting limits, how do I avoid this?"); a short burst is allowed there.

    per_second        messages in all, in any second
    private_per_second, private_burst  a private chat's steady rate, and how many may come at once after a rest
    group_per_minute  messages to one group, in any minute
    """

    per_second: int = 30
    private_per_second: float = 1
    private_burst: int = 3
    group_per_minute: int = 20


class Meter:
    """Counts what is sent against ``limits``."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all = _Window(limits.per_second, 1)
        self._groups: dict[int, _Window] = defaultdict(lambda: _Window(limits.group_per_minute, 60))
        self._private: dict[int, float] = {}  # when the chat's next message would be on time

    def retry_after(self, chat_id: int, now: float) -> int:
        """Count one message at ``now``, in seconds, and return 0; or return the seconds to wait, and count nothing."""
        wait = max(self._all.wait(now), self._chat_wait(chat_id, now))
        if wait > 0:
            return math.ceil(wait)
        self._all.count(now)
        if chat_id < 0:
            self._groups[chat_id].count(now)
        else:
            self._private[chat_id] = max(self._private.get(chat_id, now), now) + 1 / self._limits.private_per_second
        return 0

    def _chat_wait(self, chat_id: int, now: float) -> float:
        if chat_id < 0:
            return self._groups[chat_id].wait(now)
        ahead = (self._limits.private_burst - 1) / self._limits.private_per_second
        return self._private.get(chat_id, now) - ahead - now


class _Window:
    """At most ``most`` in any ``length`` seconds."""

    def __init__(self, most: int, length: float) -> None:
        self._most, self._length = most, length
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self._times and self._times[0] + self._length <= now:
            self._times.popleft()
        return self._times[0] + self._length - now if len(self._times) >= self._most else 0

    def count(self, now: float) -> None:
        self._times.append(now)
