"""Logs without secrets."""

import logging
import re

_TOKEN = re.compile(r"\d{6,}:[\w-]{30,}")
_HIDDEN = "<token>"


class WithoutTokens(logging.Filter):
    """Takes bot tokens out of what is logged: PTB's errors and httpx's addresses hold them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without a token in its text or its traceback."""
        said = record.getMessage()
        if _TOKEN.search(said):
            record.msg, record.args = _TOKEN.sub(_HIDDEN, said), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _TOKEN.sub(_HIDDEN, record.exc_text)
        return True


def keep_tokens_out() -> None:
    """Let no token into the logs, whoever writes them; to be called once the handlers are set."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # their INFO is the address of each request
    for handler in logging.getLogger().handlers:
        if not any(isinstance(one, WithoutTokens) for one in handler.filters):
            handler.addFilter(WithoutTokens())
