"""Planning and sending under everything that can go wrong, in its small form; ``python -m tests.simulate`` has more."""

import pytest

from tests.simulation.mutations import MUTATIONS
from tests.simulation.run import SMALL, Size, simulate


def test_no_invariant_is_broken() -> None:
    result = simulate(1, Size())
    assert result.broken == []
    assert result.faults["crash"]
    assert result.copies


def test_a_seed_comes_out_the_same_again() -> None:
    assert str(simulate(2, SMALL)) == str(simulate(2, SMALL))


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_known_mistake_is_found(name: str) -> None:
    assert any(simulate(seed, SMALL, MUTATIONS[name]).broken for seed in (1, 2, 3))
    assert simulate(1, SMALL).broken == []
