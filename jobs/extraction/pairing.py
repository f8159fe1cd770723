"""Which meeting a date belongs to, among all in its sentence that may have a date."""

from jobs.extraction.dates import Dated
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.tense import Tense
from storage.models import Precision

_FARTHEST = 30  # cost; beyond it a word and a date have nothing to do with each other
_FARTHEST_BY_PRECISION = {Precision.MONTH: 14, Precision.SEASON: 12, Precision.QUARTER: 12, Precision.YEAR: 8}
_WALLS = {"near": 2, "far": 6}  # what a word between them costs, in words
_BACKWARDS = 3  # what a date before its meeting costs, unless it opens the sentence or stands right before it
_NOUN_PHRASE = 4  # words between a date and the noun that it describes
_PURPOSE_REACH = 25  # words from "travel to" to the purpose


def meeting_of(date: Dated, passage: Passage) -> Hit | None:
    """Return the word of the meeting that the date belongs to; None where nearer words are no meeting's."""
    costs = [(_cost(date, event, passage), event) for event in passage.events]
    cost, nearest = min(costs, default=(_FARTHEST + 1, None), key=lambda each: each[0])
    farthest = _FARTHEST_BY_PRECISION.get(date.when.precision, _FARTHEST)
    if nearest is None or cost > farthest or _is_another(nearest, passage):
        return None
    return _purpose(nearest, date, passage)


def _describes(date: Dated, passage: Passage) -> bool:
    """Whether the date belongs to the noun right after it: "the April summit", "a March 18 meeting"."""
    determiner = passage.has("determiners", "determiner", date.first - 1, date.first) or (
        passage.lexicon["determiners"].at(passage.words, date.first) is not None
    )
    if not determiner or date.last == len(passage.words):
        return False
    following = passage.words[date.last]
    return following.text.isalpha() and not any(
        passage.lexicon[section].at(passage.words, date.last) for section in ("plain", "roles", "tense", "walls")
    )


def _is_another(event: Hit, passage: Passage) -> bool:
    """Whether it is no meeting, or only what another event is about: "will announce the visit on Thursday"."""
    return any(
        each.section == "lookalikes" and (each is event or 0 <= event.first - each.last <= 1) for each in passage.events
    )


def _cost(date: Dated, event: Hit, passage: Passage) -> int:
    """How far apart they are: the words between, and what those set apart."""
    if _describes(date, passage) and not 0 <= event.first - date.last <= _NOUN_PHRASE:
        return _FARTHEST + 1
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
