"""The command line, and the only file that sees both sides."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

import jobs
from bot.__main__ import serve as serve_bot
from bot.markup import clean
from bot.rehearsal import Rehearsal
from bot.settings import BotSettings
from jobs.__main__ import serve as serve_jobs
from jobs.batch import diary_of
from jobs.entering import Entered, enter_items
from jobs.extraction.explain import Considered, explain
from jobs.extraction.timex.expressions import Expression
from jobs.readers import Readers
from jobs.reading import Found, as_dict, parse_articles, read_articles
from jobs.settings import JobsSettings
from jobs.sources import file
from jobs.sources.records import Item
from jobs.sources.registry import read_source
from jobs.sources.web.client import Web
from jobs.timetable import timetable
from jobs.timexes import DatedText, as_timex, expressions, parse_texts
from storage.clock import Clock
from storage.database import Database, open_database
from storage.errors import DaybookError
from storage.instance import alone, run_alone
from storage.leases import Held
from storage.log import set_up_logs
from storage.models import Article
from storage.settings import Settings, read_settings, unknown_names
from storage.spans import write_days

log = logging.getLogger(__name__)
DEMO = Path(jobs.__file__).parent / "demo"


class RunSettings(BotSettings, JobsSettings):
    """What both sides are told, so that all that is wrong is told at once."""


_SIGNS = 8  # of a decision that are shown; the rest weighs little


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
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f'"{value}" is not a moment: write it like 2021-12-28T12:00Z.', param, ctx)


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
@click.option("--explain", "explained", is_flag=True, help="Show each date instead, what was decided, and by what.")
def read(path: str | None, published: date | None, as_json: bool, lines: str | None, explained: bool) -> None:
    """Show which upcoming meetings an article announces; nothing is kept.

    FILE is a title, the day as YYYYMMDD and the address on a line each, then the text; or HTML; or an iCalendar
    file; or - for standard input.

    \b
    Example:
      daybook read article.txt
      daybook read page.html --published 2021-12-28 --json
      daybook read article.txt --explain
      daybook read --jsonl articles.jsonl > meetings.jsonl
    """
    if (path is None) == (lines is None):
        raise click.UsageError("Name one article, or many with --jsonl: daybook read article.txt")
    if lines is not None:
        given = list(parse_articles(_text(lines), lines))
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("Reading", total=len(given))
            read_by_article = asyncio.run(
                read_articles([article for _, article in given], lambda: progress.advance(bar))
            )
        for (article_id, _), found in zip(given, read_by_article, strict=True):
            click.echo(json.dumps({"id": article_id, "meetings": [as_dict(one) for one in found]}, ensure_ascii=False))
        return
    assert path is not None  # noqa: S101 - one of the two was given
    if explained:
        considered = list(chain.from_iterable(map(explain, _articles(path, published))))
        Console().print(_explanations(considered) if considered else "There is no date in it.")
        return
    found = list(chain.from_iterable(asyncio.run(read_articles(_articles(path, published)))))
    if as_json:
        click.echo(json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        Console().print(_table(found) if found else "No upcoming meeting is announced in it.")


@main.command()
@click.option(
    "--jsonl",
    "lines",
    metavar="IN",
    required=True,
    help="Articles, a line each: {id, published, title, text, lang?, url?, outlet?, tier?}.",
)
def diary(lines: str) -> None:
    """Print the diary of a batch of articles: a JSON line for each meeting, whoever speaks of it.

    A line has what "daybook read --json" has, and besides: sequence; sources, each {article, outlet, published, says,
    quote, url, score, reasons}; changes, each {field, old, new, quote, outlet}; dissent, each {field, value, outlet}.
    An article there is its id; tier is official, wire or other.

    \b
    Example:
      daybook diary --jsonl articles.jsonl > diary.jsonl
    """
    given = list(parse_articles(_text(lines), lines))
    ids = {article.key: row_id for row_id, article in given}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task("Reading", total=len(given))
        found = asyncio.run(diary_of([article for _, article in given], lambda: progress.advance(bar)))
    for one in found:
        one["sources"] = [source | {"article": ids[source["article"]]} for source in one["sources"]]
        click.echo(json.dumps(one, ensure_ascii=False))


def _explanations(considered: Iterable[Considered]) -> Table:
    """Return a table for people: the heaviest signs of each date, which add up to its odds with the lighter ones."""
    table = Table("Date", "Decision", "Because", show_lines=True)
    for one in considered:
        signs = ", ".join(f"{sign} {weight:+.1f}" for sign, weight in one.reasons[:_SIGNS])
        because = [f"odds {one.odds:+.1f}: {signs}"] if one.odds is not None else []
        when = f"“{one.when.phrase}”\n{write_days(one.when)}"
        cells = (when, f"{one.decision}\n“{one.sentence}”", "\n".join([*because, f"date: {one.rule}"]))
        table.add_row(*(Text("\n".join(clean(line, 2000) for line in cell.split("\n"))) for cell in cells))
    return table


@main.command()
@click.argument("text", required=False)
@click.option("--published", type=Day(), help="The day the text was published, from which its words are counted.")
@click.option("--lang", default="en", show_default=True, help="The text's language, like en-GB.")
@click.option("--jsonl", "lines", metavar="IN", help="Read many: a line each, {id, dct, text, lang?}.")
def dates(text: str | None, published: date | None, lang: str, lines: str | None) -> None:
    """Show every expression of time in TEXT: what it means, and the rule that read it.

    With --jsonl a line for each text, {id, timexes}, values as in TIMEX3.

    \b
    Example:
      daybook dates "They met on Tuesday and will meet again in two weeks." --published 2021-12-28
      daybook dates --jsonl texts.jsonl > timexes.jsonl
    """
    if lines is not None and text is None and published is None:
        for dated in parse_texts(_text(lines), lines):
            timexes = [as_timex(each) for each in expressions(dated)]
            click.echo(json.dumps({"id": dated.id, "timexes": timexes}, ensure_ascii=False))
        return
    if text is None or published is None or lines is not None:
        raise click.UsageError('Name a text and its day: daybook dates "…" --published 2021-12-28; or many: --jsonl IN')
    found = expressions(DatedText(None, text, published, lang))
    Console().print(_timexes(found) if found else "No expression of time is in it.")


def _timexes(found: Iterable[Expression]) -> Table:
    """Return a table for people, in the order of the text."""
    table = Table("Words", "Type", "Value", "Days", "Rule")
    for each in found:
        days = write_days(each.when) if each.when else ""
        table.add_row(*map(Text, (clean(each.text), each.meaning.type, each.meaning.value, days, each.rule)))
    return table


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


async def _ingest(place: str, published: date | None, clock: Clock) -> tuple[Entered, list[Found]]:
    settings = read_settings(JobsSettings)
    is_web = place.startswith(("http://", "https://"))
    given = [] if is_web else [Item(article) for article in _articles(place, published)]
    async with (
        open_database(settings.database_url) as database,
        Web(settings.allow_hosts, contact=settings.contact) as web,
    ):
        items = given or await _fetch(web, place, published, clock)
        brought = await enter_items(database, web, items, clock, alerts=len(items) == 1)  # many are history
        if brought.failures and not brought.articles:
            raise brought.failures[0]
        async with database.transaction() as storage:
            meetings = [await storage.meetings.get(meeting_id) for meeting_id in brought.meetings]
            quotes = [(await storage.meetings.evidence(meeting.id))[-1].mention.quote for meeting in meetings]
    return brought, [Found(meeting.uid, meeting, quote) for meeting, quote in zip(meetings, quotes, strict=True)]


async def _fetch(web: Web, address: str, published: date | None, clock: Clock) -> list[Item]:
    items = (await read_source(web, address, today=clock.now().date())).items
    if published is None:
        return list(items)
    return [replace(item, article=replace(item.article, published=published), is_dated=True) for item in items]


def _articles(path: str, published: date | None) -> list[Article]:
    return file.parse_all(_content(path), "standard input" if path == "-" else path, published)


def _content(path: str) -> bytes:
    """Return what is in the file, or on standard input for "-"."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _text(path: str) -> str:
    return _content(path).decode(errors="replace")


