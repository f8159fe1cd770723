"""Time zones as people name them."""

import pytest

from bot.zones import _ABBREVIATED, read_zone
from storage.errors import AskedWrongly

ZONES = {
    "an IANA name": ("Europe/Brussels", "Europe/Brussels"),
    "any case": ("europe/brussels", "Europe/Brussels"),
    "its city": ("brussels", "Europe/Brussels"),
    "a city of two words": ("new york", "America/New_York"),
    "a city without a zone of its own": ("Geneva", "Europe/Zurich"),
    "with its dots and commas": ("Washington, D.C.", "America/New_York"),
    "UTC": ("utc", "UTC"),
    "east of it": ("UTC+3", "Etc/GMT-3"),
    "west of it": ("gmt -5", "Etc/GMT+5"),
    "an offset alone": ("+03:00", "Etc/GMT-3"),
    "nowhere from it": ("UTC+00", "UTC"),
}
ANSWERS = {
    "a slip of the finger": ("Genva", "Did you mean Geneva"),
    "an abbreviation": ("EST", "EST is not one place’s time: name a city, like New York."),
    "nowhere": ("xyzzy", "no place called"),
    "half an hour": ("UTC+5:30", "UTC+5:30 has no zone"),
    "further than there is": ("UTC+15", "UTC+15 has no zone"),
    "an attempt": ("../../etc/passwd", "no place called"),
}


@pytest.mark.parametrize(("words", "zone"), ZONES.values(), ids=ZONES)
def test_a_zone_is_known_by(words: str, zone: str) -> None:
    assert read_zone(words) == zone


@pytest.mark.parametrize(("words", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_no_zone_is_answered(words: str, answer: str) -> None:
    with pytest.raises(AskedWrongly, match=answer.replace("+", r"\+")):
        read_zone(words)


@pytest.mark.parametrize("city", sorted(set(_ABBREVIATED.values())))
def test_a_city_named_for_an_abbreviation_is_known(city: str) -> None:
    assert read_zone(city)
