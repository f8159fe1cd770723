"""Many articles or texts, a line of JSON each."""

import json

import pytest

from jobs.reading import parse_articles
from jobs.timexes import parse_texts
from storage.errors import AskedWrongly

TEXT = {"id": "a", "dct": "2025-03-03", "text": "One line\u2028and another."}
ARTICLE = {"id": "a", "published": "2025-03-03", "title": "Talks", "text": "One line\u2028and another."}


@pytest.mark.parametrize("parse", [parse_texts, parse_articles], ids=["texts", "articles"])
@pytest.mark.parametrize(
    "line",
    {
        "no JSON": "Talks",
        "no object": "[]",
        "no text": '{"id": "a"}',
        "an impossible day": '{"id": "a", "dct": "2025-02-30", "published": "2025-02-30", "text": "x"}',
        "nested too deeply": "[" * 100_000,
    }.values(),
)
def test_a_line_that_is_no_such_thing_is_named(parse: object, line: str) -> None:
    assert callable(parse)
    with pytest.raises(AskedWrongly, match=r"^Line 2 of many\.jsonl is no\w* .*: it has to look like"):
        list(parse(f"\n{line}\n", "many.jsonl"))


def test_a_separator_within_a_string_ends_no_line() -> None:
    (text,) = parse_texts(json.dumps(TEXT, ensure_ascii=False), "many.jsonl")
    (article,) = parse_articles(json.dumps(ARTICLE, ensure_ascii=False), "many.jsonl")
    assert text.text == TEXT["text"]
    assert article[0] == "a"
