"""What is owed survives kill -9; ``python -m tests.kill_deliveries`` is the long form."""

from pathlib import Path

import pytest

from storage.models import DeliveryState
from tests.builders import NOW
from tests.kill_deliveries import Attempt, Key, Kill, Outcome, judge, kill_often
from tests.telegram_api import Request
from tests.telegram_api.fields import Fields

KEY = (5, 1)
SENT = {KEY: DeliveryState.SENT}


def tried(*, accepted: bool = True, lost: bool = False, says_so: bool = False) -> Attempt:
    return Attempt(KEY, Request("sendMessage", Fields({}), NOW), accepted, lost, says_so)


def killed(*left: Key) -> Kill:
    return Kill(frozenset(left))


FOUND = {
    "sent once": ([tried()], Outcome(1, 1)),
    "never sent": ([], Outcome(1, 1, lost=1)),
    "a copy of what a kill left in flight": (
        [tried(), killed(KEY), tried(says_so=True)],
        Outcome(1, 1, after_kills=1, most_after_a_kill=1, most_in_flight=1),
    ),
    "what a kill left in flight had not arrived": (
        [killed(KEY), tried(says_so=True)],
        Outcome(1, 1, most_in_flight=1),
    ),
    "a copy after a lost answer": (
        [tried(lost=True), tried(says_so=True)],
        Outcome(1, 1, after_lost_answers=1, lost_answers=1),
    ),
    "a copy after a kill that left another one in flight": (
        [tried(), killed((6, 1)), tried(says_so=True)],
        Outcome(1, 1, unexplained=1, most_in_flight=1),
    ),
    "a copy that does not say so": (
        [tried(lost=True), tried()],
        Outcome(1, 1, after_lost_answers=1, lost_answers=1, unmarked=1),
    ),
    "a second copy that nothing explains": (
        [tried(), killed(KEY), tried(says_so=True), tried(says_so=True)],
        Outcome(1, 1, after_kills=1, most_after_a_kill=1, most_in_flight=1, unexplained=1),
    ),
}


@pytest.mark.parametrize(("happened", "outcome"), FOUND.values(), ids=FOUND)
def test_each_copy_is_explained_or_not(happened: list[Attempt | Kill], outcome: Outcome) -> None:
    assert judge(happened, SENT, kills=1) == outcome


def test_what_is_not_settled_in_the_end_is_told() -> None:
    assert judge([tried()], {KEY: DeliveryState.IN_DOUBT}, kills=0).not_settled == 1


async def test_nothing_owed_is_lost_when_the_process_is_killed_and_each_copy_is_explained(tmp_path: Path) -> None:
    outcome = await kill_often(tmp_path, kills=1, chats=20, in_flight=4, seed=2)
    assert outcome.owed == 20
    assert outcome.is_good(4), outcome
