"""What a passage says of its meeting: that it will be, or moves, or will not be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jobs.extraction.lexicon import Hit
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated
from storage.models import Says, When

_REACH = 14  # words between a meeting and what is said of it
_NEGATION_REACH = 4
_OPENING = 3  # words
_INSTEAD_REACH = 4  # words from a date to the one in whose place it stands


@dataclass(frozen=True)
class Statement:
    """What is said of a meeting, and of which date; ``earlier`` is the one it is moved from."""

    says: Says
    when: When
    date: Dated | None = None  # where it stands; None: in the sentence before
    earlier: When | None = None


def statements(event: Hit, dates: Sequence[Dated], passage: Passage) -> list[Statement]:
    """Return what the passage says of a meeting with these dates, which are one or more, in order."""
    if (refusal := _refusal(event, passage)) is not None:
        return [Statement(refusal, dates[0].when, dates[0])]
    change = _change([event.first, *(date.first for date in dates)], passage) or _change_of_it(event.last, passage)
    if change is None:
        return list(_announced(dates, passage))
    if change.value == "cancels":
        return [Statement(Says.CANCELS, dates[0].when, dates[0])]
    if moved := _moved(change, passage):
        return [moved]
    if change.value == "moves":  # to another place, say
        return [Statement(Says.ANNOUNCES, date.when, date) for date in dates]
    return [Statement(Says.POSTPONES, dates[0].when, dates[0])]


def _announced(dates: Sequence[Dated], passage: Passage) -> Iterator[Statement]:
    """What is announced for each date; one that stands in the place of another moves the meeting."""
    instead = dict(_instead(passage))
    for date in dates:
        if date in instead:
            yield Statement(Says.MOVES, date.when, date, instead[date].when)
        elif date not in instead.values():
            yield Statement(Says.ANNOUNCES, date.when, date)


def _instead(passage: Passage) -> Iterator[tuple[Dated, Dated]]:
    """Yield each date with the one in whose place it stands: "on 15 March, not on 14 March"."""
    for date, other in pairwise(passage.dates):
        is_near = other.first - date.last <= _INSTEAD_REACH
        if is_near and passage.has("replaced", "replaced", date.last, other.first):
            yield date, other


def statement_on(when: When, passage: Passage) -> Statement | None:
    """Return what the passage says of a meeting that the sentence before dated, if it names it: "the talks"."""
    named = next((i for i in range(_OPENING) if passage.has("again", "same", i, i + 1)), None)
    change = _change_of_it(0, passage) if named is None else _change([named], passage)
    if change is None:
        return None
    if moved := _moved(change, passage):
        return replace(moved, earlier=moved.earlier or when)
    if change.value == "cancels":
        return Statement(Says.CANCELS, when)
    return Statement(Says.POSTPONES, when) if change.value == "postpones" else None


def _refusal(event: Hit, passage: Passage) -> Says | None:
    first = event.first - _NEGATION_REACH
    is_absence = passage.has("absences", "absent", first, event.first)  # "will not attend the talks": others will
    if event.section != "hosts" and not is_absence and passage.has("unreal", "no", first, event.first):
        is_planned = passage.has("planned", "planned", 0, len(passage.words))
        return Says.CANCELS if is_planned else Says.DENIES
    if passage.has("unreal", "deny", event.first - _REACH, event.first):
        return Says.DENIES
    if passage.has("unreal", "denied", event.last, event.last + _REACH):  # "Reports of talks … were denied"
        return Says.DENIES
    return None


def _change(near: Sequence[int], passage: Passage) -> Hit | None:
    """The phrase that moves a meeting or calls it off, nearest to its own word and its dates, at words ``near``."""
    distances = [(min(abs(hit.first - i) for i in near), hit) for hit in passage.changes]
    distance, hit = min(distances, default=(_REACH + 1, None))
    return hit if distance <= _REACH else None


def _change_of_it(first: int, passage: Passage) -> Hit | None:
    """The phrase from word ``first`` on whose object is the meeting by its noun: "agreed to postpone the hearing"."""
    nouns = {each.first for each in passage.events if each.section == "nouns"}
    for hit in passage.changes:
        is_named = passage.has("again", "same", hit.last, hit.last + 1) and not nouns.isdisjoint(
            (hit.last, hit.last + 1)
        )
        if hit.first >= first and is_named:
            return hit
    return None


def _moved(change: Hit, passage: Passage) -> Statement | None:
    """The new date, after "to" and the like, and the earlier one, wherever it stands."""
    for date in passage.dates:
        if date.first < change.last or _is_of_doing(date, change, passage):
            continue
        if _is_from_to(date, passage):
            new = replace(date.when, first=date.when.last)
            return Statement(Says.MOVES, new, date, replace(date.when, last=date.when.first))
        if passage.has("targets", "target", date.first - 2, date.first) or (
            passage.has("targets", "either", date.first - 2, date.first) and not _is_of_old(date, change, passage)
        ):
            others = [other for other in passage.dates if other is not date and other.when.is_day_precise]
            return Statement(Says.MOVES, date.when, date, others[0].when if others else None)
    return None


def _is_of_doing(date: Dated, change: Hit, passage: Passage) -> bool:
    """Whether it is the day of the decision: "postponed on Monday a summit …"."""
    return date.first - change.last <= 1 and passage.has("tense", "done", change.first, change.first + 1)


def _is_of_old(date: Dated, change: Hit, passage: Passage) -> bool:
    """Whether it tells what is postponed: "postponed talks set for 3 March"; not with a word of the new date before."""
    nouns = [each for each in passage.events if each.section == "nouns" and change.last <= each.first < date.first]
    if change.value != "postpones" or not nouns:
        return False
    return not passage.has("targets", "anew", nouns[0].last, date.first)


def _is_from_to(date: Dated, passage: Passage) -> bool:
    """Whether "from 20 to 25 January", after "moved", is two days and no span."""
    return date.when.first < date.when.last and passage.lexicon["origins"].at(passage.words, date.first) is not None
