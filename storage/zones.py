"""Time zones by the names that people give to cities: pure. Both sides need it: a chat's zone, and a venue's."""

import tomllib
import zoneinfo
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from storage.actors import actor_named

_SOLSTICES = (datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 12, 21, tzinfo=UTC))


def zone_at(place: str) -> str | None:
    """Return the IANA zone of a place, "White House, Washington" or "Japan".

    By its city, else by its country, where that keeps one time; None where neither tells, or for several stops.
    """
    parts = [part.strip().casefold() for part in place.split(",")]
    known = (_one(zones_by_name().get(part, ())) for part in parts)
    return next(filter(None, known), None) or zone_of_country(parts[-1])


def zone_of_country(name: str) -> str | None:
    """Return the zone of a country by its name; None where it keeps several times, or is none."""
    country = actor_named(name)
    zones = _zones_by_country().get(country.code, ()) if country else ()
    times = {tuple(moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for moment in _SOLSTICES) for zone in zones}
    return next(iter(zones)) if len(times) == 1 else None


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


@cache
def _zones_by_country() -> Mapping[str, list[str]]:
    """The zones of each country by its ISO 3166-1 code, as the IANA database lists them (zone.tab)."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t", 3)[:3]
            found[country].append(zone)
    return found


def _one(zones: Collection[str]) -> str | None:
    return next(iter(zones)) if len(zones) == 1 else None
