"""The events that a page declares as schema.org does, in JSON-LD or microdata."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from jobs.sources.events import MAX_EVENTS, Event, Point, point, span, zone_of
from jobs.sources.json_ld import Node, every, first, nodes, text, types
from storage.actors import actor_named
from storage.models import Precision, Says

RULE = "schema.org/Event"
_DEEPEST = 40
_ITEMS = "//*[@itemscope][contains(@itemtype, 'schema.org/')][contains(@itemtype, 'Event')]"
# Subtypes that are no meetings, whatever their names say (schema.org 29).
_OTHERS = frozenset(
    f"{kind}Event"
    for kind in (
        *(
            "Broadcast",
            "Childrens",
            "Comedy",
            "Dance",
            "Delivery",
            "Exhibition",
            "Food",
            "Literary",
            "Music",
            "OnDemand",
        ),
        *("Publication", "Sale", "Screening", "Sports", "Theater", "UserInteraction", "VisualArts"),
    )
)
_STATES = {"EventCancelled": Says.CANCELS, "EventPostponed": Says.POSTPONES, "EventRescheduled": Says.MOVES}
_COARSE = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_PARTIES = ("organizer", "performer", "attendee", "contributor")


def events(page: Any) -> list[Event]:
    """Return the dated events that ``page``, an lxml tree, declares, at most MAX_EVENTS; festivals and matches not.

    What is damaged is left out.
    """
    found = (event for node in _nodes(page) if (event := _event(node)))
    return list(islice(dict.fromkeys(found), MAX_EVENTS))


def _nodes(page: Any) -> Iterator[Node]:
    """Yield everything that is declared to be an Event, its parts not: the items of an agenda are no meetings."""
    yield from nodes(page, _is_event)
    for item in islice(page.xpath(_ITEMS), MAX_EVENTS):
        yield _item(item, _DEEPEST)


def _is_event(node: Node) -> bool:
    return "startDate" in node and any(kind.endswith("Event") for kind in types(node))


def _item(element: Any, depth: int) -> dict[str, Any]:
    """Return a microdata item in the form that JSON-LD has."""
    found: dict[str, Any] = {"@type": element.get("itemtype", "").split()}
    waiting = list(element)[::-1]
    while waiting:
        child = waiting.pop()
        if not isinstance(child.tag, str):
            continue
        is_item = child.get("itemscope") is not None
        if name := child.get("itemprop"):
            value = _item(child, depth - 1) if is_item and depth else _value(child)
            found.setdefault(name, []).append(value)
        if not is_item:
            waiting += list(child)[::-1]
    return found


def _value(element: Any) -> str:
    stated = next((element.get(name) for name in ("content", "datetime", "href") if element.get(name)), None)
    return stated or " ".join(element.text_content().split())


def _event(node: Node) -> Event | None:
    """Return the Event; None without a name or a date, and for what is no meeting by its type."""
    kinds = set(types(node))
    place, name = _place(first(node.get("location"))), text(node.get("name"))
    zone = zone_of(place)
    start = _point(node.get("startDate"), zone)
    end = _point(node.get("endDate"), zone, is_end=start is not None and start.clock_time is not None)
    when = span(start, end) if start else None
    if not name or start is None or when is None or kinds & _OTHERS:
        return None
    state = text(node.get("eventStatus")).rpartition("/")[2]
    before = _point(node.get("previousStartDate"), zone)
    earlier = span(before) if before and before != start else None
    says = _STATES.get(state) or (Says.MOVES if earlier else Says.ANNOUNCES)
    is_online = state == "EventMovedOnline" or text(node.get("eventAttendanceMode")).endswith(
        "OnlineEventAttendanceMode"
    )
    return Event(
        name=name,
        when=when,
        ends=end.clock_time if end and end.first == start.first else None,
        place="virtual" if is_online else place,
        parties=", ".join(filter(None, (text(each) for key in _PARTIES for each in every(node.get(key))[:20]))),
        about=text(node.get("description")),
        says=says,
        earlier=earlier if says is Says.MOVES else None,
    )


def _point(value: Any, zone: str | None, *, is_end: bool = False) -> Point | None:
    """Return a date of ISO 8601, as finely as it is given; a start at midnight is how programs write a day."""
    written = text(value).replace(" ", "T", 1)
    try:
        if coarse := _COARSE.fullmatch(written):
            year, month = int(coarse[1]), int(coarse[2] or 0)
            if not month:
                return Point(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
            return Point(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)
        moment = datetime.fromisoformat(written)
        is_day = moment.time() == time() and not is_end
        return point(moment.date() if is_day else moment, zone)
    except (ValueError, OverflowError):
        return None


def _place(value: Any) -> str:
    """Return "Europa building, Brussels, Belgium", or "virtual"."""
    if not isinstance(value, dict):
        return text(value)
    if "VirtualLocation" in types(value):
        return "virtual"
    address = first(value.get("address"))
    if not isinstance(address, dict):
        parts = [text(value.get("name")), text(address)]
    else:
        country = text(address.get("addressCountry"))
        known = actor_named(country) if country else None
        town = text(address.get("addressLocality"))
        parts = [text(value.get("name")), town, known.name if known else country]
    return ", ".join(dict.fromkeys(part for part in parts if part))
