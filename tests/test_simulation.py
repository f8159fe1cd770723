"""Planning and sending under everything that can go wrong, in its small form; ``python -m tests.simulate`` has more."""

import pytest

from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import SMALL, Size, simulate


def test_no_invariant_is_broken() -> None:
    result = simulate(1, Size())
    assert result.broken == []
    assert result.faults["crash"]
    assert result.copies


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_known_mistake_is_found(name: str) -> None:
    assert simulate(1, SMALL, MUTATIONS[name]).broken
