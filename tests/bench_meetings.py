"""How fast meetings are read, and in how much memory: `python -m tests.bench_meetings`.

The articles are those beside the project, ../shared/gold and ../shared/pool, or else those of the demo.
"""

import gzip
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from tests.measure_dates import SHARED

_ROUNDS = 3
_TO_MB = 1024 * 1024 if sys.platform == "darwin" else 1024  # of what getrusage counts in


def _texts() -> Iterator[tuple[str, list[tuple[str, str, date]]]]:
    """Yield title, text and day of publication of the articles, by the name of where they are from."""
    for path in (SHARED / "gold/dev.jsonl", SHARED / "pool/articles.jsonl.gz"):
        if path.is_file():
            raw = path.read_bytes()
            rows = [json.loads(line) for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines()]
            yield path.parent.name, [(row["title"], row["text"], date.fromisoformat(row["published"])) for row in rows]
    texts = [path.read_text("utf-8") for path in sorted(Path("jobs/demo").glob("*.txt"))]
    yield "demo", [(text.partition("\n")[0], text.partition("\n")[2], date(2021, 12, 28)) for text in texts]


def main() -> None:
    """Print milliseconds per KB, those until the first article is read, and the peak of memory."""
    corpora = list(_texts())
    start = time.process_time()
    # Importing it is part of what is measured.
    from jobs.extraction.extract import extract  # noqa: PLC0415
    from storage.models import Article  # noqa: PLC0415

    def read(articles: Sequence[Article]) -> float:
        begin = time.process_time()
        for article in articles:
            extract(article)
        return time.process_time() - begin

    named = [
        (name, [Article(title=title, text=text, published=published) for title, text, published in rows])
        for name, rows in corpora
    ]
    read(named[0][1][:1])
    click.echo(f"{1e3 * (time.process_time() - start):.0f} ms until the first article is read, imports included")
    click.echo(f"milliseconds per KB on one core, the best of {_ROUNDS}:")
    for name, articles in named:
        kilobytes = sum(len(article.body.encode(errors="replace")) for article in articles) / 1000
        best = min(read(articles) for _ in range(_ROUNDS))
        click.echo(f"{name:8} {1e3 * best / kilobytes:8.3f}   {kilobytes:.0f} KB in {len(articles)} articles")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _TO_MB
    click.echo(f"{peak:.0f} MB at the most, all articles held")


if __name__ == "__main__":
    main()
