"""Every text that is asked for is there, and none is left over."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import bot
from bot import days
from bot.access import Right
from bot.application import COMMANDS
from bot.changes import FIELDS
from bot.edits import _READ
from bot.health import _SETTLED
from bot.menus import _menu
from bot.phrases import phrases
from bot.texts import OFF
from storage.models import Certainty, DecisionState, Kind, Says, SourceKind, SourceState, Status, Tier

HERE = Path(bot.__file__).parent
TEXTS = tomllib.loads((HERE / "phrases" / "en.toml").read_text("utf-8"))
NAMES = {f"{section}.{key}" for section, texts in TEXTS.items() for key in texts}
CODE = "\n".join(path.read_text("utf-8") for path in HERE.rglob("*.py"))
ASKED = set(re.findall(r'"((?:' + "|".join(TEXTS) + r')\.\w+)"', CODE))
COMPUTED: dict[str, Iterable[object]] = {  # the beginning of a name that is put together, and what it may end with
    "access.": {Right.CHAT, Right.ADMIN},
    "certainty.": Certainty,
    "change.": {*OFF, *FIELDS, "title", "again", "back", "denied"},
    "decision.": DecisionState,
    "day.": {"month", "early", "mid", "late", *days._ORDINALS, *days._SEASONS.values()},  # noqa: SLF001
    "field.": _READ,
    "found.": SourceKind,
    "health.settled_": _SETTLED,
    "kind.": Kind,
    "notice.": {"refused", "unreadable"},
    "refusal.": {"gone", "nothing_to_split", "not_standing", "bug"},
    "remind.": {"weeks", "days", "hours_long"},
    "source.": SourceState,
    "source.kind_": SourceKind,
    "source.means_": Tier,
    "source.tier_": Tier,
    "status.": Status,
    "why.says_": set(Says) - {Says.ANNOUNCES},
}
PUT_TOGETHER = {start + str(getattr(end, "value", end)) for start, ends in COMPUTED.items() for end in ends}
WHOLE_SECTIONS = {"menu", "admin_menu", "button"}


def test_every_text_that_is_asked_for_is_there() -> None:
    assert set(re.findall(r'f"(\w+\.\w*){', CODE)) == set(COMPUTED)
    assert ASKED | PUT_TOGETHER <= NAMES


def test_no_text_is_left_over() -> None:
    assert {name for name in NAMES - ASKED - PUT_TOGETHER if name.partition(".")[0] not in WHOLE_SECTIONS} == set()


def test_a_text_counts() -> None:
    say = phrases("en")
    assert (say("briefing.meetings", n=1), say("briefing.meetings", n=3)) == ("1 meeting", "3 meetings")


def test_every_command_of_the_menus_is_one_of_ours() -> None:
    assert {entry.command for section in ("menu", "admin_menu") for entry in _menu(section)} == set(COMMANDS) - {
        "start"
    }
