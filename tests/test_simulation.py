"""Planning and sending under everything that can go wrong, in its small form; ``python -m tests.simulate`` has more."""

import gc
import re
from collections.abc import Iterator

import pytest

from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import BLOCKING, SMALL, Size, simulate

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
    assert result.copies


@pytest.mark.parametrize(
    ("name", "size", "seed", "sentence"),
    [
        ("mark before send", SMALL, 1, "marked as sent, and never accepted"),
        ("a cap on claims", SMALL, 4, "left rejected: too many attempts"),
        ("the unique key removed", BLOCKING, 3, "neither a crash nor a lost answer explains"),
        ("in-doubt rows not recorded", SMALL, 1, "a copy at .* that does not say so"),
    ],
)
def test_each_known_mistake_is_found_within_a_few_seeds(name: str, size: Size, seed: int, sentence: str) -> None:
    found = ("\n".join(simulate(seed, size, MUTATIONS[name]).broken) for seed in range(seed, seed + 15))
    assert any(re.search(sentence, broken) for broken in found)
