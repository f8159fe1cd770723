"""Each date of an Article that is not past: whether a meeting is announced for it, and what says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from jobs.extraction.announcement.pairing import Pair, pair
from jobs.extraction.announcement.signs import signs_of
from jobs.extraction.model import Model, Verdict
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated
from storage.models import Actor, When

_MOST = 20  # dates; no sentence announces more, and each is weighed against all its words


@dataclass(frozen=True)
class Claim:
    """A date, the meeting's word that it may belong to, and what was decided; no word and no verdict: there is none."""

    date: Dated
    pair: Pair | None = None
    signs: tuple[str, ...] = ()
    verdict: Verdict | None = None

    @property
    def is_announced(self) -> bool:
        """Whether a meeting is announced for the date."""
        return self.verdict is not None and self.verdict.is_yes


def has_begun(when: When, published: date) -> bool:
    """Whether a meeting then began before the day of publication; one at a vague time may still be to come."""
    return (when.first if when.is_day_precise else when.last) < published


def claims(passage: Passage, published: date, model: Model, home: Actor | None) -> Iterator[Claim]:
    """Yield a Claim for each date of the passage that has not begun before the day of publication, in order."""
    ahead = (each for each in passage.dates if not has_begun(each.when, published))
    for dated in islice(ahead, _MOST):
        paired = pair(dated, passage)
        if paired is None:
            yield Claim(dated)
        else:
            signs = tuple(signs_of(paired, passage, published, home))
            yield Claim(dated, paired, signs, model.weigh(signs))
