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


PREVIEW = {
    "kind": "preview",
    "source_id": 1,
    "address": "https://www.example.org/feed",
    "title": "Example",
    "articles": 12,
    "meetings": [],
}


def test_articles_in_a_language_that_is_not_read_are_told() -> None:
    shown = read(notice(PREVIEW | {"unread": {"fr": 11, "xx": 1}}, NOW)[0])
    assert "12 articles can be read.\n11 of them are in French, which I do not read yet; they are kept.\n" in shown
    assert "1 of them is in xx, which I do not read yet; it is kept." in shown


def test_a_list_of_feeds_is_shown_with_one_question() -> None:
    names = ["The Courier", "The Wire"]
    text, buttons = notice(PREVIEW | {"sources": 34, "known": 2, "titles": names, "source_kind": "opml"}, NOW)
    assert read(text) == (
        "Example · example.org\nIt is a list of 34 sources:\n2 of them are read already.\n– The Courier\n– The Wire\n"
        "… and 32 more\n\nShall I read all of them from now on?"
    )
    assert buttons is not None


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
        {
            "kind": "preview",
            "source_id": 1,
            "address": f"https://example.org/{name}",
            "title": title,
            "articles": 1,
            "meetings": [{"name": name, "when": "2025-03-01/2025-03-31 month"}],
        },
        PREVIEW | {"title": title, "sources": 2, "known": 1, "titles": [name, reason]},
        PREVIEW | {"unread": {name: 1}},
        {"kind": "refused", "source_id": 1, "address": name, "reason": reason},
        {"kind": "added", "source_id": 1, "title": title, "articles": 2, "meetings": 0},
        {"kind": "paused", "chat": "-1001, topic 7", "reason": reason},
        GIVEN_UP | {"title": title, "address": name, "reason": reason},
        MOVED | {"title": title, "address": name},
    ]
    texts = [notice(body, NOW)[0] for body in bodies]
    for text in texts:
        assert {entity["type"] for entity in parse_html(text)[1]} <= {"bold"}
