"""The command line as a person meets it: real processes, a real database, Telegram's stand-in on loopback."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

from daybook import main
from tests.telegram_api import TelegramApi
from tests.web import Web as Server

ROOT = Path(__file__).resolve().parents[1]
TALKS = """\
Three meetings on European security
20211228
https://example.org/three-meetings
American and Russian diplomats will hold security talks on January 10, a White House spokesman confirmed on Tuesday.
NATO and Russia intend to hold a separate meeting on January 12, a NATO spokesman confirmed.
A meeting of the Organization for Security and Cooperation in Europe is expected on January 13.
The last round was held in Stockholm on December 2. Officials fear an offensive in early 2022.
"""
FEED = """<rss version="2.0"><channel><title>The Wire</title><item><title>Oslo</title><guid>1</guid>
<pubDate>Sat, 08 Jan 2022 10:00:00 GMT</pubDate>
<description>Norway and Japan will hold talks in Oslo on 14 March, both governments confirmed.</description>
</item></channel></rss>"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTAMP:20211228T101500Z
DTSTART;VALUE=DATE:20220112
SUMMARY:NATO–Russia Council
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20211228T101500Z
DTSTART;VALUE=DATE:20220113
SUMMARY:Press conference
END:VEVENT
END:VCALENDAR
"""
ADMIN = 5


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return an empty folder with the article in it: where the commands are run."""
    (tmp_path / "talks.txt").write_text(TALKS)
    return tmp_path


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    return kept | settings | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"}


def daybook(here: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "daybook", *words],
        cwd=here,
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_article_is_read_to_its_three_meetings(here: Path) -> None:
    meetings = json.loads(daybook(here, "read", "talks.txt", "--json").stdout)
    assert [(meeting["start"], sorted(meeting["participants"])) for meeting in meetings] == [
        ("2022-01-10", ["Russia", "United States"]),
        ("2022-01-12", ["NATO", "Russia"]),
        ("2022-01-13", ["OSCE"]),
    ]
    assert all(meeting["quote"] in TALKS for meeting in meetings)


def test_the_first_real_article_is_read_to_its_three_meetings(here: Path, shared: Path) -> None:
    article = shared / "seeds" / "us-russia-talks-2021-12-28.txt"
    meetings = json.loads(daybook(here, "read", str(article), "--json").stdout)
    assert {(meeting["start"], *sorted(meeting["participants"])) for meeting in meetings} == {
        ("2022-01-10", "Russia", "United States"),
        ("2022-01-12", "NATO", "Russia"),
        ("2022-01-13", "OSCE"),
    }
    assert len(meetings) == 3
    assert all(meeting["quote"] in article.read_text() for meeting in meetings)


def test_an_article_on_standard_input_is_read_as_one_in_a_file(here: Path) -> None:
    assert "United States – Russia: security talks" in daybook(here, "read", "-", typed=TALKS).stdout


def test_the_expressions_of_time_in_a_text_are_shown_with_their_rules(here: Path) -> None:
    shown = daybook(here, "dates", "They met on Tuesday, and for two days.", "--published", "2022-01-07").stdout
    assert "2022-01-04" in shown
    assert "<weekday:plain_weekday>" in shown
    assert "P2D" in shown


def test_the_expressions_of_time_in_many_texts_are_printed_as_timex3(here: Path) -> None:
    row = {"id": "a", "dct": "2022-01-07", "text": "They met on Tuesday."}
    (here / "texts.jsonl").write_text(json.dumps(row))
    timex = {"start": 12, "end": 19, "type": "DATE", "value": "2022-01-04"}
    assert json.loads(daybook(here, "dates", "--jsonl", "texts.jsonl").stdout) == {"id": "a", "timexes": [timex]}


def test_each_date_is_explained(here: Path) -> None:
    shown = daybook(here, "read", "talks.txt", "--explain").stdout
    assert "“talks”: announces" in shown
    assert "It has begun or is past." in shown
    assert "odds" in shown


def test_a_calendar_is_read_and_entered_event_by_event(here: Path) -> None:
    (here / "diary.ics").write_text(CALENDAR)
    meetings = json.loads(daybook(here, "read", "diary.ics", "--json").stdout)
    assert [(one["start"], one["title"]) for one in meetings] == [("2022-01-12", "NATO–Russia Council")]
    told = "Articles new or changed: 2; meetings they announce: 1."
    assert told in daybook(here, "ingest", "diary.ics").stdout


