"""iCalendar files, from the document to what the diary takes of it."""

import time as timer
from datetime import UTC, date, datetime, time

import pytest

from jobs.extraction.extract import extract
from jobs.sources import calendar
from jobs.sources.child import Children
from jobs.sources.records import Answer
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from storage.errors import SourceError
from storage.models import Article, Certainty, Kind, Precision, Says, SourceKind, When
from tests.builders import TODAY, on
from tests.web import Web as Site

ADDRESS = "https://diary.example/all.ics"
MEETING = """UID:1@diary.example
DTSTAMP:20250301T101500Z
DTSTART;TZID=Europe/Brussels:20250314T090000
DTEND;TZID=Europe/Brussels:20250314T130000
SUMMARY:EU–Japan summit
LOCATION:Europa building\\, Brussels\\, Belgium
DESCRIPTION:The agenda follows.\\nThe press is invited."""


def file(*events: str, head: str = "") -> str:
    blocks = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{head}{blocks}END:VCALENDAR\n".replace("\n", "\r\n")


def event(*lines: str, start: str = "DTSTART;VALUE=DATE:20250314", name: str = "EU–Japan summit") -> str:
    return "\n".join(
        [start, f"SUMMARY:{name}", *([] if any(line.startswith("UID") for line in lines) else ["UID:1"]), *lines]
    )


def read(*events: str, head: str = "", today: date = TODAY) -> list[Article]:
    reading = calendar.parse(Answer(ADDRESS, file(*events, head=head).encode(), "text/calendar"), today)
    return [item.article for item in reading.items]


def when(*lines: str, start: str, head: str = "") -> When:
    (article,) = read(event(*lines, start=start), head=head)
    return article.facts[0].when


def days(*lines: str, start: str, today: date = TODAY) -> list[str]:
    return [f"{article.facts[0].when.first}" for article in read(event(*lines, start=start), today=today)]


async def test_an_event_is_an_article(web: Web, site: Site) -> None:
    document = file(MEETING, head="X-WR-CALNAME:The Council\n")
    address = site.serve("/all.ics", document, content_type="text/calendar")
    reading = await read_source(web, address, today=TODAY)
    assert (reading.kind, reading.address, reading.title) == (SourceKind.CALENDAR, address, "The Council")
    (item,) = reading.items
    article, line = (
        item.article,
        "EU–Japan summit — 14 March 2025, 09:00–13:00 (Europe/Brussels) — Europa building, Brussels, Belgium",
    )
    assert article.title == "EU–Japan summit"
    assert article.text == f"The agenda follows.\nThe press is invited.\n{line}"
    assert (article.published, article.published_at) == (date(2025, 3, 1), datetime(2025, 3, 1, 10, 15, tzinfo=UTC))
    assert (article.outlet, article.address) == ("The Council", address)
    (fact,) = article.facts
    assert article.text[fact.start : fact.end] == line
    assert fact.when == on(
        "2025-03-14",
        precision=Precision.MINUTE,
        clock_time=time(9),
        zone="Europe/Brussels",
        phrase="14 March 2025, 09:00 (Europe/Brussels)",
    )


def test_the_diary_takes_it_as_it_stands() -> None:
    (mention,) = extract(read(MEETING)[0])
    assert [actor.code for actor in mention.actors] == ["EU", "JP"]
    assert (mention.kind, mention.name, mention.place) == (
        Kind.SUMMIT,
        "EU–Japan summit",
        "Europa building, Brussels, Belgium",
    )


WHENS = {
    "a day": ((), "DTSTART;VALUE=DATE:20250314", on("2025-03-14")),
    "a day to the next": (("DTEND;VALUE=DATE:20250315",), "DTSTART;VALUE=DATE:20250314", on("2025-03-14")),
    "the end of days is not one": (
        ("DTEND;VALUE=DATE:20250317",),
        "DTSTART;VALUE=DATE:20250314",
        on("2025-03-14..2025-03-16"),
    ),
    "a length in days": (("DURATION:P2D",), "DTSTART;VALUE=DATE:20250314", on("2025-03-14..2025-03-15")),
    "from midnight to midnight": (("DTEND:20250316T000000",), "DTSTART:20250314T000000", on("2025-03-14..2025-03-15")),
    "a time without a zone": ((), "DTSTART:20250314T090000", (9, None)),
    "a time in an unknown zone": ((), "DTSTART;TZID=Nowhere/Town:20250314T090000", (9, None)),
    "a time in UTC": ((), "DTSTART:20250314T090000Z", (9, "UTC")),
    "a time in UTC where it is": (("LOCATION:Hofburg\\, Vienna",), "DTSTART:20250314T090000Z", (10, "Europe/Vienna")),
    "until midnight": (("DTEND:20250315T000000",), "DTSTART:20250314T180000", (18, None)),
    "an end before its start": (("DTEND:20250301T000000",), "DTSTART:20250314T180000", (18, None)),
    "an end of another type": (("DTEND;VALUE=DATE:20250315",), "DTSTART:20250314T180000", (18, None)),
}


