"""Which meeting a date belongs to, among all in its sentence that may have a date."""

from jobs.extraction.dates import Dated
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.tense import Tense
from storage.models import Precision

_FARTHEST = 30  # cost; beyond it a word and a date have nothing to do with each other
_FARTHEST_BY_PRECISION = {Precision.MONTH: 12, Precision.SEASON: 8, Precision.QUARTER: 8, Precision.YEAR: 6}
_WALLS = {"near": 2, "far": 6}  # what a word between them costs, in words
_BACKWARDS = 3  # what a date before its meeting costs, unless it opens the sentence or stands right before it
_PURPOSE_REACH = 25  # words from "travel to" to the purpose


def meeting_of(date: Dated, passage: Passage) -> Hit | None:
    """Return the word of the meeting that the date belongs to; None where nearer words are no meeting's."""
    costs = [(_cost(date, event, passage), event) for event in passage.events]
    cost, nearest = min(costs, default=(_FARTHEST + 1, None), key=lambda each: each[0])
    farthest = _FARTHEST_BY_PRECISION.get(date.when.precision, _FARTHEST)
    if nearest is None or cost > farthest or nearest.section == "lookalikes":
        return None
    return _purpose(nearest, date, passage)


def _cost(date: Dated, event: Hit, passage: Passage) -> int:
    """How far apart they are: the words between, and what those set apart."""
    first, last = (event.last, date.first) if event.first < date.first else (date.last, event.first)
    cost = last - first
    for i in range(first, last):
        if hit := passage.lexicon["walls"].at(passage.words, i):
            cost += _WALLS[hit.value]
    cost += sum(_WALLS["near"] for other in passage.dates if first <= other.first < last)
    if event.first > date.first and date.first > 1 and cost:
        cost += _BACKWARDS
    return cost


def _purpose(event: Hit, date: Dated, passage: Passage) -> Hit:
    """What somebody travels for, "will travel to Berlin on May 14 to attend a meeting", or the visit itself."""
    if event.section == "nouns" or event.value == "meeting":
        return event
    for other in passage.events:
        if (
            event.last < other.first <= event.last + _PURPOSE_REACH
            and other.section == "nouns"
            and other.value != "visit"
            and passage.has("purposes", "purpose", event.last, other.first + 1)
            and not any(event.last < each.first < other.first for each in passage.dates if each is not date)
        ):
            return other
    return event


def is_ahead(date: Dated, event: Hit, passage: Passage) -> bool:
    """Whether the meeting is told as one to come: not past, not over, not only imagined."""
    if date.tense is Tense.BACK:
        return False
    near = range(event.first - 4, event.first)
    return not passage.has("unreal", "if", near.start, near.stop)
