"""The examples that stand beside the rules, for every language that has a folder."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import jobs.extraction
from jobs.extraction.dates import dates
from jobs.extraction.language import Language, language
from jobs.extraction.rule import Rule
from jobs.extraction.words import words
from storage.models import Precision, When

MONDAY = date(2025, 3, 3)
CODES = sorted(
    path.parent.name for path in (Path(jobs.extraction.__file__).parent / "languages").glob("*/lexicon.toml")
)


def known(code: str) -> Language:
    found = language(code)
    assert found
    return found


def examples() -> Iterator[tuple[str, Rule, str, str]]:
    for code in CODES:
        for rule in known(code).rules.all:
            for sentence, value in rule.reads.items():
                yield code, rule, sentence, value
            for sentence in rule.leaves:
                yield code, rule, sentence, ""


def value(when: When) -> str:
    match when.precision:
        case Precision.WEEK:
            return f"{when.first:%G-W%V}"
        case Precision.MONTH:
            return f"{when.first:%Y-%m}"
        case Precision.QUARTER:
            return f"{when.first:%Y}-Q{(when.first.month + 2) // 3}"
        case Precision.SEASON:
            return f"{when.first:%Y}-" + {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}[when.first.month]
        case Precision.YEAR:
            return f"{when.first:%Y}"
        case _ if when.first == when.last:
            return f"{when.first}"
        case _:
            return f"{when.first}/{when.last}"


@pytest.mark.parametrize(("code", "rule", "sentence", "expected"), list(examples()))
def test_a_rule_reads_and_leaves_what_it_says(code: str, rule: Rule, sentence: str, expected: str) -> None:
    english = known(code)
    found = list(dates(words(sentence), MONDAY, english.rules, english.lexicon))
    assert " ".join(value(each.when) for each in found) == expected
    assert not found or rule.pattern in {each.rule for each in found}


def test_every_rule_shows_what_it_reads_and_what_it_leaves() -> None:
    for code in CODES:
        for rule in known(code).rules.all:
            assert rule.leaves, rule.pattern
            assert rule.reads or rule.read.__name__ == "nothing", rule.pattern
