"""How fast Telegram lets us send: pure, the moment is given.

Moments are seconds of any clock that only runs forward. Telegram's own limits are 30 messages a second in all, about
one a second to a chat and 20 a minute to a group (Bots FAQ); we stay below.
"""

from collections import defaultdict, deque

PER_SECOND = 25.0
BURST = 5
IN_ANY_SECOND = 29
PER_CHAT_S = 1.0
PER_GROUP_MINUTE = 18
_MINUTE = 60.0
_REGAINED = 0.1  # messages a second more for each second after a flood: half the rate is regained in two minutes
_SLOWEST = 1.0
_LOOK_AGAIN_S = 0.05
_AT_ONCE = 5.0  # two chats told to wait within so many seconds: Telegram means all


class Pace:
    """Counts what is sent, and says how long the next message has to wait."""

    def __init__(self) -> None:
        self._tokens = float(BURST)
        self._filled_at: float | None = None
        self._frozen_until = 0.0
        self._slowed = (PER_SECOND, 0.0)  # the rate after the last flood, and when it was
        self._chats: dict[int, float] = {}  # from when on the chat may have another message
        self._groups: dict[int, deque[float]] = defaultdict(deque)
        self._last_flood: tuple[int, float] | None = None
        self._unanswered = 0
        self._answered: deque[float] = deque()  # within the last second

    def wait(self, now: float, *, spare: int = 0) -> float:
        """Return for how many seconds nothing may be sent to anybody, if ``spare`` messages are to be left free."""
        self._fill(now)
        return max(self.frozen(now), self._crowded(now), (1 + spare - self._tokens) / self.rate(now))

    def rate(self, now: float) -> float:
        """Return how many messages a second may be sent: half as many after Telegram stopped all, then more again."""
        rate, since = self._slowed
        return min(PER_SECOND, rate + max(now - since, 0.0) * _REGAINED)

    def frozen(self, now: float) -> float:
        """Return for how many seconds Telegram wants nothing to be sent to anybody."""
        return max(self._frozen_until - now, 0.0)

    def chat_wait(self, chat_id: int, now: float) -> float:
        """Return for how many seconds nothing may be sent to this chat."""
        wait = self._chats.get(chat_id, now) - now
        sent = self._groups.get(chat_id)
        if sent and len(sent) >= PER_GROUP_MINUTE:
            wait = max(wait, sent[0] + _MINUTE - now)
        return max(wait, 0.0)

    def count(self, chat_id: int, now: float) -> None:
        """Count one message, whose answer is awaited from now on."""
        self._fill(now)
        self._tokens -= 1
        self._unanswered += 1
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), now + PER_CHAT_S)
        if chat_id < 0:
            sent = self._groups[chat_id]
            sent.append(now)
            if len(sent) > PER_GROUP_MINUTE:
                sent.popleft()

    def answered(self, now: float) -> None:
        """Note that the answer to a message has come, or is awaited no longer."""
        self._unanswered -= 1
        self._answered.append(now)

    def freeze(self, chat_id: int, seconds: float, now: float) -> None:
        """Send nothing to the chat for ``seconds``; to nobody, where another chat was frozen just before."""
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), now + seconds)
        if self._last_flood is not None:
            other, at = self._last_flood
            if other != chat_id and now - at <= _AT_ONCE:
                if not self.frozen(now):
                    self._slowed = (max(self.rate(now) / 2, _SLOWEST), now + seconds)
                self._frozen_until = max(self._frozen_until, now + seconds)
        self._last_flood = (chat_id, now)

    def resting(self, now: float) -> set[int]:
        """Return the chats that have to wait, and forget those that no longer do."""
        self._chats = {chat_id: until for chat_id, until in self._chats.items() if until > now}
        for chat_id in [chat_id for chat_id, sent in self._groups.items() if sent[-1] + _MINUTE <= now]:
            del self._groups[chat_id]
        return {chat_id for chat_id in (*self._chats, *self._groups) if self.chat_wait(chat_id, now) > 0}

    def _crowded(self, now: float) -> float:
        """Return for how many seconds one message more might be one too many in some second of Telegram's.

        Messages may arrive closer to each other than they left, each at any time until its answer comes.
        """
        while self._answered and self._answered[0] + 1 <= now:
            self._answered.popleft()
        over = self._unanswered + len(self._answered) + 1 - IN_ANY_SECOND
        if over <= 0:
            return 0.0
        return self._answered[over - 1] + 1 - now if over <= len(self._answered) else _LOOK_AGAIN_S

    def _fill(self, now: float) -> None:
        if self._filled_at is not None:
            self._tokens = min(float(BURST), self._tokens + (now - self._filled_at) * self.rate(now))
        self._filled_at = now
