"""What is believed follows from the Mentions, in the order they were published."""

from dataclasses import replace
from datetime import date, time

import pytest

from jobs.belief import Difference, believe, differences, is_same_place
from storage.models import Certainty, Kind, Mention, Precision, Says, Status, When
from tests.builders import NATO, RUSSIA, UNITED_STATES, meeting, mention, on

MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)
MOVED = mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"))


@pytest.mark.parametrize(
    ("mentions", "day", "status"),
    [
        pytest.param([mention()], "2025-03-14", Status.SCHEDULED, id="announced"),
        pytest.param([mention(), MOVED], "2025-03-20", Status.MOVED, id="moved"),
        pytest.param([MOVED], "2025-03-20", Status.MOVED, id="first heard of when it moved"),
        pytest.param([mention(), MOVED, mention()], "2025-03-20", Status.MOVED, id="an old report comes late"),
        pytest.param([mention(), mention(says=Says.CANCELS)], "2025-03-14", Status.CANCELLED, id="called off"),
        pytest.param([mention(), mention(says=Says.POSTPONES)], "2025-03-14", Status.POSTPONED, id="postponed"),
        pytest.param(
            [mention(), mention(says=Says.POSTPONES), MOVED], "2025-03-20", Status.MOVED, id="postponed, then dated"
        ),
        pytest.param([replace(mention(), when=MARCH), mention()], "2025-03-14", Status.SCHEDULED, id="made precise"),
        pytest.param([mention(), replace(mention(), when=MARCH)], "2025-03-14", Status.SCHEDULED, id="told vaguely"),
    ],
)
def test_date_and_status(mentions: list[Mention], day: str, status: Status) -> None:
    belief = believe(mentions)
    assert (f"{belief.when.first}", belief.status) == (day, status)


def test_a_clock_time_given_later_is_taken() -> None:
    timed = on("2025-03-14", clock_time=time(10), zone="UTC", precision=Precision.MINUTE)
    assert believe([mention(), replace(mention(), when=timed)]).when == timed


def test_a_clock_time_without_a_zone_is_that_of_its_place() -> None:
    timed = on("2025-03-14", clock_time=time(9), precision=Precision.MINUTE)
    assert believe([replace(mention(place="Tokyo, Japan"), when=timed)]).when.zone == "Asia/Tokyo"
    assert believe([replace(mention(place="Canada"), when=timed)]).when.zone is None


def test_the_fullest_list_of_actors_gives_the_name() -> None:
    full = mention("2025-03-14", UNITED_STATES, RUSSIA, NATO, name="all three")
    belief = believe([mention("2025-03-14", RUSSIA, name="one"), full])
    assert (belief.name, belief.actors) == ("all three", (UNITED_STATES, RUSSIA, NATO))


def test_one_confirmation_confirms_and_everyone_who_confirms_is_named() -> None:
    belief = believe(
        [
            mention(certainty=Certainty.POSSIBLE),
            mention(certainty=Certainty.CONFIRMED, confirmed_by=(NATO,)),
            mention(certainty=Certainty.EXPECTED, confirmed_by=(RUSSIA, NATO)),
        ]
    )
    assert (belief.certainty, belief.confirmed_by) == (Certainty.CONFIRMED, (NATO, RUSSIA))


def test_a_denial_that_came_last_denies() -> None:
    assert believe([mention(), mention(says=Says.DENIES)]).certainty is Certainty.DENIED


def test_the_kind_is_the_first_that_says_something() -> None:
    assert believe([mention(kind=Kind.OTHER), mention(kind=Kind.SUMMIT)]).kind is Kind.SUMMIT


def test_of_two_names_of_a_place_the_fuller_stays() -> None:
    places = ["Geneva", "Geneva, Switzerland", "Geneva"]
    assert believe([mention(place=place) for place in places]).place == "Geneva, Switzerland"
    assert is_same_place("Geneva", "geneva, switzerland")


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        pytest.param([mention(), mention(name="in other words")], [], id="told again in other words"),
        pytest.param([mention(), MOVED], [Difference("date", "2025-03-14", "2025-03-20")], id="moved"),
        pytest.param(
            [mention(), mention(says=Says.CANCELS)], [Difference("status", "scheduled", "cancelled")], id="called off"
        ),
        pytest.param(
            [mention(), mention(says=Says.DENIES)],
            [Difference("certainty", "confirmed", "denied")],
            id="denied",
        ),
        pytest.param([mention(), mention(place="Oslo")], [Difference("place", None, "Oslo")], id="place given"),
        pytest.param([mention(place="Oslo"), mention(place="Oslo, Norway")], [], id="the same place, told more fully"),
    ],
)
def test_what_a_reader_has_to_be_told(mentions: list[Mention], expected: list[Difference]) -> None:
    assert differences(meeting(mentions[0]), believe(mentions)) == expected
