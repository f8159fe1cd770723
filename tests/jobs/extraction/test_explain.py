"""Why a meeting is read, or not."""

from datetime import date

import pytest

from jobs.extraction.explain import Considered, explain
from storage.models import Article


def explained(text: str, published: date = date(2025, 3, 3)) -> list[Considered]:
    return explain(Article(title="", text=text, published=published))


def test_every_date_is_shown_with_what_was_read_of_it() -> None:
    announced, past, other = explained(
        "Peru and Chile will hold talks on 14 March. They met on 20 February. Elections are on 6 April."
    )
    assert [each.when.first.day for each in (announced, past, other)] == [14, 20, 6]
    assert [mention.name for mention in announced.mentions] == ["Peru – Chile: talks"]
    assert announced.decision == "“talks”: announces Peru – Chile: talks"
    assert past.decision == "It has begun or is past."
    assert other.decision == "No word of a meeting stands near."


def test_the_signs_add_up_to_the_odds() -> None:
    (one,) = explained("Peru and Chile will hold talks on 14 March.")
    assert one.odds is not None
    assert one.odds > 0
    assert "tense: ahead" in dict(one.reasons)
    weights = [abs(weight) for _, weight in one.reasons]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    "text",
    ["The talks were held after the vote on 14 March 2026 was set.", "The report on the talks appears on 14 March."],
)
def test_what_is_weighed_and_left_says_so(text: str) -> None:
    (one,) = explained(text)
    assert not one.mentions
    assert "more speaks against a meeting than for it" in one.decision
    assert one.odds is not None
    assert one.odds < 0


def test_a_date_that_another_tells_in_full_is_left_to_it() -> None:
    vague, _ = explained("Peru and Chile will hold talks next month. The talks will be held in Arica on 14 April.")
    assert vague.decision == "“talks”: another passage tells more of it."


def test_a_line_of_data_is_taken_as_it_stands() -> None:
    text = "Date\tTime\tPlace\tEvent\n10 March 2025\t14:00\tGeneva\tTalks\n12 March 2025\t9:00\tBern\tForum"
    assert {each.decision for each in explained(text)} == {"It is given as data, and taken as it stands."}


def test_nothing_is_explained_in_a_language_that_is_not_read() -> None:
    assert explain(Article(title="", text="Gespräche am 14. März.", published=date(2025, 3, 3), language="xx")) == []
