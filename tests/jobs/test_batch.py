"""The diary of a batch of Articles: each Meeting once, with what is said of it and what changed."""

from datetime import date
from typing import Any

import pytest

from jobs.batch import diary_of
from storage.models import Article, Tier

FIRST = "Norway and Japan will hold talks in Oslo on 14 March."
OTHER = "Peru and Chile will hold talks in Lima on 20 March."
MOVED = "The talks of Norway and Japan planned for 14 March have been moved to 21 March."
BATCH = [
    Article("", FIRST, date(2025, 3, 3), outlet="Fjord Daily", key="one", tier=Tier.OTHER),
    Article("", OTHER, date(2025, 3, 4), outlet="Harbour Post", key="two", tier=Tier.OTHER),
    Article("", MOVED, date(2025, 3, 5), outlet="Meridian Wire", key="three", tier=Tier.WIRE),
]


@pytest.fixture(params=["in order", "the newest first"])
async def entries(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Return the entries of the batch, the earliest first."""
    return await diary_of(BATCH if request.param == "in order" else BATCH[::-1])


def test_each_meeting_is_one_entry_with_its_own_uid(entries: list[dict[str, Any]]) -> None:
    assert [(one["start"], one["participants"]) for one in entries] == [
        ("2025-03-20", ["Peru", "Chile"]),
        ("2025-03-21", ["Norway", "Japan"]),
    ]
    assert len({one["uid"] for one in entries}) == 2


def test_its_sources_are_named_with_their_words(entries: list[dict[str, Any]]) -> None:
    lima, oslo = (one["sources"] for one in entries)
    assert [(each["article"], each["outlet"], each["quote"]) for each in lima] == [("two", "Harbour Post", OTHER)]
    assert [(each["article"], each["published"], each["says"], each["quote"]) for each in oslo] == [
        ("one", "2025-03-03", "announces", FIRST),
        ("three", "2025-03-05", "moves", MOVED),
    ]


async def test_what_changed_is_told_old_and_new() -> None:
    lima, oslo = await diary_of(BATCH)
    assert lima["changes"] == []
    assert oslo["changes"] == [
        {"field": "date", "old": "2025-03-14", "new": "2025-03-21", "quote": MOVED, "outlet": "Meridian Wire"}
    ]


async def test_each_article_is_told_when_it_is_read() -> None:
    passed: list[None] = []
    await diary_of(BATCH, lambda: passed.append(None))
    assert len(passed) == len(BATCH)
