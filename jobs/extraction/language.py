"""The languages that can be read: each is a folder under languages/."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from babel import Locale, UnknownLocaleError

from jobs.extraction.lexicon import Lexicon
from jobs.extraction.model import Model
from jobs.extraction.named.leaders import Leaders
from jobs.extraction.timex.rule import Rules
from jobs.extraction.timex.timewords import TimeWords

_FOLDERS = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Language:
    """All that is known of a language."""

    code: str
    lexicon: Lexicon
    leaders: Leaders
    rules: Rules
    announced: Model  # of the signs that a meeting is announced for a date
    day_first: bool  # whether 10/1 is a day in January


def is_read(tag: str) -> bool:
    """Whether texts in the language of a BCP 47 tag are read here; loads nothing."""
    code = tag.partition("-")[0].lower()
    return code.isalpha() and (_FOLDERS / code / "lexicon.toml").is_file()


@cache
def language(tag: str) -> Language | None:
    """Return the Language of a BCP 47 tag, by its first part: "en-GB" is "en". None: it is not read here."""
    if not is_read(tag):
        return None
    code = tag.partition("-")[0].lower()
    return Language(code, *_read(code), day_first=_has_day_first(tag, code))


@cache
def _read(code: str) -> tuple[Lexicon, Leaders, Rules, Model]:
    folder = _FOLDERS / code
    times = TimeWords(code, folder / "time.toml")
    rules = import_module(f"{__package__}.languages.{code}.rules")
    lexicon = Lexicon(code, folder, times.short_months)
    leaders = Leaders.read(folder / "leaders.toml")
    return lexicon, leaders, Rules(rules.RULES, times), Model.read(folder / "announced.json")


def _has_day_first(tag: str, code: str) -> bool:
    """Whether the tag's country writes the day before the month, after CLDR."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale(code)
    pattern = locale.date_formats["short"].pattern
    return bool(pattern.index("d") < pattern.index("M"))
