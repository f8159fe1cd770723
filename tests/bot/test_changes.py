"""What a chat is told when a meeting changes."""

from dataclasses import replace
from typing import Any

import pytest

from bot import changes as alerts
from storage.models import Change, Chat, Status
from storage.reminders import reminders
from tests.bot.conftest import a_meeting, read
from tests.builders import NOW

CHAT = Chat(5)


def change(field: str, old: str | None, new: str | None, **more: Any) -> Change:
    return replace(Change(1, 1, field, old, new, NOW, None), **more)


CHANGES = {
    "a day": ([change("date", "2025-03-12", "2025-03-14")], {}, "date  Wed 12 Mar → Fri 14 Mar (2 days later)"),
    "an earlier day": ([change("date", "2025-03-15", "2025-03-14")], {}, "Sat 15 Mar → Fri 14 Mar (1 day earlier)"),
    "a day at last": (
        [change("date", "2025-03-01/2025-03-31 month", "2025-03-14")],
        {},
        "date  in March 2025 → Fri 14 Mar",
    ),
    "a time": ([change("time", None, "10:00 Europe/Brussels")], {}, "time  not announced → 10:00 Brussels time"),
    "a place": ([change("place", "Vienna", "Geneva")], {}, "place  Vienna → Geneva"),
    "on again": ([change("status", "cancelled", "scheduled")], {}, "status  cancelled → scheduled"),
    "cancelled": (
        [change("status", "scheduled", "cancelled")],
        {"status": Status.CANCELLED},
        "CANCELLED · United States – Russia: talks\nit was Fri 14 Mar",
    ),
    "postponed": (
        [change("status", "scheduled", "postponed")],
        {"status": Status.POSTPONED},
        "POSTPONED · United States – Russia: talks\nit was Fri 14 Mar",
    ),
    "our own mistake": (
        [change("status", "scheduled", "retracted")],
        {"status": Status.RETRACTED},
        "TAKEN BACK · United States – Russia: talks\nit was Fri 14 Mar\nWe had misread an article",
    ),
    "a date nobody can read": ([change("date", "soon", "2025-03-14")], {}, "date  soon → Fri 14 Mar"),
}


@pytest.mark.parametrize(("changes", "now", "words"), CHANGES.values(), ids=CHANGES)
def test_a_change_shows_old_and_new(changes: list[Change], now: dict[str, Any], words: str) -> None:
    assert words in read(alerts.change(a_meeting(**now), changes, [], chat=CHAT, now=NOW))


def test_a_change_shows_its_quote_once() -> None:
    because = {"quote": "They meet on 14 March.", "outlet": "Reuters", "address": "https://reuters.example/a"}
    changes = [change("date", "2025-03-12", "2025-03-14", **because), change("place", None, "Geneva", **because)]
    shown = read(alerts.change(a_meeting(), changes, reminders(a_meeting().when, CHAT), chat=CHAT, now=NOW))
    assert shown.count("“They meet on 14 March.” — Reuters ↗, Mon 3 Mar 12:00") == 1
    assert shown.endswith("Your reminders: Thu 13 Mar 09:00, Fri 14 Mar 07:00")
