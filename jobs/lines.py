"""JSON lines: one thing a line, as other programs hand many of them over."""

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from storage.errors import AskedWrongly

T = TypeVar("T")


def read_lines(text: str, name: str, read: Callable[[int, Any], T], otherwise: str) -> Iterator[T]:
    """Yield what ``read`` makes of each line's number and JSON value; empty lines are skipped.

    name       what to call the text in an answer
    read       raises ValueError, TypeError, AttributeError or KeyError for a value that is no such thing
    otherwise  what is then said of its line: "is not …: it has to look like …"

    Raises AskedWrongly, with the number of that line.
    """
    for number, line in enumerate(text.split("\n"), start=1):  # a JSON string may hold U+2028 and its like
        if not line.strip():
            continue
        try:
            made = read(number, json.loads(line))
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise AskedWrongly(f"Line {number} of {name} {otherwise}.") from error
        yield made
