"""Logs tell what happened in one line, and no secret."""

import logging
import sys

from storage.log import Lines

TOKEN = "123456789:" + "a" * 35


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "jobs", "levelname": "INFO", "msg": message, **extra})


def test_an_event_is_logged_with_its_ids_and_units() -> None:
    assert (
        Lines().format(record("source read", source=12, took_s=1.4)).endswith("jobs: source read source=12 took_s=1.4")
    )


def test_a_token_does_not_reach_the_log() -> None:
    line = Lines().format(record(f"asked https://api.telegram.org/bot{TOKEN}/getMe", reason=f"bad {TOKEN}"))
    assert TOKEN not in line
    assert "bot<token>/getMe" in line


def test_a_token_in_a_traceback_does_not_reach_the_log() -> None:
    try:
        int(TOKEN)
    except ValueError:
        told = Lines().format(record("a bug", exc_info=sys.exc_info()))
    assert "ValueError" in told
    assert TOKEN not in told
