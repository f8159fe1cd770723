"""Numbers in words: "twenty-four", "two thousand", and years as they are spoken, "nineteen ninety-six"."""

from collections.abc import Mapping, Sequence

from jobs.extraction.words import Word

_TEN, _HUNDRED = 10, 100
_LONGEST = 8  # words


def spelled_number(text: Sequence[Word], first: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    """Return the number that begins with word ``first``, and the word after it; (0, first) where none does."""
    total = current = 0
    last = i = first
    while i < min(len(text), first + _LONGEST):
        value = numbers.get(text[i].lower)
        if value is None:
            if text[i].lower != "-" or i == first:
                break
        elif value >= _HUNDRED:
            if not current:
                break
            if value == _HUNDRED:
                current *= value
            else:
                total, current = total + current * value, 0
            last = i + 1
        else:
            room = current % _HUNDRED if current >= _HUNDRED else current
            if room and (room % _TEN or value >= _TEN):  # "nineteen ninety", "five six"
                break
            current, last = current + value, i + 1
        i += 1
    return total + current, last


def spelled_year(text: Sequence[Word], first: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    """Return the year that begins with word ``first``, "nineteen ninety-six", and the word after; else (0, first)."""
    century, middle = spelled_number(text, first, numbers)
    if century >= _HUNDRED * _TEN:  # "two thousand"
        return century, middle
    if middle == first + 1 and _TEN < century < 2 * _TEN + 1 and middle < len(text):
        rest, last = spelled_number(text, middle, numbers)
        if _TEN <= rest < _HUNDRED:
            return century * _HUNDRED + rest, last
    return 0, first
