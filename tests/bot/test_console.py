"""A chat in the terminal."""

import io

import pytest

from bot.application import build_application
from bot.console import TOKEN, Console
from bot.inbox import Inbox
from storage.clock import Clock
from storage.database import Database
from storage.errors import AskedWrongly
from tests.bot.conftest import Knows


class Terminal:
    """What a person sees, and does."""

    def __init__(self, console: Console, inbox: Inbox, out: io.StringIO) -> None:
        self.console, self._inbox, self._out = console, inbox, out

    async def types(self, text: str) -> str:
        """Return what is shown after a line is typed."""
        before = len(self._out.getvalue())
        await self.console.say(self._inbox, text)
        return self._out.getvalue()[before:]

    async def presses(self, number: int) -> str:
        before = len(self._out.getvalue())
        await self.console.press(self._inbox, number)
        return self._out.getvalue()[before:]


@pytest.fixture
async def terminal(database: Database, clock: Clock) -> Terminal:
    out = io.StringIO()
    console = Console(out, clock)
    application = build_application(database=database, clock=clock, admins=[1], token=TOKEN, request=console)
    await application.initialize()
    return Terminal(console, Inbox(application), out)


async def test_a_briefing_reads_well_in_a_pipe(terminal: Terminal, knows: Knows) -> None:
    await knows()
    assert await terminal.types("/briefing") == (
        "> /briefing\n"
        "Daybook · Mon 3 Mar 2025, 12:00 UTC\n"
        "  Briefing · Mon 3 Mar 2025 · next 30 days\n"
        "  1 meeting, 1 new\n"
        "\n"
        "  Fri 14 Mar · in 11 days\n"
        "  United States – Russia: talks — confirmed\n"
        "  time and place not announced · example.org ↗ (https://example.org/a)\n"
        "\n"
        "  [1 🔔 Remind me]  [2 Why?]  [3 .ics]\n"
        "\n"
    )


async def test_a_quote_and_a_file_are_shown_as_such(terminal: Terminal, knows: Knows) -> None:
    await knows()
    await terminal.types("/briefing")
    assert "  │ Ministers to meet\n" in await terminal.presses(2)
    assert "  [daybook.ics, " in await terminal.presses(3)


async def test_a_button_is_pressed_by_its_number(terminal: Terminal, knows: Knows) -> None:
    await knows()
    await terminal.types("/briefing")
    assert "Subscribed to everything." in await terminal.presses(1)
    await terminal.types("/meeting 1")
    assert "(Muted: I will not write" in await terminal.presses(3)


async def test_a_button_that_is_not_there_is_answered(terminal: Terminal, knows: Knows) -> None:
    with pytest.raises(AskedWrongly, match="There is no button here yet"):
        await terminal.presses(1)
    await knows()
    await terminal.types("/briefing")
    with pytest.raises(AskedWrongly, match="The last buttons here are 1 to 3"):
        await terminal.presses(4)


async def test_another_chat_has_its_own_settings_and_is_no_admin(terminal: Terminal) -> None:
    await terminal.types("/subscribe osce")
    assert "No source yet" in await terminal.types("/sources")
    terminal.console.chat_id = 7
    assert "You have no subscription" in await terminal.types("/subscriptions")
    assert "Only Daybook’s admins" in await terminal.types("/sources")


async def test_a_message_for_another_chat_says_so(terminal: Terminal) -> None:
    terminal.console.chat_id = 7
    application = terminal._inbox._application  # noqa: SLF001 - the test's own
    await application.bot.send_message(1, "hello")
    assert "UTC · to chat 1\n  hello\n" in terminal._out.getvalue()  # noqa: SLF001 - the test's own
