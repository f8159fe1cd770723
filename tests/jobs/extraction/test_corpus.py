"""The corpus: sentences that announce something, and near misses, one file a language."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobs.extraction.extract import extract
from storage.models import Article, Mention, Precision, When

CORPUS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path("tests/corpus").glob("*.toml")}


def sentences(section: str) -> Iterator[Any]:
    for language, corpus in CORPUS.items():
        for entry in corpus[section]:
            yield pytest.param(language, corpus["published"], entry, id=entry["sentence"])


def read(sentence: str, published: date, language: str) -> list[Mention]:
    return extract(Article(title="", text=sentence, published=published, language=language))


def spelled(when: When | None) -> str:
    if when is None:
        return ""
    if not when.is_day_precise:
        return {
            Precision.WEEK: f"{when.first:%G-W%V}",
            Precision.MONTH: f"{when.first:%Y-%m}",
            Precision.SEASON: f"{when.first:%Y}-{_SEASONS[when.first.month % 12 // 3]}",
        }[when.precision]
    return f"{when.first}" if when.first == when.last else f"{when.first}/{when.last}"


_SEASONS = ("winter", "spring", "summer", "autumn")


def told(mentions: list[Mention]) -> dict[str, str]:
    first = mentions[0]
    return {
        "when": " ".join(spelled(each.when) for each in mentions),
        "earlier": spelled(first.earlier),
        "time": f"{first.when.clock_time:%H:%M} {first.when.zone}" if first.when.clock_time else "",
        "actors": " ".join(each.code for each in first.actors),
        "confirmed_by": " ".join(each.code for each in first.confirmed_by),
        "kind": first.kind,
        "name": first.name,
        "place": first.place or "",
        "certainty": first.certainty,
        "says": first.says,
    }


@pytest.mark.parametrize(("language", "published", "entry"), list(sentences("announces")))
def test_what_a_sentence_announces(language: str, published: date, entry: dict[str, str]) -> None:
    mentions = read(entry["sentence"], published, language)
    assert mentions
    expected = {"says": "announces"} | {key: value for key, value in entry.items() if key != "sentence"}
    assert {key: told(mentions)[key] for key in expected} == expected


@pytest.mark.parametrize(("language", "published", "entry"), list(sentences("leaves")))
def test_what_announces_nothing(language: str, published: date, entry: dict[str, str]) -> None:
    assert read(entry["sentence"], published, language) == [], entry["because"]


def test_the_corpus_is_half_near_misses() -> None:
    for corpus in CORPUS.values():
        assert len(corpus["announces"]) + len(corpus["leaves"]) >= 60
        assert len(corpus["leaves"]) >= 30
