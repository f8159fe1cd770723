"""What speaks for a date and a meeting's word that a meeting is announced for it, and what against: signs by name."""

from collections.abc import Iterator, Sequence
from datetime import date

from jobs.extraction.announcement.pairing import Pair
from jobs.extraction.named.actors import Role
from jobs.extraction.passage import Passage
from jobs.extraction.words import Word
from storage.models import Actor

_STEPS = (1, 2, 3, 5, 8, 12, 20)
_GOVERNOR = 5  # words before a date, of which the first that is no preposition or article governs it
_TIGHT = 3  # words between a word and the verb that tells its tense, counted no further
_OPENING = 1  # words before a date that opens its sentence: "On Monday"
_BESIDE = 3  # words on each side of a date and of a meeting's word
_WHO = 8  # words between a meeting's word and who meets
_NEAR = 6  # words from either in which "if", "may" or "postponed" is about them
_MOST = 3  # dates, meetings or Actors, counted no further
_QUOTES = frozenset('"“”')


def signs_of(pair: Pair, passage: Passage, published: date, home: Actor | None) -> list[str]:
    """Return the signs of a pair, each once, in a fixed order.

    home  the government or body that writes; None: a reporter
    """
    return list(dict.fromkeys(_signs(pair, passage, published, home)))


def _signs(pair: Pair, passage: Passage, published: date, home: Actor | None) -> Iterator[str]:
    day, event, words = pair.date, pair.event, passage.words
    section = f"{event.section} {event.value}"
    yield f"word: {' '.join(word.lower for word in words[event.first : event.last])}"
    yield f"word of: {section}"
    yield f"tense: {day.tense}"
    yield f"tense of {section}: {day.tense}"
    yield f"precision: {day.when.precision}"
    yield f"{day.when.precision}, tense: {day.tense}"
    yield f"rule: {day.rule}"
    yield f"governor: {_governor(pair, passage)}"
    is_opening = all(i in passage.dated or words[i].text == "," for i in range(day.first - _OPENING))
    yield from _distances(pair, is_opening=is_opening)
    yield from _days(pair, published)
    yield from _beside("date", day.first, day.last, words)
    yield from _beside("word", event.first, event.last, words)
    yield from _tenses("date", day.first, day.last, passage)
    yield from _tenses("word", event.first, event.last, passage)
    yield from _around(pair, passage)
    voice = "official" if home else "reporter"
    yield voice
    places = {named.actor for named in passage.actors if named.role is Role.PLACE}
    if home and places:
        yield f"official, {'at home' if home in places else 'abroad'}: {pair.event.value}"
    yield f"{voice}, tense: {day.tense}"
    yield f"{'title' if words[0].start == 0 else 'text'}, tense: {day.tense}"


def _distances(pair: Pair, *, is_opening: bool) -> Iterator[str]:
    """How near the word stands, and whether something that is no meeting stands nearer."""
    yield f"word {_side(pair.event.first, pair.date.first)} date"
    if is_opening:
        yield f"date opens, word of {pair.event.section}"
    else:
        yield from (f"apart: over {step}" for step in _STEPS if pair.apart > step)
    if pair.is_described:
        yield "date describes word"
    if pair.rival is None:
        yield "no rival"
        return
    yield f"rival: {'nearer' if pair.rival_apart < pair.apart else 'farther'}"
    yield f"rival is the word's own: {0 <= pair.event.first - pair.rival.last <= 1}"
    yield from (f"rival apart: over {step}" for step in _STEPS if pair.rival_apart > step)


def _days(pair: Pair, published: date) -> Iterator[str]:
    """How many days ahead it is."""
    ahead = (pair.date.when.first - published).days
    if ahead <= 0:
        yield f"{'begun' if ahead else 'today'}, tense: {pair.date.tense}"
        return
    for step in (7, 31, 92, 183, 366):
        if ahead > step:
            yield f"days ahead: over {step}"
            yield f"{pair.date.when.precision}, days ahead: over {step}"


def _beside(what: str, first: int, last: int, words: Sequence[Word]) -> Iterator[str]:
    """The words before and after it."""
    for i in range(1, _BESIDE + 1):
        yield f"{what} -{i}: {words[first - i].lower if first >= i else '^'}"
        yield f"{what} +{i}: {words[last + i - 1].lower if last + i <= len(words) else '$'}"


def _governor(pair: Pair, passage: Passage) -> str:
    """The word that a date belongs to: "held" in "held in Geneva on the 14th", less what joins the two."""
    joins = passage.lexicon["date_joins"]
    first = pair.date.first
    before = (i for i in range(first - 1, max(-1, first - 1 - _GOVERNOR), -1) if not joins.at(passage.words, i))
    i = next(before, None)
    return "^" if i is None else passage.words[i].lower


def _tenses(what: str, first: int, last: int, passage: Passage) -> Iterator[str]:
    """The verbs nearest before and after it that tell a tense, and how near."""
    hits = passage.hits("tense")
    if before := [hit for hit in hits if hit.last <= first]:
        yield f"tense before {what}: {before[-1].value} {min(_TIGHT, first - before[-1].last)}"
    if after := next((hit for hit in hits if hit.first >= last), None):
        yield f"tense after {what}: {after.value} {min(_TIGHT, after.first - last)}"


def _who(pair: Pair, passage: Passage) -> Iterator[str]:
    """Who stands before and after the word, and by which verb they will or did."""
    event, words = pair.event, passage.words
    for named in passage.actors:
        side = _side(named.first, event.first)
        if abs(named.first - event.first) <= _WHO:
            yield f"Actor {side}: {named.role}"
            yield f"Actor {side}: {named.role} of {event.section} {event.value}"
    if any(word.text[0].isupper() for word in words[max(1, event.first - _WHO) : event.first]):
        yield "name before"
    if any(word.text[0].isupper() for word in words[event.last : event.last + _WHO]):
        yield "name after"
    if any(hit.first < event.last and hit.last > event.first - _WHO for hit in passage.hits("again")):
        yield "spoken of before"
    verbs = [hit for hit in passage.hits("tense") if event.first - _WHO <= hit.first < event.first]
    if verbs:
        yield f"verb: {' '.join(word.lower for word in words[verbs[-1].first : verbs[-1].last])}"


def _around(pair: Pair, passage: Passage) -> Iterator[str]:
    """What else the sentence says: who, how sure, who says it, with how many dates."""
    day, event, words = pair.date, pair.event, passage.words
    for section in ("unreal", "certainty", "status", "limits", "absences"):
        for hit in passage.changes if section == "status" else passage.hits(section):
            if min(abs(hit.first - event.first), abs(hit.first - day.first)) <= _NEAR:
                yield f"{section}: {hit.value}"
    for hit in passage.changes:
        yield f"{hit.value} {_side(hit.first, day.first)} date, {_side(hit.first, event.first)} word"
    if passage.is_said(day.first):
        yield "date of saying"
    if passage.is_said(event.first):
        yield "word in who says"
    if sum(word.text in _QUOTES for word in words[: day.first]) % 2:
        yield "quoted"
    if words[-1].text == "?":
        yield "question"
    yield from _who(pair, passage)
    yield f"Actors: {min(_MOST, len({named.actor for named in passage.actors}))}"
    yield f"dates: {min(_MOST, len(passage.dates))}"
    yield f"meetings: {min(_MOST, pair.nouns)}"


def _side(i: int, other: int) -> str:
    return "before" if i < other else "after"
