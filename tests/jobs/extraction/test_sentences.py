"""Where sentences end, and where they do not."""

import pytest

from jobs.extraction.language import language
from jobs.extraction.sentences import sentences
from jobs.extraction.words import words

WHOLE = (
    "They meet on Jan. 10 in Geneva.",
    "Several U.S. officials will come.",
    "It begins at 10 a.m. ET on Friday.",
    "Gen. A. B. Smith met Sen. Jones.",
    "It rose 3.5 percent.",
    '"We will meet," he said.',
    "What? said no one.",
)
PARTED = {
    "a full stop": "They came. They left.",
    "a question": "Will they come? Nobody knows.",
    "a quotation": 'He said "no." She left.',
    "a line break": "They came\nThey left",
    "an abbreviation that ends one": "They meet at 10 a.m. The talks are secret.",
    "a country's abbreviation that ends one": "He flew to the U.S. He came back.",
}


def cut(text: str) -> list[str]:
    english = language("en")
    assert english
    return [text[each.start : each.end] for each in sentences(words(text), english.lexicon)]


@pytest.mark.parametrize("text", WHOLE)
def test_it_is_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize("text", PARTED.values(), ids=PARTED)
def test_two_sentences_are_parted_by(text: str) -> None:
    assert len(cut(text)) == 2


def test_a_text_without_a_stop_is_cut_all_the_same() -> None:
    assert len(cut("next " * 1000)) == 4
