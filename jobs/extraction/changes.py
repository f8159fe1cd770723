"""Verbs that move a meeting or call it off, and take it between them and their particle: "pushed the talks back"."""

from collections.abc import Sequence

from jobs.extraction.lexicon import Hit, Lexicon
from jobs.extraction.words import Word

_LONGEST_OBJECT = 7  # words between "pushed" and "back"


def parted_at(words: Sequence[Word], i: int, lexicon: Lexicon) -> Hit | None:
    """Return the phrase of "status" that begins with word ``i`` and goes on after its object; None: there is none."""
    verb = lexicon["parted"].at(words, i)
    if verb is None or verb.last == len(words) or lexicon["roles"].at(words, verb.last):  # "called on Mali to …"
        return None
    for k in range(verb.last + 1, min(len(words), verb.last + _LONGEST_OBJECT + 1)):
        if words[k].lower == verb.value:
            whole = lexicon["status"].at([words[i], words[k]], 0)
            return whole and whole._replace(first=i, last=k + 1)
        if lexicon["tense"].at(words, k):  # another verb, and so the particle would be its own
            return None
    return None
