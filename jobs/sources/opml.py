"""Lists of Sources in OPML 2.0 (http://opml.org/spec2.opml), as feed readers export them: a document → a Reading."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from jobs.sources.records import Answer, Outline, Reading
from jobs.sources.web.addresses import absolute
from jobs.sources.xml import root_of, tree_of
from storage.errors import SourceError
from storage.hosts import host_of
from storage.models import SourceKind

KIND = SourceKind.OPML
MAX_OUTLINES = 500
_DEEPEST = 10  # folders within folders
_MAX_ATTRIBUTES = 50
_MAX_TITLE = 200  # characters
_KINDS = frozenset(SourceKind) - {SourceKind.OPML}
_NO_LIST = "There is no list of feeds at this address that can be read: try the site's home page."
_NO_FEEDS = "This list names no feeds: try the address of one."
_TOO_MANY = f"This list has more than {MAX_OUTLINES} entries, the most that Daybook reads of one."


def recognises(answer: Answer) -> bool:
    """Whether ``answer`` is OPML, by its root element."""
    return root_of(answer).lower() == "opml"


def parse(answer: Answer, today: date) -> Reading:  # noqa: ARG001 - every kind is given the day
    """Return what the list names, each address once.

    To be run in a child.

    Raises SourceError when it is no list, names nothing or more than MAX_OUTLINES, and for one with entities of its
    own.
    """
    root = tree_of(answer, "list of feeds")
    if root.tag.lower() != "opml":
        raise SourceError(_NO_LIST)
    found = list(islice(_outlines(root, -1), MAX_OUTLINES + 1))
    if len(found) > MAX_OUTLINES:
        raise SourceError(_TOO_MANY)
    outlines: dict[str, Outline] = {}
    for element in found:
        outline = _outline(element)
        if outline is not None:
            outlines.setdefault(outline.address, outline)
    if not outlines:
        raise SourceError(_NO_FEEDS)
    title = _short(root.findtext("head/title") or "") or host_of(answer.address)
    return Reading(KIND, answer.address, title, outlines=tuple(outlines.values()))


def _outlines(element: Any, depth: int) -> Iterator[Any]:
    """Yield the outlines in ``element`` in their order; what lies deeper than the deepest folder is left out."""
    for each in element:
        if isinstance(each.tag, str) and depth <= _DEEPEST:
            if each.tag.lower() == "outline":
                yield each
            yield from _outlines(each, depth + 1)


def _outline(element: Any) -> Outline | None:
    """Return what an outline names: a feed by its xmlUrl, or a Source of another kind as Daybook writes it.

    None for a folder, a note or a link to anything else.
    """
    names = {name.lower(): name for name in islice(element.keys(), _MAX_ATTRIBUTES)}

    def given(name: str) -> str:
        return element.get(names.get(name, name)) or ""

    kind = given("type").lower()
    address, found = given("xmlurl"), SourceKind.FEED
    if not address and kind in _KINDS:
        address, found = given("url"), SourceKind(kind)
    whole = absolute("", address)
    if not host_of(whole):
        return None
    return Outline(whole, _short(given("title") or given("text")), found)


def _short(text: str) -> str:
    return " ".join(text.split())[:_MAX_TITLE]
