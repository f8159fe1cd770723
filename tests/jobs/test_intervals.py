"""When a Source is read next, and a page again: busy ones often, quiet ones rarely, and what fails later and later."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.intervals import Bounds, after_failure, after_reading, is_read_in_full, page_after
from jobs.sources.records import Reading
from storage.errors import SourceError
from storage.models import Page, Precision, Source, SourceKind, SourceState, When
from tests.builders import DAY, HOUR, MINUTE, NOW, at, on, source

BOUNDS = Bounds(10 * MINUTE, 6 * HOUR)
READ = Reading(SourceKind.FEED, "https://example.org/feed", etag='"2"', last_modified="Mon", digest="d")
SOURCE = source(interval=HOUR, last_new_at=NOW - DAY)
PAGE = Page(1, "https://example.org/a", "example.org", "", "", "", "", NOW, NOW)


def read(source: Source = SOURCE, reading: Reading = READ, *, brought_new: bool = False, chance: float = 0) -> Source:
    return after_reading(source, reading, brought_new=brought_new, now=NOW, chance=chance, bounds=BOUNDS)


def failed(source: Source = SOURCE, *, chance: float = 0, **error: object) -> Source:
    why = SourceError("It is not there.", **error)  # type: ignore[arg-type]
    return after_failure(source, why, now=NOW, chance=chance, bounds=BOUNDS)


def test_a_source_that_brought_something_is_read_sooner_and_one_that_did_not_later() -> None:
    assert (read(brought_new=True).interval, read().interval) == (HOUR / 2, HOUR * 1.25)
    assert read(brought_new=True).next_read_at == NOW + HOUR / 2


def test_the_first_reading_is_history_and_tells_nothing_of_that() -> None:
    first = read(replace(SOURCE, last_new_at=None), brought_new=True)
    assert (first.interval, first.last_new_at) == (HOUR, NOW)


def test_what_a_reading_found_is_kept() -> None:
    after = read(replace(SOURCE, state=SourceState.FAILING, failures=3, failing_at=NOW - DAY, error="It is not there."))
    assert (after.state, after.failures, after.failing_at, after.error) == (SourceState.READING, 0, None, "")
    assert (after.etag, after.last_modified, after.digest) == ('"2"', "Mon", "d")
    assert (after.last_read_at, after.last_new_at) == (NOW, NOW - DAY)


@given(news=st.lists(st.booleans(), max_size=50))
def test_an_interval_stays_within_its_bounds(news: list[bool]) -> None:
    after = SOURCE
    for brought_new in news:
        after = read(after, brought_new=brought_new)
    assert BOUNDS.shortest <= after.interval <= BOUNDS.longest


@pytest.mark.parametrize(
    ("every", "reads_a_day"),
    [(timedelta(minutes=5), 144), (4 * HOUR, 24), (7 * DAY, 4)],
    ids=["busy", "usual", "quiet"],
)
def test_a_source_is_read_about_four_times_as_often_as_it_brings_something(every: timedelta, reads_a_day: int) -> None:
    after, now, known, reads = replace(SOURCE, interval=15 * MINUTE), NOW, 0, 0
    while now < NOW + 10 * DAY:
        published = (now - NOW) // every
        after = after_reading(after, READ, brought_new=published > known, now=now, chance=0, bounds=BOUNDS)
        known, now, reads = published, after.next_read_at, reads + 1
    assert reads / 10 == pytest.approx(reads_a_day, rel=0.35)


def test_what_is_said_to_be_fresh_is_left_alone_but_not_for_ever() -> None:
    assert read(reading=replace(READ, fresh_for=2 * HOUR)).next_read_at == NOW + 2 * HOUR
    assert read(reading=replace(READ, fresh_for=MINUTE)).next_read_at == NOW + HOUR * 1.25
    assert read(reading=replace(READ, fresh_for=365 * DAY)).next_read_at == NOW + BOUNDS.longest


@given(st.floats(0, 1))
def test_chance_makes_an_interval_longer_by_a_tenth_at_the_most(chance: float) -> None:
    assert HOUR / 2 <= read(brought_new=True, chance=chance).next_read_at - NOW <= HOUR / 2 * 1.1
    assert 10 * MINUTE <= failed(chance=chance).next_read_at - NOW <= 10 * MINUTE * 1.1


def test_what_fails_is_tried_later_and_later() -> None:
    after, waits = SOURCE, []
    for _ in range(10):
        after = failed(after)
        waits.append((after.next_read_at - NOW) / MINUTE)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]
    assert (after.state, after.failures, after.error, after.last_read_at) == (
        SourceState.FAILING,
        10,
        "It is not there.",
        NOW,
    )


def test_who_asks_for_patience_is_left_alone_and_read_half_as_often_from_then_on() -> None:
    after = failed(retry_after=5 * HOUR)
    assert (after.next_read_at, after.interval) == (NOW + 5 * HOUR, 2 * HOUR)
    assert failed(replace(SOURCE, failures=7), retry_after=MINUTE).next_read_at == NOW + 1280 * MINUTE


@pytest.mark.parametrize(
    ("failures", "since", "state"),
    [
        pytest.param(30, 4 * DAY, SourceState.FAILING, id="not before five days"),
        pytest.param(30, 5 * DAY, SourceState.PAUSED, id="after five days"),
        pytest.param(3, 50 * DAY, SourceState.FAILING, id="not where it was hardly tried"),
    ],
)
def test_what_fails_for_days_is_paused(failures: int, since: timedelta, state: SourceState) -> None:
    assert failed(replace(SOURCE, failures=failures, failing_at=NOW - since)).state is state


def test_what_was_taken_away_for_good_is_paused_at_once() -> None:
    assert failed(is_gone=True).state is SourceState.PAUSED


def test_where_a_source_has_moved_to_is_counted_while_it_says_the_same() -> None:
    seen = [SOURCE]
    for address in ("https://a.example", "https://a.example", "https://b.example", "", "https://b.example"):
        seen.append(read(seen[-1], replace(READ, moved_to=address)))
    assert [one.moved_seen for one in seen[1:]] == [1, 2, 1, 0, 1]


def test_a_calendar_is_read_in_full_once_a_week_and_after_failures() -> None:
    calendar = replace(SOURCE, kind=SourceKind.CALENDAR, last_read_at=NOW)
    assert [is_read_in_full(calendar, NOW + days * DAY) for days in (0, 6, 7)] == [False, False, True]
    assert is_read_in_full(replace(calendar, failures=1), NOW)
    assert not is_read_in_full(replace(SOURCE, last_read_at=NOW - 99 * DAY), NOW)


def page_wait(*dates: When, now: str = "2025-03-03 12:00", page: Page = PAGE, **more: timedelta) -> timedelta | None:
    after = page_after(page, dates, now=at(now), chance=0, **more)
    if after is None:
        return None
    assert after.read_at == at(now)
    return after.reread_at - after.read_at


@pytest.mark.parametrize(
    ("when", "wait"),
    [
        pytest.param(on("2025-04-14"), DAY, id="once a day long before"),
        pytest.param(on("2025-03-07"), 84 * HOUR / 8, id="in an eighth of the time that is left"),
        pytest.param(on("2025-03-04"), 1.5 * HOUR, id="more often as it comes near"),
        pytest.param(on("2025-03-03"), HOUR, id="every hour on the day"),
        pytest.param(on("2025-03-02..2025-03-05"), 6 * HOUR, id="every six hours while it lasts"),
        pytest.param(on("2025-03-01..2025-03-31", precision=Precision.MONTH), 6 * HOUR, id="and while it may begin"),
        pytest.param(on("2025-03-02"), None, id="and no more once it is past"),
    ],
)
def test_a_page_is_read_again(when: When, wait: timedelta | None) -> None:
    assert page_wait(when) == wait


def test_a_page_is_read_until_the_day_is_over_everywhere() -> None:
    assert page_wait(on("2025-03-02"), now="2025-03-03 11:00") == HOUR


def test_a_page_of_several_meetings_is_read_again_as_the_next_one_asks() -> None:
    assert page_wait(on("2025-04-14"), on("2025-03-04"), on("2025-02-14")) == 1.5 * HOUR
    assert page_wait(on("2025-02-14")) is None
    assert page_wait() is None


def test_a_page_that_fails_is_left_alone_for_longer_and_one_that_asks_for_patience_has_it() -> None:
    waits = [page_wait(on("2025-03-04"), page=replace(PAGE, failures=failures)) for failures in (1, 2, 3, 6, 99)]
    assert waits == [1.5 * HOUR, 2 * HOUR, 4 * HOUR, DAY, DAY]
    assert page_wait(on("2025-03-04"), patience=5 * HOUR) == 5 * HOUR
