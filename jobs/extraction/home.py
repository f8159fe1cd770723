"""Whose own voice an Article is: the government or body that published it."""

from urllib.parse import urlsplit

from storage.actors import actor_named
from storage.models import Actor, Article, Tier

# Second-level domains kept for governments, as registries of country domains name them.
_GOVERNMENT = frozenset({"gov", "gob", "gouv", "gouvernement", "go", "govt", "gub"})


def home_of(article: Article) -> Actor | None:
    """Return the Actor that speaks in the Article, by its address or as its official outlet; None: a reporter.

    .gov and .mil are the United States' (IANA, Root Zone Database), gov.uk and its like the country's, .int a body's.
    """
    try:
        labels = (urlsplit(article.address).hostname or "").lower().split(".")
    except ValueError:
        labels = []
    match labels:
        case [*_, "gov" | "mil"]:
            return actor_named("US")
        case [*_, "europa", "eu"]:
            return actor_named("EU")
        case [*_, body, "int"]:
            return actor_named(body)
        case [*_, domain, country] if domain in _GOVERNMENT:
            return actor_named("GB" if country == "uk" else country)
    return actor_named(article.outlet) if article.tier is Tier.OFFICIAL else None
