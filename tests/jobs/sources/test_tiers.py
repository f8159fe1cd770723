"""Who speaks at an address is told by its host, unless an admin says otherwise."""

from dataclasses import replace

import pytest

from jobs.sources.tiers import tier_of, tier_of_article
from storage.models import Source, Tier
from tests.builders import source

OFFICIAL = """state.gov www.whitehouse.gov nato.int www.gov.uk mfa.gov.tr mod.gov.cn foreignminister.gov.au mfa.gr
    www.mofa.go.jp presidencia.gob.mx diplomatie.gouv.fr beehive.govt.nz www.bmeia.gv.at consilium.europa.eu
    en.kremlin.ru mid.ru www.auswaertiges-amt.de press.vatican.va news.un.org osce.org mil.ru navy.mil"""
WIRES = "feeds.reuters.com apnews.com tass.com english.kyodonews.net www.spa.gov.sa en.yna.co.kr interfax.com.ua"
OTHERS = """news.example.com komu.com www.gov.uk.example.com mygov.com govuk.com mfa.example.org notreuters.com gov.info
    kremlin.ru.example.net 127.0.0.1 localhost"""


@pytest.mark.parametrize(
    ("hosts", "tier"), [(OFFICIAL, Tier.OFFICIAL), (WIRES, Tier.WIRE), (OTHERS, Tier.OTHER)], ids=str
)
def test_a_host_tells_the_tier(hosts: str, tier: Tier) -> None:
    assert {host for host in hosts.split() if tier_of(f"https://{host}/page") is not tier} == set()


def test_what_is_no_address_is_of_no_tier() -> None:
    assert {tier_of(address) for address in ("", "state.gov", "https://[", "https://")} == {Tier.OTHER}


MINISTRY = source("https://www.mfa.gr/feed", tier=Tier.OFFICIAL)
PAPER = source("https://paper.example/feed")
PROMOTED = replace(PAPER, tier=Tier.OFFICIAL)
DEMOTED = source("https://feeds.reuters.com/top")


@pytest.mark.parametrize(
    ("address", "found_by", "tier"),
    [
        pytest.param("https://www.mfa.gr/a", MINISTRY, Tier.OFFICIAL, id="that of its Source"),
        pytest.param("", MINISTRY, Tier.OFFICIAL, id="that of its Source where it has no page"),
        pytest.param("https://www.mfa.gr/a", PAPER, Tier.OFFICIAL, id="that of an official host, whoever found it"),
        pytest.param("https://paper.example/a", MINISTRY, Tier.OTHER, id="not that of a ministry that links to it"),
        pytest.param("https://paper.example/a", PROMOTED, Tier.OFFICIAL, id="what an admin says of the Source"),
        pytest.param("https://else.example/a", PROMOTED, Tier.OFFICIAL, id="what an admin says, on any host"),
        pytest.param("https://reuters.com/a", PROMOTED, Tier.WIRE, id="that of a known host, although promoted"),
        pytest.param("https://reuters.com/a", DEMOTED, Tier.OTHER, id="what an admin says, on the site's other hosts"),
        pytest.param("https://state.gov/a", None, Tier.OFFICIAL, id="that of its host where it was given by hand"),
    ],
)
def test_the_tier_of_an_article_is(address: str, found_by: Source | None, tier: Tier) -> None:
    assert tier_of_article(address, found_by) is tier
