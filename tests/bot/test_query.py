"""The words after a command."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query import Query, read_clock, read_filter, read_query, read_wish
from storage.errors import AskedWrongly
from storage.models import Filter
from tests.builders import DAY, TODAY

SPANS = {
    "nothing means the next 30 days": ("", 0, 30),
    "today": ("today", 0, 0),
    "tomorrow": ("tomorrow", 1, 1),
    "a week": ("week", 0, 7),
    "days": ("14d", 0, 14),
    "days in words": ("14 days", 0, 14),
    "weeks": ("2w", 0, 14),
    "the next two weeks": ("next 2 weeks", 0, 14),
    "about": ("2 weeks or so", 0, 14),
    "a bare number": ("10", 0, 10),
    "any case": ("TOMORROW", 1, 1),
    "the most there may be": ("730d", 0, 730),
    "a day": ("2025-03-14", 11, 11),
    "a day that is past": ("2025-2-28", -3, -3),
    "from one day to another": ("2025-03-14 2025-03-16", 11, 13),
    "today and the next day": ("today and tomorrow", 0, 1),
    "a month": ("April", 29, 58),
    "what is left of this one": ("in march", 0, 28),
    "one of next year, in short": ("feb", 335, 362),
    "one of a year": ("march 2026", 363, 393),
    "a day of a month": ("14 March", 11, 11),
    "the month before the day": ("on March 14", 11, 11),
    "a day of next year": ("2 march", 364, 364),
    "a weekday": ("on friday", 4, 4),
    "a weekday in short": ("Fri", 4, 4),
    "a weekday that is today": ("monday", 0, 0),
    "a weekday that is not today": ("next monday", 7, 7),
    "the weekend": ("this weekend", 5, 6),
    "what is left of this week": ("this week", 0, 6),
    "the week that begins on Monday": ("next week", 7, 13),
    "what is left of the month": ("this month", 0, 28),
    "the next month": ("next month", 29, 58),
    "the days until one": ("until friday", 0, 4),
    "from one day until another": ("from 14 march until 16 march", 11, 13),
    "the day before": ("yesterday", -1, -1),
    "this evening": ("tonight", 0, 0),
}
WISHES = {
    "nothing": ("", []),
    "a country": ("russia", ["actor:RU"]),
    "its abbreviation": ("US", ["actor:US"]),
    "a name of several words": ("the united states", ["actor:US"]),
    "the longest name": ("south korea", ["actor:KR"]),
    "a body": ("nato", ["actor:NATO"]),
    "a people": ("russian", ["actor:RU"]),
    "a people of several words": ("south korean talks", ["actor:KR", "kind:talks"]),
    "a capital, where others meet as well": ("new delhi", ["word:new delhi"]),
    "a seat of government": ("the Kremlin", ["word:kremlin"]),
    "a capital excluded": ("not buenos aires", ["-word:buenos aires"]),
    "a kind of meeting": ("summit", ["kind:summit"]),
    "kinds in the plural": ("visits", ["kind:visit"]),
    "talks": ("talks", ["kind:talks"]),
    "a place": ("in Geneva", ["place:geneva"]),
    "with the names of fields": ("place:Geneva kind:talks -actor:NATO", ["kind:talks", "place:geneva", "-actor:NATO"]),
    "any word": ("arms", ["word:arms"]),
    "excluded by a sign": ("-nato", ["-actor:NATO"]),
    "excluded by a word": ("not talks", ["-kind:talks"]),
    "a name excluded": ("not saudi arabia", ["-actor:SA"]),
    "in one order, however typed": ("talks -nato russia", ["actor:RU", "kind:talks", "-actor:NATO"]),
    "each once": ("russia Moscow? Russia,russia", ["actor:RU", "word:moscow"]),
    "words that say nothing": ("all meetings with the us", ["actor:US"]),
    "commas between words": ("russia, poland", ["actor:PL", "actor:RU"]),
    "no choice": ("talks, or", ["kind:talks"]),
    "in quotation marks": ('"security council"', ["actor:UNSC"]),
    "excluded in quotation marks": ("-“security council”", ["-actor:UNSC"]),
    "in single ones": ("'arms' ‘arms’", ["word:arms"]),
    "an apostrophe": ("people's", ["word:people's"]),
    "punctuation": ("' OR 1=1 --", ["word:1=1"]),
    "a sign apart": ("talks - nato", ["kind:talks", "-actor:NATO"]),
    "small words are no countries": ("talks on russia by nato", ["actor:NATO", "actor:RU", "kind:talks"]),
}
WRONG = {
    "no day at all": "0d",
    "too many days": "731d",
    "a number of many digits": "9" * 9,
    "not what": "russia not",
    "in where": "in",
    "too many words": "a b c d e f g h i j k",
}


NO_DAYS = {
    "no day at all": ("0d", "“0d” is not ahead"),
    "days that are past": ("-5d", "“-5d” is not ahead"),
    "no such day": ("2025-02-30", "“2025-02-30” is no day"),
    "no such day of a month": ("31 april", "“31 april” is no day"),
    "a day far away": ("9999-12-31", "“9999-12-31” is no day"),
    "a year far away": ("march 2050", "“march 2050” is no day"),
}
TOO_MUCH = {"a b c d e f g h i j k": "up to ten words", "x" * 4000: "words are too long"}
NO_SUBSCRIPTION = ["14d", "march", "2025-03-15", "today", "russia week"]
EITHER = ["russia or poland", "russia OR poland", "russia/poland", "russia | poland", "talks in geneva or vienna"]


@pytest.mark.parametrize(("words", "first", "last"), SPANS.values(), ids=SPANS)
def test_a_span_of_days(words: str, first: int, last: int) -> None:
    assert read_query(words.split(), TODAY) == Query(TODAY + first * DAY, TODAY + last * DAY, Filter())


@pytest.mark.parametrize(("words", "terms"), WISHES.values(), ids=WISHES)
def test_a_wish(words: str, terms: list[str]) -> None:
    assert read_filter(words.split()) == Filter(tuple(terms))


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_cannot_be_understood_is_answered_with_what_to_type(words: str) -> None:
    with pytest.raises(AskedWrongly):
        read_query(words.split(), TODAY)


@pytest.mark.parametrize(("words", "answer"), NO_DAYS.values(), ids=NO_DAYS)
def test_what_is_no_day_is_said(words: str, answer: str) -> None:
    with pytest.raises(AskedWrongly, match=answer):
        read_query(words.split(), TODAY)


@pytest.mark.parametrize(("words", "answer"), TOO_MUCH.items(), ids=["words", "letters"])
def test_what_is_too_much_is_said(words: str, answer: str) -> None:
    with pytest.raises(AskedWrongly, match=answer):
        read_query(words.split(), TODAY)


@pytest.mark.parametrize("words", NO_SUBSCRIPTION)
def test_a_subscription_has_no_days(words: str) -> None:
    with pytest.raises(AskedWrongly, match="A subscription has no days"):
        read_wish(words.split(), TODAY)


@pytest.mark.parametrize("words", EITHER)
def test_one_of_several_is_answered_with_how_to_ask_for_each(words: str) -> None:
    with pytest.raises(AskedWrongly, match="Every word has to fit"):
        read_query(words.split(), TODAY)


def test_days_and_words_may_stand_in_any_order() -> None:
    expected = Query(TODAY, TODAY + timedelta(days=14), Filter(("actor:RU",)))
    assert read_query(["russia", "14d"], TODAY) == expected
    assert read_query(["14d", "russia"], TODAY) == expected


@given(st.text(max_size=60))
def test_any_words_are_understood_or_answered(text: str) -> None:
    try:
        query = read_query(text.split(), TODAY)
    except AskedWrongly:
        return
    assert date(2023, 3, 4) <= query.first <= query.last <= date(2027, 3, 31)
    assert all(", " not in term for term in query.filter.terms)


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("8", time(8)),
        ("07:30", time(7, 30)),
        ("18.00", time(18)),
        ("8am", time(8)),
        ("6:30 pm", time(18, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("0am", None),
        ("13pm", None),
        ("24", None),
        ("8xm", None),
    ],
)
def test_a_time_of_day(word: str, read: time | None) -> None:
    assert read_clock(word) == read
