"""Events in a page's own data, from markup to what the diary takes of it."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from jobs.extraction.extract import extract
from jobs.sources import page
from jobs.sources.records import Answer
from jobs.sources.schema_org import RULE
from storage.models import Article, Fact, Kind, Precision, Says, When
from tests.builders import TODAY, on

EVENT = {
    "@context": "https://schema.org",
    "@type": "Event",
    "name": "Ministerial meeting",
    "startDate": "2025-03-14T09:00",
    "endDate": "2025-03-14T13:00",
    "location": {
        "@type": "Place",
        "name": "Hofburg",
        "address": {"@type": "PostalAddress", "addressLocality": "Vienna", "addressCountry": "AT"},
    },
    "organizer": {"@type": "Organization", "name": "OSCE"},
}
TEXT = "<p>The programme of the meeting can be had from the secretariat, as always.</p>"


def at(hour: int, zone: str | None = None) -> When:
    return on("2025-03-14", precision=Precision.MINUTE, clock_time=time(hour), zone=zone)


def read(data: Any, body: str = TEXT, title: str = "Calendar") -> Article:
    script = f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'
    markup = f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{script}</head><body>{body}</body></html>"
    answer = Answer("https://calendar.example/a", markup.encode(), "text/html")
    return page.parse(answer, TODAY).items[0].article


def fact(**changes: Any) -> Fact:
    (found,) = read(EVENT | changes).facts
    return found


def test_an_event_is_a_line_of_the_text_and_its_values() -> None:
    article = read(EVENT)
    (found,) = article.facts
    line = "Ministerial meeting — 14 March 2025, 09:00–13:00 (Europe/Vienna) — Hofburg, Vienna, Austria — OSCE"
    assert article.text == f"The programme of the meeting can be had from the secretariat, as always.\n{line}"
    assert article.text[found.start : found.end] == line
    when = replace(at(9, "Europe/Vienna"), phrase="14 March 2025, 09:00 (Europe/Vienna)")
    place = "Hofburg, Vienna, Austria"
    assert found == Fact(found.start, found.end, "Ministerial meeting", when, place, "OSCE", rule=RULE)


def test_the_diary_takes_it_as_it_stands() -> None:
    (mention,) = extract(read(EVENT))
    assert mention.quote.startswith("Ministerial meeting — 14 March 2025")
    assert (mention.kind, mention.place, mention.when.clock_time) == (Kind.COUNCIL, "Hofburg, Vienna, Austria", time(9))
    assert [actor.code for actor in mention.actors] == ["OSCE"]


def test_a_page_of_data_alone_is_read() -> None:
    assert [each.name for each in read(EVENT, body="").facts] == ["Ministerial meeting"]
    assert read(EVENT, body="", title="").title == "Ministerial meeting"


WRAPPED = {
    "in a graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, EVENT]},
    "in a list": [EVENT],
    "of several types": EVENT | {"@type": ["BusinessEvent", "Thing"]},
    "with the type in full": EVENT | {"@type": "http://schema.org/Event"},
    "in a list of items": {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": EVENT}]},
    "as what a page is about": {"@type": "WebPage", "about": EVENT},
    "twice": [EVENT, EVENT],
    "with its parts": EVENT | {"subEvent": EVENT | {"name": "Opening session"}},
    "with a line break in a string": json.dumps(EVENT).replace("Ministerial meeting", "Ministerial\nmeeting"),
}


@pytest.mark.parametrize("data", WRAPPED.values(), ids=WRAPPED)
def test_wherever_it_stands_it_is_one(data: Any) -> None:
    assert [each.name for each in read(data).facts] == ["Ministerial meeting"]


NONE = {
    "no date": {key: value for key, value in EVENT.items() if key != "startDate"},
    "no name": EVENT | {"name": ""},
    "no such day": EVENT | {"startDate": "2025-02-30"},
    "words for a date": EVENT | {"startDate": "next week"},
    "a match": EVENT | {"@type": "SportsEvent"},
    "half a year": EVENT | {"startDate": "2025-01-01", "endDate": "2025-06-30"},
    "damaged": json.dumps(EVENT)[:-9],
    "nested without end": "[" * 100_000,
    "numbers": EVENT | {"startDate": 5, "location": [[]], "name": {"name": {}}},
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_what_is_no_dated_event_is_left(data: Any) -> None:
    assert read(data).facts == ()


WHENS = {
    "a day": ("2025-03-14", None, on("2025-03-14")),
    "midnight is a day": ("2025-03-14T00:00:00+00:00", None, on("2025-03-14")),
    "days": ("2025-03-14", "2025-03-16", on("2025-03-14..2025-03-16")),
    "days from midnight": ("2025-03-14T00:00", "2025-03-16T00:00", on("2025-03-14..2025-03-16")),
    "a month": ("2025-03", None, on("2025-03-01..2025-03-31", precision=Precision.MONTH)),
    "a year": ("2026", None, on("2026-01-01..2026-12-31", precision=Precision.YEAR)),
    "an end before its start": ("2025-03-14", "2025-03-01", on("2025-03-14")),
    "until midnight": ("2025-03-14T18:00", "2025-03-15T00:00", at(18, "Europe/Vienna")),
    "with an offset": ("2025-03-14T09:00:00+01:00", None, at(9, "UTC+01:00")),
    "in UTC, told where it is": ("2025-03-14T08:00:00Z", None, at(9, "Europe/Vienna")),
}


@pytest.mark.parametrize(("start", "end", "expected"), WHENS.values(), ids=WHENS)
def test_a_date_is_as_fine_as_it_was_given(start: str, end: str | None, expected: When) -> None:
    assert replace(fact(startDate=start, endDate=end).when, phrase=expected.phrase) == expected


STATES = {
    "EventScheduled": Says.ANNOUNCES,
    "https://schema.org/EventCancelled": Says.CANCELS,
    "EventPostponed": Says.POSTPONES,
    "EventRescheduled": Says.MOVES,
}


@pytest.mark.parametrize(("state", "says"), STATES.items(), ids=STATES)
def test_the_status_says_what_became_of_it(state: str, says: Says) -> None:
    assert fact(eventStatus=state).says is says


def test_the_date_before_is_kept() -> None:
    article = read(EVENT | {"previousStartDate": "2025-03-10"})
    (moved,) = extract(article)
    assert (moved.says, moved.earlier and moved.earlier.first) == (Says.MOVES, date(2025, 3, 10))
    assert moved.quote.endswith("moved from 10 March 2025")


PLACES = {
    "a word": ("Geneva", "Geneva"),
    "an address in words": (
        {"@type": "Place", "name": "UN", "address": "Geneva, Switzerland"},
        "UN, Geneva, Switzerland",
    ),
    "the web": ({"@type": "VirtualLocation", "url": "https://x.example"}, "virtual"),
    "the first of several": (["Oslo", "Bergen"], "Oslo"),
    "none": (None, None),
}


@pytest.mark.parametrize(("location", "place"), PLACES.values(), ids=PLACES)
def test_the_place(location: Any, place: str | None) -> None:
    assert fact(location=location).place == place


def test_an_event_moved_online_is_virtual() -> None:
    assert fact(eventStatus="EventMovedOnline").place == "virtual"


def test_microdata_says_the_same() -> None:
    body = """<div itemscope itemtype="https://schema.org/BusinessEvent"><h2 itemprop="name">Ministerial meeting</h2>
    <time itemprop="startDate" datetime="2025-03-14T09:00">14 March</time>
    <meta itemprop="endDate" content="2025-03-14T13:00"><div itemprop="location" itemscope
    itemtype="https://schema.org/Place"><b itemprop="name">Hofburg</b><p itemprop="address" itemscope
    itemtype="https://schema.org/PostalAddress"><i itemprop="addressLocality">Vienna</i>
    <i itemprop="addressCountry">AT</i></p></div><p itemprop="organizer">OSCE</p></div>"""
    (found,) = read({}, body=body).facts
    assert replace(found, start=0, end=0) == replace(fact(), start=0, end=0)


def test_prose_of_the_same_day_makes_no_second_entry() -> None:
    body = "<p>The OSCE ministers will hold talks on 14 March in Vienna, the chair said on Sunday.</p>"
    found = extract(read(EVENT, body=body))
    assert len(found) == 2
    assert len({(each.name, each.actors, each.kind, each.when.first) for each in found}) == 1


def test_a_page_of_very_many_gives_the_first() -> None:
    article = read([EVENT | {"name": f"Meeting {number}"} for number in range(5000)])
    assert len(article.facts) == 200
    assert article.facts[-1].end == len(article.text)


def test_half_a_surrogate_in_a_name_does_not_reach_the_text() -> None:
    found = read(json.dumps(EVENT).replace("Ministerial", "Ministerial\\ud800\\u0007")).facts[0]
    assert found.name == "Ministerial meeting"