def _table(found: Iterable[Found]) -> Table:
    """Return a table for people."""
    table = Table("When", "Meeting", "How sure", show_lines=True)
    for one in found:
        row = as_dict(one)
        when = [row["start"], row["end"] and f"to {row['end']}", row["time"]]
        what = [row["title"], row["location"], f"“{row['quote']}”"]
        sure = [row["certainty"], row["status"] if row["status"] != "scheduled" else None]
        table.add_row(*(Text("\n".join(clean(line, 2000) for line in lines if line)) for lines in (when, what, sure)))
    return table


@main.command()
@now_option
def run(now: datetime | None) -> None:
    """Be on Telegram: the bot and the jobs in one process, until SIGTERM or Ctrl-C.

    \b
    Example:
      DAYBOOK_TOKEN=123456:ABC-… DAYBOOK_ADMINS=4711 daybook run
    """
    set_up_logs()
    for name in unknown_names([RunSettings]):
        log.warning("unknown setting", extra={"setting": name})
    settings = read_settings(RunSettings)
    clock = Clock(now)
    asyncio.run(
        run_alone(
            settings.database_url,
            {
                "bot": lambda database, stop: serve_bot(settings, database, clock, stop),
                "jobs": lambda database, stop: serve_jobs(settings, database, clock, stop),
            },
        )
    )


