"""Whether what a sentence says of a date lies ahead of it or behind."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from jobs.extraction.changes import parted_at
from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.words import Word

_REACH = 30  # words; the verb of a date stands no farther off
_OPENING = 1  # words before a date that opens its sentence: "On Monday"
_REPORT_REACH = 6  # "said in a statement on Tuesday"
_NOUN_REACH = 4  # "Friday's Geneva peace talks"
_SHORTEST_VERB = 5  # letters: "seed" is none


class Tense(StrEnum):
    """Where a date lies, by the verb that governs it."""

    BACK = "back"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


class _Sign(NamedTuple):
    """A word that tells the tense, or that the search for one ends here."""

    value: str
    first: int
    last: int


class Tenses:
    """The words of one sentence that tell the tense of its dates."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        self._words, self._lexicon = words, lexicon
        self._known: dict[tuple[int, int], Tense] = {}

    @cached_property
    def _signs(self) -> Sequence[_Sign]:
        return list(_signs(self._words, self._lexicon))

    def at(self, first: int, last: int) -> Tense:
        """Return the tense of a date at words ``first`` up to ``last``, from the nearest verb that tells.

        Looks back first, "will meet on Tuesday", then ahead, "On Tuesday they will meet".
        """
        if (first, last) not in self._known:
            self._known[first, last] = self._at(first, last)
        return self._known[first, last]

    def _at(self, first: int, last: int) -> Tense:
        if self._is_of_what_was(last) or self._is_told_at(last):
            return Tense.BACK
        before = [sign for sign in reversed(self._signs) if sign.last <= first and sign.first >= first - _REACH]
        back = _told((sign, first - sign.last) for sign in before)
        if back is not Tense.UNKNOWN:
            return back
        after = [sign for sign in self._signs if last <= sign.first <= last + _REACH]
        verbs = [sign.value for sign in after if sign.value != "meeting"]
        if first <= _OPENING and verbs[:1] == ["changed"]:
            return Tense.BACK  # "On Monday the talks were postponed"
        told = _told((sign, sign.first - last) for sign in after)
        is_announced = told is Tense.UNKNOWN and any(sign.value == "meeting" for sign in (*before, *after))
        return Tense.AHEAD if is_announced else told  # "Talks Tuesday in Geneva"

    def _is_told_at(self, last: int) -> bool:
        """Whether a past verb follows at once: "The ministry on Sunday issued …"."""
        return any(sign.first == last and sign.value in {"back", "reports"} for sign in self._signs)

    def _is_of_what_was(self, last: int) -> bool:
        """Whether it is "Friday's decision"; "Friday's talks" may be ahead."""
        if last >= len(self._words) or not self._lexicon["possessives"].at(self._words, last):
            return False
        return not any(sign.value == "meeting" for sign in self._signs if last <= sign.first <= last + _NOUN_REACH)


def _told(signs: Iterable[tuple[_Sign, int]]) -> Tense:
    """What the first sign that tells says; a verb of saying only nearby, and not past a meeting that was announced."""
    has_meeting = False
    for sign, distance in signs:
        match sign.value:
            case "ahead" | "modal":
                return Tense.AHEAD
            case "back" | "behind":
                return Tense.BACK
            case "done":  # "was postponed on Monday": that Monday only, not the day of the meeting
                return Tense.BACK if distance == 0 else Tense.AHEAD
            case "reports" if distance < _REPORT_REACH and not has_meeting:
                return Tense.BACK
            case "ends" | "reports":  # farther off: "holds shares and said that on Tuesday …"
                return Tense.AHEAD if has_meeting else Tense.UNKNOWN
            case "meeting":
                has_meeting = True
    return Tense.UNKNOWN


def _signs(words: Sequence[Word], lexicon: Lexicon) -> Iterator[_Sign]:
    has_meeting = any(lexicon["nouns"].find(words))
    tellers, endings = lexicon.first_words("tense", "status", "events"), lexicon.past_endings
    last, is_modal = 0, False
    for i, word in enumerate(words):
        is_known = word.lower in tellers
        if i < last or not (is_known or word.text.endswith(endings)):
            continue
        sign = _sign(words, i, lexicon, has_meeting=has_meeting) if is_known else _past_verb(words, i, lexicon)
        if sign:
            if sign.value != "back" or last != i or not is_modal:  # "will put", "to cut"
                yield sign
            last, is_modal = sign.last, sign.value == "modal"


def _sign(words: Sequence[Word], i: int, lexicon: Lexicon, *, has_meeting: bool) -> _Sign | None:
    told = lexicon["tense"].at(words, i)
    change = lexicon["status"].at(words, i) or parted_at(words, i, lexicon)
    if change and has_meeting and (told is None or change.last >= told.last):
        return _Sign("ahead", change.first, change.last)
    if told:
        return _told_by(told, words, lexicon)
    if (hit := lexicon["events"].at(words, i)) and hit.section == "nouns":  # "a news conference" is none
        return _Sign("meeting", hit.first, hit.last)
    return _past_verb(words, i, lexicon)


def _past_verb(words: Sequence[Word], i: int, lexicon: Lexicon) -> _Sign | None:
    before = words[i - 1].lower if i else ""
    if _is_past_verb(words[i].text, lexicon) and before not in lexicon.infinitives and before != "-":  # "US-hosted"
        return _Sign("back", i, i + 1)
    return None


def _told_by(told: Hit, words: Sequence[Word], lexicon: Lexicon) -> _Sign | None:
    value = told.value
    if value == "verb":
        if told.first and lexicon["determiners"].at(words, told.first - 1):  # "the plan"
            return None
        value = "ahead"
    elif value == "infinitive":
        if not _is_verb(words, told.last, lexicon):
            return None
        value = "modal"
    elif value == "back" and told.last < len(words) and lexicon["status"].at(words, told.last):
        value = "changed"  # "was postponed to Tuesday"
    return _Sign(value, told.first, told.last)


def _is_verb(words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    """Whether "to" before word ``i`` begins "to meet", and not "to Geneva" or "to the table"."""
    return i < len(words) and words[i].text.islower() and not lexicon["plain"].at(words, i)


def _is_past_verb(word: str, lexicon: Lexicon) -> bool:
    """Whether a word that no table knows is a past verb by its ending, "-ed" in English; a name is none."""
    return len(word) >= _SHORTEST_VERB and word.islower() and word.endswith(lexicon.past_endings)
