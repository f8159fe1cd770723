"""What speaks for something and what against it, added up: a linear model whose weights are data."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Verdict:
    """What a model makes of signs."""

    odds: float  # logarithm of the odds, less what is asked for: at 0 and above it is a yes
    reasons: tuple[tuple[str, float], ...]  # the signs that weigh something, the heaviest first

    @property
    def is_yes(self) -> bool:
        """Whether what speaks for it outweighs what speaks against it."""
        return self.odds >= 0


class Model:
    """The weight of each sign, learnt from labelled articles; a sign that was never seen weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """``weights`` holds under the empty name what speaks for it, or against it, before any sign."""
        self._weights = dict(weights)

    @classmethod
    def read(cls, path: Path) -> "Model":
        """Return the model in a JSON file of ``{sign: weight}``.

        Raises OSError and json.JSONDecodeError.
        """
        return cls(json.loads(path.read_text("utf-8")))

    def weigh(self, signs: Iterable[str]) -> Verdict:
        """Return the verdict on ``signs``, each of which counts once."""
        reasons = [(sign, self._weights[sign]) for sign in dict.fromkeys(signs) if self._weights.get(sign)]
        odds = self._weights.get("", 0.0) + sum(weight for _, weight in reasons)
        return Verdict(odds, tuple(sorted(reasons, key=lambda reason: -abs(reason[1]))))
