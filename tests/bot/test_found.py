"""What was found, as people read it."""

from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notices import notice
from storage.looks import ANNOUNCED, Announced
from storage.models import Actor, Certainty, Kind, SourceKind, SourceState
from tests.bot.conftest import check_harmless, read
from tests.builders import DAY, NATO, NOW, RUSSIA, TODAY, UNITED_STATES, belief, mention

FEED = {
    "kind": "preview",
    "source_id": 1,
    "address": "https://www.example.org/feed",
    "title": "Example",
    "source_kind": "feed",
    "articles": 12,
    "newest": f"{TODAY}",
    "unread": {},
    "meetings": [{"name": "OSCE: meeting", "when": "2025-03-14"}],
}
LOOKED = {name: value for name, value in FEED.items() if name != "source_id"} | {"kind": "looked"}
READ: dict[str, Any] = {
    "kind": "read",
    "look": 7,
    "title": "Ministers to meet",
    "outlet": "The Wire",
    "address": "https://www.example.org/talks",
    "published": "2025-03-01",
    "language": "en",
    "is_read": True,
    "may_keep": True,
    "meetings": [],
}


def said(body: dict[str, Any], **changes: Any) -> str:
    return read(notice(body | changes, NOW)[0])


def labels(body: dict[str, Any], **changes: Any) -> list[str]:
    _, buttons = notice(body | changes, NOW)
    return [button.text for row in (buttons.inline_keyboard if buttons else ()) for button in row]


def announced(day: str = "2025-03-14", *, known: int | None = None, quote: str = "They meet.", **changes: Any) -> Any:
    found = Announced(belief(mention(day, **changes)), quote, known)
    return ANNOUNCED.dump_python([found], mode="json")[0]


# --- Sources


def test_a_new_source_is_shown_and_asked_about() -> None:
    assert said(FEED) == (
        "Example · example.org\n"
        "A feed with 12 articles, the newest from today.\n"
        "It announces 1 meeting that is ahead:\n"
        "OSCE: meeting — Fri 14 Mar\n"
        "\n"
        "Shall I read it from now on?"
    )
    assert labels(FEED) == ["Add it", "Not now"]


LINES: dict[str, tuple[dict[str, Any], str]] = {
    "yesterday": ({"newest": f"{TODAY - DAY}"}, "A feed with 12 articles, the newest from yesterday."),
    "long ago": (
        {"newest": "2023-03-03"},
        "A feed with 12 articles, the newest from Fri 3 Mar 2023.\nIt does not seem to be kept up.",
    ),
    "empty": ({"articles": 0, "newest": None, "meetings": []}, "A feed with 0 articles."),
    "one page": ({"source_kind": "page", "articles": 1}, "A page with 1 article."),
    "a calendar": ({"source_kind": "calendar"}, "A calendar with 12 entries ahead."),
    "official": ({"tier": "official"}, "It counts as official."),
    "in French": ({"unread": {"fr": 11}}, "11 of them are in French, which I do not read yet; they are kept."),
    "in no language": ({"unread": {"tlh": 1}}, "1 of them is in tlh, which I do not read yet; it is kept."),
    "a list": (
        {"source_kind": "opml", "sources": 34, "known": 2, "titles": ["The Courier", "The Wire"]},
        "A list of 34 sources.\nI read 2 of them already.\n– The Courier\n– The Wire\n… and 32 more\n\nShall I read",
    ),
    "without a meeting": ({"meetings": []}, "It announces no meeting that is ahead at the moment."),
    "without a title": ({"title": ""}, "example.org\nA feed"),
    "titled by its host": ({"title": "Example.org"}, "example.org\nA feed"),
    "many meetings": (
        {"meetings": [{"name": f"Round {number}", "when": "2025-03-14"} for number in range(1, 41)]},
        "It announces 40 meetings that are ahead:\nRound 1 — Fri 14 Mar\nRound 2",
    ),
    "many meetings, cut short": (
        {"meetings": [{"name": f"Round {number}", "when": "2025-03-14"} for number in range(1, 41)]},
        "Round 5 — Fri 14 Mar\n… and 35 more\n",
    ),
}


