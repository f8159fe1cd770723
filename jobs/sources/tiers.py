"""How near to the event who speaks at an address is, by its host: pure."""

import tomllib
from functools import cache
from pathlib import Path

from storage.hosts import host_of
from storage.models import Source, Tier

_DATA = Path(__file__).with_suffix(".toml")
_COUNTRY = 2  # letters


def tier_of(address: str) -> Tier:
    """Return the tier of the host of ``address``, as tiers.toml has it; other for one that is not there."""
    hosts, under_a_country = _known()
    labels = host_of(address).split(".")
    for place in range(len(labels)):
        if tier := hosts.get(".".join(labels[place:])):
            return tier
        if len(labels) - place == 2 and len(labels[-1]) == _COUNTRY and labels[place] in under_a_country:  # noqa: PLR2004 - "gov" and "uk"
            return under_a_country[labels[place]]
    return Tier.OTHER


def tier_of_article(address: str, source: Source | None) -> Tier:
    """Return the tier of an Article: its Source's, where that stands on the same host or an admin has set it.

    Otherwise that of its own host: a ministry's page is official wherever it was found, and a newspaper's is not
    because a ministry links to it.

    address  of the Article; empty: it has none of its own
    source   that brought it; None: it was given by hand
    """
    own = tier_of(address)
    if source is None:
        return own
    if not address or _same_site(host_of(address), host_of(source.address)):
        return source.tier
    is_set_by_hand = source.tier is not tier_of(source.address)
    return source.tier if is_set_by_hand and own is Tier.OTHER else own


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


@cache
def _known() -> tuple[dict[str, Tier], dict[str, Tier]]:
    data = tomllib.loads(_DATA.read_text("utf-8"))
    hosts, under_a_country = (
        {name: Tier(tier) for tier, names in data[section].items() for name in names}
        for section in ("hosts", "under_a_country")
    )
    return hosts, under_a_country
