"""The wording: one TOML file for each interface language, each text under a name in two parts, "briefing.empty"."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from markupsafe import Markup

from bot.markup import fill


class Phrases:
    """The wording of one language (BCP 47)."""

    def __init__(self, language: str) -> None:
        self.locale = Locale.parse(language, sep="-")
        self._texts: dict[str, dict[str, Any]] = tomllib.loads(
            files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
        )

    def __call__(self, name: str, /, **values: object) -> Markup:
        """Return the text with ``values`` in its braces; of one that counts, the form for the number ``n``."""
        section, _, key = name.partition(".")
        text = self._texts[section][key]
        if isinstance(text, dict):
            n = values["n"]
            text = text[self.locale.plural_form(n if isinstance(n, int) else 0)]
        return fill(text.strip("\n"), **values)

    def section(self, name: str) -> dict[str, str]:
        """Return the texts of one section, as they are written."""
        return dict(self._texts[name])


@cache
def phrases(language: str) -> Phrases:
    """Return the wording of ``language``."""
    return Phrases(language)
