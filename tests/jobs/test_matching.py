"""The same Meeting or another one; in doubt another one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jobs.matching import Candidate, match, spans
from storage.models import Kind, Mention, Precision, Says, When
from tests.builders import NATO, OSCE, RUSSIA, TODAY, UNITED_STATES, meeting, mention, on

MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)
APRIL = When(date(2025, 4, 1), date(2025, 4, 30), Precision.MONTH)


def candidate(said: Mention, meeting_id: int = 1) -> Candidate:
    return Candidate(meeting(said, id=meeting_id), [said.when] + ([said.earlier] if said.earlier else []))


TALKS = mention("2025-03-14")
MOVED = mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param(TALKS, mention("2025-03-14", RUSSIA, UNITED_STATES), id="the same parties the other way round"),
        pytest.param(TALKS, mention("2025-03-14", RUSSIA), id="one of the parties, of the same kind"),
        pytest.param(TALKS, mention("2025-03-14..2025-03-15"), id="days that share the first"),
        pytest.param(replace(TALKS, place="Oslo"), mention(place="Oslo, Norway"), id="the same place, told more fully"),
        pytest.param(
            replace(TALKS, place="Oslo"),
            mention("2025-03-20", says=Says.MOVES, earlier=on("2025-03-14"), place="Vienna"),
            id="moved to another place",
        ),
        pytest.param(TALKS, mention(kind=Kind.NEGOTIATION), id="the same parties on the day, by another word"),
        pytest.param(TALKS, MOVED, id="moved from the day it is known for"),
        pytest.param(MOVED, TALKS, id="told by the date it was moved from"),
        pytest.param(TALKS, mention("2025-03-20", says=Says.MOVES), id="moved, the only one of these parties"),
        pytest.param(replace(TALKS, when=MARCH), TALKS, id="the day of what was known by its month"),
        pytest.param(TALKS, mention(says=Says.CANCELS), id="called off"),
    ],
)
def test_the_same_meeting(known: Mention, said: Mention) -> None:
    assert match(said, [candidate(known)]) is not None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        pytest.param(TALKS, mention("2025-03-21"), id="a week later: a series stays apart"),
        pytest.param(TALKS, mention("2025-03-14", UNITED_STATES, NATO), id="another party on the same day"),
        pytest.param(TALKS, mention("2025-03-14", OSCE), id="other parties"),
        pytest.param(TALKS, mention("2025-03-14", RUSSIA, kind=Kind.VISIT), id="one of the parties, on a visit"),
        pytest.param(
            mention("2025-03-12..2025-03-14"), mention("2025-03-14..2025-03-16"), id="the next stop begins that day"
        ),
        pytest.param(replace(TALKS, place="Oslo"), mention(place="Vienna"), id="elsewhere on the same day"),
        pytest.param(TALKS, mention(kind=Kind.HEARING), id="a court sits on the same day"),
        pytest.param(replace(TALKS, when=APRIL), TALKS, id="another month"),
        pytest.param(TALKS, replace(TALKS, when=MARCH, kind=Kind.SUMMIT), id="a month, and another kind"),
        pytest.param(
            mention(name="one thing", actors=()), mention(name="another", actors=()), id="nobody named, other words"
        ),
    ],
)
def test_another_meeting(known: Mention, said: Mention) -> None:
    assert match(said, [candidate(known)]) is None


def test_of_several_the_closest_is_chosen() -> None:
    part, whole = candidate(mention("2025-03-14", RUSSIA), 1), candidate(TALKS, 2)
    assert match(TALKS, [part, whole]) == whole.meeting


def test_a_move_that_may_be_of_several_meetings_is_of_none() -> None:
    series = [candidate(mention("2025-03-14"), 1), candidate(mention("2025-03-21"), 2)]
    assert match(mention("2025-04-04", says=Says.MOVES), series) is None


def test_a_move_without_its_old_date_is_looked_for_in_the_year_ahead() -> None:
    assert spans(mention("2025-03-20", says=Says.MOVES), TODAY)[1] == (TODAY, TODAY + timedelta(days=366))
    assert len(spans(MOVED, TODAY)) == 2
