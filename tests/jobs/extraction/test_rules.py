"""The examples that stand beside the rules, for every language that has a folder."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import jobs.extraction
from jobs.extraction.language import Language, language
from jobs.extraction.timex.expressions import read_text
from jobs.extraction.timex.rule import Rule

MONDAY = date(2025, 3, 3)
CODES = sorted(
    path.parent.name for path in (Path(jobs.extraction.__file__).parent / "languages").glob("*/lexicon.toml")
)


def known(code: str) -> Language:
    found = language(code)
    assert found
    return found


def reads() -> Iterator[tuple[str, Rule, str, str]]:
    for code in CODES:
        for rule in known(code).rules.all:
            for sentence, values in rule.reads.items():
                yield code, rule, sentence, values


def leaves() -> Iterator[tuple[str, str]]:
    for code in CODES:
        for rule in known(code).rules.all:
            for sentence in rule.leaves:
                yield code, sentence


@pytest.mark.parametrize(("code", "rule", "sentence", "values"), list(reads()))
def test_a_rule_reads_what_it_says(code: str, rule: Rule, sentence: str, values: str) -> None:
    found = list(read_text(sentence, MONDAY, known(code)))
    assert " ".join(each.meaning.value for each in found) == values
    assert rule.pattern in {pattern for each in found for pattern in each.rule.split(" + ")}


@pytest.mark.parametrize(("code", "sentence"), list(leaves()))
def test_a_rule_leaves_what_it_says(code: str, sentence: str) -> None:
    assert list(read_text(sentence, MONDAY, known(code))) == []


def test_every_rule_shows_what_it_reads_or_leaves() -> None:
    for code in CODES:
        for rule in known(code).rules.all:
            assert rule.reads or rule.leaves, rule.pattern


@pytest.mark.parametrize("code", CODES)
def test_there_are_many_examples_and_a_third_of_them_are_near_misses(code: str) -> None:
    near_misses = len([each for each, _ in leaves() if each == code])
    examples = near_misses + len([each for each, *_ in reads() if each == code])
    assert examples >= 300
    assert near_misses >= examples / 3