@pytest.mark.parametrize(("changes", "words"), LINES.values(), ids=LINES)
def test_what_a_source_has_is_told_in_few_words(changes: dict[str, Any], words: str) -> None:
    assert words in said(FEED, **changes)


@pytest.mark.parametrize("kind", SourceKind)
def test_every_kind_of_source_is_told(kind: SourceKind) -> None:
    assert said(FEED, source_kind=str(kind), articles=3).splitlines()[1].startswith("A ")


def test_a_notice_of_an_earlier_daybook_is_told_as_far_as_it_goes() -> None:
    old = {name: FEED[name] for name in ("kind", "source_id", "address", "title", "source_kind", "articles")}
    assert "A feed with 12 articles.\nIt announces no meeting" in said(old)


def test_a_look_at_a_source_says_that_nothing_is_kept() -> None:
    assert said(LOOKED).endswith(
        "\n\nNothing of it is kept. An admin can have it read regularly: /addsource and its address."
    )
    assert labels(LOOKED) == []


def test_a_look_at_a_source_that_is_read_says_what_its_next_reading_would_bring() -> None:
    known = {"source_id": 3, "state": "failing", "new": 2}
    assert said(LOOKED, **known).endswith("\n\n2 articles are new. It is source 3, failing.")
    assert said(LOOKED, **known | {"new": 0}).endswith("\n\nNothing in it is new. It is source 3, failing.")


@pytest.mark.parametrize("state", SourceState)
def test_in_every_state(state: SourceState) -> None:
    assert "It is source 3, " in said(LOOKED, source_id=3, state=str(state), new=0)


LIST = LOOKED | {"kind": "listed", "look": 7, "source_kind": "opml", "sources": 2, "known": 1, "titles": ["The Wire"]}


def test_a_list_in_a_file_is_one_question() -> None:
    assert said(LIST, title="feeds.opml", address="").startswith("feeds.opml\nA list of 2 sources.")
    assert said(LIST).endswith("\n\nShall I read all of them from now on?")
    assert labels(LIST) == ["Add them"]
    assert said(LIST, known=2).endswith("\n\nI read all of them already.")
    assert labels(LIST, known=2) == []


# --- articles


def test_an_article_is_read_out_with_its_quotes() -> None:
    talks = announced(certainty=Certainty.CONFIRMED, confirmed_by=(NATO,), place="Geneva, Switzerland")
    talks["belief"]["when"] |= {"clock_time": "10:00:00", "precision": "minute", "zone": "Europe/Zurich"}
    council = announced("2025-04-01", known=12, kind=Kind.COUNCIL, name="Council", actors=(NATO,))
    assert said(READ, meetings=[talks, council]) == (
        "Ministers to meet · The Wire, example.org ↗ · Sat 1 Mar\n"
        "2 meetings are announced in it:\n"
        "\n"
        "Fri 14 Mar · in 11 days\n"
        "United States – Russia: talks — confirmed by NATO\n"
        "Geneva, Switzerland · 10:00 Zurich time · Fri 14 Mar 2025, 09:00 UTC\n"
        "They meet.\n"
        "\n"
        "Tue 1 Apr · in 29 days\n"
        "Council — confirmed\n"
        "time and place not announced\n"
        "Who: NATO\n"
        "They meet.\n"
        "Already in the diary: /meeting 12"
    )
    assert labels(READ, meetings=[talks, council]) == ["Keep it"]


def test_without_a_meeting_there_is_nothing_to_keep() -> None:
    assert said(READ).endswith("\nNo upcoming meeting is announced in it.")
    assert labels(READ) == []


