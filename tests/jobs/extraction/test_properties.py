"""What holds for any text at all."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jobs.extraction.extract import extract
from storage.models import Article
from tests.jobs.extraction.work import steps

PIECES = [
    *[
        "Russia",
        "NATO",
        "Geneva",
        "talks",
        "meeting",
        "visit",
        "summit",
        "said",
        "on",
        "from",
        "to",
        "January",
        "Jan.",
        "May",
        "31",
        "30",
        "10-12",
        "2025",
        "9999",
        "“",
        "’s",
        "U.S.",
    ],
    *[
        "Tuesday",
        "next",
        "week",
        "tomorrow",
        "postponed",
        "denied",
        "25:61",
        "and",
        ".",
        ";",
        ",",
        "\n",
        "\u202e",
        "\x00",
        "—",
        "(",
        "early",
    ],
    *("will meet", "the United States", "in two weeks", "moved to", "called off", "29 February", "the first quarter"),
    *("at 10 a.m. ET", "a 400-day visit", "the 31st", "the following day"),
]
TEXTS = some.one_of(some.text(), some.lists(some.sampled_from(PIECES)).map(" ".join))
HOSTILE: dict[str, Callable[[int], str]] = {
    "no full stop": lambda n: "they will meet on Friday and " * n,
    "digits": lambda n: "1" * 30 * n,
    "dates": lambda n: "March 10, 12 and 13 to " * n,
    "next": lambda n: "next " * 6 * n,
    "stops": lambda n: "." * 30 * n,
    "brackets": lambda n: "([{" * 10 * n,
    "initials": lambda n: "a." * 15 * n,
    "names": lambda n: "Russian President of United Arab " * n,
    "quotation marks": lambda n: '"talks on Friday" ' * n,
    "dashes": lambda n: "-" * 30 * n,
}


@settings(max_examples=200)
@given(title=TEXTS, text=TEXTS, published=some.dates())
def test_any_text_is_read_without_an_error_and_quoted_exactly(title: str, text: str, published: date) -> None:
    article = Article(title=title, text=text, published=published)
    for mention in extract(article):
        assert mention.quote == article.body[mention.start : mention.end]
        assert "\n" not in mention.quote
        assert mention.when.first <= mention.when.last
        assert mention.when.last >= published
        assert mention.when.phrase.split()[0] in mention.quote
        assert len(mention.actors) == len(set(mention.actors))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_is_twice_the_work(text: Callable[[int], str]) -> None:
    def read(times: int) -> None:
        extract(Article(title="", text=text(times), published=date(2025, 3, 3)))

    read(0)  # what is read once is read
    assert steps(lambda: read(100)) <= 2.2 * steps(lambda: read(50))
