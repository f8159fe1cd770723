"""Each date of an Article that is not past: whether a meeting is announced for it, and what says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jobs.extraction.dates import Dated
from jobs.extraction.model import Model, Verdict
from jobs.extraction.pairing import Pair, pair
from jobs.extraction.passage import Passage
from jobs.extraction.signs import signs_of
from storage.models import Actor


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


def claims(passage: Passage, published: date, model: Model, home: Actor | None) -> Iterator[Claim]:
    """Yield a Claim for each date of the passage that is not past on the day of publication, in order."""
    for dated in passage.dates:
        if dated.when.last < published:
            continue
        paired = pair(dated, passage)
        if paired is None:
            yield Claim(dated)
        else:
            signs = tuple(signs_of(paired, passage, published, home))
            yield Claim(dated, paired, signs, model.weigh(signs))