def test_what_is_past_is_told_and_cannot_be_kept() -> None:
    assert "Fri 28 Feb · 3 days ago" in said(READ, meetings=[announced("2025-02-28")])
    assert labels(READ, meetings=[announced("2025-02-28")]) == []


def test_who_may_not_keep_it_sees_no_button() -> None:
    assert labels(READ, meetings=[announced()], may_keep=False) == []


def test_a_language_that_is_not_read_is_named() -> None:
    assert said(READ, language="de", is_read=False).endswith("\nIt is in German, which I do not read yet.")


def test_many_meetings_are_cut_short() -> None:
    assert said(READ, meetings=[announced()] * 9).endswith("\n\n… and 5 more")


SOURCES_OF_TEXT: dict[str, tuple[dict[str, Any], str]] = {
    "pasted": ({"title": "", "outlet": "", "address": ""}, "The text · Sat 1 Mar"),
    "of a channel": (
        {"title": "", "address": "https://t.me/thewire/7"},
        "The Wire · t.me ↗ · Sat 1 Mar",
    ),
    "of a channel without an address": ({"title": "", "address": ""}, "The Wire · Sat 1 Mar"),
    "a page whose outlet is its host": ({"outlet": "example.org"}, "Ministers to meet · example.org ↗ · Sat 1 Mar"),
    "a file": ({"outlet": "talks.txt", "address": ""}, "Ministers to meet · talks.txt · Sat 1 Mar"),
}


@pytest.mark.parametrize(("changes", "line"), SOURCES_OF_TEXT.values(), ids=SOURCES_OF_TEXT)
def test_it_is_told_what_was_read_as_of_when(changes: dict[str, Any], line: str) -> None:
    assert said(READ, **changes).splitlines()[0] == line


def test_what_is_kept_is_told_with_its_numbers() -> None:
    meeting = {"id": 12, "name": "OSCE: meeting", "when": "2025-03-14"}
    body: dict[str, Any] = {"kind": "kept", "look": 7, "meetings": [meeting]}
    assert said(body) == "Kept. In the diary:\n12 · OSCE: meeting, Fri 14 Mar"
    assert said(body, meetings=[meeting] * 9).endswith("\n… and 4 more")
    assert said(body, meetings=[]) == "All of it was in the diary before."


# --- hostile ones

any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=400)
any_actor = st.builds(Actor, any_text, any_text, st.just(UNITED_STATES.kind))


@given(any_text, any_text, any_text, any_text, st.lists(any_actor, max_size=5))
def test_whatever_was_found_telegram_accepts_it(
    title: str, path: str, name: str, quote: str, actors: list[Actor]
) -> None:
    one = announced(quote=quote, name=name, place=path, actors=(*actors, RUSSIA), certainty=Certainty.POSSIBLE)
    one["belief"]["when"] |= {"clock_time": f"{time(10)}", "precision": "minute", "zone": "Europe/Zurich"}
    meetings = [{"name": name, "when": "2025-03-01/2025-03-31 month"}] * 9
    address = f"https://example.org/{path}"
    bodies: list[dict[str, Any]] = [
        FEED | {"title": title, "address": address, "meetings": meetings, "unread": {path: 1}},
        FEED | {"title": title, "sources": 2, "known": 1, "titles": [name, quote]},
        LOOKED | {"title": title, "address": path, "meetings": meetings},
        READ | {"title": title, "outlet": name, "address": address, "meetings": [one] * 9},
        READ | {"title": path, "outlet": title, "address": title, "language": name, "is_read": False},
        {"kind": "kept", "look": 7, "meetings": [{"id": 1, "name": name, "when": "2025-03-14"}] * 9},
    ]
    for body in bodies:
        entities = check_harmless(notice(body, NOW)[0])
        assert {entity["type"] for entity in entities} <= {"bold", "italic", "blockquote", "text_link", "date_time"}
        links = [entity["url"] for entity in entities if entity["type"] == "text_link"]
        assert all(link.startswith("https://example.org/") for link in links)
