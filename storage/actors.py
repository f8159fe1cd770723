"""The catalogue of Actors: countries from CLDR through Babel, the rest from actors.toml. Pure, no SQL."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale

from storage.errors import NotFoundError
from storage.models import Actor, ActorKind


def actor(code: str) -> Actor:
    """Return the Actor with this code, as Actor.code has it.

    Raises NotFoundError for a code that is not in the catalogue; those of other parties ("x-…") never are.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise NotFoundError("Actor", code) from None


def actor_named(words: str) -> Actor | None:
    """Return the Actor a person means by "russia", "us", "nato" or "ru"; None: nobody known.

    Case and a leading "the" do not matter. A name or abbreviation comes before a code: "au" is the African
    Union, not Australia.
    """
    asked = " ".join(words.split()).casefold().removeprefix("the ")
    return _by_folded_name().get(asked) or _by_code().get(asked.upper())


@cache
def names(language: str = "en") -> Mapping[str, Actor]:
    """Return every name and abbreviation, as it is written in ``language`` (BCP 47), with its Actor.

    Country names are CLDR's; ours, and those of the bodies, are added whatever the language.
    """
    territories = Locale.parse(language, sep="-").territories
    found = {territories[code]: each for code, each in _by_code().items() if code in territories}
    for code, entry in (_catalogue()["countries"] | _catalogue()["bodies"]).items():
        found |= dict.fromkeys([_by_code()[code].name, *entry.get("also", ())], _by_code()[code])
    return MappingProxyType(found)


@cache
def _by_code() -> Mapping[str, Actor]:
    catalogue = _catalogue()
    ours: dict[str, dict[str, Any]] = catalogue["countries"]
    countries = {
        code: Actor(code, ours.get(code, {}).get("name", name), ActorKind.COUNTRY)
        for code, name in Locale("en").territories.items()
        if code.isalpha() and code not in catalogue["not_countries"]
    }
    bodies = {code: Actor(code, entry["name"], ActorKind.BODY) for code, entry in catalogue["bodies"].items()}
    return countries | bodies


@cache
def _by_folded_name() -> Mapping[str, Actor]:
    return {name.casefold().removeprefix("the "): each for name, each in names().items()}


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
