"""A trip of several stops: "to Paris on May 3 and to Berlin on May 5"."""

from collections.abc import Sequence
from dataclasses import replace

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.actors import Named, Role
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated


def stop_on(date: Dated, event: Hit, dates: Sequence[Dated], passage: Passage) -> Passage:
    """Return the passage without the places of the other dates of the same trip."""
    if event.value != "visit" or len(dates) == 1:
        return passage
    places = [
        named
        for named in passage.actors
        if named.role is Role.PLACE or named.first == event.last or is_next_stop(named, event, passage)
    ]
    hidden = {
        place.first
        for place in places
        if _date_of(place, dates, comes_first=_dates_come_first(places, dates)) is not date
    }
    return replace(passage, hidden=passage.hidden | hidden) if hidden else passage


def is_next_stop(named: Named, event: Hit, passage: Passage) -> bool:
    """Return whether it is "Paris" in "to visit Rome on Monday and Paris on Friday", too far off to be governed."""
    if event.value != "visit" or named.first < event.last or named.section == "people":
        return False
    last = named.first
    while last - 1 not in passage.dated and last > event.last and _joins(last - 1, passage):
        last -= 1
    return last < named.first and last - 1 in passage.dated


def _joins(i: int, passage: Passage) -> bool:
    return any(passage.lexicon[section].at(passage.words, i) for section in ("lists", "pairs", "determiners"))


def _dates_come_first(places: Sequence[Named], dates: Sequence[Dated]) -> bool:
    return bool(places) and dates[0].first < places[0].first


def _date_of(place: Named, dates: Sequence[Dated], *, comes_first: bool) -> Dated:
    if comes_first:
        return next((date for date in reversed(dates) if date.first < place.first), dates[0])
    return next((date for date in dates if date.first > place.first), dates[-1])
