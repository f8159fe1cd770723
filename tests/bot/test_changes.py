"""What a chat is told when meetings change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.changes import Told, alert, dated_after
from bot.markup import TEXT_LIMIT, visible_length
from storage.models import Certainty, Change, Chat, Meeting, Status
from storage.reminders import reminders
from tests.bot.conftest import a_meeting, read
from tests.builders import NATO, NOW, on

CHAT = Chat(5)
NAME = "United States – Russia: talks"
WITHDRAWN = "No article we keep announces it any more. That is not a cancellation."
MISTAKE = "It should not have been in the diary. That is not a cancellation."
BY_HAND = "Put right by one of Daybook’s admins."


def change(field: str, old: str | None, new: str | None, **more: Any) -> Change:
    return replace(Change(1, 1, field, old, new, NOW, None, "revision:1"), **more)


def told(changes: Sequence[Change], one: Meeting | None = None, **more: Any) -> str:
    """Return what a person reads of ``changes`` to one meeting."""
    return read(alert([Told(one or a_meeting(), changes, [], **more)], chat=CHAT, now=NOW))


FIELDS = {
    "moved later": (change("date", "2025-03-12", "2025-03-14"), "date  Wed 12 Mar → Fri 14 Mar (2 days later)"),
    "brought forward": (change("date", "2025-03-15", "2025-03-14"), "Sat 15 Mar → Fri 14 Mar (1 day earlier)"),
    "made precise": (
        change("date", "2025-03-01/2025-03-31 month", "2025-03-14"),
        "date  in March 2025 → Fri 14 Mar (made precise)",
    ),
    "to an earlier month": (change("date", "2025-04-01/2025-04-30 month", "2025-03-14"), "Fri 14 Mar (earlier)"),
    "to a later month": (change("date", "2025-02-01/2025-02-28 month", "2025-03-14"), "Fri 14 Mar (later)"),
    "a day longer": (change("date", "2025-03-14", "2025-03-14/2025-03-15"), "Sat 15 Mar (1 day longer)"),
    "a date nobody can read": (change("date", "soon", "2025-03-14"), "date  soon → Fri 14 Mar"),
    "a time": (change("time", None, "10:00 Europe/Brussels"), "time  not announced → 10:00 Brussels time"),
    "another time": (change("time", "09:00", "10:00"), "time  09:00 local time → 10:00 local time"),
    "a time taken back": (change("time", "09:00", None), "time  09:00 local time → not announced"),
    "a place": (change("place", None, "Geneva"), "place  not announced → Geneva"),
    "another place": (change("place", "Vienna", "Geneva"), "place  Vienna → Geneva"),
    "one more": (change("actors", "Russia", "Russia, NATO"), "with  NATO, too"),
    "one gone": (change("actors", "Russia, NATO, EU", "Russia"), "without  NATO, EU"),
    "surer": (change("certainty", "expected", "confirmed"), "certainty  expected → confirmed (surer now)"),
    "less sure": (
        change("certainty", "confirmed", "possible"),
        "certainty  confirmed → possible, not settled (less sure now)",
    ),
    "no longer denied": (change("certainty", "denied", "expected"), "denied → expected (surer now)"),
    "a name": (change("name", "Talks", "Security talks"), "name  Talks → Security talks"),
    "of a kind not known yet": (change("colour", None, "red"), "colour  not announced → red"),
}


@pytest.mark.parametrize(("changed", "words"), FIELDS.values(), ids=FIELDS)
def test_a_change_shows_old_and_new(changed: Change, words: str) -> None:
    title, *lines = told([changed]).splitlines()
    assert title == f"CHANGED · {NAME}"
    assert lines[0].endswith(words)


def test_who_confirms_is_said() -> None:
    confirmed = a_meeting(confirmed_by=(NATO,))
    assert "certainty  possible, not settled → confirmed by NATO (surer now)" in told(
        [change("certainty", "possible", "confirmed")], confirmed
    )


TITLES = {
    "cancelled": (
        [change("status", "scheduled", "cancelled")],
        {"status": Status.CANCELLED},
        f"CANCELLED · {NAME}\nit was Fri 14 Mar",
    ),
    "postponed": (
        [change("status", "moved", "postponed"), change("date", "2025-03-12", "2025-03-14")],
        {"status": Status.POSTPONED},
        f"POSTPONED · {NAME}\nit was Wed 12 Mar",
    ),
    "reinstated": ([change("status", "cancelled", "scheduled")], {}, f"ON AGAIN · {NAME}\nit is Fri 14 Mar"),
    "reinstated on another day": (
        [change("date", "2025-03-12", "2025-03-14"), change("status", "postponed", "moved")],
        {"status": Status.MOVED},
        f"ON AGAIN · {NAME}\ndate  Wed 12 Mar → Fri 14 Mar (2 days later)",
    ),
    "denied": (
        [change("certainty", "expected", "denied")],
        {"certainty": Certainty.DENIED},
        f"DENIED · {NAME}\nit was Fri 14 Mar",
    ),
    "our own mistake": (
        [change("status", "scheduled", "retracted")],
        {"status": Status.RETRACTED},
        f"CORRECTION · {NAME}\nit was Fri 14 Mar\n{WITHDRAWN}",
    ),
    "our own mistake, said by an admin": (
        [change("status", "scheduled", "retracted", cause="decision:1")],
        {"status": Status.RETRACTED},
        f"CORRECTION · {NAME}\nit was Fri 14 Mar\n{MISTAKE}\n{BY_HAND}",
    ),
    "no mistake after all": (
        [change("status", "retracted", "scheduled")],
        {},
        f"CORRECTION · {NAME}\nit is Fri 14 Mar",
    ),
    "on its first date again": (
        [change("date", "2025-03-12", "2025-03-14"), change("status", "moved", "scheduled")],
        {},
        f"CHANGED · {NAME}\ndate  Wed 12 Mar → Fri 14 Mar (2 days later)",
    ),
    "by an admin": (
        [change("place", None, "Geneva", cause="decision:1")],
        {},
        f"CHANGED · {NAME}\nplace  not announced → Geneva\n{BY_HAND}",
    ),
}


@pytest.mark.parametrize(("changes", "now", "words"), TITLES.values(), ids=TITLES)
def test_what_it_comes_to_is_its_title(changes: list[Change], now: dict[str, Any], words: str) -> None:
    assert told(changes, a_meeting(**now)) == words


def test_a_correction_names_the_meeting_that_it_was() -> None:
    shown = told(
        [change("status", "scheduled", "retracted")],
        a_meeting(status=Status.RETRACTED),
        same_as=a_meeting(id=7, name="Geneva talks"),
    )
    assert shown.endswith("It is the same meeting as no. 7: Geneva talks, Fri 14 Mar. That is not a cancellation.")


def test_a_late_alert_says_the_date_that_was_called_off_though_it_has_another_by_now() -> None:
    postponed = [change("status", "scheduled", "postponed")]
    moved = change("date", "2025-03-10", "2025-03-14", sequence=2)
    again = change("date", "2025-03-14", "2025-03-20", sequence=3)
    dated = dated_after(postponed, [*postponed, moved, again])
    assert dated is not None
    assert "it was Mon 10 Mar" in told(
        postponed, a_meeting(status=Status.POSTPONED, when=on("2025-03-20")), dated=dated
    )
    assert dated_after([again], [*postponed, moved, again]) is None


SINCE = {
    "called off": ([change("place", None, "Oslo")], {"status": Status.CANCELLED}, "By now: cancelled"),
    "on again": ([change("status", "scheduled", "cancelled")], {}, "By now: scheduled"),
    "moved again": ([change("date", "2025-03-10", "2025-03-12")], {}, "By now: Fri 14 Mar"),
}


@pytest.mark.parametrize(("changes", "now", "words"), SINCE.values(), ids=SINCE)
def test_an_alert_that_is_late_says_what_has_become_of_it(
    changes: list[Change], now: dict[str, Any], words: str
) -> None:
    assert words in told(changes, a_meeting(**now)).splitlines()


def test_a_change_shows_its_quote_once() -> None:
    because = {"quote": "They meet on 14 March.", "outlet": "Reuters", "address": "https://reuters.example/a"}
    changes = [change("date", "2025-03-12", "2025-03-14", **because), change("place", None, "Geneva", **because)]
    one = Told(a_meeting(), changes, reminders(a_meeting().when, CHAT))
    shown = read(alert([one], chat=CHAT, now=NOW))
    assert shown.count("“They meet on 14 March.” — Reuters ↗, Mon 3 Mar 12:00") == 1
    assert shown.endswith("Your reminders: Thu 13 Mar 09:00, Fri 14 Mar 07:00")


def test_several_meetings_stand_in_one_message_with_their_numbers() -> None:
    one, other = a_meeting(id=1), a_meeting(id=2, name="OSCE: meeting", status=Status.CANCELLED)
    changed = [Told(one, [change("place", None, "Oslo")], []), Told(other, [change("status", "x", "cancelled")], [])]
    assert read(alert(changed, chat=CHAT, now=NOW)) == (
        f"2 meetings changed\n\nCHANGED · {NAME} · no. 1\nplace  not announced → Oslo\n\n"
        "CANCELLED · OSCE: meeting · no. 2\nit was Fri 14 Mar"
    )


@pytest.mark.parametrize("length", [1, 40, 900])
@pytest.mark.parametrize("number", [1, 2, 30, 500])
def test_whatever_changed_fits_into_a_message(length: int, number: int) -> None:
    words = "\N{GRINNING FACE}" * length
    fields = ("place", "actors", "certainty", "name", "kind", "time")
    changes = [change(field, None, words, quote=f"{field}{words}") for field in fields if field != "certainty"]
    text = alert([Told(a_meeting(id=n, name=words), changes, []) for n in range(number)], chat=CHAT, now=NOW)
    assert visible_length(text) <= TEXT_LIMIT
    assert text.count("<") <= 200
    shown = read(text).count("CHANGED")
    assert shown >= 1
    assert shown == number or f"… and {number - shown} more: /briefing shows" in read(text)
