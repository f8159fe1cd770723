"""The corpus: sentences that announce something, and near misses; a language is one file, and a folder of topics."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobs.extraction.extract import extract
from storage.models import Article, Mention, Precision, When

FOLDER = Path("tests/corpus")
CORPUS = {path.relative_to(FOLDER): tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.rglob("*.toml"))}
LANGUAGES = sorted({Path(path.parts[0]).stem for path in CORPUS})


def sentences(section: str, languages: Sequence[str] = LANGUAGES) -> Iterator[Any]:
    for path, corpus in CORPUS.items():
        language = Path(path.parts[0]).stem
        for entry in corpus.get(section, ()) if language in languages else ():
            yield pytest.param(language, corpus["published"], entry, id=entry["sentence"].strip())


def read(sentence: str, published: date, language: str) -> list[Mention]:
    return extract(Article(title="", text=sentence, published=published, language=language))


def spelled(when: When | None) -> str:
    if when is None:
        return ""
    if not when.is_day_precise:
        return {
            Precision.WEEK: f"{when.first:%G-W%V}",
            Precision.MONTH: f"{when.first:%Y-%m}",
            Precision.QUARTER: f"{when.first:%Y}-Q{(when.first.month + 2) // 3}",
            Precision.YEAR: f"{when.first:%Y}",
            Precision.SEASON: f"{when.first:%Y}-{_SEASONS[when.first.month % 12 // 3]}",
        }[when.precision]
    return f"{when.first}" if when.first == when.last else f"{when.first}/{when.last}"


_SEASONS = ("winter", "spring", "summer", "autumn")


def told(mentions: list[Mention], expected: dict[str, str]) -> dict[str, str]:
    """What is read of the keys that are expected: of the first Mention, or of each where " | " stands between them."""
    each_told = [told_by(each) for each in mentions]
    found = {
        key: " | ".join(each[key] for each in each_told) if _EACH in value else each_told[0][key]
        for key, value in expected.items()
    }
    return found | {"when": " ".join(each["when"] for each in each_told)}


def told_by(mention: Mention) -> dict[str, str]:
    return {
        "when": spelled(mention.when),
        "earlier": spelled(mention.earlier),
        "time": f"{mention.when.clock_time:%H:%M} {mention.when.zone}" if mention.when.clock_time else "",
        "actors": " ".join(each.code for each in mention.actors),
        "confirmed_by": " ".join(each.code for each in mention.confirmed_by),
        "kind": mention.kind,
        "name": mention.name,
        "place": mention.place or "",
        "certainty": mention.certainty,
        "says": mention.says,
    }


_EACH = " | "


@pytest.mark.parametrize(("language", "published", "entry"), list(sentences("announces")))
def test_what_a_sentence_announces(language: str, published: date, entry: dict[str, str]) -> None:
    mentions = read(entry["sentence"], published, language)
    assert mentions
    expected = {"says": "announces"} | {key: value for key, value in entry.items() if key != "sentence"}
    assert told(mentions, expected) == expected


@pytest.mark.parametrize(("language", "published", "entry"), list(sentences("leaves")))
def test_what_announces_nothing(language: str, published: date, entry: dict[str, str]) -> None:
    assert read(entry["sentence"], published, language) == [], entry["because"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_corpus_of_a_language_is_half_near_misses(language: str) -> None:
    announced, left = (len(list(sentences(section, [language]))) for section in ("announces", "leaves"))
    assert announced + left >= 60
    assert left >= 30


def test_the_corpus_has_200_sentences_and_100_near_misses() -> None:
    announced, left = (len(list(sentences(section))) for section in ("announces", "leaves"))
    assert announced + left >= 200
    assert left >= 100
