"""How well dates are read, on the development data beside the project: `python -m tests.measure_dates`.

Public news corpora with every expression of time marked and normalised (value F1: it overlaps the marked one and its
value is the same; future day: dates after publication that name one day), and the evidence of announced meetings (of
those with a start after publication, how many are named by an expression in their evidence).
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

import click

from jobs.extraction.language import Language, language
from jobs.extraction.timex.expressions import Expression, read_text
from jobs.timexes import as_timex, expressions, parse_texts
from storage.spans import write_start

# Told without our own rules: a number of a day or year, or a word that dates are made of.
_STATED = re.compile(
    r"\b(\d{1,2}(st|nd|rd|th)?|20\d\d|(mon|tues|wednes|thurs|fri|satur|sun)days?|to(day|night|morrow)|weekends?|"
    r"(next|this|coming|later|following) \w+|weeks?|months?|years?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
SHARED = Path(__file__).resolve().parents[2] / "shared"


class Scores(NamedTuple):
    """F1 in percent."""

    value: float
    future_day: float


def scores(corpus: str, shared: Path = SHARED) -> Scores:
    """Return the scores on a corpus of shared/timex by its name: "timebank"."""
    scorer = _scorer(shared)
    path = shared / "timex" / f"{corpus}.jsonl"
    texts = list(parse_texts(path.read_text("utf-8"), corpus))
    read = {text.id: [as_timex(each) for each in expressions(text)] for text in texts}
    result, _ = scorer.score(list(_rows(path)), read, future=True)
    return Scores(result["value"]["F1"], result["future"]["day"]["F1"])


def unresolved(shared: Path = SHARED) -> tuple[int, list[str]]:
    """Return the number of future dates in the evidence of shared/gold, and the evidence of those that are not read.

    Evidence that states no date, "he will also meet with the king", is left out.
    """
    english = language("en")
    assert english
    missed = []
    number = 0
    for row in _rows(shared / "gold" / "dev.jsonl"):
        published = date.fromisoformat(row["published"])
        future = [meeting for meeting in row["meetings"] if _ends(meeting) > row["published"]]
        found = list(read_text(f"{row['title']}\n{row['text']}", published, english)) if future else []
        for meeting in future:
            if not _STATED.search(meeting["evidence"]):
                continue
            number += 1
            if not any(_names(each, meeting) for each in _within(found, row, meeting["evidence"], published, english)):
                missed.append(f"{row['published']} → {meeting['start']}: {meeting['evidence']}")
    return number, missed


def _within(
    found: list[Expression], row: dict[str, Any], evidence: str, published: date, english: Language
) -> Iterator[Expression]:
    """The expressions in the evidence, as they are read in their article; in a title, alone."""
    start = f"{row['title']}\n{row['text']}".find(evidence)
    if start < 0:
        yield from read_text(evidence, published, english)
    yield from (each for each in found if start <= each.start and each.end <= start + len(evidence))


def _names(expression: Expression, meeting: dict[str, Any]) -> bool:
    when = expression.when
    if when is None:
        return False
    starts = {meeting["start"], *meeting.get("alt_starts", ())}
    return bool(starts & {write_start(when), f"{when.first}", expression.meaning.value})


def _ends(meeting: dict[str, Any]) -> str:
    return str(meeting["end"] or meeting["start"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _scorer(shared: Path) -> Any:
    spec = spec_from_file_location("score_timex", shared / "timex" / "score_timex.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print all of it; the missed dates with --missed."""
    if not SHARED.is_dir():
        sys.exit("There is nothing to measure with: ../shared is not here.")
    for corpus in ("timebank", "aquaint", "wikiwars"):
        found = scores(corpus)
        click.echo(f"{corpus:10} value F1 {found.value:5.1f}   future day F1 {found.future_day:5.1f}")
    number, missed = unresolved()
    click.echo(f"evidence   {number - len(missed)} of {number} future dates resolved: {1 - len(missed) / number:.1%}")
    if "--missed" in sys.argv:
        click.echo("\n".join(missed))


if __name__ == "__main__":
    main()
