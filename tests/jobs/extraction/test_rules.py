"""The examples that stand beside the rules, for every language that has a folder."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import jobs.extraction
from jobs.extraction.clocks import Clock
from jobs.extraction.dates import dates
from jobs.extraction.language import Language, language
from jobs.extraction.rule import Context, Rule, Rules
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


def rules(found: Language) -> list[Rule[Any]]:
    return [*found.dates.all, *found.clocks.all, *found.lengths.all]


def examples() -> Iterator[tuple[str, Rule[Any], str, str]]:
    for code in CODES:
        for rule in rules(known(code)):
            for sentence, value in rule.reads.items():
                yield code, rule, sentence, value
            for sentence in rule.leaves:
                yield code, rule, sentence, ""


def spelled(found: When | Clock | timedelta) -> str:
    match found:
        case timedelta():
            return f"P{found.days}D"
        case Clock():
            return f"{found.time:%H:%M} {found.zone or ''}".rstrip()
        case When(precision=Precision.WEEK):
            return f"{found.first:%G-W%V}"
        case When(precision=Precision.MONTH):
            return f"{found.first:%Y-%m}"
        case When(precision=Precision.QUARTER):
            return f"{found.first:%Y}-Q{(found.first.month + 2) // 3}"
        case When(precision=Precision.SEASON):
            return f"{found.first:%Y}-" + {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}[found.first.month]
        case When(precision=Precision.YEAR):
            return f"{found.first:%Y}"
        case _ if found.first == found.last:
            return f"{found.first}"
        case _:
            return f"{found.first}/{found.last}"


@pytest.mark.parametrize(("code", "rule", "sentence", "expected"), list(examples()))
def test_a_rule_reads_and_leaves_what_it_says(code: str, rule: Rule[Any], sentence: str, expected: str) -> None:
    language = known(code)
    text = words(sentence)
    if rule in language.dates.all:
        dated = list(dates(text, MONDAY, language.dates, language.lexicon))
        read = [spelled(each.when) for each in dated]
        by = {each.rule for each in dated}
    else:
        others: Rules[Any] = language.clocks if rule in language.clocks.all else language.lengths
        found = list(others.find(text))
        read = [spelled(each) for one in found for each in one.read(Context(MONDAY))]
        by = {each.rule.pattern for each in found}
    assert " ".join(read) == expected
    assert not expected or rule.pattern in by


def test_every_rule_shows_what_it_reads_and_what_it_leaves() -> None:
    for code in CODES:
        for rule in rules(known(code)):
            assert rule.leaves, rule.pattern
            assert rule.reads or rule.read.__name__ == "nothing", rule.pattern
