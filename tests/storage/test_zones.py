"""The zone of a place, where its city is known."""

import pytest

from storage.zones import zone_at


@pytest.mark.parametrize(
    ("place", "zone"),
    {
        "a city of the zone database": ("Tokyo, Japan", "Asia/Tokyo"),
        "a city that shares another's zone": ("Geneva, Switzerland", "Europe/Zurich"),
        "a city of several words": ("New York, United States", "America/New_York"),
        "a country": ("Switzerland", None),
        "no place on Earth": ("virtual", None),
    }.values(),
)
def test_zone_at(place: str, zone: str | None) -> None:
    assert zone_at(place) == zone
