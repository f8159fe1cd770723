"""What contradicts a value that an admin gave."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from storage.locks import contradicting, last_edits
from storage.models import Action, Decision, DecisionState, Evidence, Precision, Says, Tier, When
from tests.builders import DAY, NOW, TODAY, mention, on

EDIT = Decision(
    id=7,
    asked_at=NOW,
    chat_id=42,
    topic_id=0,
    user_id=42,
    action=Action.EDIT,
    meeting_id=1,
    arguments={"field": "date", "value": "2025-03-14"},
    state=DecisionState.APPLIED,
    settled_at=NOW,
)


def said(read_after: int = 1, day: str = "2025-03-14", **changes: Any) -> Evidence:
    """Return a Mention read so many days after the Decision."""
    return Evidence(
        mention_id=1,
        mention=mention(day, **changes),
        outlet="The Wire",
        address="",
        tier=Tier.OTHER,
        published=TODAY,
        read_at=NOW + read_after * DAY,
        said_at=NOW,
        article_id=1,
        article_key="1",
    )


def edit(field: str, value: str | None) -> Decision:
    return replace(EDIT, arguments={"field": field, "value": value})


MARCH = When(date(2025, 3, 1), date(2025, 3, 31), Precision.MONTH)
AT_TEN = on("2025-03-14", clock_time=time(10), zone="Europe/Oslo")
CASES: dict[str, tuple[tuple[str, str | None], list[Evidence], list[str]]] = {
    "the same day": (("date", "2025-03-14"), [said()], []),
    "another day": (("date", "2025-03-14"), [said(day="2025-03-20")], ["2025-03-20"]),
    "another day, read before": (("date", "2025-03-14"), [said(-1, "2025-03-20")], []),
    "another day, known before and said again": (
        ("date", "2025-03-14"),
        [said(-1, "2025-03-20"), said(1, "2025-03-20")],
        [],
    ),
    "two say the same": (("date", "2025-03-14"), [said(1, "2025-03-20"), said(2, "2025-03-20")], ["2025-03-20"]),
    "a vaguer date": (("date", "2025-03-14"), [said(when=MARCH)], []),
    "a finer date": (("date", "2025-03-01/2025-03-31 month"), [said()], []),
    "a day on which it is called off": (("date", "2025-03-14"), [said(day="2025-03-20", says=Says.CANCELS)], []),
    "a time where there is to be none": (("time", None), [said(when=AT_TEN)], ["10:00 Europe/Oslo"]),
    "the same time": (("time", "10:00"), [said(when=AT_TEN)], []),
    "another time": (("time", "11:00"), [said(when=AT_TEN)], ["10:00 Europe/Oslo"]),
    "no time": (("time", "11:00"), [said()], []),
    "another place": (("place", "Oslo"), [said(place="Bergen")], ["Bergen"]),
    "the place more fully": (("place", "Oslo"), [said(place="Oslo, Norway")], []),
    "no place": (("place", "Oslo"), [said()], []),
    "announced although cancelled": (("status", "cancelled"), [said()], ["scheduled"]),
    "cancelled although scheduled": (("status", "scheduled"), [said(says=Says.CANCELS)], ["cancelled"]),
    "announced before it was held": (("status", "held"), [said()], []),
    "another name": (("name", "Talks"), [said(name="Other talks")], []),
}


@pytest.mark.parametrize(("mine", "evidence", "others"), CASES.values(), ids=CASES)
def test_a_source_contradicts_a_value(
    mine: tuple[str, str | None], evidence: list[Evidence], others: list[str]
) -> None:
    assert list(contradicting(edit(*mine), evidence)) == others


def test_the_last_edit_of_a_field_is_in_force() -> None:
    first, place, last = edit("date", "2025-03-14"), edit("place", "Oslo"), edit("date", "2025-03-15")
    assert last_edits([first, place, last]) == {(1, "date"): last, (1, "place"): place}
