"""Meetings as people read them."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import reasons, texts
from bot.changes import Told, alert
from bot.query import Query
from storage.models import (
    Actor,
    Certainty,
    Change,
    Chat,
    Dissent,
    Evidence,
    Filter,
    Precision,
    Status,
    Tier,
    When,
)
from tests.bot.conftest import a_meeting, read
from tests.builders import DAY, NATO, NOW, RUSSIA, TODAY, UNITED_STATES, mention, on
from tests.telegram_api.formatting import parse_html

CHAT = Chat(5)
OURS = {"bold", "italic", "strikethrough", "blockquote", "code", "text_link", "date_time"}


def evidence(outlet: str = "Reuters", address: str = "https://www.reuters.example/a", **changes: Any) -> Evidence:
    return Evidence(1, replace(mention(), **changes), outlet, address, Tier.WIRE, TODAY, NOW, NOW, 1, "key")


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
    assert read(texts.certainty(a_meeting(**changes))) == words


STANDS = {
    "moved": (Certainty.EXPECTED, Status.MOVED, "expected · moved"),
    "moved, then denied": (Certainty.DENIED, Status.MOVED, "denied"),
    "cancelled": (Certainty.EXPECTED, Status.CANCELLED, "cancelled"),
    "postponed": (Certainty.DENIED, Status.POSTPONED, "postponed, no new date"),
    "held": (Certainty.EXPECTED, Status.HELD, "held"),
}


@pytest.mark.parametrize(("sure", "status", "words"), STANDS.values(), ids=STANDS)
def test_where_it_stands_is_said_without_contradiction(sure: Certainty, status: Status, words: str) -> None:
    one = a_meeting(certainty=sure, status=status)
    shown = read(texts.meeting(one, [], [], muted=False, chat=CHAT, today=TODAY))
    assert shown.splitlines()[4] == words


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
    meetings = [a_meeting(id=1, name="At noon", when=noon), a_meeting(id=2, name="Some time", when=day)]
    query = Query(TODAY, TODAY + 30 * DAY, Filter())
    lines = read(texts.briefing(query, meetings, {}, new=0, chat=CHAT, today=TODAY)).splitlines()
    assert [line for line in lines if "14 Mar" in line] == ["Fri 14 Mar · in 11 days"]
    assert [line.partition(" —")[0] for line in lines if "—" in line] == ["Some time", "At noon"]


def test_other_outlets_are_counted() -> None:
    sources = [evidence("TASS", "https://tass.example/b"), evidence("AFP", "https://afp.example/c"), evidence()]
    shown = texts.reminder(a_meeting(), sources, chat=CHAT, now=NOW)
    assert read(shown).endswith("time and place not announced · Reuters ↗ · and 2 more")


def test_an_outlet_is_named_with_its_host() -> None:
    assert read(texts.outlet(evidence())) == "Reuters, reuters.example ↗"
    assert read(texts.outlet(evidence("reuters.example"))) == "reuters.example ↗"
    assert read(texts.outlet(evidence(address=""))) == "Reuters"
    assert read(texts.outlet(evidence("", address=""))) == "a text"


DISSENT = {
    "one day": ([Dissent("date", "2025-03-11", "AFP")], "AFP: Tue 11 Mar"),
    "by two": ([Dissent("date", "2025-03-11", "AFP"), Dissent("date", "2025-03-11", "TASS")], "AFP, TASS: Tue 11 Mar"),
    "on two fields": (
        [Dissent("time", "10:00 Europe/Brussels", "AFP"), Dissent("place", "Oslo", "TASS")],
        "AFP: 10:00 Brussels time · TASS: Oslo",
    ),
    "a status, by nobody in particular": ([Dissent("status", "cancelled", "")], "a source: cancelled"),
    "very many": ([Dissent("place", f"{n}", "AFP") for n in range(9)], "AFP: 0 · AFP: 1 · AFP: 2 · AFP: 3 · …"),
}


@pytest.mark.parametrize(("dissent", "words"), DISSENT.values(), ids=DISSENT)
def test_sources_that_disagree_are_shown(dissent: list[Dissent], words: str) -> None:
    one = a_meeting(dissent=tuple(dissent))
    shown = read(texts.meeting(one, [], [], muted=False, chat=CHAT, today=TODAY))
    assert f"Others say: {words}" in shown.splitlines()


def test_every_earlier_date_is_shown() -> None:
    one = a_meeting(earlier=(on("2025-03-10"), on("2025-03-12")))
    shown = read(texts.meeting(one, [], [], muted=False, chat=CHAT, today=TODAY))
    assert "Before: Mon 10 Mar, Wed 12 Mar" in shown.splitlines()


def test_why_shows_how_well_each_report_matched_and_who_disagrees() -> None:
    sources = [evidence(), replace(evidence(), score=0.917, reasons=("same day", "same Actors"))]
    one = a_meeting(dissent=(Dissent("date", "2025-03-11", "AFP"),))
    first, second, last = read(reasons.why(one, sources, TODAY)).split("\n\n")
    assert "taken for this meeting" not in first
    assert second.endswith("taken for this meeting (92 %): same day, same Actors")
    assert last == "Others say: AFP: Tue 11 Mar"
    by_hand = read(reasons.why(one, [replace(sources[1], pinned_by=3)], TODAY))
    assert "put with this meeting by one of Daybook’s admins" in by_hand


SPANS = {
    "one day": (on("2025-03-14"), None, "time and place not announced"),
    "several days": (on("2025-03-14..2025-03-16"), None, "place not announced"),
    "a month": (When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH), None, "place not announced"),
    "a place": (on("2025-03-14"), "Geneva", "Geneva · time not announced"),
    "a place for several days": (on("2025-03-14..2025-03-16"), "Geneva", "Geneva"),
}


@pytest.mark.parametrize(("when", "place", "words"), SPANS.values(), ids=SPANS)
def test_what_is_not_announced_is_said(when: When, place: str | None, words: str) -> None:
    shown = read(texts.reminder(a_meeting(when=when, place=place), [], chat=CHAT, now=NOW))
    assert shown.splitlines()[-1] == words


anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)


@given(anything, anything, anything, anything)
def test_whatever_an_article_says_telegram_accepts_it(name: str, place: str, quote: str, outlet: str) -> None:
    one = a_meeting(
        name=name,
        place=place,
        dissent=(Dissent("place", place, outlet), Dissent(name, quote, outlet)),
        actors=(RUSSIA, Actor("x-other", name)),
        confirmed_by=(Actor("x-o", outlet),),
    )
    sources = [evidence(outlet, f"https://{outlet}.example/{quote}", quote=quote, rule=name)]
    changes = [
        Change(1, 1, "place", place, quote, NOW, None, "revision:1", quote, outlet, f"https://example.org/{place}")
    ]
    query = Query(TODAY, TODAY + 30 * DAY, Filter((f"word:{name}",)))
    for text in (
        texts.briefing(query, [one], {1: sources}, new=1, chat=CHAT, today=TODAY),
        texts.meeting(one, sources, [], muted=False, chat=CHAT, today=TODAY),
        reasons.why(one, sources, TODAY),
        texts.reminder(one, sources, chat=CHAT, now=NOW),
        alert([Told(one, changes, [])] * 2, chat=CHAT, now=NOW),
    ):
        _, entities = parse_html(text)
        assert {entity["type"] for entity in entities} <= OURS
        assert len(entities) <= 12