def test_many_articles_are_read_in_their_order_and_matched(here: Path) -> None:
    text = "Norway and Japan will hold talks in Oslo on 14 March."
    rows = [
        {"id": name, "published": day, "title": "Talks", "text": text}
        for name, day in (("later", "2022-01-09"), ("sooner", "2022-01-08"))
    ]
    (here / "many.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    read = [json.loads(line) for line in daybook(here, "read", "--jsonl", "many.jsonl").stdout.splitlines()]
    assert [row["id"] for row in read] == ["later", "sooner"]
    assert read[0]["meetings"][0]["uid"] == read[1]["meetings"][0]["uid"]


def test_the_diary_of_a_batch_has_each_meeting_once_with_its_sources_and_changes(here: Path) -> None:
    texts = {
        "2022-01-08": "Norway and Japan will hold talks in Oslo on 14 March.",
        "2022-01-09": "Peru and Chile will hold talks in Lima on 20 March.",
        "2022-01-10": "The talks of Norway and Japan planned for 14 March have been moved to 21 March.",
    }
    rows = [{"id": day, "published": day, "title": "", "text": text} for day, text in texts.items()]
    (here / "batch.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    printed = daybook(here, "diary", "--jsonl", "batch.jsonl").stdout.splitlines()
    lima, oslo = (json.loads(line) for line in printed)
    assert lima["uid"] != oslo["uid"]
    assert [source["article"] for source in oslo["sources"]] == ["2022-01-08", "2022-01-10"]
    assert [source["quote"] for source in lima["sources"]] == [texts["2022-01-09"]]
    assert [(one["field"], one["old"], one["new"]) for one in oslo["changes"]] == [("date", "2022-03-14", "2022-03-21")]
    assert lima["changes"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    {
        "no such file": (["read", "none.txt"], "none.txt cannot be read: no such file or directory."),
        "an impossible day": (["read", "talks.txt", "--published", "2022-02-30"], '"2022-02-30" is not a day'),
        "an impossible moment": (["chat", "--now", "tomorrow"], '"tomorrow" is not a moment'),
        "not JSON": (["read", "--jsonl", "talks.txt"], "Line 1 of talks.txt is not an article"),
        "not an article": (["ingest", "empty.txt"], "empty.txt is empty."),
        "an address of the machine itself": (["ingest", "http://127.0.0.1/"], "a private network"),
        "nothing to read": (["read"], "Name one article"),
        "dates of no day": (["dates", "They met on Tuesday."], "Name a text and its day"),
        "dates of no text": (["dates", "--jsonl", "talks.txt"], "Line 1 of talks.txt is no text"),
        "a language that is not read": (["dates", "am Dienstag", "--published", "2022-01-01", "--lang", "de"], '"de"'),
        "no token": (["run"], "@BotFather"),
        "no database yet": (["health"], "daybook.db cannot be opened"),
        "a moment before time": (["chat", "--now", "0001-01-01T00:00+14:00"], "is not a moment"),
    }.values(),
)
def test_bad_input_is_one_sentence_and_a_non_zero_status(here: Path, words: list[str], sentence: str) -> None:
    (here / "empty.txt").touch()
    done = daybook(here, *words)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_all_told_at_once(here: Path) -> None:
    wrong = {"DAYBOOK_ADMINS": "ada", "DAYBOOK_API_URL": "telegram", "DAYBOOK_ALLOW_HOSTS": "///"}
    done = daybook(here, "run", **wrong)
    assert done.returncode != 0
    assert {line.removeprefix("Error: ").split(":")[0] for line in done.stderr.splitlines()} == {
        "DAYBOOK_ADMINS",
        "DAYBOOK_ALLOW_HOSTS",
        "DAYBOOK_API_URL",
    }


@pytest.mark.parametrize("command", ["run", "chat", "demo", "read", "diary", "dates", "ingest", "health"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"])
    assert f"daybook {command}" in shown.stdout.partition("Example:")[2]


def test_a_database_on_which_nothing_runs_is_not_healthy(here: Path) -> None:
    daybook(here, "ingest", "talks.txt", "--now", "2030-01-01T12:00Z")
    assert "No Daybook runs on this database." in daybook(here, "health").stderr


def test_a_stray_byte_does_not_end_the_chat(here: Path) -> None:
    typed = b"/start \xff\n/help\n:quit\n"
    shown = subprocess.run(
        [sys.executable, "-m", "daybook", "chat"],
        cwd=here,
        env=environment(PYTHONIOENCODING="utf-8:strict"),
        input=typed,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"/help" in shown.stdout
    assert b"Traceback" not in shown.stderr


def test_what_was_ingested_is_briefed_on_and_reminded_of_once(here: Path) -> None:
    daybook(here, "ingest", "talks.txt", "--now", "2021-12-28T12:00Z")
    assert "Nothing new" in daybook(here, "ingest", "talks.txt", "--now", "2021-12-28T12:00Z").stdout
    typed = "/briefing\n/subscribe\n:wait 17d\n:quit\n"
    shown = daybook(here, "chat", "--now", "2021-12-28T12:00Z", typed=typed).stdout
    briefing, _, reminders = shown.partition("> /subscribe")
    assert "3 meetings, 3 new" in briefing
    for day in ("Mon 10 Jan", "Wed 12 Jan", "Thu 13 Jan"):
        assert day in briefing
        assert reminders.count(f"Tomorrow, {day}") == 1
        assert reminders.count(f"Today, {day}") == 1


def test_what_was_ingested_today_is_reminded_of_in_a_rehearsal_of_the_past(here: Path) -> None:
    daybook(here, "ingest", "talks.txt")
    shown = daybook(here, "chat", "--now", "2021-12-28T12:00Z", typed="/subscribe\n:wait 17d\n").stdout
    for day in ("Mon 10 Jan", "Wed 12 Jan", "Thu 13 Jan"):
        assert shown.count(f"Tomorrow, {day}") == 1
        assert shown.count(f"Today, {day}") == 1


def test_what_was_sent_before_a_restart_is_not_sent_again(here: Path) -> None:
    daybook(here, "ingest", "talks.txt", "--now", "2021-12-28T12:00Z")
    daybook(here, "chat", "--now", "2021-12-28T12:00Z", typed="/subscribe\n")
    first = daybook(here, "chat", "--now", "2022-01-09T10:00Z").stdout
    second = daybook(here, "chat", "--now", "2022-01-09T10:01Z").stdout
    assert (first.count("Tomorrow, Mon 10 Jan"), second.count("Tomorrow, Mon 10 Jan")) == (1, 0)


def test_the_demo_shows_the_talks_their_reminders_and_what_changed(here: Path) -> None:
    done = daybook(here, "demo")
    assert done.returncode == 0
    for day in ("Mon 10 Jan", "Wed 12 Jan", "Thu 13 Jan"):
        assert done.stdout.count(f"Tomorrow, {day}") == 1
        assert done.stdout.count(f"Today, {day}") == 1
    assert done.stdout.count("CHANGED · France – Germany") == 1
    assert done.stdout.count("CANCELLED · Serbia – Kosovo") == 1


@asynccontextmanager
async def running(
    here: Path, now: str, stderr: IO[bytes] | None = None, /, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Give ``daybook run`` as a process; at the end it has stopped cleanly on SIGTERM."""
    command = [sys.executable, "-m", "daybook", "run", "--now", now]
    process = await asyncio.create_subprocess_exec(*command, cwd=here, env=environment(**settings), stderr=stderr)
    try:
        yield process
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
async def api() -> AsyncIterator[TelegramApi]:
    async with TelegramApi() as api:
        yield api
        assert api.violations == []


async def test_on_telegram_people_ask_subscribe_and_are_reminded_at_the_minute(here: Path, api: TelegramApi) -> None:
    daybook(here, "ingest", "talks.txt", "--now", "2021-12-28T12:00Z")
    settings = {"DAYBOOK_TOKEN": api.token, "DAYBOOK_API_URL": api.url, "DAYBOOK_ADMINS": f"{ADMIN}"}
    api.private(ADMIN)
    async with Server() as server, running(here, "2022-01-09T08:59:50Z", DAYBOOK_ALLOW_HOSTS=server.host, **settings):
        assert "/briefing" in (await api.asks(ADMIN, "/start", timeout_s=60)).text
        briefing = await api.asks(ADMIN, "/briefing")
        assert "Mon 10 Jan" in briefing.marked("bold")[1]
        assert "Subscribed" in (await api.asks(ADMIN, "/subscribe")).text
        address = server.serve("/feed.xml", FEED, content_type="application/rss+xml")
        await api.asks(ADMIN, f"/addsource {address}")
        preview = await api.wait_for(lambda sent: "Norway – Japan: talks" in sent.text)
        api.presses(preview, preview.keyboard[0][0][0])
        await api.wait_for(lambda sent: "The Wire" in sent.text and sent.message_id > preview.message_id)
        await api.wait_for(lambda sent: "Tomorrow, Mon 10 Jan" in sent.text)
        assert "bot, jobs" in daybook(here, "health").stdout
    assert sum("Tomorrow, Mon 10 Jan" in sent.text for sent in api.sent) == 1


async def test_a_second_one_says_so_and_takes_over_when_the_first_is_killed(
    here: Path, api: TelegramApi, address: str
) -> None:
    settings = {"DAYBOOK_TOKEN": api.token, "DAYBOOK_API_URL": api.url, "DAYBOOK_DATABASE_URL": address}
    now, command = "2022-01-09T09:00Z", [sys.executable, "-m", "daybook", "run"]
    api.private(ADMIN)
    first = await asyncio.create_subprocess_exec(*command, cwd=here, env=environment(**settings))
    await api.asks(ADMIN, "/start", timeout_s=60)
    said = here / "second.log"
    with said.open("wb") as log:
        async with running(here, now, log, **settings):
            while "Another Daybook" not in said.read_text():  # noqa: ASYNC110 - a file sets no event
                await asyncio.sleep(0.1)
            first.kill()
            await first.wait()
            assert "/briefing" in (await api.asks(ADMIN, "/help", timeout_s=60)).text


async def test_a_token_that_telegram_does_not_know_is_one_sentence(here: Path, api: TelegramApi) -> None:
    done = await asyncio.to_thread(daybook, here, "run", DAYBOOK_TOKEN="1234567:" + "x" * 35, DAYBOOK_API_URL=api.url)
    assert done.returncode != 0
    assert "Telegram does not know this DAYBOOK_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr
