"""The data that a page declares in JSON-LD, node by node, and how its loosely typed values are read."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jobs.sources.text import from_html

_MAX_NODES = 50_000  # of one page's data
_SCRIPTS = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]/text()"

Node = Mapping[str, Any]


def nodes(page: Any, is_wanted: Callable[[Node], bool]) -> Iterator[Node]:
    """Yield the wanted nodes of ``page``, an lxml tree, in their order, and nothing within them.

    What is damaged is left out.
    """
    for script in page.xpath(_SCRIPTS):
        try:
            yield from _walk(json.loads(script, strict=False), is_wanted)
        except (ValueError, RecursionError):
            continue


def _walk(data: Any, is_wanted: Callable[[Node], bool]) -> Iterator[Node]:
    waiting, seen = [data], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if is_wanted(node):
                yield node
            else:
                waiting += reversed(node.values())


def types(node: Node) -> list[str]:
    """Return the types of ``node``, without their vocabulary: "Event" for "https://schema.org/Event"."""
    return [kind.rpartition("/")[2] for kind in every(node.get("@type")) if isinstance(kind, str)]


def every(value: Any) -> list[Any]:
    """Return the values of a property: several, one or none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def first(value: Any) -> Any:
    """Return the first value of a property; None where there is none."""
    return next(iter(every(value)), None)


def text(value: Any) -> str:
    """Return a value as a line of text: a string, the name of a thing, or the first of several; "" for others."""
    return words(value).replace("\n", " ")


def words(value: Any) -> str:
    """Return a value as text, with its paragraphs."""
    value = first(value)
    if isinstance(value, dict):
        value = first(value.get("name") or value.get("@value"))
    return from_html(str(value)) if isinstance(value, str | int | float) else ""
