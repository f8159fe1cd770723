"""The language of an Article, by what is stated and by what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.sources.languages import guessed, stated

TAGS = {
    "a language": (["en"], "en"),
    "with its country": (["en-GB"], "en-GB"),
    "a locale": (["pt_BR.UTF-8"], "pt-BR"),
    "in any case": ([" FR-ca "], "fr-CA"),
    "the script is left out": (["zh-Hans-CN"], "zh-CN"),
    "a region by its number is left out": (["es-419"], "es"),
    "the first that states one": ([None, "", "x-default", "und", {"name": "English"}, 7, "de", "fr"], "de"),
    "a name is none": (["english"], ""),
    "nothing": ([], ""),
}


@pytest.mark.parametrize(("tags", "expected"), TAGS.values(), ids=TAGS)
def test_what_is_stated(tags: list[object], expected: str) -> None:
    assert stated(*tags) == expected


TEXTS = {
    "en": "The foreign ministers of Norway and Japan will hold talks in Oslo on 14 March.",
    "fr": "Les ministres des affaires étrangères se réuniront à Oslo le 14 mars, selon Paris.",
    "de": "Die Außenminister Norwegens und Japans treffen sich am 14. März in Oslo zu Gesprächen.",
    "es": "Los ministros de Asuntos Exteriores se reunirán en Oslo el 14 de marzo próximo.",
    "ru": "Министры иностранных дел Норвегии и Японии проведут переговоры в Осло 14 марта.",
    "ar": "سيعقد وزيرا خارجية النرويج واليابان محادثات في أوسلو في الرابع عشر من مارس المقبل.",
    "ja": "ノルウェーと日本の外相は三月十四日にオス" * 5,
    "hi": "नॉर्वे और जापान के विदेश मंत्री 14 मार्च को ओस्लो में वार्ता करेंगे, सरकार ने कहा।",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_what_is_written(language: str, text: str) -> None:
    assert guessed(text) == language


def test_a_short_text_is_not_guessed_from() -> None:
    assert guessed("Gipfel am 20. März.") == ""


@given(st.text(st.characters(), min_size=60))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert guessed(text) == "" or guessed(text)[:2].isalpha()
