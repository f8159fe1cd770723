"""One value of a meeting, and who may turn it: pure."""

from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

from storage.models import Evidence, Tier, When
from storage.spans import write_days

T = TypeVar("T")
_SOURCES_TO_COME_BACK = 2


@dataclass
class Held(Generic[T]):
    """One value, and how near to the event those are who hold it.

    A nearer tier turns it, and so does a newer source of the same tier; a farther one never does. What was left
    comes back only with a nearer tier or a second source, so that two who go back and forth turn it once.
    """

    value: T
    tier: int  # 0 is official
    left: list[T] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)
    back: dict[str, set[str]] = field(default_factory=dict)  # who wants a value back that was left
    dissent: dict[str, T] = field(default_factory=dict)  # by outlet

    @classmethod
    def by(cls, one: Evidence, value: T) -> Self:
        """Return ``value`` as the first to speak of it has it."""
        return cls(value, tier_of(one), holders={one.outlet})

    def support(self, one: Evidence) -> None:
        """Count ``one`` among those who hold the present value."""
        self.tier = min(self.tier, tier_of(one))
        self.holders.add(one.outlet)
        self.dissent.pop(one.outlet, None)

    def turn(self, value: T, one: Evidence, *, key: str, corrects: bool) -> bool:
        """Return whether the value turns to ``value``; if not, it is kept as dissent.

        key       ``value`` in writing
        corrects  whether the source knows the present value, so that those who gave it do not dissent
        """
        tier = tier_of(one)
        wanted = self.back.setdefault(key, set())
        wanted.add(one.outlet)
        came_back = (
            any(written(old) == key for old in self.left) and tier == self.tier and len(wanted) < _SOURCES_TO_COME_BACK
        )
        if tier > self.tier or came_back:
            self.dissent[one.outlet] = value
            return False
        self.left.append(self.value)
        self.dissent = {} if corrects else dict.fromkeys(self.holders - {one.outlet}, self.value)
        self.value, self.tier, self.holders, self.back[key] = value, tier, {one.outlet}, set()
        return True


def tier_of(one: Evidence) -> int:
    """Return how far from the event its source is; 0 is official."""
    return tuple(Tier).index(one.tier)


def written(value: Any) -> str:
    """Return ``value`` as a Change keeps it; dates of the same days are alike."""
    return write_days(value) if isinstance(value, When) else str(value)
