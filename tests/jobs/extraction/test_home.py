"""Whose own voice an Article is."""

import pytest

from jobs.extraction.home import home_of
from storage.models import Tier
from tests.builders import article

ADDRESSES = {
    "the United States": ("https://www.state.gov/a", "US"),
    "the United Kingdom": ("https://www.gov.uk/a", "GB"),
    "a British department": ("https://fcdo.gov.uk/a", "GB"),
    "Japan": ("https://www.mofa.go.jp/a", "JP"),
    "Mexico": ("https://sre.gob.mx/a", "MX"),
    "the European Union": ("https://www.consilium.europa.eu/a", "EU"),
    "NATO": ("https://www.nato.int/a", "NATO"),
    "a newspaper": ("https://news.example.com/gov", None),
    "nobody": ("", None),
    "a broken address": ("http://[", None),
}


@pytest.mark.parametrize(("address", "code"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_tells_that_the_voice_is_of(address: str, code: str | None) -> None:
    home = home_of(article(address=address))
    assert (home.code if home else None) == code


def test_an_official_outlet_speaks_for_itself_and_a_wire_agency_does_not() -> None:
    assert home_of(article(address="", outlet="NATO", tier=Tier.OFFICIAL)) is not None
    assert home_of(article(address="", outlet="NATO", tier=Tier.WIRE)) is None
