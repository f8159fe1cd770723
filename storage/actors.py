"""The catalogue of Actors: countries from CLDR through Babel, the rest from actors.toml. Pure, no SQL.

What else English calls them stands in actors_en.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale

from storage.errors import NotFoundError
from storage.models import Actor, ActorKind

_LIKE = 0.83  # of 1.0, as difflib has it: two letters of six exchanged, one of five left out
_SHORTEST_SLIP = 5  # letters; shorter words are like too many others


def actor(code: str) -> Actor:
    """Return the Actor with this code, as Actor.code has it.

    Raises NotFoundError for a code that is not in the catalogue; those of other parties ("x-…") never are.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise NotFoundError("Actor", code) from None


def other_actor(name: str) -> Actor:
    """Return the Actor of a company, a person or another party that only an article names: "x-" and its name."""
    return Actor("x-" + "-".join(re.findall(r"\w+", name.casefold())), name)


def actor_named(words: str) -> Actor | None:
    """Return the Actor a person means by "russia", "us", "nato", "ru" or "russian"; None: nobody known.

    Case and a leading "the" do not matter. A name or abbreviation comes before a code: "au" is the African
    Union, not Australia.
    """
    asked = _folded(words)
    return _by_folded_name().get(asked) or _by_code().get(asked.upper()) or _called("demonyms").get(asked)


def stood_for_by(words: str) -> Actor | None:
    """Return whom a capital or a seat of government stands for: Russia for "moscow" and "the Kremlin"; None: nobody.

    They are places as well; case and a leading "the" do not matter.
    """
    asked = _folded(words)
    return _called("capitals").get(asked) or _called("seats").get(asked)


def name_like(word: str) -> str | None:
    """Return the name, people, capital or seat that ``word`` may be a slip of; None where it is like none.

    Its first letter is taken to be right.
    """
    slip = _folded(word)
    if len(slip) < _SHORTEST_SLIP:
        return None
    known = _written()
    like = get_close_matches(slip, [name for name in known if name[0] == slip[0]], n=1, cutoff=_LIKE)
    return known[like[0]] if like else None


@dataclass(frozen=True)
class Group:
    """What is known of a body that is a group of countries.

    members    those who stand for it, where they are few enough to be named
    has_hosts  whether it has no seat, and one of its members invites the others in turn
    """

    members: tuple[Actor, ...] = ()
    has_hosts: bool = False


def group(body: Actor) -> Group:
    """Return what is known of the group that ``body`` is."""
    entry = _catalogue()["bodies"].get(body.code, {})
    members = tuple(actor(code) for code in entry.get("members", ()))
    return Group(members, has_hosts=entry.get("has_hosts", False))


def whose(organ: Actor) -> tuple[Actor, ...]:
    """Return whose organ it is, the nearest first: of the US Senate the US Congress, then the United States.

    None for a country, and for a body that belongs to nobody. A committee that only an article names is its chamber's:
    "Senate Judiciary Committee".
    """
    first, _, rest = organ.name.partition(" ")
    is_committee = organ.kind is ActorKind.OTHER and rest.endswith("Committee")
    owner = _chambers().get(first) if is_committee else _catalogue()["bodies"].get(organ.code, {}).get("of")
    return (actor(owner), *whose(actor(owner))) if owner else ()


@dataclass(frozen=True)
class Organs:
    """Who meets at home: the executive of a country, who prosecutes for it, and the parliament with its houses."""

    executive: Actor
    prosecutor: Actor
    parliament: tuple[Actor, ...]  # the whole of it first


def organs(country: Actor) -> Organs | None:
    """Return the organs of ``country``; None where the catalogue has none."""
    entry = _catalogue()["organs"].get(country.code)
    if entry is None:
        return None
    return Organs(
        actor(entry["executive"]), actor(entry["prosecutor"]), tuple(actor(code) for code in entry["parliament"])
    )


def codes_akin(actors: Iterable[Actor]) -> set[str]:
    """Return the codes of ``actors``, of those whose organs they are, and of their organs."""
    theirs = {one.code: {owner.code for owner in whose(one)} for one in actors}
    return set(theirs).union(*theirs.values(), *(_organs_of().get(code, ()) for code in theirs))


def parliaments() -> list[tuple[Actor, ...]]:
    """Return the parliaments that the catalogue has, each with its houses after it."""
    return [tuple(actor(code) for code in entry["parliament"]) for entry in _catalogue()["organs"].values()]


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
def other_names(language: str = "en") -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return what else ``language`` (BCP 47) calls the Actors: "seats", "capitals" and "demonyms", by Actor.code.

    Raises FileNotFoundError for a language of which nothing is known.
    """
    path = Path(__file__).with_name(f"actors_{language}.toml")
    return MappingProxyType(tomllib.loads(path.read_text("utf-8")))


@cache
def _called(section: str) -> Mapping[str, Actor]:
    called = other_names()[section]
    return {_folded(name): actor(code) for code, names_of_it in called.items() for name in names_of_it}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")


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
def _organs_of() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code in _catalogue()["bodies"]:
        for owner in whose(actor(code)):
            found.setdefault(owner.code, set()).add(code)
    return found


@cache
def _by_folded_name() -> Mapping[str, Actor]:
    return {_folded(name): each for name, each in names().items()}


@cache
def _written() -> Mapping[str, str]:
    """All that the Actors are called, by how it is compared."""
    others = (name for section in other_names().values() for called in section.values() for name in called)
    return {_folded(name): name for name in (*names(), *others)}


@cache
def _chambers() -> Mapping[str, str]:
    """The codes of the houses of parliaments by what their committees call them."""
    return {short: code for each in _catalogue()["organs"].values() for short, code in each["chambers"].items()}


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
