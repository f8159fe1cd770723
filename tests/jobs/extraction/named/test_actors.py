"""The Actors that words name, and what they are in their sentence."""

import pytest

from jobs.extraction.language import language
from jobs.extraction.named.actors import Role, actors
from jobs.extraction.named.people import introduced
from jobs.extraction.words import words
from storage.actors import actor

NAMED = {
    "a country and its abbreviation": ("Russia and the U.S. agreed.", "RU US"),
    "a demonym": ("German officials agreed.", "DE"),
    "a capital for its government": ("Beijing agreed.", "CN"),
    "a seat of government": ("The Kremlin agreed.", "RU"),
    "a body in full": ("The Organization for Security and Cooperation in Europe agreed.", "OSCE"),
    "the longest name": ("South Sudan and Equatorial Guinea agreed.", "SS GQ"),
    "a pronoun, which is no country": ("They told us who agreed.", ""),
    "a newspaper, which is no city": ("The Washington Post agreed.", ""),
    "an office without a country": ("The foreign minister agreed.", ""),
}
ROLES = {
    "with Russia": Role.PARTY,
    "between Russia": Role.PARTY,
    "officials from Russia": Role.PARTY,
    "From Russia": Role.TOPIC,
    "in Russia": Role.PLACE,
    "to Russia": Role.PLACE,
    "amid tensions over Russia": Role.TOPIC,
    "in Moscow, Russia": Role.PLACE,
    "They will meet Russia": Role.PARTY,
}


def named(text: str, home: str | None = None) -> str:
    english = language("en")
    assert english
    cut = words(text)
    people = introduced([cut], actor(home) if home else None, english.lexicon, 0)
    return " ".join(each.actor.code for each in actors(cut, (), english.lexicon, people))


@pytest.mark.parametrize(("text", "codes"), NAMED.values(), ids=NAMED)
def test_the_words_name(text: str, codes: str) -> None:
    assert named(text) == codes


def test_an_office_without_a_country_is_the_home_government() -> None:
    assert named("The foreign minister agreed.", home="EE") == "EE"


@pytest.mark.parametrize(("text", "role"), ROLES.items(), ids=ROLES)
def test_a_preposition_tells_what_a_name_is(text: str, role: Role) -> None:
    english = language("en")
    assert english
    cut = words(text)
    people = introduced([cut], None, english.lexicon, 0)
    assert actors(cut, (), english.lexicon, people)[-1].role is role
