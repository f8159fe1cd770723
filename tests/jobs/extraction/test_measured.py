"""How well dates and meetings are read on the development data, and the floors to keep.

`python -m tests.measure_dates` and `python -m tests.measure_meetings` print them.
"""

import json
from pathlib import Path

import pytest

from tests.learn import gold
from tests.measure_dates import scores, unresolved
from tests.measure_meetings import read, score

# value F1 and future day F1, a little below what is reached; a floor moves down only on purpose.
FLOORS = {"timebank": (82, 88), "aquaint": (76.4, 83), "wikiwars": (73.5, 0)}


@pytest.mark.parametrize(("corpus", "floors"), FLOORS.items(), ids=FLOORS)
def test_dates_are_read_as_well_as_ever_in(corpus: str, floors: tuple[float, float], shared: Path) -> None:
    found = scores(corpus, shared)
    assert found.value >= floors[0]
    assert found.future_day >= floors[1]


def test_nearly_every_future_date_that_evidence_states_is_resolved(shared: Path) -> None:
    number, missed = unresolved(shared)
    assert len(missed) <= 0.03 * number, missed


def test_meetings_are_found_as_well_as_ever(shared: Path) -> None:
    labelled = gold(shared)
    found = json.loads(score(labelled, read(labelled), "--json", shared=shared))
    assert found["without_exact_quote"] == 0
    assert found["precision"] >= 0.9
    assert found["recall"] >= 0.88
    floors = {
        "participants (Jaccard)": 0.8,
        "kind": 0.8,
        "location": 0.83,
        "end of range": 0.95,
        "status": 0.95,
    }
    assert all(found["fields"][name] >= floor for name, floor in floors.items()), found["fields"]
