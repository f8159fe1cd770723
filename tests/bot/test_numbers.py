"""The numbers that people name things by."""

import pytest
from markupsafe import Markup

from bot.numbers import read_number, read_numbers
from storage.errors import AskedWrongly

USAGE = Markup("Say which.")
SEVERAL = {
    "one": ("3", [3]),
    "several": ("3 4 12", [3, 4, 12]),
    "with commas": ("3,4, 12", [3, 4, 12]),
    "as people list them": ("3, 4 and 12", [3, 4, 12]),
    "with a sign": ("#3 #4", [3, 4]),
    "one twice": ("3 3", [3]),
    "digits of another alphabet": ("٣", [3]),
}
NONE = {
    "nothing": "",
    "no number": "reuters",
    "a number and a word": "3 reuters",
    "a sign before it": "-3",
    "a fraction": "3.5",
    "longer than any": "1234567890",
    "five thousand digits": "9" * 5000,
    "superscript": "³",
    "more than twenty": " ".join(map(str, range(1, 22))),
}


@pytest.mark.parametrize(("typed", "numbers"), SEVERAL.values(), ids=SEVERAL)
def test_numbers_are_read(typed: str, numbers: list[int]) -> None:
    assert read_numbers(typed.split(), USAGE) == numbers


@pytest.mark.parametrize("typed", NONE.values(), ids=NONE)
def test_what_is_no_number_is_answered_with_what_to_type(typed: str) -> None:
    with pytest.raises(AskedWrongly, match=r"Say which\."):
        read_numbers(typed.split(), USAGE)


@pytest.mark.parametrize("typed", ["", "3 4", "x", "-3", "9" * 5000])
def test_one_number_is_one_word(typed: str) -> None:
    with pytest.raises(AskedWrongly, match=r"Say which\."):
        read_number(typed.split(), USAGE)
    assert read_number(["12"], USAGE) == 12
