"""Which Meetings a Filter lets through: pure, and the same for a briefing and for what is owed."""

from storage.actors import whose
from storage.models import Filter, Meeting


def fits(meeting: Meeting, wanted: Filter) -> bool:
    """Return whether ``meeting`` fits every term of ``wanted``; where an organ meets, so does the country or body.

    Raises ValueError for a term of no known kind.
    """
    return all(_fits_term(meeting, term) for term in wanted.terms)


def parse_filter(stored: str) -> Filter:
    """Return the Filter that ``str`` made ``stored`` of."""
    return Filter(tuple(stored.split(", ")) if stored else ())


def _fits_term(meeting: Meeting, term: str) -> bool:
    excluded = term.startswith("-")
    field, _, value = term.removeprefix("-").partition(":")
    match field:
        case "actor":
            found = any(each.code == value for actor in meeting.actors for each in (actor, *whose(actor)))
        case "kind":
            found = meeting.kind == value
        case "place":
            found = value in (meeting.place or "").casefold()
        case "word":
            names = " ".join(actor.name for actor in meeting.actors)
            found = value in f"{meeting.name} {meeting.place or ''} {names}".casefold()
        case _:
            raise ValueError(f"a Filter has no such term: {term!r}")
    return found is not excluded
