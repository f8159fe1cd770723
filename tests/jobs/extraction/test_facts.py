"""What is given as data: which events are meetings, who meets, and what prose adds to them."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from jobs.extraction.extract import extract
from storage.models import Article, Certainty, Fact, Kind, Mention, Precision, Says, Tier, When
from tests.builders import TODAY, on

NAME = "EU–Japan summit"


def fact(name: str = NAME, day: str = "2025-03-14", **changes: Any) -> Fact:
    return replace(Fact(0, 0, name, on(day), rule="iCalendar"), **changes)


def page(*facts: Fact, text: str = "", title: str = "Calendar", **changes: Any) -> Article:
    """An Article with a line for each of ``facts`` below its text."""
    lines = []
    for each in facts:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{each.name} — {each.when.phrase}".lstrip("\n")
        lines.append(replace(each, start=start, end=len(text)))
    return replace(Article(title, text, TODAY), facts=tuple(lines), **changes)


def read(name: str, **changes: Any) -> Mention | None:
    found = extract(page(fact(name, **changes)))
    return found[0] if found else None


def test_an_event_is_a_mention_as_it_stands() -> None:
    when = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(9), zone="Europe/Brussels")
    article = page(fact(when=when, place="Brussels, Belgium"), text="The agenda is below.")
    (found,) = extract(article)
    assert found.quote == article.body[found.start : found.end] == f"{NAME} — 2025-03-14"
    assert (found.name, found.when, found.place, found.kind) == (NAME, when, "Brussels, Belgium", Kind.SUMMIT)
    assert [actor.code for actor in found.actors] == ["EU", "JP"]
    assert (found.says, found.certainty, found.rule) == (Says.ANNOUNCES, Certainty.EXPECTED, "iCalendar")


KINDS = {
    "Security talks": Kind.TALKS,
    "Informal meeting of heads of state": Kind.TALKS,
    "Budget meeting on the election": Kind.TALKS,
    "Foreign Affairs Council": Kind.COUNCIL,
    "Working Party on Maritime Issues": Kind.COUNCIL,
    "Visit to Estonia": Kind.VISIT,
    "Peru and Chile": Kind.OTHER,
    "G20": Kind.OTHER,
}
LEFT = (
    "Press conference after the EU–Japan summit",
    "EU–Japan summit: press conference",
    "General election in Peru",
    "Deadline for the Council's proposals",
    "Concert for the peace talks",
    "Independence Day of Finland",
    "Dentist",
    "",
)


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)
def test_the_kind_is_that_of_the_words(name: str, kind: Kind) -> None:
    found = read(name, is_diary=True)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize("name", LEFT)
def test_what_is_no_meeting_by_its_words_is_left(name: str) -> None:
    assert read(name, is_diary=True) is None


def test_what_no_word_calls_a_meeting_is_one_only_in_a_calendar() -> None:
    assert read("Peru and Chile") is None


def test_the_description_decides_where_the_name_does_not() -> None:
    meeting = read("Thursday in Geneva", about="Consultations of the two delegations.")
    assert meeting is not None
    assert meeting.kind is Kind.TALKS
    assert read("Thursday in Geneva", about="A concert of the orchestra.") is None


def test_the_organizer_takes_part() -> None:
    found = read("Ministerial meeting", parties="OSCE")
    assert found is not None
    assert [actor.code for actor in found.actors] == ["OSCE"]


SAID = {
    "CANCELLED: EU–Japan summit": (Says.CANCELS, Certainty.EXPECTED),
    "EU–Japan summit (postponed)": (Says.POSTPONES, Certainty.EXPECTED),
    "EU–Japan summit (tentative)": (Says.ANNOUNCES, Certainty.POSSIBLE),
}


@pytest.mark.parametrize(("name", "expected"), SAID.items(), ids=SAID)
def test_the_name_may_say_that_it_is_off(name: str, expected: tuple[Says, Certainty]) -> None:
    found = read(name)
    assert found is not None
    assert (found.says, found.certainty) == expected


def test_what_the_data_says_stands_before_its_words() -> None:
    found = read(NAME, says=Says.MOVES, earlier=on("2025-03-10"), certainty=Certainty.POSSIBLE)
    assert found is not None
    assert (found.says, found.earlier, found.certainty) == (Says.MOVES, on("2025-03-10"), Certainty.POSSIBLE)


def test_an_official_source_confirms() -> None:
    assert extract(page(fact(), tier=Tier.OFFICIAL))[0].certainty is Certainty.CONFIRMED


def test_what_is_over_is_left() -> None:
    assert read(NAME, day="2025-03-02") is None
    assert read(NAME, when=When(date(2025, 3, 1), date(2025, 3, 3))) is not None


def test_its_line_is_not_read_as_prose() -> None:
    article = page(fact("Talks of Peru and Chile on 14 March"), fact("Dinner on 15 March 2025", "2025-03-15"))
    assert [each.when.first.day for each in extract(article)] == [14, 15]


def test_prose_tells_of_the_same_meeting() -> None:
    article = page(fact("Ministerial meeting"), text="The OSCE ministers will hold talks on 14 March in Vienna.")
    prose, given = extract(article)
    assert [actor.code for actor in prose.actors] == [actor.code for actor in given.actors] == ["OSCE"]
    assert prose.name == given.name == "Ministerial meeting"
    assert prose.kind is given.kind is Kind.COUNCIL
    assert prose.place == "Vienna, Austria"


def test_prose_may_call_it_off() -> None:
    article = page(fact(), text="The summit of the EU and Japan on 14 March has been cancelled.")
    assert [each.says for each in extract(article)] == [Says.CANCELS, Says.ANNOUNCES]
    assert len({(each.name, each.actors, each.kind) for each in extract(article)}) == 1


def test_prose_of_others_on_that_day_is_another_meeting() -> None:
    article = page(fact(), text="Peru and Chile will hold talks on 14 March.")
    assert [each.name for each in extract(article)] == ["Peru – Chile: talks", NAME]


def test_prose_of_another_place_or_hour_is_another_meeting() -> None:
    timed = on("2025-03-14", precision=Precision.MINUTE, clock_time=time(9))
    given = fact("Peru–Chile talks", when=timed, place="Palais Wilson, Geneva")
    same = "Peru and Chile will hold talks in Geneva on 14 March at 9:00."
    for text in (same.replace("Geneva", "Vienna"), same.replace("9", "11")):
        assert {each.name for each in extract(page(given, text=text))} == {"Peru–Chile talks", "Peru – Chile: talks"}
    found = extract(page(given, text=same))
    assert {(each.name, each.place) for each in found} == {("Peru–Chile talks", "Palais Wilson, Geneva")}


def test_a_vague_date_in_prose_is_that_of_the_only_event_it_may_mean() -> None:
    text = "The EU and Japan will hold a summit this month."
    assert {each.name for each in extract(page(fact(), text=text))} == {NAME}


def test_two_events_of_one_day_stay_two() -> None:
    found = extract(page(fact("Talks of Peru and Chile"), fact("Talks with Chile")))
    assert [each.name for each in found] == ["Talks of Peru and Chile", "Talks with Chile"]
