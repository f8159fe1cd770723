"""How well meetings are found, on labelled articles beside the project: `python -m tests.measure_meetings`.

Prints the table of ../shared/gold/score.py for the development articles: as the package decides, which has learnt from
them, or cross-validated, each fifth of them read with what the other four teach, and our own labels and sentences;
or for articles kept aside, which nothing learns from and whose errors nobody looks at.
"""

import asyncio
import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from unittest.mock import patch

import click

from jobs.extraction.language import Language, language
from jobs.extraction.model import Model
from jobs.reading import as_dict, read_articles
from tests.learn import Labelled, examples, gold, learn, ours, pool, pool_rows, sentences
from tests.measure_dates import SHARED

_FOLDS = 5
_LONGEST_QUOTE = 400
Predicted = dict[str, list[dict[str, Any]]]


def aside(shared: Path = SHARED) -> list[Labelled]:
    """Return the articles of ../shared/pool and ../shared/timex that tests/labels/aside.jsonl has labels for."""
    return ours("aside", [row | {"corpus": "pool"} for row in pool_rows(shared)] + list(_timex_rows(shared)))


def _timex_rows(shared: Path) -> Iterator[dict[str, Any]]:
    for corpus in ("timebank", "aquaint"):
        for row in map(json.loads, (shared / f"timex/{corpus}.jsonl").read_text("utf-8").splitlines()):
            yield {"id": row["id"], "published": row["dct"], "title": "", "text": row["text"], "corpus": corpus}


def read(labelled: Sequence[Labelled]) -> Predicted:
    """Return what is found in each article, by its id."""
    found = asyncio.run(read_articles([one.article for one in labelled]))
    return {one.id: [as_dict(each) for each in meetings] for one, meetings in zip(labelled, found, strict=True)}


def cross_validated(labelled: Sequence[Labelled], also: Sequence[Labelled]) -> Predicted:
    """Return what is found in each article by what all others teach: those of the other folds, and ``also``."""
    shuffled = random.Random(1).sample(labelled, len(labelled))  # noqa: S311 - folds, no secret
    taught = list(examples(also))
    predicted: Predicted = {}
    for fold in range(_FOLDS):
        others = [one for i, one in enumerate(shuffled) if i % _FOLDS != fold]
        model = Model(learn([*examples(others), *taught]))
        with patch("jobs.extraction.extract.language", lambda tag, model=model: _with(model, tag)):
            predicted |= read(shuffled[fold::_FOLDS])
    return predicted


def _with(model: Model, tag: str) -> Language | None:
    known = language(tag)
    return known and replace(known, announced=model)


def score(labelled: Sequence[Labelled], predicted: Predicted, *options: str, shared: Path = SHARED) -> str:
    """Return what the scorer prints."""
    with TemporaryDirectory() as folder:
        gold_path, predicted_path = Path(folder, "gold.jsonl"), Path(folder, "predicted.jsonl")
        gold_path.write_text("\n".join(json.dumps(one.row) for one in labelled))
        lines = (json.dumps({"id": key, "meetings": meetings}) for key, meetings in predicted.items())
        predicted_path.write_text("\n".join(lines))
        command = [sys.executable, str(shared / "gold/score.py"), str(gold_path), str(predicted_path), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our scorer


def differences(labelled: Sequence[Labelled], predicted: Predicted, shared: Path = SHARED) -> Iterator[str]:
    """Yield each meeting that was found, and was said to be of others, of another kind or elsewhere: theirs → ours."""
    scorer = _scorer(shared / "gold/score.py")
    for one in labelled:
        theirs, ours = one.row["meetings"], predicted[one.id]
        for i, j in sorted(scorer.match(one.row, theirs, ours)):
            if lines := [] if theirs[i].get("ambiguous") else list(_differing(theirs[i], ours[j], scorer)):
                quote = ours[j]["quote"][:_LONGEST_QUOTE]
                yield "\n    ".join([f"{one.id}: {ours[j]['title']}", f"“{quote}”", *lines])


def _differing(theirs: dict[str, Any], ours: dict[str, Any], scorer: ModuleType) -> Iterator[str]:
    they, we = (" ".join(f"[{scorer.actor(each)}]" for each in sorted(one["participants"])) for one in (theirs, ours))
    if set(map(scorer.actor, theirs["participants"])) != set(map(scorer.actor, ours["participants"])):
        yield f"participants: {they} → {we}"
    if theirs["kind"] != ours["kind"]:
        yield f"kind: {theirs['kind']} → {ours['kind']}"
    there, here = ((one["location"] or "").lower() for one in (theirs, ours))
    if bool(there) != bool(here) or not (there.split(",")[0] in here or here.split(",")[0] in there):
        yield f"place: {theirs['location']} → {ours['location']}"


def _scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def confirmed(predicted: Predicted) -> Predicted:
    """Return those of the predicted meetings that are shown as confirmed."""
    return {key: [each for each in meetings if each["certainty"] == "confirmed"] for key, meetings in predicted.items()}


@click.command()
@click.option("--cross-validated", "validated", is_flag=True, help="Not as it is shipped; needs scikit-learn.")
@click.option("--labels", is_flag=True, help="Cross-validated on our own labels of the pool.")
@click.option("--aside", "kept", is_flag=True, help="The package as shipped, on articles that nothing learns from.")
@click.option("--errors", default=0, help="Print so many errors.")
@click.option("--fields", is_flag=True, help="Print what is told otherwise of the meetings found: theirs → ours.")
def main(validated: bool, labels: bool, kept: bool, errors: int, fields: bool) -> None:
    """Print how well meetings are found, as the package is shipped: it has learnt from these very articles."""
    if kept:
        if validated or labels or errors or fields:
            raise click.UsageError("--aside stands alone: once its errors are looked at, it measures nothing.")
        articles = aside()
        click.echo(score(articles, read(articles), "--by", "corpus"))
        return
    measured = pool() if labels else gold()
    others = gold() if labels else pool()
    predicted = cross_validated(measured, [*others, *sentences()]) if validated or labels else read(measured)
    click.echo(score(measured, predicted, "--by", "outlet", "--errors", str(errors)))
    sure = json.loads(score(measured, confirmed(predicted), "--json"))
    click.echo(f"shown as confirmed: {sure['found'] + sure['wrong']}, precision {sure['precision']:.3f}")
    if fields:
        click.echo("\n".join(differences(measured, predicted)))


if __name__ == "__main__":
    main()
