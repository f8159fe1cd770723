"""What asks for an admin's look."""

from dataclasses import replace
from typing import Any

import pytest

from bot.reviewing import review
from storage.models import Certainty, Evidence, Kind, Meeting, Status, Tier
from tests.builders import NATO, NOW, RUSSIA, TODAY, meeting, mention


def report(number: int, **changes: Any) -> Evidence:
    one = Evidence(
        mention_id=number,
        mention=mention(),
        outlet="The Wire",
        address="",
        tier=Tier.OTHER,
        published=TODAY,
        read_at=NOW,
        said_at=NOW,
        article_id=number,
        article_key=f"{number}",
    )
    return replace(one, **changes)


def known(number: int, day: str = "2025-03-14", **changes: Any) -> Meeting:
    return meeting(mention(day), id=number, **changes)


ALIKE = {
    "the same day": (known(2), True),
    "another day": (known(2, "2025-03-15"), False),
    "one of its days": (known(2, "2025-03-13..2025-03-15"), True),
    "others": (known(2, actors=(RUSSIA, NATO)), False),
    "nobody": (known(2, actors=()), False),
    "another kind": (known(2, kind=Kind.SUMMIT), True),
    "a call": (known(2, kind=Kind.CALL), False),
    "one that is off": (known(2, status=Status.CANCELLED), False),
}


@pytest.mark.parametrize(("other", "asks"), ALIKE.values(), ids=ALIKE)
def test_two_meetings_may_be_one(other: Meeting, asks: bool) -> None:
    found = review([known(1), other], {1: [report(1)], 2: [report(2)]}, [], [])
    assert [(one.meeting.id, one.other and one.other.id) for one in found.doubts] == ([(1, 2)] if asks else [])


def test_two_that_an_admin_kept_apart_are_two() -> None:
    found = review([known(1), known(2)], {1: [report(1)], 2: [report(2, pinned_by=7)]}, [], [])
    assert not found.doubts


WEAK = {
    "a weak match": ([report(1), report(2, score=0.6)], [2]),
    "a good one": ([report(1), report(2, score=0.9)], []),
    "a weak one that an admin put there": ([report(1), report(2, score=0.6, pinned_by=7)], []),
    "the only Article": ([report(1), report(2, score=0.6, article_id=1)], []),
}


@pytest.mark.parametrize(("reports", "asks"), WEAK.values(), ids=WEAK)
def test_a_report_may_be_of_another_meeting(reports: list[Evidence], asks: list[int]) -> None:
    found = review([known(1)], {1: reports}, [], [])
    assert [one.evidence.mention_id for one in found.doubts] == asks


def test_what_is_pressing_comes_first_and_the_rest_is_counted() -> None:
    possible = [known(number, f"2025-03-{number}", certainty=Certainty.POSSIBLE) for number in range(10, 20)]
    ahead = [known(1), known(2), *possible]
    found = review(ahead, {one.id: [report(one.id)] for one in ahead}, [], [])
    alike = {one.meeting.id for one in found.doubts}
    assert 1 in alike
    assert len(found.doubts) + len(found.possible) == 8
    assert found.more + 8 == len(found.doubts) + len(possible)
