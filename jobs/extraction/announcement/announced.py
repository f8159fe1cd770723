"""The meetings that a passage announces, each with all its dates."""

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.extraction.announcement.claims import Claim
from jobs.extraction.announcement.listed import listed_with
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated

_SURE = 1.5  # odds; a reader who sees "confirmed" is owed more than more likely than not


@dataclass(frozen=True)
class Announced:
    """A meeting's word with its dates, one or more in order, and the list it stands in."""

    event: Hit
    dates: tuple[Dated, ...]
    listed: tuple[Hit, ...]
    odds: float  # those of its likeliest date

    @property
    def is_sure(self) -> bool:
        """Whether there is so little doubt that it may be called confirmed."""
        return self.odds >= _SURE


def announced(claims: Iterable[Claim], passage: Passage) -> list[Announced]:
    """Return the meetings that are announced among the claims of a passage, in the order of their first dates."""
    found: dict[Hit, Announced] = {}
    for claim in claims:
        if not (claim.pair and claim.verdict and claim.is_announced):
            continue
        listed = (claim.pair.event, *listed_with(claim.pair.event, passage))
        for event in listed:
            known = found.get(event)
            dates = (*known.dates, claim.date) if known else (claim.date,)
            odds = max(known.odds, claim.verdict.odds) if known else claim.verdict.odds
            found[event] = Announced(event, dates, listed, odds)
    return list(found.values())
