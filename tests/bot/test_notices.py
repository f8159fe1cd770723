"""What the jobs have to say, as people read it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.notices import notice
from tests.bot.conftest import check_harmless, read
from tests.builders import NOW

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def test_what_became_of_a_list_is_one_notice() -> None:
    added = {"kind": "added", "source_id": 1, "title": "Our feeds", "sources": 32}
    assert read(notice(added, NOW)[0]) == (
        "Our feeds: 32 sources more are read from now on. /sources shows how it goes."
    )


GIVEN_UP = {
    "kind": "source_paused",
    "source_id": 3,
    "title": "The Wire",
    "address": "https://www.example.org/feed",
    "reason": "example.org has nothing at this address (HTTP 404).",
    "is_gone": False,
    "since": "2025-02-26",
}
MOVED = {
    "kind": "source_moved",
    "source_id": 3,
    "title": "",
    "address": "https://www.example.org/feed",
    "into": 7,
}


def test_admins_are_told_why_a_source_is_paused_and_what_they_can_do() -> None:
    assert read(notice(GIVEN_UP, NOW)[0]) == (
        "The Wire (source 3) could not be read since Wed 26 Feb and is paused. "
        "example.org has nothing at this address (HTTP 404). /resume 3 tries it again, /removesource 3 forgets it."
    )
    assert "was taken away for good and is paused" in read(notice(GIVEN_UP | {"is_gone": True}, NOW)[0])


def test_admins_are_told_that_two_sources_are_one_now() -> None:
    assert read(notice(MOVED, NOW)[0]) == (
        "example.org (source 3) has moved to the address of source 7: the two are that one now, "
        "with the articles of both."
    )


@given(anything, anything, anything)
def test_whatever_a_source_says_telegram_accepts_it(title: str, name: str, reason: str) -> None:
    bodies: list[dict[str, Any]] = [
        {"kind": "refused", "source_id": 1, "address": name, "reason": reason},
        {"kind": "added", "source_id": 1, "title": title, "articles": 2, "meetings": 0},
        {"kind": "paused", "chat": "-1001, topic 7", "reason": reason},
        GIVEN_UP | {"title": title, "address": name, "reason": reason},
        MOVED | {"title": title, "address": name},
    ]
    for body in bodies:
        assert {entity["type"] for entity in check_harmless(notice(body, NOW)[0])} <= {"bold"}
