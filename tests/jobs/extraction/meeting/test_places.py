"""Where a meeting is: as its sentence states it, and as the rest of the article tells."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article


def places(text: str, title: str = "") -> list[str | None]:
    return [each.place for each in extract(Article(title=title, text=text, published=date(2025, 3, 3)))]


@pytest.mark.parametrize(
    ("sentence", "place"),
    {
        "a city with its country": ("Fiji and Tonga will meet in Suva on 10 March.", "Suva, Fiji"),
        "a city and its state are one": (
            "Fiji and Tonga will meet in Tulsa, Oklahoma on 10 March.",
            "Tulsa, United States",
        ),
        "a town that no list has, by its state": (
            "Fiji and Tonga will meet in Bisbee, Arizona on 10 March.",
            "Bisbee, United States",
        ),
        "a town that no list has": ("Fiji and Tonga will meet in Nadi on 10 March.", "Nadi"),
        "no place: an institution": ("Fiji will raise it in Parliament at talks with Tonga on 10 March.", None),
        "the word before the meeting": ("The Oslo talks between Mali and Chad open on 10 March.", "Oslo, Norway"),
        "a building in its city": (
            "The president will meet the king of Jordan at the White House on 10 March.",
            "White House, Washington",
        ),
        "a building before the meeting": (
            "Senators are expected at a White House meeting on 10 March.",
            "White House, Washington",
        ),
        "what is visited": ("The envoy is due to visit Peru on 10 March for further negotiations.", "Peru"),
        "what is visited, by its article": (
            "The envoy was invited to visit the Philippines on 10 March.",
            "Philippines",
        ),
        "a country before its visit": ("The king's landmark Peru visit on 10 March is on.", "Peru"),
        "several stops": (
            "The minister will travel to Chile, the Republic of Korea (ROK), and Peru on 10 March.",
            "Chile; South Korea; Peru",
        ),
        "the country of the host": ("Ghana is to host a summit on cocoa on 10 March.", "Ghana"),
        "and not where the host said so": (
            "The minister said last week in Lisbon that Ghana will host the summit on 10 March.",
            "Ghana",
        ),
        "a city by what it is": ("Fiji and Tonga will meet in Peru's capital city of Lima on 10 March.", "Lima, Peru"),
        "a visit's place, not that before it": (
            "The envoy arrived in Chile on Sunday and will leave for Peru later on 10 March.",
            "Peru",
        ),
        "no place on Earth": ("Fiji and Tonga will hold virtual talks on 10 March.", "virtual"),
        "not where it is based": ("The Geneva-based body will hold a meeting on 10 March.", None),
        "not whose it is": ("Fiji and Tonga will discuss it on 10 March in Peru's view.", None),
    }.values(),
)
def test_a_sentence_states_the_place(sentence: str, place: str | None) -> None:
    assert places(sentence)[:1] == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    {
        "here is the dateline's city": (
            "NAIROBI, March 3 (Wire) - Mali and Chad will hold talks here on 10 March.",
            "Nairobi, Kenya",
        ),
        "the dateline alone is no place": (
            "NAIROBI, March 3 (Wire) - Mali and Chad will hold talks on 10 March.",
            None,
        ),
        "but that of talks at home soon": (
            "NAIROBI, March 3 (Wire) - Mali and Kenya will hold talks on Wednesday.",
            "Nairobi, Kenya",
        ),
        "not of those later on": (
            "NAIROBI, March 3 (Wire) - Mali and Kenya will hold talks on 10 March.",
            None,
        ),
        "and that of a summit that has no seat": (
            "NAIROBI, March 3 (Wire) - The G20 summit will be held on 8 March.",
            "Nairobi, Kenya",
        ),
        "but that of its own country's court": (
            "NAIROBI, March 3 (Wire) - The former minister is to appear in court on 10 March.",
            "Nairobi, Kenya",
        ),
        "another sentence tells": (
            "Mali and Chad will hold a summit on 10 March.\nThe summit will be held in Lagos, aides said.",
            "Lagos, Nigeria",
        ),
        "but not a third country, where one visits the other": (
            "Mali and Chad will hold talks on 10 March.\nChad and Peru will hold talks in Lima on 10 March.",
            None,
        ),
        "the country that another is to visit": (
            "Mali's president is bound for Chad.\nHis official visit will begin on 10 March.",
            "Chad",
        ),
        "but not that of another summit": (
            "Mali and Chad will hold a summit on 10 March.\nTheir last summit was held in Lagos on 2 May 2023.",
            None,
        ),
    }.values(),
)
def test_the_article_tells_the_place(text: str, place: str | None) -> None:
    assert places(text)[0] == place


def test_each_stop_of_a_list_has_its_place() -> None:
    sentence = "The envoy is to visit Suva on 10 March, the OSCE in Vienna on 11 March and Lima on 12 March."
    assert places(sentence) == ["Suva, Fiji", "Vienna, Austria", "Lima, Peru"]


def test_a_committee_hears_where_its_parliament_sits() -> None:
    text = "The Senate Water Committee met.\nThe banker will testify before the Senate Water Committee on 10 March."
    assert places(text) == ["Washington, United States"]


def test_a_parliament_hears_where_it_sits() -> None:
    assert places("The banker will testify before the US Senate on 10 March.") == ["Washington, United States"]


def test_the_title_tells_the_place() -> None:
    assert places("Mali and Chad will hold a summit on 10 March.", title="Lagos summit is set") == ["Lagos, Nigeria"]


def test_one_stop_of_a_trip_is_not_the_whole_of_it() -> None:
    found = places(
        "Turkey's foreign minister will travel to Mali and Chad from 9 to 12 March.\n"
        "The Turkish foreign minister will travel to Chad on 10 March."
    )
    assert found == ["Mali; Chad", "Chad"]


def test_a_trip_goes_on_where_it_was() -> None:
    found = places(
        "Peru's foreign minister will travel to Quito on 9 March.\n"
        "On 10 March the minister will meet President Ruiz of Ecuador."
    )
    assert found == ["Quito, Ecuador", "Quito, Ecuador"]
