"""Which meeting a date belongs to, among all in its sentence that may have a date."""

from collections.abc import Sequence

from jobs.extraction.dates import Dated
from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.tense import Tense
from storage.models import Precision

_FARTHEST = 30  # cost; beyond it a word and a date have nothing to do with each other
_FARTHEST_BY_PRECISION = {Precision.MONTH: 14, Precision.SEASON: 12, Precision.QUARTER: 12, Precision.YEAR: 8}
_BACKWARDS = 3  # what a date before its meeting costs, unless it opens the sentence or stands right before it
_PURPOSE = 6  # what a verb after the date costs that tells only what something is for
_IF_REACH = 4  # words
_NOUN_PHRASE = 4  # words between a date and the noun that it describes
_PURPOSE_REACH = 25  # words from "travel to" to the purpose


def meeting_of(date: Dated, passage: Passage) -> Hit | None:
    """Return the word of the meeting that the date belongs to; None where nearer words are no meeting's."""
    reach = _NOUN_PHRASE if _describes(date, passage) else None
    near = [event for event in passage.events if _is_near(date, event, reach)]
    cost, nearest = min(((_cost(date, event, passage), event) for event in near), default=(0, None))
    farthest = _FARTHEST_BY_PRECISION.get(date.when.precision, _FARTHEST)
    if nearest is None or cost > farthest or _is_another(nearest, near):
        return None
    return _purpose(nearest, date, passage)


def is_ahead(date: Dated, event: Hit, passage: Passage) -> bool:
    """Whether the meeting is told as one to come on the date: not past, not only imagined, and not due by it."""
    if date.tense is Tense.BACK or passage.has("unreal", "if", event.first - _IF_REACH, event.first):
        return False
    return bool(passage.hits("status")) or not _is_deadline(date, passage)


def _is_deadline(date: Dated, passage: Passage) -> bool:
    """Whether it is "by March 3" or "until May"; what is postponed until then is asked elsewhere."""
    limits = passage.lexicon["limits"]
    return any(limits.at(passage.words, i) for i in (date.first - 1, date.first) if i >= 0)


def _describes(date: Dated, passage: Passage) -> bool:
    """Whether the date belongs to the noun right after it: "the April summit", "a March 18 meeting"."""
    determiners = passage.lexicon["determiners"]
    if not any(determiners.at(passage.words, i) for i in (date.first - 1, date.first) if i >= 0):
        return False
    return date.last < len(passage.words) and passage.describes(date.last)


def _is_near(date: Dated, event: Hit, reach: int | None) -> bool:
    if reach is not None:
        return 0 <= event.first - date.last <= reach
    return -_FARTHEST <= event.first - date.first <= _FARTHEST


def _cost(date: Dated, event: Hit, passage: Passage) -> int:
    """How far apart they are: the words between, and what those set apart."""
    first, last = (event.last, date.first) if event.first < date.first else (date.last, event.first)
    cost = passage.apart(first, last)
    if event.first > date.first and passage.has("tense", "infinitive", event.first - 1, event.first):
        cost += _PURPOSE  # "will travel to Mali on Monday to meet …" is a visit
    return cost + _BACKWARDS if cost and event.first > date.first > 1 else cost


def _is_another(event: Hit, near: Sequence[Hit]) -> bool:
    """Whether it is no meeting, or only what another event is about: "will announce the visit on Thursday"."""
    others = (each for each in near if each.section == "lookalikes")
    return any(each is event or 0 <= event.first - each.last <= 1 for each in others)


def _purpose(event: Hit, date: Dated, passage: Passage) -> Hit:
    """What somebody travels for, "will travel to Berlin on May 14 to attend a meeting", or the visit itself."""
    if event.value != "visit" and event.section != "hosts":
        return event
    end = min((each.first for each in passage.dates if event.last < each.first and each is not date), default=None)
    last = event.last + _PURPOSE_REACH if end is None else min(end, event.last + _PURPOSE_REACH)
    return next((other for other in passage.events if _is_purpose(other, event, last, passage)), event)


def _is_purpose(other: Hit, event: Hit, last: int, passage: Passage) -> bool:
    return (
        event.last < other.first <= last
        and other.section == "nouns"
        and other.value != "visit"
        and passage.has("purposes", "purpose", event.last, other.first + 1)
    )
