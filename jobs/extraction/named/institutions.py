"""Committees, courts and the like by the names that they have in a text: where one stands, and how it is called."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.words import Word, phrase

_LONGEST = 6  # words of a name
_AND = frozenset({"and", "&"})
_JOINTS = frozenset({".", "-"})
_BARE = 2  # words: "Senate Committee", which tells not which


def runs(words: Sequence[Word], lexicon: Lexicon) -> Iterator[range]:
    """Yield where words with capital letters follow each other; one that only opens the sentence is left out."""
    last = 0
    capital = [i for i, word in enumerate(words) if word.text[0].isupper()]
    names = {i for i in capital if _is_name(words, i, lexicon)}
    for i in capital:
        if i < last or i not in names:
            continue
        last, end = i + 1, min(len(words), i + _LONGEST)
        while last < end and (last in names or _joins(words, last)):
            last += 1
        yield range(i, last)


def _joins(words: Sequence[Word], i: int) -> bool:
    """Whether it is the stop of "John F. Kennedy" or the hyphen of "Kim Jong-Un"."""
    if words[i].lower not in _JOINTS:
        return False
    if i == 0 or i + 1 == len(words) or words[i - 1].end != words[i].start or not words[i + 1].text[0].isupper():
        return False
    if words[i].text == ".":
        return len(words[i - 1].text) == 1 and words[i - 1].text.isupper()
    return words[i].end == words[i + 1].start


def units(words: Sequence[Word], run: range) -> list[range]:
    """Return the parts of a run between which white space stands: "Kim" and "Jong-Un"."""
    starts = [i for i in run if i == run.start or words[i - 1].end < words[i].start]
    return [range(first, last) for first, last in pairwise([*starts, run.stop])]


def is_unit(words: Sequence[Word], run: range) -> bool:
    """Return whether white space stands nowhere in a run."""
    return all(words[i - 1].end == words[i].start for i in run[1:])


def _is_name(words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    text = words[i].text
    if not (text[0].isupper() and text[0].isalpha()):
        return False
    opens = i == 0 and text in lexicon.openers
    return not opens and lexicon["determiners"].at(words, i) is None


def institution_in(words: Sequence[Word], run: range, lexicon: Lexicon) -> range | None:
    """Return where "the Rural Affairs Committee" or "the Court of Minor Appeals" stands; None: it is no such name."""
    if not lexicon["heads"].are_in(words, run):
        return None
    heads = [i for i in run if lexicon["heads"].at(words, i)]
    if _is_known(words, run, lexicon):
        return None
    first, last = _whole(words, run, lexicon), heads[-1] + 1
    if first is None:
        return None
    if last < len(words) - 1 and words[last].lower in {"of", "on"}:
        subject = last + 1 + (words[last + 1].lower == "the")
        end = _end_of_subject(words, subject, lexicon)
        is_owner = subject < len(words) and heads[-1] > first and lexicon["names"].at(words, subject) is not None
        if words[last].lower == "of" and not is_owner:
            return range(first, end) if end else None
        is_long = words[last].lower == "on" and end is not None and end - subject > 1
        last = end if end and is_long else last  # "… on Human Rights", but not "… on Friday"
    return range(first, last) if last > first + 1 else None


def _end_of_subject(words: Sequence[Word], i: int, lexicon: Lexicon) -> int | None:
    """Where "Minor Arts and Crafts" ends that begins at word ``i``; None: no name stands there."""
    last = i
    while last < len(words) and last - i < _LONGEST and _goes_on(words, last, lexicon):
        last += 1
    return last if last > i else None


def _whole(words: Sequence[Word], run: range, lexicon: Lexicon) -> int | None:
    """Where the name begins of which the run may be but an end: "the Trade and Tourism Council"; None: nobody knows."""
    first = run.start - 1
    if first < 1 or words[first].lower not in _AND:
        return run.start
    while first > 0 and _is_name(words, first - 1, lexicon):
        first -= 1
    is_half = first == run.start - 1 or lexicon["names"].at(words, run.start - 2) is not None
    if is_half or not (first and lexicon["determiners"].at(words, first - 1)):
        return None
    return first


def _goes_on(words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    """Whether a name goes on with word ``i``, which may be the "and" of "Trade and Tourism"."""
    if words[i].lower in _AND:
        is_next = i + 1 < len(words) and _is_name(words, i + 1, lexicon)
        return is_next and lexicon["names"].at(words, i + 1) is None
    return _is_name(words, i, lexicon) and lexicon["ranks"].at(words, i) is None


def _is_known(words: Sequence[Word], run: range, lexicon: Lexicon) -> bool:
    """Whether the catalogue has it, or it is a ministry or the like of a country that it names."""
    if opens_with_chamber(words, run, lexicon) and len(run) > _BARE:
        return False
    hit = lexicon["names"].at(words, run.start)
    return hit is not None and (hit.last >= run.stop or hit.section != "cities")


def names_of(words: Sequence[Word], institution: range, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what an institution is called: "House Water Committee" for "House of Elders Water Committee" as well.

    And, for short, "Water Committee".
    """
    name, second = phrase(words[institution.start : institution.stop]), institution.start + 1
    if lexicon["names"].at(words[:second], institution.start) and lexicon["chambers"].at(words, second):
        return phrase(words[second : institution.stop]), name  # "U.S. House Water Committee"
    for i in range(max(0, institution.start - _LONGEST), institution.start):
        hit = lexicon["names"].at(words, i)
        if hit and institution.start < hit.last < institution.stop:
            rest = phrase(words[hit.last : institution.stop])
            first = i + (lexicon["determiners"].at(words, i) is not None)
            return f"{words[first].text} {rest}", phrase(words[hit.first : institution.stop]), rest
    if opens_with_chamber(words, institution, lexicon) and len(institution) > _BARE:
        return name, phrase(words[institution.start + 1 : institution.stop])
    return (name,)


def opens_with_chamber(words: Sequence[Word], run: range, lexicon: Lexicon) -> bool:
    """Return whether it is of a part of a parliament: "Senate Water Committee"."""
    return lexicon["chambers"].are_in(words, run[:2])
