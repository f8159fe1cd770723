"""The expressions of time in texts, as TIMEX3 has them: what `daybook dates` shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobs.extraction.language import language
from jobs.extraction.timex.expressions import Expression, read_text
from jobs.lines import read_lines
from storage.errors import AskedWrongly


@dataclass(frozen=True)
class DatedText:
    """A text, and the day it was published."""

    id: Any  # as the line has it
    text: str
    published: date
    language: str = "en"  # BCP 47


def expressions(dated: DatedText) -> list[Expression]:
    """Return the expressions of time in a text; raises AskedWrongly for a language that is not read."""
    known = language(dated.language)
    if known is None:
        raise AskedWrongly(f'Texts in "{dated.language}" are not read.')
    return list(read_text(dated.text, dated.published, known))


def as_timex(expression: Expression) -> dict[str, Any]:
    """Return ``expression`` for programs: {start, end, type, value}, offsets into the text."""
    meaning = expression.meaning
    return {"start": expression.start, "end": expression.end, "type": str(meaning.type), "value": meaning.value}


def parse_texts(text: str, name: str) -> Iterator[DatedText]:
    """Yield the text of each JSON line: {id, dct, text, lang?}, dct the day of publication.

    Raises AskedWrongly as ``read_lines`` does.
    """

    def read(_: int, row: Any) -> DatedText:
        published = date.fromisoformat(row["dct"][:10])
        return DatedText(row["id"], str(row["text"]), published, str(row.get("lang") or "en"))

    example = '{"id": "1", "dct": "2021-12-28", "text": "…"}'
    return read_lines(text, name, read, f"is no text: it has to look like {example}")
