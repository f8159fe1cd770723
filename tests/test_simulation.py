"""Planning and sending under everything that can go wrong, in its small form; ``python -m tests.simulate`` has more."""

import gc
import math
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import HOUR, MINUTE, NOW
from tests.simulation.loop import VirtualLoop
from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import BLOCKING, SMALL, Size, simulate
from tests.simulation.windows import Windows
from tests.simulation.world import Hands

# A simulated crash leaves its connections open, as a real one does; they are collected here, not in somebody's test.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise python-telegram-bot warns of the change to come
    yield
    gc.collect()


def test_no_invariant_is_broken() -> None:
    result = simulate(1, SMALL)
    assert result.broken == []
    assert result.faults["crash"]
    assert result.faults["second instance"]
    assert result.copies


@pytest.mark.parametrize(
    ("name", "size", "seed", "sentence"),
    [
        ("mark before send", SMALL, 3, "marked as sent, and never accepted"),
        ("a cap on claims", SMALL, 3, "left rejected: too many attempts"),
        ("the unique key removed", BLOCKING, 3, "neither a crash nor a lost answer explains"),
        ("two rows a commit", SMALL, 3, "is not marked at .*, answered at"),
        ("in-doubt rows not recorded", SMALL, 3, "a copy at .* that does not say so"),
    ],
)
def test_each_known_mistake_is_found_within_a_few_seeds(name: str, size: Size, seed: int, sentence: str) -> None:
    found = ("\n".join(simulate(seed, size, MUTATIONS[name]).broken) for seed in range(seed, seed + 15))
    assert any(re.search(sentence, broken) for broken in found)


@pytest.mark.parametrize(
    ("messages", "sentence"),
    [
        ([(chat, 0.0) for chat in range(1, 6)], ""),
        ([(chat, 0.0) for chat in range(1, 7)], "25 messages a second"),
        ([(chat, chat / 25) for chat in range(1, 100)], ""),
        ([(chat, chat / 26) for chat in range(1, 200)], "25 messages a second"),
        ([(1, 0.0), (2, 0.1), (1, 1.0)], ""),
        ([(1, 0.0), (2, 0.1), (1, 0.9)], "to 1 left in the second"),
        ([(-1, 3.0 * number) for number in range(18)] + [(-1, 60.0)], ""),
        ([(-1, 3.0 * number) for number in range(19)], "18 messages to the group -1"),
    ],
)
def test_a_window_above_the_limits_is_seen(messages: list[tuple[int, float]], sentence: str) -> None:
    windows = Windows()
    found = "\n".join(one for chat_id, at in messages for one in windows.leaves(chat_id, at))
    assert sentence in found
    assert bool(sentence) == bool(found)


@pytest.mark.parametrize(
    ("steps", "since", "shown_at"),
    [
        ([], 0, 3600),
        ([], 4000, 4000),
        ([(600, HOUR)], 0, 600),
        ([(600, MINUTE)], 0, 3540),
        ([(600, -HOUR)], 0, 7200),
        ([(4200, -HOUR)], 0, 3600),
        ([(4200, -HOUR)], 4000, 4000),
        ([(4200, -HOUR)], 5000, 7200),
        ([(4200, -HOUR), (5400, HOUR)], 4200, 5400),
    ],
)
def test_the_clock_shows_a_moment_again_after_it_was_put_back(
    steps: list[tuple[float, timedelta]], since: float, shown_at: float
) -> None:
    clock = _clock(steps)
    assert clock.first_shown_at(NOW + HOUR, since) == shown_at


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        ([], math.inf),
        ([(4200, HOUR)], math.inf),
        ([(4200, -MINUTE)], math.inf),
        ([(4200, -HOUR)], 4200),
        ([(4200, -MINUTE), (4300, -HOUR)], 4300),
        ([(3000, -HOUR)], math.inf),
        ([(3700, HOUR), (4200, -HOUR), (4300, -HOUR)], 4300),
    ],
)
def test_a_moment_that_was_past_is_ahead_again_where_the_clock_is_put_back_before_it(
    steps: list[tuple[float, timedelta]], at: float
) -> None:
    clock = _clock(steps)
    assert clock.put_back_before(NOW + HOUR, since=3600) == at


def _clock(steps: list[tuple[float, timedelta]]) -> Hands:
    loop = VirtualLoop()
    loop.close()
    clock = Hands(loop)
    clock.steps += steps
    return clock
