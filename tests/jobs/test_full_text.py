"""Whether a page is the article of a summary, or something that stands in its way."""

import pytest

from jobs.full_text import is_article_of
from tests.builders import article

SUMMARY = article("Norway and Japan to hold talks in Oslo", "The foreign ministers meet next week, officials said.")
WHOLE = (
    "The foreign ministers of Norway and Japan will hold talks in Oslo on 14 March, officials said on Monday.\n"
    "It is their first meeting since last autumn. Trade and fisheries are on the agenda."
)
COOKIES = (
    "We value your privacy. We and our partners store and access information on a device, such as unique identifiers "
    "in cookies, to process personal data. You may accept or manage your choices by clicking below at any time."
)
PAGES = {
    "the article": (WHOLE, True),
    "a wall of cookies": (COOKIES, False),
    "a login": (
        "Please log in or create an account to continue reading. Forgotten your password? Reset it here.",
        False,
    ),
    "less than the summary": ("The foreign ministers meet next week.", False),
    "the summary, cut short": (f"{SUMMARY.text[:-7]}…", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "is_its"), PAGES.values(), ids=PAGES)
def test_a_page_is_the_article_where_it_says_more_of_the_same(text: str, is_its: bool) -> None:
    assert is_article_of(SUMMARY, article(SUMMARY.title, text)) is is_its


def test_a_page_of_a_title_of_few_words_is_its_article() -> None:
    assert is_article_of(article("Oslo talks", ""), article("Oslo talks", "They will meet on 14 March."))
