"""Logs: one line for each event, with its ids and units, and without secrets."""

import logging
import re

from storage.log_repeats import RepeatsHandler, extra_of

_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
_HIDDEN = "<token>"
_QUIET = {
    "httpx": logging.WARNING,  # its INFO is the address of each request, which holds the token
    "httpcore": logging.WARNING,
    "apscheduler": logging.ERROR,  # warns whenever a tick is skipped because the last one still runs
    "alembic": logging.WARNING,
}


class Lines(logging.Formatter):
    """Writes "time level name: event key=value …", and takes bot tokens out of it, tracebacks included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the first line, with what ``extra`` gave."""
        extra = (f"{key}={value}" for key, value in extra_of(record).items())
        return " ".join((super().formatMessage(record), *extra))

    def format(self, record: logging.LogRecord) -> str:
        """Return all of it: PTB's errors and httpx's addresses hold tokens."""
        return _TOKEN.sub(_HIDDEN, super().format(record))


def set_up_logs(level: int = logging.INFO) -> None:
    """Write the logs to standard error from now on."""
    handler = RepeatsHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(level, quiet))
