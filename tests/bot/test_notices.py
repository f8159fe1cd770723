"""What the jobs have to say, as people read it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.notices import notice
from tests.bot.conftest import read
from tests.builders import NOW
from tests.telegram_api.formatting import parse_html

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def test_many_meetings_are_cut_short() -> None:
    meetings = [{"name": f"Round {number}", "when": "2025-03-14"} for number in range(40)]
    body = {"kind": "preview", "source_id": 1, "address": "https://www.example.org/feed", "title": "", "articles": 1}
    text, buttons = notice(body | {"meetings": meetings}, NOW)
    assert "It announces 40 meetings:" in read(text)
    assert "Round 14 — Fri 14 Mar\n… and 25 more" in read(text)
    assert buttons is not None


def test_a_source_without_meetings_says_so() -> None:
    body = {
        "kind": "preview",
        "source_id": 1,
        "address": "https://www.example.org/feed",
        "title": "",
        "articles": 0,
        "meetings": [],
    }
    assert "no meeting that is ahead" in read(notice(body, NOW)[0])


@given(anything, anything, anything)
def test_whatever_a_source_says_telegram_accepts_it(title: str, name: str, reason: str) -> None:
    bodies: list[dict[str, Any]] = [
        {
            "kind": "preview",
            "source_id": 1,
            "address": f"https://example.org/{name}",
            "title": title,
            "articles": 1,
            "meetings": [{"name": name, "when": "2025-03-01/2025-03-31 month"}],
        },
        {"kind": "refused", "source_id": 1, "address": name, "reason": reason},
        {"kind": "added", "source_id": 1, "title": title, "articles": 2, "meetings": 0},
        {"kind": "paused", "chat": "-1001, topic 7", "reason": reason},
    ]
    texts = [notice(body, NOW)[0] for body in bodies]
    for text in texts:
        assert {entity["type"] for entity in parse_html(text)[1]} <= {"bold"}
