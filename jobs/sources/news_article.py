"""What a page declares of its article as schema.org/NewsArticle does, in JSON-LD."""

from dataclasses import dataclass
from typing import Any

from jobs.sources.json_ld import Node, nodes, text, types, words

_TYPES = ("Article", "BlogPosting", "Report", "LiveBlogPosting")  # endings: NewsArticle, OpinionNewsArticle …


@dataclass(frozen=True)
class Declared:
    """What is declared; empty where it is not. Dates and the language are as written."""

    headline: str = ""
    body: str = ""
    published: str = ""
    language: str = ""
    outlet: str = ""


def declared(page: Any) -> Declared | None:
    """Return what ``page``, an lxml tree, declares of the one article that it is about.

    None where it declares none, or several, as a list of articles does.
    """
    found = list(nodes(page, _is_article))
    headlines = {text(node.get("headline") or node.get("name")) for node in found}
    if not found or len(headlines - {""}) > 1:
        return None
    node = max(found, key=len)
    return Declared(
        headline=text(node.get("headline") or node.get("name")),
        body=words(node.get("articleBody")),
        published=text(node.get("datePublished")),
        language=_tag(node.get("inLanguage")),
        outlet=text(node.get("publisher")),
    )


def _is_article(node: Node) -> bool:
    return any(kind.endswith(_TYPES) for kind in types(node))


def _tag(value: Any) -> str:
    """Return a language's tag: a string, or the alternateName of a schema.org/Language."""
    return text(value.get("alternateName")) if isinstance(value, dict) else text(value)
