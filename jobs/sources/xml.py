"""XML from outside: which document it is, and its tree without the traps: no entities, no network, no great depth."""

import re
import sys
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from jobs.sources.records import Answer
from jobs.sources.text import clean, decode
from storage.errors import SourceError

# The root element behind the prolog. Possessive: a prolog of hostile comments is tried one way only.
_ROOT = re.compile(r"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!(?!--)[^>]*>)\s*+)*+<(?:[\w.-]+:)?([\w.-]+)[\s>/]", re.DOTALL)
_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^<>\[]{0,1000}\[", re.IGNORECASE)
_NUMBER = re.compile(r"&#(?:x([0-9a-f]{1,400})|([0-9]{1,400}));?", re.IGNORECASE | re.ASCII)


def root_of(answer: Answer) -> str:
    """Return the name of the root element without its prefix, "rss"; "" where there is none; from the beginning."""
    found = _ROOT.match(decode(answer.body[:4096], answer.charset))
    return found[1] if found else ""


def document_of(answer: Answer, what: str) -> str:
    """Return the document as clean text, without its XML declaration and without numbers that stand for no character.

    Raises SourceError for one that declares entities of its own.

    what  it is, for the sentence: "feed"
    """
    document = clean(decode(answer.body, answer.charset)).lstrip()
    if _ENTITIES.search(document):
        raise SourceError(f"This {what} declares entities of its own, which Daybook does not read.")
    return _NUMBER.sub(_character, document)


def tree_of(answer: Answer, what: str) -> Any:
    """Return the root element as an lxml tree, as much of a damaged document as can be read; to be used in a child.

    Raises SourceError as ``document_of`` does, and where there is no element at all.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, load_dtd=False, no_network=True)
    root = etree.fromstring(document_of(answer, what).encode(), parser)
    if root is None:
        raise SourceError(f"There is no {what} at this address that can be read: try the site's home page.")
    return root


def _character(number: re.Match[str]) -> str:
    """Return the reference to a character as it is; "" where there is no such character (XML 1.0, 2.2)."""
    code = int(number[1], 16) if number[1] else int(number[2])
    return number[0] if code <= sys.maxunicode and clean(chr(code)) else ""
