"""What people hand over in a chat becomes Articles, which claim no address of anybody's."""

from datetime import date

import pytest

from jobs.sources.given import read_file, read_text
from storage.errors import SourceError
from tests.builders import NOW

TALKS = "Norway and Japan will hold talks in Oslo on 14 March."
CLAIMS = "https://www.nato.int/talks"
PAGE = f"""<html><head><title>Talks in Oslo</title><link rel="canonical" href="{CLAIMS}">
<meta property="article:published_time" content="2025-03-01"></head>
<body><article><h1>Talks in Oslo</h1><p>{TALKS} Nobody expects them to be easy.</p></article></body></html>"""
CALENDAR = f"""BEGIN:VCALENDAR
X-WR-CALNAME:NATO
BEGIN:VEVENT
UID:1@nato.int
URL:{CLAIMS}
DTSTAMP:20250301T120000Z
DTSTART;VALUE=DATE:20250314
SUMMARY:NATO Council meeting
END:VEVENT
END:VCALENDAR
"""


def test_a_text_is_published_by_whom_and_when_telegram_says() -> None:
    (article,) = read_text(TALKS.encode(), "The Wire", "https://t.me/thewire/7", NOW)
    assert (article.title, article.text) == ("", TALKS)
    assert (article.outlet, article.address, article.published_at) == ("The Wire", "https://t.me/thewire/7", NOW)


@pytest.mark.parametrize(
    ("text", "title"),
    [(f"Talks in Oslo\n\n{TALKS}", "Talks in Oslo"), (f"{'word ' * 60}\n{TALKS}", ""), (f"{TALKS}\n", "")],
    ids=["a headline", "a long first line", "one line"],
)
def test_its_first_line_is_its_title_where_it_looks_like_one(text: str, title: str) -> None:
    assert read_text(text.encode(), "", "", NOW)[0].title == title


def test_its_language_is_guessed() -> None:
    french = "Les ministres des affaires étrangères de la France et de l'Allemagne se réuniront à Paris le 14 mars."
    assert read_text(french.encode(), "", "", NOW)[0].language == "fr"
    assert read_text(b"\xff\x00 talks", "", "", NOW)[0].language == "en"


def test_two_texts_are_two_articles_and_one_text_is_one() -> None:
    keys = [read_text(text.encode(), "", "", NOW)[0].key for text in (TALKS, TALKS, f"{TALKS} Again.")]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("name", "content"),
    [("talks.txt", f"Talks in Oslo\n20250301\n{CLAIMS}\n{TALKS}"), ("talks.html", PAGE), ("diary.ics", CALENDAR)],
)
def test_a_file_is_nobodys_but_its_own(name: str, content: str) -> None:
    (article,) = read_file(content.encode(), name, NOW)
    assert (article.address, article.outlet, article.published) == ("", name, date(2025, 3, 1))
    assert article.key.startswith("file ")


def test_a_file_that_does_not_say_when_it_was_published_was_just_now() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2025-03-01">', "")
    for name, content in (("talks.html", page), ("talks.txt", f"Talks in Oslo\n{TALKS}"), ("TALKS.TXT", TALKS)):
        assert read_file(content.encode(), name, NOW)[0].published == NOW.date()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" \n", "talks.html is empty."),
        (b"\x00\x01", "talks.html is not text: Daybook reads an article as plain text or HTML."),
        (b"<rss version='2.0'/>", "talks.html is a feed and not an article: name its address instead."),
        (b"BEGIN:VCALENDAR", "There is no calendar here that can be read."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "talks.html is a calendar, and nothing in it is ahead on 2025-03-03."),
    ],
)
def test_what_is_no_article_says_so(content: bytes, sentence: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(content, "talks.html", NOW)
    assert caught.value.reason == sentence
