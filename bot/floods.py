"""How much one person may ask of the bot at once: pure, the moment is given."""

_AT_ONCE = 60.0  # updates after a rest
_PER_SECOND = 1.0
_CROWD = 10_000  # people remembered before those who rest are forgotten


class Floods:
    """A bucket for each person: what overflows is not worked on, so that it takes nobody else's time."""

    def __init__(self) -> None:
        self._people: dict[int, tuple[float, float]] = {}  # what was in the bucket, and when

    def is_one(self, person: int, at: float) -> bool:
        """Count an update that a person caused ``at`` some second; return whether it is one too many."""
        filled, before = self._people.get(person, (0.0, at))
        filled, at = max(filled - max(at - before, 0.0) * _PER_SECOND, 0.0), max(at, before)
        is_flood = filled + 1 > _AT_ONCE
        self._people[person] = (filled if is_flood else filled + 1, at)
        if len(self._people) > _CROWD:
            self._forget(at)
        return is_flood

    def _forget(self, at: float) -> None:
        """Forget those whose bucket is empty."""
        self._people = {
            person: (filled, before)
            for person, (filled, before) in self._people.items()
            if filled > (at - before) * _PER_SECOND
        }
