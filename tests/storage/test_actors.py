"""The catalogue of Actors."""

import pytest

from storage.actors import (
    actor,
    actor_named,
    group,
    name_like,
    names,
    organs,
    other_actor,
    parliaments,
    stood_for_by,
    whose,
)
from storage.errors import NotFoundError
from storage.models import Actor, ActorKind

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
    "its people": ("russian", "RU"),
    "Kosovo, which has no ISO code of its own": ("Kosovo", "XK"),
}


@pytest.mark.parametrize(("words", "code"), NAMES.values(), ids=NAMES)
def test_an_actor_is_known_by(words: str, code: str) -> None:
    found = actor_named(words)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("frnace", "France"),
        ("Isreal", "Israel"),
        ("ukriane", "Ukraine"),
        ("brusels", "Brussels"),
        ("germnay", "Germany"),
        ("climate", None),
        ("obama", None),
        ("iraf", None),
        ("", None),
    ],
)
def test_a_slip_is_like_a_name(word: str, name: str | None) -> None:
    assert name_like(word) == name


@pytest.mark.parametrize(
    ("words", "code"), [("moscow", "RU"), ("the Kremlin", "RU"), (" New  Delhi", "IN"), ("Pentagon", "US")]
)
def test_a_capital_or_a_seat_stands_for(words: str, code: str) -> None:
    assert stood_for_by(words) == actor(code)
    assert actor_named(words) is None


@pytest.mark.parametrize("words", ["", "geneva", "russia"])
def test_nobody_is_stood_for_by(words: str) -> None:
    assert stood_for_by(words) is None


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


def test_another_party_has_a_code_made_of_its_name() -> None:
    assert other_actor("Syrian opposition") == Actor("x-syrian-opposition", "Syrian opposition", ActorKind.OTHER)


def test_a_group_is_its_members_or_has_hosts() -> None:
    assert {member.code for member in group(actor("AUKUS")).members} == {"AU", "GB", "US"}
    assert group(actor("G7")).has_hosts
    assert not group(actor("NATO")).members


def test_a_country_may_have_organs() -> None:
    known = organs(actor("US"))
    assert known
    assert (known.executive.name, known.parliament[0].name) == ("White House", "US Congress")
    assert known.parliament in parliaments()
    assert organs(actor("FJ")) is None


def test_an_organ_is_somebodys() -> None:
    assert [each.code for each in whose(actor("SENATE"))] == ["CONGRESS", "US"]
    assert [each.code for each in whose(actor("UNSC"))] == ["UN"]
    assert [each.code for each in whose(other_actor("House Water Committee"))] == ["HOUSE", "CONGRESS", "US"]
    assert not whose(other_actor("House of Cards"))
    assert not whose(actor("US"))
    assert not whose(other_actor("Syrian opposition"))


def test_every_organ_is_of_somebody_known_and_never_of_itself() -> None:
    for each in names().values():
        assert each not in whose(each)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(NotFoundError, match="no Actor XX"):
        actor("XX")
