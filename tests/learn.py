"""Learn what speaks for a meeting and what against, from labelled articles: `python -m tests.learn`.

Needs scikit-learn, which Daybook itself does not: `make learn` installs it.
Writes jobs/extraction/languages/en/announced.json: the weight of each sign by logistic regression. Learns from
../shared/gold/dev.jsonl, from the articles of ../shared/pool that are labelled in tests/labels/pool.jsonl, and from our
own sentences in tests/corpus and tests/labels/unread.toml.
"""

import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

import jobs.extraction
from jobs.extraction.announcement.claims import claims
from jobs.extraction.home import home_of
from jobs.extraction.language import language
from jobs.extraction.model import Model
from jobs.extraction.passages import passages
from jobs.reading import parse_articles
from storage.models import Article
from storage.spans import write_start
from tests.measure_dates import SHARED

WEIGHTS = Path(jobs.extraction.__file__).parent / "languages/en/announced.json"
_TESTS = Path(__file__).parent
_INVERSE_PENALTY = 0.2  # scikit-learn's C; the best of 0.05 … 1 in cross-validation, all near each other
_SEEN = 3  # a sign that fewer examples have tells nothing
_LIGHTEST = 0.01


@dataclass(frozen=True)
class Labelled:
    """An Article and the meetings that careful readers found in it."""

    id: str
    article: Article
    row: dict[str, Any]  # as the scorer reads it


@dataclass(frozen=True)
class Example:
    """The signs of a date, and whether a meeting is announced for it."""

    signs: tuple[str, ...]
    is_announced: bool


def gold(shared: Path = SHARED) -> list[Labelled]:
    """Return the articles of ../shared/gold/dev.jsonl."""
    return _labelled((shared / "gold/dev.jsonl").read_text("utf-8").splitlines())


def pool(shared: Path = SHARED) -> list[Labelled]:
    """Return the articles of ../shared/pool that have labels of our own to learn from."""
    return ours("pool", pool_rows(shared))


def pool_rows(shared: Path = SHARED) -> Iterator[dict[str, Any]]:
    """Yield each article of ../shared/pool, with labels or without."""
    with gzip.open(shared / "pool/articles.jsonl.gz", "rt", encoding="utf-8") as articles:
        yield from map(json.loads, articles)


def ours(name: str, rows: Iterable[dict[str, Any]]) -> list[Labelled]:
    """Return those of the articles that tests/labels/{name}.jsonl has labels for."""
    lines = (_TESTS / f"labels/{name}.jsonl").read_text("utf-8").splitlines()
    labels = {row["id"]: row["meetings"] for row in map(json.loads, lines)}
    return _labelled([json.dumps(_with_evidence(row, labels[row["id"]])) for row in rows if row["id"] in labels])


def _with_evidence(row: dict[str, Any], meetings: Iterable[dict[str, Any]]) -> dict[str, Any]:
    body = f"{row['title']}\n{row['text']}"
    evident = [one | {"evidence": body[slice(*one["at"])], "granularity": "", "title": ""} for one in meetings]
    return row | {"meetings": evident}


def sentences() -> list[Labelled]:
    """Return our own sentences, each an article of its own: those of the corpus, and those that are read wrong."""
    found = []
    for path in (*sorted(_TESTS.glob("corpus/en/*.toml")), _TESTS / "corpus/en.toml", _TESTS / "labels/unread.toml"):
        corpus = tomllib.loads(path.read_text("utf-8"))
        for entry in (*corpus.get("announces", ()), *corpus.get("leaves", ())):
            article = Article(title="", text=entry["sentence"], published=corpus["published"])
            starts = [when.partition("/")[0] for when in entry.get("when", "").split()]
            meetings = [{"start": start, "evidence": entry["sentence"]} for start in starts]
            found.append(Labelled(entry["sentence"], article, {"meetings": meetings}))
    return found


def examples(labelled: Iterable[Labelled]) -> Iterator[Example]:
    """Yield an Example for each date with a meeting's word in its sentence.

    None where the readers were in doubt, nor where the date is that of a meeting which another sentence announces.
    """
    english = language("en")
    assert english
    for one in labelled:
        for passage in passages(one.article, english):
            start, end = passage.words[0].start, passage.words[-1].end
            for claim in claims(passage, one.article.published, Model({}), home_of(one.article)):
                meant = [
                    meeting
                    for meeting in one.row["meetings"]
                    if write_start(claim.date.when) in (meeting["start"], *meeting.get("alt_starts", ()))
                ]
                here = [meeting for meeting in meant if _overlaps(meeting, one, start, end)]
                certain = [meeting for meeting in here if not meeting.get("ambiguous")]
                if claim.pair and (certain or (not here and all(each.get("ambiguous") for each in meant))):
                    yield Example(claim.signs, bool(certain))


def learn(given: Sequence[Example]) -> dict[str, float]:
    """Return the weight of each sign; under the empty name what all dates have in common."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415 - takes seconds, and tests import this file
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    seen = Counter(sign for example in given for sign in example.signs)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([{sign: 1 for sign in one.signs if seen[sign] >= _SEEN} for one in given])
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=3000)
    model.fit(table, [one.is_announced for one in given])
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)) | {"": model.intercept_[0]}
    rounded = ((sign, round(float(weight), 3)) for sign, weight in sorted(weights.items()))
    return {sign: weight for sign, weight in rounded if abs(weight) >= _LIGHTEST}


def _labelled(lines: Sequence[str]) -> list[Labelled]:
    rows = {row["id"]: row for row in map(json.loads, lines)}
    return [Labelled(key, article, rows[key]) for key, article in parse_articles("\n".join(lines), "labelled")]


def _overlaps(meeting: dict[str, Any], one: Labelled, start: int, end: int) -> bool:
    first = one.article.body.find(meeting["evidence"])
    return first < end and start < first + len(meeting["evidence"])


if __name__ == "__main__":
    found = list(examples([*gold(), *pool(), *sentences()]))
    weights = learn(found)
    WEIGHTS.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", "utf-8")
    click.echo(f"{len(found)} dates, {sum(one.is_announced for one in found)} with a meeting: {len(weights)} weights")
