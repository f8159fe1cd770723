"""Sources as admins read of them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notices import notice, sources
from storage.models import Source, SourceKind, SourceState, Tier
from tests.bot.conftest import read
from tests.builders import DAY, NOW
from tests.telegram_api.formatting import parse_html

SOURCE = Source(
    id=1,
    address="https://www.example.org/feed",
    kind=SourceKind.FEED,
    title="Example",
    language="en",
    tier=Tier.OTHER,
    state=SourceState.READING,
    added_by=42,
    added_in_topic=0,
    etag="",
    last_modified="",
    next_read_at=NOW,
    last_read_at=NOW - DAY,
    last_new_at=None,
    failures=0,
    error="",
)
LINES = {
    "read": ({}, "1 · Example, example.org · reading\nlast read yesterday"),
    "without a title": ({"title": ""}, "1 · example.org · reading\nlast read yesterday"),
    "not looked at": ({"state": SourceState.NEW, "last_read_at": None}, "being looked at\nnot read yet"),
    "looked at": ({"state": SourceState.NEW}, "waiting for your answer\nlast read yesterday"),
    "failing": (
        {"state": SourceState.FAILING, "failures": 1, "error": "It answers 503."},
        "failing\nlast tried yesterday\n1 failure: It answers 503.",
    ),
}
anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(("changes", "words"), LINES.values(), ids=LINES)
def test_a_source_says_how_its_reading_goes(changes: dict[str, Any], words: str) -> None:
    assert read(sources([replace(SOURCE, **changes)], NOW)).endswith(words)


def test_many_meetings_are_cut_short() -> None:
    meetings = [{"name": f"Round {number}", "when": "2025-03-14"} for number in range(40)]
    body = {"kind": "preview", "source_id": 1, "address": SOURCE.address, "title": "", "articles": 1}
    text, buttons = notice(body | {"meetings": meetings}, NOW)
    assert "It announces 40 meetings:" in read(text)
    assert "Round 14 — Fri 14 Mar\n… and 25 more" in read(text)
    assert buttons is not None


def test_a_source_without_meetings_says_so() -> None:
    body = {"kind": "preview", "source_id": 1, "address": SOURCE.address, "title": "", "articles": 0, "meetings": []}
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
    texts.append(sources([replace(SOURCE, title=title, error=reason, address=f"https://{name}/")], NOW))
    for text in texts:
        assert {entity["type"] for entity in parse_html(text)[1]} <= {"bold"}
