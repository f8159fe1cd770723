"""First reports and what comes after them: which Meetings there are, and which Changes people are told of.

Each file of the folder scenarios/ has a kind of change. A scenario has the `reports` in the order in which they are
read (stories.py says how they are written), the `changes`, each "field old → new", and how many `meetings` there are in
the end, retracted ones left out; without a word about them, no Change and one Meeting.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from tests.jobs.stories import diary, history, read, readings, undone, written

FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))["scenario"]
    for path in Path(__file__).parent.glob("scenarios/*.toml")
}
SCENARIOS = [
    pytest.param(one, id=f"{stem}: {one['name']}") for stem, scenarios in sorted(FILES.items()) for one in scenarios
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_what_reports_change(blank: Database, scenario: dict[str, Any]) -> None:
    async with undone(blank) as storage:
        await read(storage, readings(scenario["reports"]))
        assert [written(change) for change in await history(storage)] == scenario.get("changes", [])
        assert len(await diary(storage)) == scenario.get("meetings", 1)


def test_there_are_enough_of_each() -> None:
    counts = Counter({stem: len(scenarios) for stem, scenarios in FILES.items()})
    assert counts.total() >= 60
    assert counts["nothing"] >= 20
