"""Who takes part because it is held there."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from jobs.extraction.language import language
from jobs.extraction.meeting.spots import country_of
from storage.models import Article

WHO = {
    "the country of a conference": (
        "Ireland's foreign minister will attend the Ocean Forum in Lima on 10 March.",
        "IE PE",
        "Ireland – Peru: Ocean Forum",
    ),
    "not of one held nowhere": ("Ireland will host a virtual conference on oceans on 10 March.", "IE", None),
    "not of a body's own": ("Ireland will attend the IMF conference in Lima on 10 March.", "IE IMF", None),
    "that of a summit without a seat": ("The G20 summit will be held in Lima on 10 March.", "G20 PE", "G20: summit"),
    "that of neighbours who have no office": (
        "Nordic leaders will hold a summit in Reykjavik on 10 March.",
        "IS NORDICS",
        "Nordic countries: summit",
    ),
    "not that where a body has its own": ("The NATO summit will be held in Riga on 10 March.", "NATO", None),
    "that of one guest": (
        "The Irish minister will hold talks on 10 March.\nThe talks will be held in Lima, he said.",
        "IE PE",
        None,
    ),
    "not where two meet": ("Ireland and Malta will meet in Lima on 10 March.", "IE MT", None),
    "not its own organs'": (
        "U.S. President Al Gray will meet congressional leaders in Washington on 10 March.",
        "CONGRESS WHITE-HOUSE",
        None,
    ),
}


@pytest.mark.parametrize(("text", "codes", "name"), WHO.values(), ids=WHO)
def test_there_takes_part(text: str, codes: str, name: str | None) -> None:
    found = extract(Article(title="", text=text, published=date(2025, 3, 3)))[0]
    assert " ".join(sorted(each.code for each in found.actors)) == codes
    assert name in {None, found.name}


@pytest.mark.parametrize(
    ("place", "code"),
    {
        "Lima, Peru": "PE",
        "Peru": "PE",
        "White House, Washington": "US",
        "Lima, Peru; Quito, Ecuador": None,
        "Nadi": None,
        "": None,
    }.items(),
)
def test_a_place_is_of_a_country(place: str, code: str | None) -> None:
    english = language("en")
    assert english
    country = country_of(place, english.lexicon)
    assert (country and country.code) == code
