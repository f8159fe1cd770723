"""Filters in words."""

import pytest

from bot import wishes
from storage.models import Filter
from tests.bot.conftest import read

WISHES = {
    "everything": ((), "everything", ""),
    "an Actor": (("actor:RU",), "Russia", "Russia"),
    "several": (("actor:RU", "kind:visit", "place:geneva"), "Russia, visits, in Geneva", "Russia visit in geneva"),
    "excluded": (("word:arms", "-actor:NATO"), "“arms”, not NATO", "arms not NATO"),
    "an Actor we do not know": (("actor:XX",), "XX", "XX"),
}


@pytest.mark.parametrize(("terms", "shown", "typed"), WISHES.values(), ids=WISHES)
def test_a_wish_in_words(terms: tuple[str, ...], shown: str, typed: str) -> None:
    assert read(wishes.shown(Filter(terms))) == shown
    assert wishes.typed(Filter(terms)) == typed


@pytest.mark.parametrize(
    ("terms", "meant"),
    [
        (("word:frnace", "-word:isreal"), "Did you mean France, Israel?"),
        (("word:moscow", "word:climate", "kind:talks", "place:gneva"), ""),
    ],
)
def test_a_slip_is_asked_about(terms: tuple[str, ...], meant: str) -> None:
    assert read(wishes.meant(Filter(terms))) == meant