@pytest.mark.parametrize(("lines", "start", "expected"), WHENS.values(), ids=WHENS)
def test_the_time_is_as_fine_as_it_was_given(
    lines: tuple[str, ...], start: str, expected: When | tuple[int, str | None]
) -> None:
    found = when(*lines, start=start)
    if isinstance(expected, When):
        assert (found.first, found.last, found.clock_time) == (expected.first, expected.last, None)
        assert found.precision is Precision.DAY
    else:
        assert found.clock_time is not None
        assert (found.clock_time.hour, found.zone) == expected
        assert (found.first, found.last, found.precision) == (date(2025, 3, 14), date(2025, 3, 14), Precision.MINUTE)


def test_a_calendar_may_name_the_zone_of_its_times_in_utc() -> None:
    found = when(start="DTSTART:20250314T090000Z", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    assert (found.clock_time, found.zone) == (time(18), "Asia/Tokyo")


STATES = {
    "STATUS:CANCELLED": (Says.CANCELS, Certainty.EXPECTED),
    "STATUS:TENTATIVE": (Says.ANNOUNCES, Certainty.POSSIBLE),
    "STATUS:CONFIRMED": (Says.ANNOUNCES, Certainty.CONFIRMED),
    "SEQUENCE:2": (Says.ANNOUNCES, Certainty.EXPECTED),
}


@pytest.mark.parametrize(("line", "expected"), STATES.items(), ids=STATES)
def test_the_status(line: str, expected: tuple[Says, Certainty]) -> None:
    (mention,) = extract(read(event(line))[0])
    assert (mention.says, mention.certainty) == expected


def test_a_calendar_of_cancellations_cancels() -> None:
    assert read(event(), head="METHOD:CANCEL\n")[0].facts[0].says is Says.CANCELS


def test_who_calls_and_attends_it_takes_part_by_name() -> None:
    lines = (
        "ORGANIZER;CN=OSCE:mailto:a@b.example",
        "ATTENDEE;CN=Peru:mailto:c@d.example",
        "ATTENDEE;CN=e@f.example:mailto:e",
    )
    (article,) = read(event(*lines, name="Consultations"))
    assert article.facts[0].parties == "OSCE, Peru"
    assert [actor.code for actor in extract(article)[0].actors] == ["OSCE", "PE"]


def test_what_is_over_is_left_and_what_is_next_comes_first() -> None:
    starts = ("20250302", "20250320", "20250303", "20250310")
    found = read(*(event(f"UID:{start}", start=f"DTSTART;VALUE=DATE:{start}") for start in starts))
    assert [article.facts[0].when.first.day for article in found] == [3, 10, 20]


def test_of_two_versions_of_an_event_the_later_stands() -> None:
    new = event("SEQUENCE:2", start="DTSTART;VALUE=DATE:20250320")
    assert [article.facts[0].when.first.day for article in read(new, event("SEQUENCE:1"))] == [20]


def test_an_event_that_moves_is_the_same_article() -> None:
    assert read(event())[0].key == read(event("SEQUENCE:1", start="DTSTART:20250320T090000"))[0].key


def test_no_calendar_has_the_key_of_another_ones_article() -> None:
    other = calendar.parse(Answer("https://other.example/", file(event()).encode()), TODAY)
    assert other.items[0].article.key != read(event())[0].key


def test_the_address_is_the_events_own_on_the_same_host() -> None:
    assert read(event("URL:https://www.diary.example/1"))[0].address == "https://www.diary.example/1"
    assert read(event("URL:https://www.state.gov/1"))[0].address == ADDRESS


DAY = "DTSTART;VALUE=DATE:20250303"
RECURRING = {
    "a few": (("RRULE:FREQ=WEEKLY;COUNT=3",), DAY, ["2025-03-03", "2025-03-10", "2025-03-17"]),
    "until a day": (("RRULE:FREQ=WEEKLY;UNTIL=20250312",), DAY, ["2025-03-03", "2025-03-10"]),
    "until a moment": (
        ("RRULE:FREQ=WEEKLY;UNTIL=20250310T080000Z",),
        "DTSTART;TZID=Europe/Brussels:20250303T090000",
        ["2025-03-03", "2025-03-10"],
    ),
    "but one": (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20250310"), DAY, ["2025-03-03", "2025-03-17"]),
    "and one more": (("RDATE;VALUE=DATE:20250305",), DAY, ["2025-03-03", "2025-03-05"]),
    "since long ago": (
        ("RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=3TU",),
        "DTSTART;VALUE=DATE:19900918",
        ["2025-09-16"],
    ),
    "by a damaged rule": (("RRULE:FREQ=OFTEN",), DAY, ["2025-03-03"]),
    "in steps of nothing": (("RRULE:FREQ=DAILY;INTERVAL=0",), DAY, ["2025-03-03"]),
    "backwards": (("RRULE:FREQ=DAILY;INTERVAL=-1",), DAY, ["2025-03-03"]),
    "by the second": (("RRULE:FREQ=SECONDLY",), DAY, ["2025-03-03"]),
    "on a day that is never": (("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",), DAY, ["2025-03-03"]),
}


@pytest.mark.parametrize(("lines", "start", "expected"), RECURRING.values(), ids=RECURRING)
def test_a_recurring_event_gives_its_next_times(lines: tuple[str, ...], start: str, expected: list[str]) -> None:
    assert days(*lines, start=start) == expected


def test_a_recurring_event_gives_no_more_than_a_season() -> None:
    assert len(days("RRULE:FREQ=DAILY", start=DAY)) == 12


def test_each_time_is_an_article_that_keeps_its_key() -> None:
    weekly = event("RRULE:FREQ=WEEKLY", start=DAY)
    now, later = read(weekly), read(weekly, today=date(2025, 3, 10))
    assert now[1].key == later[0].key != now[0].key


def test_one_time_of_many_may_move() -> None:
    weekly = event("RRULE:FREQ=WEEKLY;COUNT=2", start=DAY)
    moved = event("RECURRENCE-ID;VALUE=DATE:20250310", start="DTSTART;VALUE=DATE:20250312")
    first, second = read(weekly, moved)
    assert second.key == read(weekly)[1].key != first.key
    (fact,) = second.facts
    assert (fact.says, fact.when.first, fact.earlier and fact.earlier.first) == (
        Says.MOVES,
        date(2025, 3, 12),
        date(2025, 3, 10),
    )


@pytest.mark.parametrize(
    "lines", [("SUMMARY:x", "UID:1"), ("DTSTART:20250314T090000", "UID:1"), ("DTSTART:nonsense", "SUMMARY:x", "UID:1")]
)
def test_what_has_no_name_or_no_day_is_left(lines: tuple[str, ...]) -> None:
    assert read("\n".join(lines)) == []


def test_half_a_year_is_no_meeting() -> None:
    assert read(event("DTEND;VALUE=DATE:20250901")) == []


@pytest.mark.parametrize("end", ["DURATION:P999999999D", "DTEND;VALUE=DATE:99991231"])
def test_an_event_without_an_end_in_time_leaves_the_others(end: str) -> None:
    endless = event("UID:2", end, start="DTSTART;VALUE=DATE:99991230" if "DUR" in end else DAY)
    assert [article.title for article in read(endless, event())] == ["EU–Japan summit"]


REFUSED = {
    "very many": (
        file(*[event()] * 5001),
        "This calendar has more than 5,000 events, the most that Daybook reads of one.",
    ),
    "no end": ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "There is no calendar here that can be read."),
    "nonsense": ("BEGIN:VCALENDAR\r\n;;;;\r\n", "There is no calendar here that can be read."),
}


@pytest.mark.parametrize(("document", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told(document: str, reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        calendar.parse(Answer(ADDRESS, document.encode()), TODAY)
    assert refused.value.reason == reason


NEVER = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
BOMBS = {
    "a hundred thousand events": file(*[event()] * 60_000),
    "rules that never come true": file(*(event(f"UID:{number}", NEVER) for number in range(1000))),
    "calendars in calendars": "BEGIN:VCALENDAR\r\n" * 100_000,
    "a line without end": "BEGIN:VCALENDAR\r\nX:" + "a\r\n " * 1_000_000,
    "events in events": "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 4_900,
}


@pytest.mark.parametrize("document", BOMBS.values(), ids=BOMBS)
async def test_a_hostile_calendar_ends_in_time_with_a_sentence(document: str) -> None:
    began = timer.monotonic()
    async with Children(1, cpu_s=2, wall_s=10) as children:
        with pytest.raises(SourceError) as refused:
            await children.run(calendar.parse, Answer(ADDRESS, document.encode()), TODAY)
    assert refused.value.reason.endswith(".")
    assert timer.monotonic() - began < 12
