"""The zone of a place, where its city is known."""

import pytest

from storage.zones import zone_at


@pytest.mark.parametrize(
    ("place", "zone"),
    {
        "a city of the zone database": ("Tokyo, Japan", "Asia/Tokyo"),
        "a city that shares another's zone": ("Geneva, Switzerland", "Europe/Zurich"),
        "a city of several words": ("New York, United States", "America/New_York"),
        "a building by its city": ("White House, Washington", "America/New_York"),
        "a building by its state": ("Camp David, Maryland", "America/New_York"),
        "a town that is not known, by its country": ("Stresa, Italy", "Europe/Rome"),
        "a country": ("Switzerland", "Europe/Zurich"),
        "a country with two zones that keep one time": ("Germany", "Europe/Berlin"),
        "a country of several times": ("Australia", None),
        "a town in a country of several times": ("Springfield, United States", None),
        "several stops": ("Egypt; Ethiopia", None),
        "no place on Earth": ("virtual", None),
    }.values(),
)
def test_zone_at(place: str, zone: str | None) -> None:
    assert zone_at(place) == zone
