"""Every text that is asked for is there, and none is left over."""

import re
import tomllib
from pathlib import Path

import bot
from bot.application import COMMANDS
from bot.menus import _menu
from bot.phrases import phrases

HERE = Path(bot.__file__).parent
TEXTS = tomllib.loads((HERE / "phrases" / "en.toml").read_text("utf-8"))
NAMES = {f"{section}.{key}" for section, texts in TEXTS.items() for key in texts}
CODE = "\n".join(path.read_text("utf-8") for path in HERE.rglob("*.py"))
ASKED = set(re.findall(r'"((?:' + "|".join(TEXTS) + r')\.\w+)"', CODE))
COMPUTED = set(re.findall(r'f"(\w+\.\w*){', CODE))  # "status.", "why.says_"


def test_every_text_that_is_asked_for_is_there() -> None:
    assert ASKED <= NAMES
    assert all(any(name.startswith(start) for name in NAMES) for start in COMPUTED)


def test_no_text_is_left_over() -> None:
    whole_sections = {"menu", "admin_menu", "button"}
    left = {name for name in NAMES - ASKED if name.partition(".")[0] not in whole_sections}
    used = {name for name in left if any(name.startswith(start) for start in COMPUTED)}
    assert left - used == set()


def test_a_text_counts() -> None:
    say = phrases("en")
    assert (say("briefing.meetings", n=1), say("briefing.meetings", n=3)) == ("1 meeting", "3 meetings")


def test_every_command_of_the_menus_is_one_of_ours() -> None:
    assert {entry.command for section in ("menu", "admin_menu") for entry in _menu(section)} == set(COMMANDS) - {
        "start"
    }
