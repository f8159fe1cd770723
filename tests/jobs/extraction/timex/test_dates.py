"""The dates of a sentence as a meeting takes them: spans, clock times and lengths."""

from datetime import date, time

import pytest

from jobs.extraction.language import language
from jobs.extraction.sentences import sentences
from jobs.extraction.timex.dates import dates
from jobs.extraction.timex.expressions import read_sentences
from jobs.extraction.words import words
from storage.models import When
from storage.spans import write_days

MONDAY = date(2025, 3, 3)
DAYS = {
    "They will meet from 13 to 15 March.": "2025-03-13/2025-03-15",
    "They will meet on March 13 and 14.": "2025-03-13/2025-03-14",
    "They will meet on March 13 and 17.": "2025-03-13 2025-03-17",
    "They will meet on March 10, 12 and 13.": "2025-03-10 2025-03-12/2025-03-13",
    "They will meet from March 30 to April 2.": "2025-03-30/2025-04-02",
    "They will meet from December 30 until January 2.": "2025-12-30/2026-01-02",
    "They will meet from Thursday to Saturday.": "2025-03-06/2025-03-08",
    "They will meet from Friday until March 12.": "2025-03-07/2025-03-12",
    "They will meet from Friday to Monday.": "2025-03-07/2025-03-10",
    "They will meet on Wednesday and Thursday.": "2025-03-05/2025-03-06",
    "They will meet over the weekend.": "2025-03-08/2025-03-09",
    "They will begin a four-day visit on Tuesday.": "2025-03-04/2025-03-07",
    "They will meet in early April.": "2025-04-01/2025-04-10 month",
    "They will meet for three days every Tuesday, now as recently.": "",
    "They will hold the 2026 Security Conference.": "",
}
CLOCKS = {
    "They will meet on Friday at 10 a.m. ET (1500 GMT).": (time(10), "America/New_York"),
    "They will meet at noon Brussels time on Friday.": (time(12), "Europe/Brussels"),
    "They will meet on Friday in Geneva, at 1830 hours local time.": (time(18, 30), None),
    "They will meet on Friday at 15:00 GMT+8.": (time(15), "UTC+08:00"),
    "They will meet on Friday at 3 p.m. (UTC-03:30).": (time(15), "UTC-03:30"),
    "They will meet on Friday at 15:00 GMT+0530.": (time(15), "UTC+05:30"),
    "They will meet in Geneva on Friday at 3 p.m. KST.": (time(15), "Asia/Seoul"),
    "They will meet on Friday at 15:00 EAT.": (time(15), "Africa/Nairobi"),
    "They will meet on Friday at 15:00 (GMT).": (time(15), "UTC"),
    "They will meet on Friday at 10:00 GMT - 3 of them in Geneva.": (time(10), "UTC"),
    "They will meet on Friday at 15:00 (both days).": (time(15), None),
    "They will meet on Friday morning.": (None, None),
}


def read(sentence: str) -> list[When]:
    english = language("en")
    assert english
    cut = sentences(words(sentence), english.lexicon)
    found = [
        dates(each.sentence.words, each.expressions, each.tenses, english.lexicon)
        for each in read_sentences(cut, MONDAY, english)
    ]
    return [dated.when for each in found for dated in each]


@pytest.mark.parametrize(("sentence", "days"), DAYS.items())
def test_the_days_of(sentence: str, days: str) -> None:
    assert " ".join(write_days(when) for when in read(sentence)) == days


@pytest.mark.parametrize(("sentence", "expected"), CLOCKS.items())
def test_the_clock_time_of(sentence: str, expected: tuple[time | None, str | None]) -> None:
    when = read(sentence)[0]
    assert (when.clock_time, when.zone) == expected


def test_a_date_keeps_its_words_and_the_day_it_was_counted_from() -> None:
    when = read("They will meet from Thursday to Saturday.")[0]
    assert (when.phrase, when.resolved_from) == ("from Thursday to Saturday", MONDAY)
