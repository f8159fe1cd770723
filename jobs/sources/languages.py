"""Which language an Article is in: as its source states it, else guessed from its text, with pycld2."""

import re
from typing import Any
from unicodedata import category

import pycld2

DEFAULT = "en"
_TAG = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}))?(?![a-zA-Z])")
_UNDETERMINED = ("und", "mul", "zxx", "mis", "x")  # ISO 639-2: tags that state none
_SHORTEST, _ENOUGH = 60, 1000  # characters to guess from: of a shorter text it is wrong too often
_RENAMED = {"iw": "he", "no": "nb", "zh-Hant": "zh"}  # as CLD2 calls them → as BCP 47 does


def stated(*tags: object) -> str:
    """Return the first of ``tags`` that states a language, as language and country: "en_GB.UTF-8" → "en-GB".

    tags  BCP 47 tags or locales, the more trusted first; anything that is no string states none

    "" where none does. The country stays, because Britons write the day before the month.
    """
    for tag in tags:
        found = _TAG.match(tag) if isinstance(tag, str) else None
        if found and (code := found[1].lower()) not in _UNDETERMINED:
            return f"{code}-{found[3].upper()}" if found[3] else code
    return ""


def guessed(text: str) -> str:
    """Return the language of ``text``; "" where it is too short, or too mixed, to tell."""
    beginning = text[:_ENOUGH]
    if len(beginning) < _SHORTEST:
        return ""
    try:
        is_reliable, _, found = _detect(beginning)
    except pycld2.error:
        return ""
    code: str = found[0][1]
    return _RENAMED.get(code, code) if is_reliable and code != "un" else ""


def _detect(text: str) -> Any:
    """Return what pycld2 finds; characters that it refuses, controls and what is none, are left out."""
    try:
        return pycld2.detect(text)
    except (pycld2.error, UnicodeEncodeError):
        return pycld2.detect("".join(" " if category(each).startswith("C") else each for each in text))
