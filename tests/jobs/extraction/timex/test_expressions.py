"""The expressions of time in whole texts: what one sentence hands on to the next, and what holds for any text."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jobs.extraction.language import language
from jobs.extraction.timex.expressions import Expression, read_text
from jobs.extraction.timex.meaning import Type
from storage.models import Precision
from tests.jobs.extraction.work import steps

MONDAY, SUNDAY = date(2025, 3, 3), date(2025, 3, 9)
PASSED_ON = {
    "a chain": ("They met on February 5. The next day they left.", MONDAY, "2025-02-05 2025-02-06"),
    "a chain of months": ("They met in May 1988. A month later they left.", MONDAY, "1988-05 1988-06"),
    "a dateline": ("OSLO, March 2 (Wire) - They will meet tomorrow.", MONDAY, "2025-03-02 2025-03-03"),
    "an old dateline, which is of another text": (
        "OSLO, Jan. 2 (Wire) - They met today.",
        MONDAY,
        "2025-01-02 2025-03-03",
    ),
    "a December article": ("They will meet on January 10.", date(2024, 12, 20), "2025-01-10"),
    "a January article": ("They met on December 20.", date(2025, 1, 10), "2024-12-20"),
    "a Sunday article": ("They will meet this week.", SUNDAY, "2025-W11"),
    "a Sunday article that looks back": ("They met this week.", SUNDAY, "2025-W10"),
    "what was said": ("He said on Tuesday they will meet on Thursday.", MONDAY, "2025-02-25 2025-03-06"),
    "a history": (
        "In 1914 they met. In 1915 and in 1916 they met again. On 5 May they left.",
        MONDAY,
        "1914 1915 1916 1916-05-05",
    ),
    "news that looks back once": ("In 1988 they met. On 5 February they left.", MONDAY, "1988 2025-02-05"),
    "the end of the calendar": ("They will meet tomorrow.", date.max, ""),
    "the end of the calendar, in years": ("They will meet next year.", date.max, ""),
    "the first day": ("They met yesterday.", date.min, ""),
    "a leap day": ("They will meet on February 29.", date(2027, 12, 1), "2028-02-29"),
}
PIECES = [
    *("Tuesday", "Tuesdays", "May", "Jan.", "January", "31", "30th", "10-12", "2025", "9999", "0", "1990s", "'80s"),
    *("next", "last", "the following", "that", "this coming", "week", "year", "quarter", "two", "twenty", "hundred"),
    *("days", "years", "ago", "later", "earlier", "a year ago", "and a half", "1/2", "early", "mid-", "the end of"),
    *("at 10 a.m. ET", "25:61", "1500 GMT", "noon", "midnight", "morning", "every", "daily", "now", "recently", "soon"),
    *("Easter", "Ramadan", "Eid", "Christmas Eve", "nineteen ninety-six", "the 20th century", "summer", "fiscal"),
    *(
        "from",
        "to",
        "until",
        "and",
        "on",
        "in",
        "of",
        ",",
        ".",
        "-",
        "–",
        "/",
        "(",
        "\n",
        "$",
        "\u202e",
        "will",
        "said",
    ),
]
TEXTS = some.one_of(some.text(), some.lists(some.sampled_from(PIECES)).map(" ".join))
HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * 30 * n,
    "numbers": lambda n: "twenty hundred thousand " * n,
    "next": lambda n: "next " * 6 * n,
    "dates": lambda n: "March 10, 12 and 13 to " * n,
    "spans": lambda n: "from Friday to " * n,
    "brackets": lambda n: "([{" * 10 * n,
    "parts": lambda n: "the end of the early " * n,
    "holidays": lambda n: "Christmas Eve Easter " * n,
    "clocks": lambda n: "10:10:10 a.m. " * n,
    "dashes": lambda n: "year-ago-" * n,
}
FINEST = {
    Precision.WEEK: 8,  # "2025-W10"
    Precision.MONTH: 7,
    Precision.QUARTER: 7,
    Precision.SEASON: 7,
    Precision.YEAR: 7,  # "2025-H1"
}


def read(text: str, published: date = MONDAY) -> list[Expression]:
    english = language("en")
    assert english
    return list(read_text(text, published, english))


@pytest.mark.parametrize(("text", "published", "values"), PASSED_ON.values(), ids=PASSED_ON)
def test_it_is_read_with_what_is_known_of(text: str, published: date, values: str) -> None:
    assert " ".join(each.meaning.value for each in read(text, published)) == values


def test_ten_of_january_is_a_day_of_october_or_of_january_by_country() -> None:
    american, british = language("en-US"), language("en-GB")
    assert american
    assert british
    assert [next(read_text("It is 10/1/2022.", MONDAY, each)).meaning.value for each in (american, british)] == [
        "2022-10-01",
        "2022-01-10",
    ]


@settings(max_examples=300)
@given(text=TEXTS, published=some.dates())
def test_any_text_is_read_without_an_error_and_no_finer_than_it_is(text: str, published: date) -> None:
    end = 0
    for each in read(text, published):
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end].split() == each.text.split()
        end = each.end
        when, value = each.when, each.meaning.value
        if when is None:
            continue
        assert when.first <= when.last
        assert each.meaning.type in {Type.DATE, Type.TIME}
        assert len(value) <= FINEST.get(when.precision, len(value))
        assert when.clock_time is None or each.meaning.type is Type.TIME


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_is_twice_the_work(text: Callable[[int], str]) -> None:
    read(text(1))  # what is read once is read
    assert steps(lambda: read(text(100))) <= 2.2 * steps(lambda: read(text(50)))


def test_a_million_characters_are_read() -> None:
    assert len(read("They will meet on March 10, 12 and 13, next next next year; 111111111. " * 14_000)) > 40_000
