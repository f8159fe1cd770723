from datetime import date
from pathlib import Path

import pytest

from jobs.sources.file import parse, parse_all
from storage.errors import AskedWrongly
from storage.models import Article

ADDRESS = "https://www.komu.com/news/talks.html"
SEED = f"US and Russia to talk\n20211228\n{ADDRESS}\nTalks are on January 10.\nNATO meets on January 12.\n"
HTML = """<!DOCTYPE html><html lang="en-GB"><head><title>EU and Japan to meet</title>
<meta property="article:published_time" content="2025-03-01T09:00:00Z"></head><body><article>
<p>The leaders of the European Union and Japan will meet on 14 March in Brussels.</p></article></body></html>"""
SECOND = date(2025, 3, 2)


def test_four_parts_make_an_article() -> None:
    assert parse(SEED, "talks.txt") == Article(
        title="US and Russia to talk",
        text="Talks are on January 10.\nNATO meets on January 12.",
        published=date(2021, 12, 28),
        address=ADDRESS,
        outlet="komu.com",
        key=ADDRESS,
    )


@pytest.mark.parametrize(
    "content", [SEED.encode(), SEED.replace("\n", "\r\n"), "\ufeff" + SEED, SEED.encode("utf-16"), "\n" + SEED]
)
def test_neither_line_ends_nor_encoding_matter(content: str | bytes) -> None:
    assert parse(content, "talks.txt") == parse(SEED, "talks.txt")


def test_the_text_stays_as_it_was_written() -> None:
    text = "“A  b” – c\u00a0d\n\n  e…"
    assert parse(f"T\n20211228\n{ADDRESS}\n{text}", "talks.txt").text == text


def test_the_day_may_be_written_with_hyphens() -> None:
    assert parse(SEED.replace("20211228", "2021-12-28"), "talks.txt") == parse(SEED, "talks.txt")


def test_an_address_may_be_missing() -> None:
    article = parse("T\n20211228\n\nTalks are on January 10.", "talks.txt")
    assert (article.address, article.outlet) == ("", "")


def test_plain_text_is_an_article_with_the_day_it_is_given() -> None:
    article = parse("Ministers to meet\n\nThey meet on 14 March.", "-", SECOND)
    assert (article.title, article.text, article.published) == ("Ministers to meet", "They meet on 14 March.", SECOND)


def test_html_is_an_article_on_the_day_it_states() -> None:
    article = parse(HTML, "page.html")
    assert article.title == "EU and Japan to meet"
    assert article.text == "The leaders of the European Union and Japan will meet on 14 March in Brussels."
    assert article.published == date(2025, 3, 1)


@pytest.mark.parametrize("content", [SEED, HTML])
def test_the_day_that_a_person_gives_stands_before_the_documents(content: str) -> None:
    article = parse(content, "file", SECOND)
    assert (article.published, article.published_at) == (SECOND, None)


def test_an_edited_text_is_the_same_article_and_another_title_is_not() -> None:
    first = parse("Title\nText.", "-", SECOND)
    assert parse("Title\nText, edited.", "-", SECOND).key == first.key != ""
    assert parse("Other\nText.", "-", SECOND).key != first.key
    assert parse(HTML, "page.html").key


NOT_DATED = "{} does not say when it was published: add --published and the day, as in --published 2021-12-28."
REFUSED = {
    "nothing": ("", "f is empty."),
    "white space": (" \n\t\n", "f is empty."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "f is not text: Daybook reads an article as plain text or HTML."),
    "zeros": (b"\0" * 99, "f is not text: Daybook reads an article as plain text or HTML."),
    "an impossible day": (
        "T\n20211328\nhttp://komu.com\nText.",
        "20211328, the second line of f, is not a day: it is written as 20211228, year, month, day.",
    ),
    "30 February": (
        "T\n20220230\nhttp://komu.com\nText.",
        "20220230, the second line of f, is not a day: it is written as 20211228, year, month, day.",
    ),
    "no text": ("T\n20211228\nhttp://komu.com/\n", "f has a title and no text."),
    "no title": ("   \n20211228\nhttp://komu.com/\nText.", "f has no title: its first line is empty."),
    "no address where one belongs": (
        "T\n20211228\nTalks are on January 10.\nText.",
        '"Talks are on January 10.", the third line of f, is not a web address.',
    ),
    "text without a day": ("T\nTalks are on January 10.", NOT_DATED.format("f")),
    "a page without a day": (HTML.replace("2025-03-01T09:00:00Z", ""), NOT_DATED.format("f")),
    "a page with an impossible day": (HTML.replace("2025-03-01", "2025-02-30"), NOT_DATED.format("f")),
    "a page without an article": ("<html><body><p>Hi.</p></body></html>", "There is no article in f."),
    "a feed": (
        '<?xml version="1.0"?><rss version="2.0"></rss>',
        "f is a feed and not an article: name its address instead.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_article_is_told_in_a_sentence(content: str | bytes, sentence: str) -> None:
    with pytest.raises(AskedWrongly) as refused:
        parse(content, "f")
    assert str(refused.value) == sentence


def test_the_first_real_article(shared: Path) -> None:
    file = shared / "seeds" / "us-russia-talks-2021-12-28.txt"
    article = parse(file.read_bytes(), file.name)
    assert (article.published, article.outlet) == (date(2021, 12, 28), "komu.com")
    assert article.title.startswith("US and Russia to talk")
    assert "January 10" in article.text


def test_a_page_in_a_file_is_read_under_the_address_that_it_states() -> None:
    page = (
        "<html><head><title>Talks</title><link rel='canonical' href='https://herald.example/talks'></head>"
        "<body><article><p>Norway and Japan will hold talks in Oslo on 14 March, both said.</p></article></body></html>"
    )
    assert parse(page, "page.html", date(2025, 3, 3)).address == "https://herald.example/talks"


ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTAMP:20250301T101500Z
DTSTART;VALUE=DATE:20250314
SUMMARY:EU and Japan meet
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20250228T101500Z
DTSTART;VALUE=DATE:20250302
SUMMARY:Peru and Chile meet
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_is_an_article_for_each_event_ahead_of_its_newest_word() -> None:
    assert [article.title for article in parse_all(ICS, "diary.ics")] == ["Peru and Chile meet", "EU and Japan meet"]
    assert [article.title for article in parse_all(ICS, "diary.ics", date(2025, 3, 3))] == ["EU and Japan meet"]
    assert parse_all(SEED.encode(), "talks.txt") == [parse(SEED, "talks.txt")]


CALENDARS = {
    "nothing ahead": (ICS, date(2025, 4, 1), "f is a calendar, and nothing in it is ahead on 2025-04-01."),
    "no day": (ICS.replace(b"DTSTAMP", b"X-STAMP"), None, NOT_DATED.format("f")),
    "damage": (ICS[:-20], None, "f: There is no calendar here that can be read."),
}


@pytest.mark.parametrize(("content", "published", "sentence"), CALENDARS.values(), ids=CALENDARS)
def test_what_is_wrong_with_a_calendar_is_told(content: bytes, published: date | None, sentence: str) -> None:
    with pytest.raises(AskedWrongly) as refused:
        parse_all(content, "f", published)
    assert str(refused.value) == sentence
