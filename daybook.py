"""The command line, and the only file that sees both sides."""

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jobs.ingest import Ingested, enter_all, new_articles
from jobs.reading import Found, as_dict, parse_lines, read_articles
from jobs.settings import JobsSettings
from jobs.sources import file
from jobs.sources.registry import read_source
from jobs.sources.web import Web
from storage.clock import Clock
from storage.database import Database, open_database
from storage.errors import DaybookError
from storage.models import Article
from storage.settings import read_settings


class Day(click.ParamType[date]):
    """A day, written 2021-12-28."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fail with a sentence where there is no such day."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a day: write it like 2021-12-28.', param, ctx)


class Moment(click.ParamType[datetime]):
    """A moment, written 2021-12-28T12:00Z; UTC where it names no zone."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment, aware; fail with a sentence where there is no such moment."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is not a moment: write it like 2021-12-28T12:00Z.', param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


now_option = click.option(
    "--now", type=Moment(), help="Where the clock starts, like 2021-12-28T12:00Z: for rehearsals."
)


class Commands(click.Group):
    """Commands whose errors are sentences: what went wrong on purpose ends with one, and a non-zero status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a DaybookError becomes click's own way to fail."""
        try:
            return super().invoke(ctx)
        except DaybookError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="daybook")
def main() -> None:
    """Keep a diplomatic diary: find the meetings that articles announce, and remind people of them.

    \b
    daybook demo                 see it at work, in a minute
    daybook chat                 talk to it in the terminal, without an account
    daybook run                  put it on Telegram
    """


@main.command()
@click.argument("path", metavar="FILE", required=False)
@click.option("--published", type=Day(), help="The day the article was published, before what it says itself.")
@click.option("--json", "as_json", is_flag=True, help="A list for programs instead of a table.")
@click.option(
    "--jsonl", "lines", metavar="IN", help="Read many: a line each, {id, published, title, text, lang?, url?}."
)
def read(path: str | None, published: date | None, as_json: bool, lines: str | None) -> None:
    """Show which upcoming meetings an article announces; nothing is kept.

    FILE is a title, the day as YYYYMMDD and the address on a line each, then the text; or HTML; or - for standard
    input.

    \b
    Example:
      daybook read article.txt
      daybook read page.html --published 2021-12-28 --json
      daybook read --jsonl articles.jsonl > meetings.jsonl
    """
    if (path is None) == (lines is None):
        raise click.UsageError("Name one article, or many with --jsonl: daybook read article.txt")
    if lines is not None:
        ids, articles = parse_lines(_content(lines).decode(errors="replace").splitlines(), lines)
        for article_id, found in zip(ids, asyncio.run(read_articles(articles)), strict=True):
            click.echo(json.dumps({"id": article_id, "meetings": [as_dict(one) for one in found]}, ensure_ascii=False))
        return
    assert path is not None  # noqa: S101 - one of the two was given
    found = asyncio.run(read_articles([_article(path, published)]))[0]
    if as_json:
        click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        Console().print(_table(found) if found else "No upcoming meeting is announced in it.")


@main.command()
@click.argument("place", metavar="FILE|URL")
@click.option("--published", type=Day(), help="The day the article was published, before what it says itself.")
@now_option
def ingest(place: str, published: date | None, now: datetime | None) -> None:
    """Enter one article, or all of a feed, into the database now.

    \b
    Example:
      daybook ingest article.txt
      daybook ingest https://www.nato.int/feed.xml
    """
    brought, found = asyncio.run(_ingest(place, published, Clock(now)))
    if found:
        Console().print(_table(found))
    click.echo(
        f"Articles new or changed: {brought.articles}; meetings they announce: {len(brought.meetings)}."
        if brought.articles
        else "Nothing new: all of it was read before."
    )


async def _ingest(place: str, published: date | None, clock: Clock) -> tuple[Ingested, list[Found]]:
    settings = read_settings(JobsSettings)
    article = None if place.startswith(("http://", "https://")) else _article(place, published)
    async with open_database(settings.database_url) as database:
        articles = [article] if article else await _fetch(database, settings, place, published, clock)
        brought = await enter_all(database, articles, clock)
        async with database.transaction() as storage:
            meetings = [await storage.meetings.get(meeting_id) for meeting_id in brought.meetings]
            quotes = [(await storage.meetings.evidence(meeting.id))[-1].mention.quote for meeting in meetings]
    return brought, [Found(meeting.uid, meeting, quote) for meeting, quote in zip(meetings, quotes, strict=True)]


async def _fetch(
    database: Database, settings: JobsSettings, address: str, published: date | None, clock: Clock
) -> list[Article]:
    async with Web(settings.allow_hosts) as web:
        reading = await read_source(web, address, today=clock.now().date())
        articles = await new_articles(database, web, reading, clock.now())
    return [replace(article, published=published) for article in articles] if published else articles


def _article(path: str, published: date | None) -> Article:
    return file.parse(_content(path), "standard input" if path == "-" else path, published)


def _content(path: str) -> bytes:
    """Return what is in the file, or on standard input for "-"."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _table(found: Iterable[Found]) -> Table:
    """Return a table for people, the earliest meeting first."""
    table = Table("When", "Meeting", "How sure", show_lines=True)
    for one in sorted(found, key=lambda one: one.belief.when.first):
        row = as_dict(one)
        when = [row["start"], row["end"] and f"to {row['end']}", row["time"]]
        what = [row["title"], row["location"], f"“{row['quote']}”"]
        sure = [row["certainty"], row["status"] if row["status"] != "scheduled" else None]
        table.add_row(*(Text("\n".join(filter(None, lines))) for lines in (when, what, sure)))
    return table


if __name__ == "__main__":
    main()
