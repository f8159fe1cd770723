"""Filters in words: pure."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.days import say
from bot.markup import harmless
from storage.actors import actor, name_like, stood_for_by
from storage.errors import NotFoundError
from storage.models import Filter, Kind


def subscriptions(present: Sequence[Filter]) -> Markup:
    """Return what a chat subscribed to."""
    lines = [say("subscribe.list_line", filter=shown(one)) for one in present]
    return Markup("\n").join([say("subscribe.list_title"), *lines, say("subscribe.list_end")])


def shown(what: Filter) -> Markup:
    """Return a Filter in words: "Russia, talks, not NATO"."""
    return Markup(", ").join([_term(term) for term in what.terms]) or say("wanted.everything")


def typed(what: Filter) -> str:
    """Return a Filter as a person may type it."""
    words = []
    for term in what.terms:
        field, value = _field(term)
        name = f"in {value}" if field == "place" else _actor_name(value) if field == "actor" else value
        words.append(f"not {name}" if term.startswith("-") else name)
    return " ".join(words)


def meant(what: Filter) -> Markup:
    """Return which Actors its words may be slips of, as a question; empty where they are none."""
    fields = map(_field, what.terms)
    words = [value for field, value in fields if field == "word" and not stood_for_by(value)]
    names = [name for word in words if (name := name_like(word))]
    return say("wanted.meant", names=", ".join(names)) if names else Markup()


def _field(term: str) -> tuple[str, str]:
    """Return the field and the value of a term, excluded or not: "-word:arms" is of "word", "arms"."""
    field, _, value = term.removeprefix("-").partition(":")
    return field, value


def _term(term: str) -> Markup:
    field, value = _field(term)
    match field:
        case "actor":
            words = harmless(_actor_name(value))
        case "kind" if value in set(Kind):
            words = say(f"kind.{value}")
        case "place":
            words = say("wanted.place", place=value.title())
        case _:
            words = say("wanted.word", word=value)
    return say("wanted.not", term=words) if term.startswith("-") else words


def _actor_name(code: str) -> str:
    try:
        return actor(code).name
    except NotFoundError:
        return code