@main.command()
@now_option
def chat(now: datetime | None) -> None:
    """Talk to Daybook in the terminal: the same bot and the same database, without an account.

    \b
    Example:
      daybook chat --now 2021-12-28T12:00Z
      printf '/briefing\\n:quit\\n' | daybook chat
    """
    set_up_logs(logging.ERROR)
    asyncio.run(_chat(Clock(now)))


@main.command()
def demo() -> None:
    """See the main job in a minute: articles are read, people subscribe, January 2022 passes.

    \b
    Example:
      daybook demo
    """
    set_up_logs(logging.ERROR)
    asyncio.run(_demo())


@main.command()
def health() -> None:
    """Say which parts of Daybook run on the database; a non-zero status where none does. For health checks.

    \b
    Example:
      daybook health
    """
    held = asyncio.run(_held())
    if not held:
        raise click.ClickException("No Daybook runs on this database.")
    click.echo(f"running: {', '.join(one.name for one in held)}")


async def _held() -> list[Held]:
    address = read_settings(Settings).database_url
    async with open_database(address, as_it_is=True) as database, database.transaction() as storage:
        return await storage.leases.held(Clock().now())


@asynccontextmanager
async def rehearsal(address: str, clock: Clock) -> AsyncIterator[tuple[Rehearsal, Database, Web]]:
    """Give a Rehearsal that is started, with its database, on which it is alone, and its web."""
    settings = read_settings(JobsSettings)
    async with (
        open_database(address) as database,
        alone(database, "bot", "jobs", stop=asyncio.Event()),
        Web(settings.allow_hosts, contact=settings.contact) as web,
        Readers(database, web, clock, bounds=settings.bounds, admins=settings.admins) as readers,
    ):

        async def jobs() -> None:
            await readers.finish()
            for tick in timetable(database, web, clock, readers):
                await tick.run()

        rehearsed = Rehearsal(database, clock, sys.stdout, jobs)
        await rehearsed.start()
        yield rehearsed, database, web


async def _chat(clock: Clock) -> None:
    by_hand = sys.stdin.isatty()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to stop listening
    async with rehearsal(read_settings(Settings).database_url, clock) as (rehearsed, _, _):
        if by_hand:
            click.echo(f"It is {clock.now():%a %d %b %Y, %H:%M} UTC. Type /start, or :help; :quit leaves.\n")
        background = asyncio.create_task(_run_on(rehearsed)) if by_hand else None
        async for line in _typed("› " if by_hand else ""):
            if line == ":quit":
                break
            try:
                await rehearsed.obey(line)
            except DaybookError as error:
                click.echo(f"{error}\n")
        if background is not None:
            background.cancel()


async def _typed(prompt: str) -> AsyncIterator[str]:
    """Give each line as it is typed, without the space around it, until the end.

    A daemon thread waits for it, and only while one is asked for: Ctrl-C then needs no Enter to be heard.
    """
    loop = asyncio.get_running_loop()
    asked: SimpleQueue[asyncio.Future[str | None]] = SimpleQueue()

    def read() -> None:
        while True:
            wanted, line = asked.get(), None
            with suppress(EOFError):
                line = input(prompt).strip()
            loop.call_soon_threadsafe(wanted.set_result, line)

    Thread(target=read, daemon=True).start()
    while True:
        wanted: asyncio.Future[str | None] = loop.create_future()
        asked.put(wanted)
        line = await wanted
        if line is None:
            return
        yield line


async def _run_on(rehearsed: Rehearsal) -> None:
    """Do what comes due while nobody types."""
    while True:
        await asyncio.sleep(1)
        try:
            await rehearsed.work()
        except DaybookError as error:
            click.echo(f"{error}\n", err=True)


async def _demo() -> None:
    """Let the articles of jobs/demo arrive on the days they were published, and January 2022 pass."""
    articles = [file.parse(path.read_bytes(), path.name) for path in sorted(DEMO.glob("*.txt"))]
    start, end = datetime(2021, 12, 28, 12, tzinfo=UTC), datetime(2022, 1, 27, tzinfo=UTC)
    typed = {0: ["/briefing", "/subscribe"], 1: ["/briefing"]}  # after which article
    with TemporaryDirectory() as folder:
        async with rehearsal(f"sqlite:///{folder}/demo.db", Clock(start)) as (rehearsed, database, web):
            with rehearsed.console.progress() as progress:
                bar = progress.add_task("December 2021", total=(end - start).days)

                def passed(moment: datetime) -> None:
                    progress.update(bar, description=f"{moment:%B %Y}", completed=(moment - start).days)

                for number, article in enumerate(articles):
                    await rehearsed.move_to(datetime.combine(article.published, time(12), UTC), passed)
                    rehearsed.console.note(f"— {article.published}: an article arrives, “{article.title}” —")
                    await enter_items(database, web, [Item(article)], rehearsed.clock)
                    await rehearsed.work()
                    for line in typed.get(number, []):
                        await rehearsed.obey(line)
                await rehearsed.move_to(end, passed)


if __name__ == "__main__":
    main()
