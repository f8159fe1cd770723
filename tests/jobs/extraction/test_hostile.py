"""Text that nobody writes in good faith ends without an error and is quoted exactly."""

from collections.abc import Callable
from datetime import date

import pytest

from jobs.extraction.extract import extract
from jobs.extraction.language import language
from jobs.extraction.passages import passages
from storage.models import Article
from tests.jobs.extraction.work import steps

MONDAY = date(2025, 3, 3)
COUNTRIES = ("Kenya", "Mali", "Peru", "Japan", "Chile", "Oman", "Nepal")
MONTHS = ("March", "April", "May", "June", "July")


def _meetings(n: int) -> str:
    return "".join(
        f"{COUNTRIES[i % 7]} and {COUNTRIES[(i // 7 + 3) % 7]} will hold talks on {i % 27 + 1} {MONTHS[i % 5]}.\n"
        for i in range(n)
    )


def _rows(n: int) -> str:
    return "".join(f"{i % 27 + 4} March 2025 | 10:00 | Meeting of {COUNTRIES[i % 7]} | Geneva\n" for i in range(n))


def _capitalised(n: int) -> str:
    return "".join(f"Ab{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676 % 26)} " for i in range(n))


TEXTS: dict[str, Callable[[int], str]] = {
    "no full stop": lambda n: "they will meet on Friday and " * n,
    "digits in one": lambda n: "1" * 50 * n,
    "digits apart": lambda n: "1 2 3 " * n,
    "control, zero-width and bidirectional characters": lambda n: "\u202etalks\u200b on\x00 10 March\u2066 " * n,
    "one line of one date": lambda n: "Talks on 10 March " * n,
    "meetings of others on other days": _meetings,
    "capitalised words": _capitalised,
    "nested quotes and brackets": lambda n: "“(‘[" * n + "talks on Friday" + "]’)”" * n,
    "line breaks": lambda n: "\n" * 20 * n,
    "a list of countries": lambda n: "Talks on Friday of " + " and ".join(COUNTRIES[i % 7] for i in range(n)),
    "surrogates and NULs": lambda n: "\ud800talks on 10 March \udfff\x00. " * n,
    "full stops": lambda n: ". " * 20 * n,
    "full stops in one": lambda n: "." * 20 * n,
    "capitals": lambda n: "TALKS ON MONDAY IN GENEVA " * n,
    "one word": lambda n: "talks" * 20 * n,
    "days alone": lambda n: "Monday\n" * n,
    "one date after another": lambda n: "".join(f"talks {i % 28 + 1} March {2026 + i // 28 % 50}, " for i in range(n)),
    "letters beyond 16 bits": lambda n: "𝕥𝕒𝕝𝕜𝕤 on 🗓 Monday 𐍈 " * n,
    "zero-width characters within words": lambda n: "t\u200ba\u200bl\u200bk\u200bs on Monday " * n,
    "what is put off again and again": lambda n: "Talks on Monday were postponed to Tuesday. They were cancelled. " * n,
    "rows of a table": _rows,
    "rows of one day": lambda n: "10 March 2025 | Meeting of Kenya | Geneva\n" * n,
    "bars": lambda n: "| " * 10 * n,
    "wide gaps": lambda n: "  \t" * 10 * n,
    "one person": lambda n: "President Jane Doe of Kenya will visit Mali on Friday, Doe said. " * n,
    "meetings without a place": lambda n: "Talks begin on 10 March.\n" * n + "The Geneva talks ended.\n" * n,
}
CHEAP = (
    "full stops",
    "full stops in one",
    "one word",
    "digits in one",
    "capitalised words",
    "nested quotes and brackets",
    "line breaks",
    "bars",
    "wide gaps",
)
WEIGHED = ("full stops", "no full stop", "capitalised words", "nested quotes and brackets")
BEYOND = 520  # more Mentions than an article may have


def _read(title: str, text: str) -> None:
    article = Article(title=title, text=text, published=MONDAY)
    for mention in extract(article):
        assert mention.quote == article.body[mention.start : mention.end]
        assert mention.when.first <= mention.when.last


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_is_read_without_an_error_and_quoted_exactly(text: Callable[[int], str]) -> None:
    _read("", text(300))
    _read(text(30), "")


@pytest.mark.parametrize("name", CHEAP)
def test_a_megabyte_is_read_without_an_error(name: str) -> None:
    text = TEXTS[name]
    _read("", text(1_000_000 // len(text(100)) * 100))


@pytest.mark.parametrize("name", WEIGHED)
def test_four_times_the_text_is_no_more_than_five_times_the_work(name: str) -> None:
    text = TEXTS[name]
    _read("", text(1))  # what is read once is read
    assert steps(lambda: _read("", text(4 * BEYOND))) <= 5 * steps(lambda: _read("", text(BEYOND)))


def test_what_has_no_word_is_no_passage_and_what_no_article_has_is_not_read() -> None:
    english = language("en")
    assert english
    assert not list(passages(Article(title="", text=". " * 1000, published=MONDAY), english))
    long = Article(title="", text="word " * 300_000, published=MONDAY)
    assert sum(len(each.words) for each in passages(long, english)) == 199_999  # and the break after the title
