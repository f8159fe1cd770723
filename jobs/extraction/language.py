"""The languages that can be read: each is a folder under languages/."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

from jobs.extraction.clocks import Clock
from jobs.extraction.lexicon import Lexicon
from jobs.extraction.rule import Rules
from storage.models import When

_FOLDERS = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Language:
    """All that is known of a language."""

    code: str
    lexicon: Lexicon
    dates: Rules[When]
    clocks: Rules[Clock]
    lengths: Rules[timedelta]


@cache
def language(tag: str) -> Language | None:
    """Return the Language of a BCP 47 tag, by its first part: "en-GB" is "en". None: it is not read here."""
    code = tag.partition("-")[0].lower()
    folder = _FOLDERS / code
    if not code.isalpha() or not (folder / "lexicon.toml").is_file():
        return None
    lexicon = Lexicon(code, folder / "lexicon.toml")
    rules = import_module(f"{__package__}.languages.{code}.rules")
    return Language(
        code, lexicon, Rules(rules.DATES, lexicon), Rules(rules.CLOCKS, lexicon), Rules(rules.LENGTHS, lexicon)
    )
