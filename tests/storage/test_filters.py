"""A Filter lets a Meeting through that fits each of its terms."""

import pytest

from storage.actors import actor
from storage.filters import fits, parse_filter
from storage.models import Filter, Kind
from tests.builders import NATO, RUSSIA, meeting, mention

TALKS = meeting(mention(actors=(NATO, RUSSIA), name="Russia – NATO: arms talks", place="Geneva", kind=Kind.TALKS))


@pytest.mark.parametrize(
    ("terms", "expected"),
    {
        "no term wants everything": ([], True),
        "an Actor that meets": (["actor:RU"], True),
        "one that does not": (["actor:US"], False),
        "all of them": (["actor:RU", "actor:NATO"], True),
        "not all of them": (["actor:RU", "actor:US"], False),
        "an excluded Actor": (["-actor:RU"], False),
        "everyone else": (["-actor:US"], True),
        "its kind": (["kind:talks"], True),
        "another kind": (["kind:summit"], False),
        "its place": (["place:geneva"], True),
        "a word of its name": (["word:arms"], True),
        "a word of an Actor's name": (["word:russia"], True),
        "a word it does not have": (["word:trade"], False),
        "the capital of one that meets": (["word:moscow"], True),
        "a seat of one that meets": (["word:kremlin"], True),
        "the capital of one that does not": (["word:new delhi"], False),
        "all but a capital's": (["-word:moscow"], False),
    }.values(),
)
def test_fits(terms: list[str], expected: bool) -> None:
    assert fits(TALKS, Filter(tuple(terms))) is expected
    assert parse_filter(str(Filter(tuple(terms)))) == Filter(tuple(terms))


def test_what_is_held_in_a_capital_is_found_by_it_whoever_meets() -> None:
    assert fits(meeting(mention(actors=(actor("US"),), place="Moscow")), Filter(("word:moscow",)))


@pytest.mark.parametrize(
    ("terms", "expected"),
    {
        "the country": (["actor:US"], True),
        "an organ": (["actor:WHITE-HOUSE"], True),
        "what the organ is part of": (["actor:CONGRESS"], True),
        "another part of it": (["actor:HOUSE"], False),
        "all but the country": (["-actor:US"], False),
        "another country": (["actor:RU"], False),
    }.values(),
)
def test_where_organs_meet_so_does_their_country(terms: list[str], expected: bool) -> None:
    at_home = meeting(mention(actors=(actor("WHITE-HOUSE"), actor("SENATE"))))
    assert fits(at_home, Filter(tuple(terms))) is expected


def test_a_country_is_none_of_its_organs() -> None:
    assert not fits(meeting(mention(actors=(actor("US"),))), Filter(("actor:WHITE-HOUSE",)))


def test_a_term_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        fits(TALKS, Filter(("colour:red",)))
