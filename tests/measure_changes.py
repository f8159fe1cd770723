"""How well changes are told, on labelled articles beside the project: `python -m tests.measure_changes`.

Of the labelled meetings that several articles have, those whose date or status differs, and of which two reports were
found, are to be reported as a Change, old → new; the others are not to change. A report of a date that holds the one
already known, "that week", tells no other.
"""

import asyncio
import json
import sys
from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

import click

from jobs.batch import diary_of
from jobs.reading import as_dict, read_articles
from tests.learn import gold
from tests.measure_dates import SHARED

_TOLD = ("date", "status")
_AFTER_THE_DATE = ("held", "unknown")  # of which nobody is told


def main() -> None:
    """Print the meetings that changed and were reported, that were not, and that were reported and did not."""
    labelled = sorted(gold(), key=lambda one: one.article.published)
    articles = [one.article for one in labelled]
    found = asyncio.run(read_articles(articles))
    changes = {one["uid"]: one["changes"] for one in asyncio.run(diary_of(articles))}
    pairs = _scorer().match
    groups: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)
    for one, meetings in zip(labelled, found, strict=True):
        predicted = [as_dict(each) for each in meetings]
        for i, j in pairs(one.row, one.row["meetings"], predicted):
            label = one.row["meetings"][i]
            groups[label.get("meeting_id") or f"{one.id} {i}"].append((label, predicted[j]["uid"]))
    truly, told, false = 0, 0, 0
    for name, reports in groups.items():
        changed = [
            each
            for uid in {uid for _, uid in reports}
            for each in changes.get(uid, ())
            if each["field"] in _TOLD and each["new"] not in _AFTER_THE_DATE
        ]
        differs = _differs([label for label, _ in reports])
        truly += differs
        told += differs and bool(changed)
        false += not differs and bool(changed)
        if differs or changed:
            verdict = ("reported" if changed else "NOT REPORTED") if differs else "FALSE"
            said = "; ".join(f"{each['field']} {each['old']} → {each['new']}" for each in changed)
            click.echo(f"{verdict:14}{name}: {said or json.dumps([label['start'] for label, _ in reports])}")
    click.echo(f"{told} of {truly} that changed are reported; false on the rest: {false}")


def _differs(labels: Sequence[dict[str, Any]]) -> bool:
    """Whether a label, in the order of publication, has another status than the first, or days that do not hold its."""
    first, *others = [(*_days(label["start"], label["end"]), label["status"]) for label in labels]
    return any(status != first[2] or begin > first[0] or end < first[1] for begin, end, status in others)


def _days(start: str, end: str | None) -> tuple[date, date]:
    if len(start) == len("2022-01-10"):
        return date.fromisoformat(start), date.fromisoformat(end or start)
    if "W" in start:
        monday = date.fromisoformat(f"{start}-1")
        return monday, monday + timedelta(days=6)
    year, _, month = start.partition("-")
    if not month.isdigit():
        return date(int(year), 1, 1), date(int(year), 12, 31)
    return date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1])


def _scorer() -> ModuleType:
    spec = spec_from_file_location("score", SHARED / "gold/score.py")
    if spec is None or spec.loader is None:
        sys.exit("needs ../shared, which is not here")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
