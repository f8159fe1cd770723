"""The catalogue of Actors."""

import pytest

from storage.actors import actor, actor_named, names
from storage.errors import NotFoundError
from storage.models import ActorKind

NAMES = {
    "a name": ("Russia", "RU"),
    "any case": ("rUSSIA", "RU"),
    "a code": ("ru", "RU"),
    "an abbreviation": ("us", "US"),
    "an abbreviation with points": ("u.s.", "US"),
    "a body": ("nato", "NATO"),
    "a body in full": ("Organization for Security and Co-operation in Europe", "OSCE"),
    "an article and spaces": ("  the  European   Union ", "EU"),
    "the short name, not CLDR's": ("turkey", "TR"),
    "CLDR's name as well": ("Türkiye", "TR"),
    "an abbreviation before a code": ("au", "AFRICAN-UNION"),
    "Kosovo, which has no ISO code of its own": ("Kosovo", "XK"),
}


@pytest.mark.parametrize(("words", "code"), NAMES.values(), ids=NAMES)
def test_an_actor_is_known_by(words: str, code: str) -> None:
    found = actor_named(words)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("words", ["", "the", "arms", "zz", "Eurozone", "x-rebels"])
def test_nobody_is_called(words: str) -> None:
    assert actor_named(words) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CZ", "Czech Republic"),
        ("VA", "Holy See"),
        ("PS", "Palestinian Authority"),
        ("UN", "United Nations"),
        ("OSCE", "OSCE"),
        ("NATO", "NATO"),
        ("US", "United States"),
    ],
)
def test_an_actor_is_shown_by_its_short_english_name(code: str, name: str) -> None:
    assert actor(code).name == name


def test_no_body_has_the_code_of_a_country() -> None:
    assert actor("EC").name == "Ecuador"
    assert actor("AU").name == "Australia"
    codes = {kind: {each.code for each in names().values() if each.kind is kind} for kind in ActorKind}
    assert codes[ActorKind.BODY].isdisjoint(codes[ActorKind.COUNTRY])


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(NotFoundError, match="no Actor XX"):
        actor("XX")
