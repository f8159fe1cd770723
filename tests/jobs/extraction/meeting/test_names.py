"""What a meeting is called, in the words of the article."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article

NAMES = {
    "who meets, and what": ("Fiji and Samoa will hold trade talks on 10 March.", "Fiji – Samoa: trade talks"),
    "the topic": (
        "Fiji and Samoa will hold talks on fishing rights on 10 March.",
        "Fiji – Samoa: talks on fishing rights",
    ),
    "no topic that is cut short": (
        "Fiji and Samoa will hold talks on ending the row on 10 March.",
        "Fiji – Samoa: talks",
    ),
    "no verb": ("Fiji and Samoa agreed to reopen trade talks on 10 March.", "Fiji – Samoa: trade talks"),
    "no half of a number": ("Fiji will host the 27th Conference on 10 March.", "Fiji: conference"),
    "an event by its edition": (
        "Chile is preparing to host the eighth ABC in Lima on 10 March.",
        "Chile – Peru: eighth ABC",
    ),
    "a body for its many members": (
        "Leaders of Peru, Chile, Cuba, Haiti and Panama will attend the OAS summit on 10 March.",
        "OAS: summit",
    ),
    "many of no body": (
        "Peru, Chile, Cuba, Haiti and Panama will hold a summit on 10 March.",
        "Peru and others: summit",
    ),
}


@pytest.mark.parametrize(("text", "name"), NAMES.values(), ids=NAMES)
def test_a_meeting_is_called(text: str, name: str) -> None:
    found = extract(Article(title="", text=text, published=date(2025, 3, 3)))
    assert [each.name for each in found] == [name]
