"""Whether what a sentence says of a date lies ahead of it or behind."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.words import Word

_REACH = 30  # words; the verb of a date stands no farther off
_SHORTEST_VERB = 4  # letters: "seed" is none
_REPORT_REACH = 5  # "said in a statement on Tuesday"


class Tense(StrEnum):
    """Where a date lies, by the verb that governs it."""

    BACK = "back"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


def tense_at(words: Sequence[Word], first: int, last: int, lexicon: Lexicon) -> Tense:
    """Return the tense of a date at words ``first`` up to ``last``, from the nearest verb that tells.

    Looks back first, "will meet on Tuesday", then ahead, "On Tuesday they will meet".
    """
    back = _first_telling(words, range(first - 1, max(-1, first - _REACH), -1), lexicon)
    if back is not Tense.UNKNOWN:
        return back
    return _first_telling(words, range(last, min(len(words), last + _REACH)), lexicon)


def _first_telling(words: Sequence[Word], path: Iterable[int], lexicon: Lexicon) -> Tense:
    has_meeting = False
    for steps, i in enumerate(path):
        hit = lexicon["tense"].at(words, i)
        match hit.value if hit else _by_ending(words[i].lower, lexicon):
            case "ends":
                break
            case "ahead":
                return Tense.AHEAD
            case "back":
                return Tense.BACK
            case "reports" if steps < _REPORT_REACH and not has_meeting:
                return Tense.BACK
        has_meeting = has_meeting or lexicon["nouns"].at(words, i) is not None
    return Tense.UNKNOWN


def _by_ending(word: str, lexicon: Lexicon) -> str:
    """A word that no table knows is a past verb by its ending, "-ed" in English."""
    return "back" if len(word) > _SHORTEST_VERB and word.endswith(lexicon.past_endings) else ""
