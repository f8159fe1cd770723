"""What is typed in the terminal."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal import Rehearsal
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly


@pytest.fixture
async def rehearsal(database: Database, clock: Clock) -> Rehearsal:
    async def jobs() -> None:
        pass

    made = Rehearsal(database, clock, io.StringIO(), jobs)
    await made.start()
    return made


@pytest.mark.parametrize("number", ["99999999999999999999999", "4503599627370496", "-4503599627370496", "9" * 5000])
async def test_no_chat_has_a_number_of_more_than_52_bits(rehearsal: Rehearsal, number: str) -> None:
    with pytest.raises(AskedWrongly, match="no number of a chat"):
        await rehearsal.obey(f":as {number}")
    assert rehearsal.console.chat_id == 1


@pytest.mark.parametrize("number", [7, -1001234567890, 2**52 - 1])
async def test_one_speaks_as_another_chat(rehearsal: Rehearsal, number: int, caplog: pytest.LogCaptureFixture) -> None:
    await rehearsal.obey(f":as {number}")
    await rehearsal.obey("/subscriptions")
    assert rehearsal.console.chat_id == number
    assert caplog.records == []


async def test_no_button_has_so_large_a_number(rehearsal: Rehearsal) -> None:
    with pytest.raises(AskedWrongly):
        await rehearsal.obey(f":press {'9' * 5000}")


@pytest.mark.parametrize(
    ("length", "passed"),
    [
        ("30s", timedelta(seconds=30)),
        ("90m", timedelta(minutes=90)),
        ("2h", timedelta(hours=2)),
        ("13d", timedelta(days=13)),
        ("2w", timedelta(weeks=2)),
    ],
)
async def test_time_passes(rehearsal: Rehearsal, clock: Clock, length: str, passed: timedelta) -> None:
    before = clock.now()
    await rehearsal.obey(f":wait {length}")
    assert clock.now() - before == passed


@pytest.mark.parametrize("line", [":at 9999-12-31T00:00Z", ":at 2027-03-05T12:00Z", ":wait 99999w", ":wait 732d"])
async def test_the_clock_does_not_move_by_more_than_two_years(rehearsal: Rehearsal, clock: Clock, line: str) -> None:
    before = clock.now()
    with pytest.raises(AskedWrongly, match="up to two years"):
        await rehearsal.obey(line)
    assert clock.now() == before


async def test_a_file_is_sent_as_on_telegram(rehearsal: Rehearsal, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_text("Talks on 14 March.")
    await rehearsal.obey(f":file {path}")
    async with database.transaction() as storage:
        (look,) = await storage.looks.due(10)
    assert (look.name, look.content) == ("talks.txt", b"Talks on 14 March.")
    with pytest.raises(AskedWrongly, match="no such file"):
        await rehearsal.obey(f":file {tmp_path}/none.txt")
