"""Meetings that a verb moves or calls off which takes them between itself and its particle, and near misses."""

from datetime import date

import pytest

from jobs.extraction.extract import extract
from storage.models import Article, Says

SENTENCES = {
    "pushed the talks back": (
        "Japan and Mali were to meet in Oslo on Monday, but the UN has pushed the talks back to Friday.",
        {(Says.MOVES, date(2025, 3, 7), date(2025, 3, 3))},
    ),
    "called the summit off": (
        "Mali has called the summit with Japan on 14 March off.",
        {(Says.CANCELS, date(2025, 3, 14), None)},
    ),
    "pushed back, in one": (
        "Talks between Japan and Mali were pushed back from 10 April to 12 April.",
        {(Says.MOVES, date(2025, 4, 12), date(2025, 4, 10))},
    ),
    "called back, which moves nothing": (
        "Japan and Mali will meet on 14 March, officials called back to say.",
        {(Says.ANNOUNCES, date(2025, 3, 14), None)},
    ),
    "off that belongs to something else": (
        "Mali called on Japan to take its hands off the sea when the two meet on 14 March.",
        {(Says.ANNOUNCES, date(2025, 3, 14), None)},
    ),
    "back that belongs to somebody who comes": (
        "Mali pushed for talks with Japan, and its envoy will be back to meet Japan's on 14 March.",
        {(Says.ANNOUNCES, date(2025, 3, 14), None)},
    ),
}


@pytest.mark.parametrize(("sentence", "told"), SENTENCES.values(), ids=SENTENCES)
def test_what_a_sentence_says_of_its_meeting(sentence: str, told: set[tuple[Says, date, date | None]]) -> None:
    mentions = extract(Article(title="", text=sentence, published=date(2025, 3, 3)))
    assert {(each.says, each.when.first, each.earlier and each.earlier.first) for each in mentions} == told
