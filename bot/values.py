"""What a Change or a Dissent keeps of a field, in words: pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from bot import days
from bot.days import say
from bot.markup import clean, harmless
from storage.models import Certainty, Dissent, Status

_WORDS = {"status": {*Status}, "certainty": {*Certainty}}


def value(field: str, written: str | None, today: date) -> Markup:
    """Return the value of ``field`` as it was ``written``: what cannot be read, as it is; that there is none, so."""
    if not written:
        return say("change.none")
    match field:
        case "date":
            return days.written(written, today)
        case "time":
            clock, _, zone = written.partition(" ")
            return days.at_place(clock, zone)
        case "status" | "certainty" if written in _WORDS[field]:
            return say(f"{field}.{written}")
    return harmless(written)


def dissent(said: Iterable[Dissent], today: date) -> Sequence[Markup]:
    """Return what sources say otherwise, each value once: "AFP, TASS: Tue 11 Jan"."""
    outlets: dict[tuple[str, str], list[str]] = {}
    for one in said:
        by = outlets.setdefault((one.field, one.value), [])
        if one.outlet not in by:
            by.append(one.outlet)
    return [
        say(
            "meeting.says",
            outlets=", ".join(clean(one, 40) for one in by if one) or say("meeting.somebody"),
            value=value(field, written, today),
        )
        for (field, written), by in outlets.items()
    ]
