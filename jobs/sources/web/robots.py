"""robots.txt (RFC 9309): what a site asks programs not to read, and how fast, with protego."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from protego import Protego

AGENT = "Daybook"  # the product token by which a robots.txt names us
MAX_BYTES = 500 * 2**10  # of one: RFC 9309, 2.5, wants no less
_LONGEST_DELAY_S = 5.0  # a reading asks for fifty pages, within minutes
_FRESH_S = 86_400  # RFC 9309, 2.4: no longer than a day
_ROOM = 16 * 2**20  # bytes for all of them
_LEAST = 2**10  # bytes that one takes at least, its origin included


@dataclass(frozen=True)
class Verdict:
    """What a robots.txt says of one address."""

    is_allowed: bool
    delay_s: float = 0  # between two requests: what it asks for (Crawl-delay), five at most


def judge(robots: bytes, address: str) -> Verdict:
    """Return what a robots.txt says of ``address``.

    To be run in a child: a short text can name ten thousand agents and ten thousand rules for each.
    """
    rules = Protego.parse(robots.decode("utf-8-sig", "replace"))
    return Verdict(rules.can_fetch(address, AGENT), min(rules.crawl_delay(AGENT) or 0, _LONGEST_DELAY_S))


class Robots:
    """Each robots.txt that was read within a day, as many as there is room for.

    timer  gives seconds, from any moment on
    """

    def __init__(self, timer: Callable[[], float] = monotonic) -> None:
        self._timer = timer
        self._kept: dict[str, tuple[bytes, float]] = {}  # a body and when it ends, by origin, oldest first

    def of(self, origin: str) -> bytes | None:
        """Return that of ``origin`` ("https://komu.com"), empty where it has none; None where nobody has asked."""
        body, ends = self._kept.get(origin, (b"", 0.0))
        return body if self._timer() < ends else None

    def keep(self, origin: str, body: bytes) -> None:
        """Keep ``body`` for a day; the oldest ones make room for it."""
        self._kept.pop(origin, None)
        self._kept[origin] = (body, self._timer() + _FRESH_S)
        while sum(max(len(kept), _LEAST) for kept, _ in self._kept.values()) > _ROOM:
            del self._kept[next(iter(self._kept))]
