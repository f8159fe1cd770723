"""Time zones by the names that people give to cities: pure. Both sides need it: a chat's zone, and a venue's."""

import tomllib
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def zone_at(place: str) -> str | None:
    """Return the IANA zone of a place, "Tokyo, Japan"; None where it names no city, or several zones' city."""
    zones = zones_by_name().get(place.partition(",")[0].strip().casefold(), frozenset())
    return next(iter(zones)) if len(zones) == 1 else None


@cache
def zones_by_name() -> Mapping[str, frozenset[str]]:
    """Return the zones under what people call them, in lower case: their whole name, and the city at its end."""
    found: dict[str, set[str]] = defaultdict(set)
    for zone in zoneinfo.available_timezones():
        area, _, city = zone.rpartition("/")
        if not area or area.startswith(("Etc", "SystemV", "posix", "right")):
            continue
        found[zone.replace("_", " ").casefold()].add(zone)
        found[city.replace("_", " ").casefold()].add(zone)
    cities = tomllib.loads(files(__package__).joinpath("zones.toml").read_text("utf-8"))["cities"]
    return {name: frozenset(zones) for name, zones in (found | {city: {zone} for city, zone in cities.items()}).items()}
