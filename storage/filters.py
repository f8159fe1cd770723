"""Which Meetings a Filter lets through: pure, and the same for a briefing and for what is owed."""

from storage.actors import stood_for_by, whose
from storage.models import Filter, Meeting


def fits(meeting: Meeting, wanted: Filter) -> bool:
    """Return whether ``meeting`` fits every term of ``wanted``; where an organ meets, so does the country or body.

    The word "moscow" finds what is held in Moscow or named after it, and what Russia takes part in.

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
            found = _meets(value, meeting)
        case "kind":
            found = meeting.kind == value
        case "place":
            found = value in (meeting.place or "").casefold()
        case "word":
            names = " ".join(actor.name for actor in meeting.actors)
            who = stood_for_by(value)
            found = value in f"{meeting.name} {meeting.place or ''} {names}".casefold() or (
                who is not None and _meets(who.code, meeting)
            )
        case _:
            raise ValueError(f"a Filter has no such term: {term!r}")
    return found is not excluded


def _meets(code: str, meeting: Meeting) -> bool:
    return any(each.code == code for actor in meeting.actors for each in (actor, *whose(actor)))
