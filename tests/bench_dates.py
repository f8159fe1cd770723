"""How fast dates are read, beside others who look for dates in text: `python -m tests.bench_dates [TEXTS.jsonl]`.

The texts are lines of {id, dct, text}; without a file, those of ../shared/timex, or else the articles of the demo and
the sentences of the corpus, which are full of dates. Others are measured where they are installed; dateparser comes
with trafilatura, datefinder is on PyPI.
"""

import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from jobs.timexes import DatedText, expressions, parse_texts
from tests.measure_dates import SHARED

_ROUNDS = 3
_OTHERS_KB = 20  # enough of a text for what takes tens of milliseconds a KB


def ours(texts: Sequence[DatedText]) -> None:
    """Read the texts with Daybook."""
    for text in texts:
        expressions(text)


def dateparser(texts: Sequence[DatedText]) -> None:
    """Read the texts with dateparser.search."""
    search: Any = import_module("dateparser.search")
    for text in texts:
        settings = {"RELATIVE_BASE": datetime.combine(text.published, datetime.min.time())}
        search.search_dates(text.text, languages=["en"], settings=settings)


def datefinder(texts: Sequence[DatedText]) -> None:
    """Read the texts with datefinder."""
    finder: Any = import_module("datefinder")
    for text in texts:
        list(finder.find_dates(text.text))


def took_ms(read: Callable[[Sequence[DatedText]], None], texts: Sequence[DatedText]) -> float:
    """Return milliseconds per KB, the best of three rounds; what is read once was read before.

    Raises ModuleNotFoundError where the reader is not installed.
    """
    read(texts[:1])
    best = min(_timed(read, texts) for _ in range(_ROUNDS))
    return 1e3 * best / kilobytes(texts)


def kilobytes(texts: Sequence[DatedText]) -> float:
    """Return how long the texts are, in thousands of bytes."""
    return sum(len(text.text.encode()) for text in texts) / 1000


def _timed(read: Callable[[Sequence[DatedText]], None], texts: Sequence[DatedText]) -> float:
    start = time.process_time()
    read(texts)
    return time.process_time() - start


def _our_texts() -> Iterator[DatedText]:
    corpus = tomllib.loads(Path("tests/corpus/en.toml").read_text("utf-8"))
    sentences = [entry["sentence"] for section in ("announces", "leaves") for entry in corpus[section]]
    yield DatedText("corpus", "\n".join(sentences), corpus["published"])
    for path in sorted(Path("jobs/demo").glob("*.txt")):
        yield DatedText(path.name, path.read_text("utf-8"), date(2021, 12, 28))


def _first(texts: Sequence[DatedText], most_kb: float) -> Sequence[DatedText]:
    last = next((i for i in range(1, len(texts)) if kilobytes(texts[:i]) >= most_kb), len(texts))
    return texts[:last]


def main() -> None:
    """Print milliseconds per KB, each reader on a line."""
    paths = [Path(argument) for argument in sys.argv[1:]] or sorted((SHARED / "timex").glob("*.jsonl"))
    lines = (text for path in paths for text in parse_texts(path.read_text("utf-8"), path.name))
    texts = list(lines if paths else _our_texts())
    click.echo(
        f"{kilobytes(texts):.0f} KB in {len(texts)} texts; milliseconds per KB on one core, the best of {_ROUNDS}:"
    )
    click.echo(f"daybook dates      {took_ms(ours, texts):8.3f}")
    for name, read, some in (
        ("datefinder", datefinder, texts),
        ("dateparser.search", dateparser, _first(texts, _OTHERS_KB)),
    ):
        try:
            click.echo(f"{name:18} {took_ms(read, some):8.3f}   on {kilobytes(some):.0f} KB of them")
        except ModuleNotFoundError:
            click.echo(f"{name:18}  skipped: it is not installed (pip install {name.partition('.')[0]})")


if __name__ == "__main__":
    main()
