"""What is believed follows from the Mentions, in the order they were published."""

from dataclasses import replace
from datetime import date, time

import pytest

from jobs.belief import Difference, believe, differences
from jobs.likeness import is_same_place
from storage.models import (
    Action,
    Belief,
    Certainty,
    Decision,
    DecisionState,
    Dissent,
    Kind,
    Mention,
    Precision,
    Says,
    Status,
    Tier,
    When,
)
from tests.builders import DAY, NATO, NOW, RUSSIA, UNITED_STATES, belief, evidence, meeting, mention, on

MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)
OSLO = mention(place="Oslo")
MOVED = mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"))


def heard(*said: Mention, tiers: str = "", outlets: str = "") -> Belief:
    """Return what is believed of what is said one after the other.

    tiers    a letter each: o is official, w a wire, a space another
    outlets  a letter each; all of another where left out
    """
    tiers_by = {"o": Tier.OFFICIAL, "w": Tier.WIRE, "": Tier.OTHER}
    return believe(
        [
            evidence(
                one,
                number,
                tier=tiers_by[tiers[number : number + 1].strip()],
                outlet=outlets[number : number + 1] or f"{number}",
            )
            for number, one in enumerate(said)
        ]
    )


@pytest.mark.parametrize(
    ("mentions", "day", "status"),
    [
        pytest.param([mention()], "2025-03-14", Status.SCHEDULED, id="announced"),
        pytest.param([mention(), MOVED], "2025-03-20", Status.MOVED, id="moved"),
        pytest.param([MOVED], "2025-03-20", Status.MOVED, id="first heard of when it moved"),
        pytest.param([mention(), MOVED, mention()], "2025-03-20", Status.MOVED, id="the old date is told again"),
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
    found = heard(*mentions)
    assert (f"{found.when.first}", found.status) == (day, status)


def test_a_clock_time_given_later_is_taken() -> None:
    timed = on("2025-03-14", clock_time=time(10), zone="UTC", precision=Precision.MINUTE)
    assert heard(mention(), replace(mention(), when=timed)).when == timed


def test_a_clock_time_without_a_zone_is_that_of_its_place() -> None:
    timed = on("2025-03-14", clock_time=time(9), precision=Precision.MINUTE)
    assert heard(replace(mention(place="Tokyo, Japan"), when=timed)).when.zone == "Asia/Tokyo"
    assert heard(replace(mention(place="Canada"), when=timed)).when.zone is None


def test_the_fullest_list_of_actors_gives_the_name() -> None:
    full = mention("2025-03-14", UNITED_STATES, RUSSIA, NATO, name="all three")
    found = heard(mention("2025-03-14", RUSSIA, name="one"), full)
    assert (found.name, found.actors) == ("all three", (UNITED_STATES, RUSSIA, NATO))


def test_one_confirmation_confirms_and_everyone_who_confirms_is_named() -> None:
    found = heard(
        mention(certainty=Certainty.POSSIBLE),
        mention(certainty=Certainty.CONFIRMED, confirmed_by=(NATO,)),
        mention(certainty=Certainty.EXPECTED, confirmed_by=(RUSSIA, NATO)),
    )
    assert (found.certainty, found.confirmed_by) == (Certainty.CONFIRMED, (NATO, RUSSIA))


def test_a_denial_that_came_last_denies() -> None:
    assert heard(mention(), mention(says=Says.DENIES)).certainty is Certainty.DENIED


def test_the_kind_is_the_first_that_says_something() -> None:
    assert heard(mention(kind=Kind.OTHER), mention(kind=Kind.SUMMIT)).kind is Kind.SUMMIT


def test_of_two_names_of_a_place_the_fuller_stays() -> None:
    places = ["Geneva", "Geneva, Switzerland", "Geneva"]
    assert heard(*(mention(place=place) for place in places)).place == "Geneva, Switzerland"
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
    assert differences(meeting(mentions[0]), heard(*mentions)) == expected


FIRST, SECOND = OSLO, mention("2025-03-15", place="Oslo")
AGAIN = mention()
OFF = mention(says=Says.CANCELS)


@pytest.mark.parametrize(
    ("said", "tiers", "outlets", "day"),
    [
        pytest.param([FIRST, SECOND], "", "ab", 15, id="the newer of one tier holds"),
        pytest.param([FIRST, SECOND], "w ", "ab", 14, id="a farther tier turns nothing"),
        pytest.param([FIRST, SECOND], " w", "ab", 15, id="a nearer tier turns it"),
        pytest.param([FIRST, SECOND, FIRST, SECOND], "", "abab", 15, id="two that go back and forth turn it once"),
        pytest.param([FIRST, SECOND, FIRST, FIRST], "", "abac", 14, id="a second source brings the old date back"),
        pytest.param([FIRST, SECOND, FIRST], "  o", "aba", 14, id="and so does a nearer tier"),
        pytest.param([FIRST, MOVED], "o ", "ab", 14, id="a farther tier does not move what a nearer one holds"),
    ],
)
def test_who_turns_a_date(said: list[Mention], tiers: str, outlets: str, day: int) -> None:
    assert heard(*said, tiers=tiers, outlets=outlets).when.first.day == day


def test_who_says_otherwise_is_a_dissenter() -> None:
    assert heard(FIRST, SECOND, outlets="ab").dissent == (Dissent("date", "2025-03-14", "a"),)
    assert heard(FIRST, SECOND, tiers="w ", outlets="ab").dissent == (Dissent("date", "2025-03-15", "b"),)
    assert heard(FIRST, OFF, tiers="o ", outlets="ab").dissent == (Dissent("status", "cancelled", "b"),)


def test_who_knew_only_the_old_date_of_a_moved_meeting_does_not_dissent() -> None:
    moved = heard(mention(), MOVED)
    assert moved.dissent == ()
    assert [f"{when.first}" for when in moved.earlier] == ["2025-03-14"]


@pytest.mark.parametrize(
    ("said", "tiers", "status"),
    [
        pytest.param([AGAIN, OFF, AGAIN], "", Status.SCHEDULED, id="announced anew by a source as near"),
        pytest.param([AGAIN, OFF, AGAIN], " w ", Status.CANCELLED, id="by one that is farther"),
        pytest.param([AGAIN, OFF, AGAIN, OFF], "", Status.SCHEDULED, id="called off again by the same"),
    ],
)
def test_what_is_on_again(said: list[Mention], tiers: str, status: Status) -> None:
    assert heard(*said, tiers=tiers, outlets="abab").status is status


def test_a_report_of_the_moment_it_was_called_off_does_not_reinstate_it() -> None:
    both = [evidence(one, 1, outlet=outlet) for one, outlet in ((AGAIN, "a"), (OFF, "b"), (AGAIN, "c"))]
    assert believe(both).status is Status.CANCELLED


def test_it_was_held_only_by_a_report_of_its_day_or_later() -> None:
    held = mention(says=Says.HELD)
    assert heard(mention(), held).status is Status.SCHEDULED
    later = evidence(held, 2, said_at=evidence(held).said_at + 12 * DAY)
    assert believe([evidence(mention()), later]).status is Status.HELD


def test_certainty_falls_only_by_who_doubts() -> None:
    sure, unsure = mention(), mention(certainty=Certainty.POSSIBLE)
    assert heard(sure, mention(certainty=Certainty.EXPECTED)).certainty is Certainty.CONFIRMED
    assert heard(sure, unsure).certainty is Certainty.POSSIBLE
    assert heard(sure, unsure, tiers="o ").certainty is Certainty.CONFIRMED


def decision(action: Action, **arguments: str) -> Decision:
    return Decision(1, NOW, 5, 0, 5, action, 1, dict(arguments), DecisionState.APPLIED)


def test_the_value_of_an_admin_comes_first_and_locks_its_field_alone() -> None:
    edit = decision(Action.EDIT, field="date", value="2025-03-18")
    edited = believe([evidence(mention()), evidence(mention(place="Oslo"), 2)], [edit])
    assert (edited.when.first, edited.place) == (date(2025, 3, 18), "Oslo")
    assert [(one.field, one.value) for one in edited.dissent] == [("date", "2025-03-14")]


def test_an_admin_confirms_and_retracts() -> None:
    unsure = evidence(mention(certainty=Certainty.POSSIBLE))
    assert believe([unsure], [decision(Action.CONFIRM)]).certainty is Certainty.CONFIRMED
    assert believe([unsure], [decision(Action.RETRACT)]).status is Status.RETRACTED


def test_an_actor_that_is_added_is_a_change() -> None:
    full = mention("2025-03-14", UNITED_STATES, RUSSIA, NATO)
    assert differences(meeting(mention()), belief(full)) == [
        Difference("actors", "United States, Russia", "United States, Russia, NATO")
    ]
