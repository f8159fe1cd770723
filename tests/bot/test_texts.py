"""Meetings as people read them."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot import texts
from bot.query import Query
from storage.models import (
    Actor,
    Certainty,
    Change,
    Chat,
    Evidence,
    Filter,
    Meeting,
    Precision,
    Status,
    Tier,
    When,
)
from storage.reminders import reminders
from tests.builders import DAY, NATO, NOW, RUSSIA, TODAY, UNITED_STATES, belief, mention, on
from tests.telegram_api.formatting import parse_html

CHAT = Chat(5)
OURS = {"bold", "italic", "strikethrough", "blockquote", "code", "text_link", "date_time"}


def meeting(**changes: Any) -> Meeting:
    said = belief(mention())
    values = {name: getattr(said, name) for name in said.__dataclass_fields__}
    made = Meeting(**values, id=1, uid="uid-1", sequence=0, date_revision=0, dated_at=NOW)
    return replace(made, **changes)


def evidence(outlet: str = "Reuters", address: str = "https://www.reuters.example/a", **changes: Any) -> Evidence:
    return Evidence(1, replace(mention(), **changes), outlet, address, Tier.WIRE, TODAY, NOW)


def change(field: str, old: str | None, new: str | None, **more: Any) -> Change:
    return replace(Change(1, 1, field, old, new, NOW, None), **more)


def read(text: Markup) -> str:
    """Return what a person reads."""
    return parse_html(text)[0].replace("\u2060", "")


CHANGES = {
    "a day": ([change("date", "2025-03-12", "2025-03-14")], {}, "date  Wed 12 Mar → Fri 14 Mar (2 days later)"),
    "an earlier day": ([change("date", "2025-03-15", "2025-03-14")], {}, "Sat 15 Mar → Fri 14 Mar (1 day earlier)"),
    "a day at last": (
        [change("date", "2025-03-01/2025-03-31 month", "2025-03-14")],
        {},
        "date  in March 2025 → Fri 14 Mar",
    ),
    "a time": ([change("time", None, "10:00 Europe/Brussels")], {}, "time  not announced → 10:00 in Brussels"),
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
    assert words in read(texts.change(meeting(**now), changes, [], chat=CHAT, now=NOW))


def test_a_change_shows_its_quote_once() -> None:
    because = {"quote": "They meet on 14 March.", "outlet": "Reuters", "address": "https://reuters.example/a"}
    changes = [change("date", "2025-03-12", "2025-03-14", **because), change("place", None, "Geneva", **because)]
    shown = read(texts.change(meeting(), changes, reminders(meeting().when, CHAT), chat=CHAT, now=NOW))
    assert shown.count("“They meet on 14 March.” — Reuters ↗, Mon 3 Mar 12:00") == 1
    assert shown.endswith("Your reminders: Thu 13 Mar 09:00, Fri 14 Mar 07:00")


SURE = {
    "confirmed": ({}, "confirmed"),
    "by several, in short": (
        {"confirmed_by": (NATO, UNITED_STATES, Actor("GB", "United Kingdom"), Actor("EU", "European Union"))},
        "confirmed by NATO, US, UK, EU",
    ),
    "expected": ({"certainty": Certainty.EXPECTED, "confirmed_by": (NATO,)}, "expected"),
    "possible": ({"certainty": Certainty.POSSIBLE}, "possible, not settled"),
    "denied": ({"certainty": Certainty.DENIED}, "denied"),
}


@pytest.mark.parametrize(("changes", "words"), SURE.values(), ids=SURE)
def test_it_says_how_sure(changes: dict[str, Any], words: str) -> None:
    assert read(texts.certainty(meeting(**changes))) == words


WISHES = {
    "everything": ((), "everything", ""),
    "an Actor": (("actor:RU",), "Russia", "Russia"),
    "several": (("actor:RU", "kind:visit", "place:geneva"), "Russia, visits, in Geneva", "Russia visit in geneva"),
    "excluded": (("word:arms", "-actor:NATO"), "“arms”, not NATO", "arms not NATO"),
    "an Actor we do not know": (("actor:XX",), "XX", "XX"),
}


@pytest.mark.parametrize(("terms", "shown", "typed"), WISHES.values(), ids=WISHES)
def test_a_wish_in_words(terms: tuple[str, ...], shown: str, typed: str) -> None:
    assert read(texts.wanted(Filter(terms))) == shown
    assert texts.typed(Filter(terms)) == typed


TITLES = {
    "the usual": (0, 30, "Briefing · Mon 3 Mar 2025 · next 30 days"),
    "today": (0, 0, "Briefing · Mon 3 Mar 2025 · today"),
    "tomorrow": (1, 1, "Briefing · Mon 3 Mar 2025 · tomorrow"),
    "one day": (0, 1, "Briefing · Mon 3 Mar 2025 · next day"),
    "from a day on": (1, 14, "Briefing · Mon 3 Mar 2025 · Tue 4 Mar – Mon 17 Mar"),
}


@pytest.mark.parametrize(("first", "last", "title"), TITLES.values(), ids=TITLES)
def test_a_briefing_says_which_days(first: int, last: int, title: str) -> None:
    query = Query(TODAY + first * DAY, TODAY + last * DAY, Filter())
    assert read(texts.briefing(query, [], {}, new=0, chat=CHAT, today=TODAY)).startswith(title)


def test_meetings_of_a_day_stand_under_one_heading_in_the_order_of_their_times() -> None:
    day = on("2025-03-14")
    noon = replace(day, precision=Precision.MINUTE, clock_time=time(12))
    meetings = [meeting(id=1, name="At noon", when=noon), meeting(id=2, name="Some time", when=day)]
    query = Query(TODAY, TODAY + 30 * DAY, Filter())
    lines = read(texts.briefing(query, meetings, {}, new=0, chat=CHAT, today=TODAY)).splitlines()
    assert [line for line in lines if "14 Mar" in line] == ["Fri 14 Mar · in 11 days"]
    assert [line.partition(" —")[0] for line in lines if "—" in line] == ["Some time", "At noon"]


def test_other_outlets_are_counted() -> None:
    sources = [evidence("TASS", "https://tass.example/b"), evidence("AFP", "https://afp.example/c"), evidence()]
    shown = texts.reminder(meeting(), sources, chat=CHAT, now=NOW)
    assert read(shown).endswith("time and place not announced · Reuters ↗ · and 2 more")


def test_an_outlet_is_named_with_its_host() -> None:
    assert read(texts.outlet(evidence())) == "Reuters, reuters.example ↗"
    assert read(texts.outlet(evidence("reuters.example"))) == "reuters.example ↗"
    assert read(texts.outlet(evidence(address=""))) == "Reuters"


SPANS = {
    "one day": (on("2025-03-14"), None, "time and place not announced"),
    "several days": (on("2025-03-14..2025-03-16"), None, "place not announced"),
    "a month": (When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH), None, "place not announced"),
    "a place": (on("2025-03-14"), "Geneva", "Geneva · time not announced"),
    "a place for several days": (on("2025-03-14..2025-03-16"), "Geneva", "Geneva"),
}


@pytest.mark.parametrize(("when", "place", "words"), SPANS.values(), ids=SPANS)
def test_what_is_not_announced_is_said(when: When, place: str | None, words: str) -> None:
    shown = read(texts.reminder(meeting(when=when, place=place), [], chat=CHAT, now=NOW))
    assert shown.splitlines()[-1] == words


anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)


@given(anything, anything, anything, anything)
def test_whatever_an_article_says_telegram_accepts_it(name: str, place: str, quote: str, outlet: str) -> None:
    one = meeting(name=name, place=place, actors=(RUSSIA, Actor("x-other", name)), confirmed_by=(Actor("x-o", outlet),))
    sources = [evidence(outlet, f"https://{outlet}.example/{quote}", quote=quote, rule=name)]
    changes = [change("place", place, quote, quote=quote, outlet=outlet, address=f"https://example.org/{place}")]
    query = Query(TODAY, TODAY + 30 * DAY, Filter((f"word:{name}",)))
    for text in (
        texts.briefing(query, [one], {1: sources}, new=1, chat=CHAT, today=TODAY),
        texts.meeting(one, sources, changes, [], muted=False, chat=CHAT, today=TODAY),
        texts.why(one, sources),
        texts.reminder(one, sources, chat=CHAT, now=NOW),
        texts.change(one, changes, [], chat=CHAT, now=NOW),
    ):
        _, entities = parse_html(text)
        assert {entity["type"] for entity in entities} <= OURS
        assert len(entities) <= 12
