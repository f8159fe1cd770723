"""The expressions of time in texts, as TIMEX3 has them: what `daybook dates` shows."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from jobs.extraction.expressions import Expression, read_text
from jobs.extraction.language import language
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


def parse_texts(lines: Iterable[str], name: str) -> Iterator[DatedText]:
    """Yield the texts of JSON ``lines``: {id, dct, text, lang?}, dct the day of publication; empty ones are skipped.

    Raises AskedWrongly, with the number of the line in ``name`` that is no such thing.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield DatedText(
                row["id"], str(row["text"]), date.fromisoformat(row["dct"][:10]), str(row.get("lang") or "en")
            )
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise AskedWrongly(
                f"Line {number} of {name} is no text: it has to look like "
                '{"id": "1", "dct": "2021-12-28", "text": "…"}.'
            ) from error
