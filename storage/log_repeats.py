"""Failures that go on: told whole once, and then in a line a minute, so that an outage does not fill the disk.

A failure is an error, or a warning that has its reason.
"""

import copy
import logging
from dataclasses import dataclass
from typing import TextIO

_LINE_EVERY_S = 60
_OVER_AFTER_S = 600  # seconds without it: it is another one, and told whole again
_MOST = 1000  # different ones that are remembered
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def extra_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what ``extra`` gave."""
    return {name: value for name, value in vars(record).items() if name not in _USUAL}


@dataclass
class _Failure:
    told_at: float
    last_at: float
    since_told: int = 0  # how often it came since it was told


class Repeats:
    """What of the records of failures is told; all others are."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, ...], _Failure] = {}

    def told(self, record: logging.LogRecord) -> logging.LogRecord | None:
        """Return ``record`` unless its failure goes on: then a line without its traceback, or None for none."""
        error, extra = record.exc_info[1] if record.exc_info else None, extra_of(record)
        if error is None and (record.levelno < logging.WARNING or "reason" not in extra):
            return record
        extra.pop("again_in_s", None)  # when it is tried again makes no other failure of it
        key = (record.name, record.getMessage(), f"{extra}", f"{error!r}")
        known = self._failures.get(key)
        if known is None or record.created - known.last_at > _OVER_AFTER_S:
            if len(self._failures) >= _MOST:
                self._failures.clear()
            self._failures[key] = _Failure(record.created, record.created)
            return record
        known.last_at = record.created
        known.since_told += 1
        if record.created - known.told_at < _LINE_EVERY_S:
            return None
        line = copy.copy(record)
        line.exc_info = line.exc_text = None
        vars(line).update({"reason": f"{error}", **extra, "times": known.since_told})
        known.told_at, known.since_told = record.created, 0
        return line


class RepeatsHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error what ``Repeats`` tells."""

    def __init__(self) -> None:
        super().__init__()
        self._repeats = Repeats()

    def emit(self, record: logging.LogRecord) -> None:
        """Write ``record``, or what is told of it."""
        told = self._repeats.told(record)
        if told is not None:
            super().emit(told)
