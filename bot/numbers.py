"""The numbers that people name things by: pure."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from storage.errors import AskedWrongly

_LONGEST = 9  # digits; a row's number has no more
_MOST = 20
_BETWEEN = re.compile(r"[\s,;+&]+|\band\b")


def read_number(words: Sequence[str], usage: Markup) -> int:
    """Return the number that ``words`` are; raises AskedWrongly with ``usage`` for anything else."""
    if len(words) != 1 or not words[0].isdecimal() or len(words[0]) > _LONGEST:
        raise AskedWrongly(usage)
    return int(words[0])


def read_numbers(words: Sequence[str], usage: Markup) -> list[int]:
    """Return the numbers that ``words`` are, as in "3 4", "3, 4 and 7" or "#3", each once.

    Raises AskedWrongly with ``usage`` for anything else, and for more than twenty.
    """
    parts = [part.removeprefix("#") for part in _BETWEEN.split(" ".join(words).casefold()) if part]
    numbers = list(dict.fromkeys(read_number([part], usage) for part in parts))
    if not 1 <= len(numbers) <= _MOST:
        raise AskedWrongly(usage)
    return numbers
