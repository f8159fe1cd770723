"""Sentences with several dates: each meeting has the Actors of its own clause, and no others."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article

# Sentence → whom each date's meeting has, by code.
APART = {
    "The US and Russia will hold talks in Geneva on 20 March, and Turkey will host Ukraine and Russia on 2 April.": (
        "RU US",
        "RU TR UA",
    ),
    "Japan and Mali will meet on 14 March and Togo and Benin will hold talks on 20 March.": ("JP ML", "BJ TG"),
    "Japan and Mali will meet on 14 March; Togo will host Benin on 20 March.": ("JP ML", "BJ TG"),
    "On 14 March Japan and Mali will meet, and on 20 March Togo will host Benin.": ("JP ML", "BJ TG"),
    "Japan and Mali will meet on 14 March, before Togo hosts Benin on 20 March.": ("JP ML", "BJ TG"),
    "Japan and Mali will meet on 14 March, and NATO will hold a summit on 20 March.": ("JP ML", "NATO"),
    "Japan and Mali will meet on 14 March, and talks between Togo and Benin will follow on 20 March.": (
        "JP ML",
        "BJ TG",
    ),
    "Germany's chancellor will visit Poland on 10 March and Italy's prime minister will travel to Spain on 12 March.": (
        "DE PL",
        "ES IT",
    ),
    # A clause that leaves its subject out goes on with that of the one before, and not with its object.
    "Mali's president will visit Togo on 14 March and will meet the leader of Benin on 20 March.": ("ML TG", "BJ ML"),
    "On 14 March Japan will meet Mali, and on 20 March it will host Benin.": ("JP ML", "BJ JP"),
    # One that leaves its verb out names whom it is with, or all who meet.
    "Japan will hold talks with Mali on 14 March and with Togo on 20 March.": ("JP ML", "JP TG"),
    "Japan will meet Mali on 14 March, Togo on 16 March and Benin on 20 March.": ("JP ML", "JP TG", "BJ JP"),
    "Russia and NATO will meet on 12 March and Russia and the OSCE on 13 March.": ("NATO RU", "OSCE RU"),
}

TOGETHER = {
    "Japan and Mali will meet on 14 March, and the two sides will hold talks again on 20 March.": ("JP ML", "JP ML"),
    "Japan and Mali will meet on 14 March and hold talks on 20 March.": ("JP ML", "JP ML"),
    "Japan and Mali will meet on 14 March, and talks in Oslo will follow on 20 March.": ("JP ML", "JP ML"),
    "Japan, Mali and Togo will meet on 14 March and on 20 March.": ("JP ML TG", "JP ML TG"),
    "Japan and Mali will meet on 14 March and in Togo on 20 March.": ("JP ML", "JP ML"),
    "Talks on 14 March between Japan, Mali, and Togo will be followed by a summit on 20 March.": (
        "JP ML TG",
        "JP ML TG",
    ),
    "Talks on 14 March between Japan and Mali will be followed by a summit on 20 March.": ("JP ML", "JP ML"),
}


@pytest.mark.parametrize(("sentence", "codes"), (APART | TOGETHER).items())
def test_each_date_has_those_who_meet_on_it(sentence: str, codes: tuple[str, ...]) -> None:
    mentions = extract(Article(title="", text=sentence, published=date(2025, 3, 3)))
    assert tuple(" ".join(sorted(actor.code for actor in each.actors)) for each in mentions) == codes


def test_who_is_host_to_somebody_stays_at_home() -> None:
    mentions = extract(
        Article(title="", text="Japan will host Mali on 14 March and Togo on 20 March.", published=date(2025, 3, 3))
    )
    assert [(mention.place, {actor.code for actor in mention.actors}) for mention in mentions] == [
        ("Japan", {"JP", "ML"}),
        ("Japan", {"JP", "TG"}),
    ]
