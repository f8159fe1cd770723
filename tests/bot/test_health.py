"""How Daybook runs, as its admins read of it."""

from bot.application import Daybook
from bot.health import health
from bot.skew import Skew
from storage.counters import Counts, Owed
from storage.database import Database
from storage.leases import Held
from storage.models import DeliveryState, SourceState
from tests.bot.conftest import ADMIN, read, shown
from tests.builders import DAY, HOUR, MINUTE, NOW, still_clock
from tests.telegram_api import TelegramApi

QUIET = Counts(Owed(0, 0, None), 0, 0, 0, {}, 0, 0, 0)
BUSY = Counts(
    owed=Owed(12, 3, NOW - 5 * MINUTE),
    ahead=400,
    in_flight=4,
    in_doubt=2,
    settled={DeliveryState.SENT: 1204, DeliveryState.EXPIRED: 3, DeliveryState.IN_DOUBT: 1},
    per_second=24.83,
    inbox=7,
    replies=1,
)
BOTH = [Held("bot", "host:1", NOW - 3 * HOUR, 0), Held("jobs", "host:1", NOW - 3 * DAY, 2)]


def said(
    held: list[Held], counts: Counts, by_state: dict[SourceState, int] | None = None, skew: Skew | None = None
) -> str:
    return read(health(held, counts, by_state or {}, [], now=NOW, machine_now=NOW, skew=skew or Skew(still_clock())))


def test_where_nothing_happens_it_says_so() -> None:
    assert said(BOTH[:1], QUIET) == (
        "How I run\n"
        "bot: started 3 hours ago\n"
        "jobs: not running\n"
        "Nothing is due · 0 planned for later\n"
        "0 on the way · 0 in doubt, to be sent again\n"
        "In the last 24 hours: none\n"
        "Inbox: 0 to work on, 0 to answer\n"
        "Sources: none"
    )


def test_where_much_happens_it_is_still_short() -> None:
    assert said(BOTH, BUSY, {SourceState.READING: 9, SourceState.FAILING: 1}) == (
        "How I run\n"
        "bot: started 3 hours ago\n"
        "jobs: started 3 days ago · after 2 crashes in a row\n"
        "12 messages are due, the first 5 minutes ago · 3 late · 400 planned for later\n"
        "4 on the way · 2 in doubt, to be sent again\n"
        "In the last 24 hours: 1204 sent, 3 expired, 1 left in doubt · 24.8 a second at present\n"
        "Inbox: 7 to work on, 1 to answer\n"
        "Sources: 9 reading, 1 failing"
    )


def test_a_part_that_has_run_since_nobody_knows_when_runs() -> None:
    assert "bot: running\n" in said([BOTH[0]._replace(since_at=None)], QUIET)


def test_a_clock_that_is_wrong_is_told_of_first() -> None:
    skew = Skew(still_clock())
    skew.ahead = -2 * HOUR
    assert said(BOTH, QUIET, skew=skew).splitlines()[1].startswith("The clock of this machine is wrong by 2 hours")


async def test_an_admin_asks_how_it_runs(bot: Daybook, telegram: TelegramApi, database: Database) -> None:
    async with database.transaction() as storage:
        await storage.leases.take("bot", "host:1", NOW - HOUR)
        source, _ = await storage.sources.add("https://example.org/feed", added_by=ADMIN, now=NOW)
        await storage.sources.update(source.id, state=SourceState.FAILING, failures=2, error="It answers 503.")
        await storage.deliveries.owe_notice(ADMIN, "source:1", {}, revision=0, now=NOW)
    answer = shown(await telegram.asks(ADMIN, "/status"))
    assert "jobs: not running" in answer
    assert "1 message is due, just now" in answer
    assert "Inbox: 0 to work on" in answer
    assert answer.endswith("Sources: 1 failing\n– 1 · example.org: It answers 503.")
