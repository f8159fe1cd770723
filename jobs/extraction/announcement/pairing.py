"""Which meeting a date belongs to, among all in its sentence that may have a date."""

from dataclasses import dataclass

from jobs.extraction.lexicon import Hit
from jobs.extraction.named.actors import Role
from jobs.extraction.passage import Passage
from jobs.extraction.timex.dates import Dated

_FARTHEST = 30  # words; beyond them a word and a date have nothing to do with each other
_BACKWARDS = 3  # what a date before its meeting costs, unless it opens the sentence or stands right before it
_ARTICLE = 2  # words: "the upcoming"
_PURPOSE = 6  # what a verb after the date costs that tells only what something is for
_NOUN_PHRASE = 4  # words between a date and the noun that it describes
_PURPOSE_REACH = 25  # words from "travel to" to the purpose


@dataclass(frozen=True)
class Pair:
    """A date and the word of the meeting that is nearest to it: what the date belongs to, if it is a meeting's."""

    date: Dated
    event: Hit
    apart: int  # words between the two, and what those set apart
    rival: Hit | None  # the nearest word of something that has a date and is no meeting
    rival_apart: int
    nouns: int  # how many words of meetings stand in reach
    is_described: bool  # "the April summit"


def pair(date: Dated, passage: Passage) -> Pair | None:
    """Return the pair that ``date`` is part of; None where its passage has no word of a meeting for it."""
    near = sorted((_cost(date, event, passage), event) for event in passage.events if _is_near(date, event))
    rival_apart, rival = next((each for each in near if each[1].section == "lookalikes"), (_FARTHEST, None))
    meetings = [each for each in near if each[1].section != "lookalikes"]
    meetings = [each for each in meetings if not _is_beside(each[1], date, passage)] or meetings
    if not meetings:
        return None
    described = _described(date, passage)
    apart, event = next(
        (each for each in meetings if each[1] is described or _is_tour(each[1], date, passage)), meetings[0]
    )
    if _is_of_another_verb(date, event, passage):
        return None
    return Pair(
        date,
        _purpose(event, date, passage),
        apart,
        rival,
        rival_apart,
        nouns=len(meetings),
        is_described=described is not None,
    )


def _is_of_another_verb(date: Dated, event: Hit, passage: Passage) -> bool:
    """Whether the event has a date of its own, and this is of what is done then: "… on Monday and leave on Tuesday"."""
    own = [each.last for each in passage.dates if event.last <= each.first < date.first]
    if not own or any(own[-1] <= other.first < date.first for other in passage.events if other.section != "lookalikes"):
        return False
    verb = next((i + 1 for i in range(date.first - 2, own[-1] - 1, -1) if passage.words[i].lower == "and"), None)
    if verb is None or verb in passage.dated or not passage.words[verb].text.islower():
        return False
    goes_on = ("continued", "date_joins", "determiners")
    return not any(passage.lexicon[section].at(passage.words, verb) for section in goes_on)


def _described(date: Dated, passage: Passage) -> Hit | None:
    """The event right after a date that describes it: "the April summit", "a March 18 meeting"."""
    determiners = passage.lexicon["determiners"]
    if not any(determiners.at(passage.words, i) for i in (date.first - 1, date.first) if i >= 0):
        return None
    if date.last >= len(passage.words) or not passage.describes(date.last):
        return None
    return next((event for event in passage.events if 0 <= event.first - date.last <= _NOUN_PHRASE), None)


def _is_beside(event: Hit, date: Dated, passage: Passage) -> bool:
    """Whether it is what others meet beside, or to discuss: "… will meet on Monday to discuss the summit"."""
    first = passage.phrase(event).start
    for hit in passage.hits("asides"):
        if event.section == "nouns" and 0 <= first - hit.last <= _ARTICLE:
            return hit.value == "beside" or date.last <= hit.first
    return False


def _is_near(date: Dated, event: Hit) -> bool:
    return -_FARTHEST <= event.first - date.first <= _FARTHEST


def _cost(date: Dated, event: Hit, passage: Passage) -> int:
    """How far apart they are: the words between, and what those set apart."""
    first, last = (event.last, date.first) if event.first < date.first else (date.last, event.first)
    cost = passage.apart(first, last)
    if event.first > date.first and passage.has("tense", "infinitive", event.first - 1, event.first):
        cost += _PURPOSE  # "will travel to Mali on Monday to meet …" is a visit
    return cost + _BACKWARDS if cost and event.first > date.first > 1 else cost


def _purpose(event: Hit, date: Dated, passage: Passage) -> Hit:
    """What somebody travels for, "will travel to Berlin on May 14 to attend a meeting", or the visit itself."""
    if event.value != "visit" and event.section != "hosts":
        return event
    if _is_tour(event, date, passage):
        return event  # what one of its stops is for is not what the trip is
    end = min((each.first for each in passage.dates if event.last < each.first and each is not date), default=None)
    last = event.last + _PURPOSE_REACH if end is None else min(end, event.last + _PURPOSE_REACH)
    return next((other for other in passage.events if _is_purpose(other, event, date, last, passage)), event)


def _is_tour(event: Hit, date: Dated, passage: Passage) -> bool:
    """Whether it is a trip to several countries that ends with the date: "will travel to Chile and Peru May 14-16"."""
    if event.value != "visit" or event.section != "verbs":
        return False
    if any(event.last <= other.first < date.first for other in passage.events):
        return False  # "… and take part in the summit on June 14"
    on_the_way = (named for named in passage.actors if event.last <= named.first < date.last)
    return len({named.actor for named in on_the_way if named.role is Role.PLACE}) > 1


def _is_purpose(other: Hit, event: Hit, date: Dated, last: int, passage: Passage) -> bool:
    nearest = min(passage.dates, key=lambda each: abs(each.first - other.first))
    return (
        event.last < other.first <= last
        and (nearest is date or nearest.first < event.first)  # "… April 19 to 22 for the meeting on April 21"
        and other.section == "nouns"
        and other.value != "visit"
        and passage.has("purposes", "purpose", event.last, other.first + 1)
    )
