from ipaddress import ip_address

import pytest

from jobs.sources.web.public import AllowedHosts, is_public
from storage.errors import AskedWrongly

NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.8.8.8 168.63.129.16
    169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1
    198.18.0.1 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
    ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 100::1
    2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 5f00::1
    fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
    1.1.1.1 8.8.8.8 100.63.255.255 172.15.0.1 172.32.0.1 193.0.0.1 223.255.255.255 2a00::1 2606:4700::1111
"""


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_name_is_allowed_on_every_port_or_on_its_own() -> None:
    allowed = AllowedHosts(["wiki.local", "News.local.:8080"])
    assert allowed.name("WIKI.local.", 1234)
    assert allowed.name("news.local", 8080)
    assert not allowed.name("news.local", 80)
    assert not allowed.name("evil-wiki.local", 80)
    assert not allowed.name("wiki.local.evil.com", 80)


def test_an_address_or_a_network_is_allowed_wherever_it_is_reached_from() -> None:
    allowed = AllowedHosts(["10.0.0.0/8", "127.0.0.1:8080", "[::1]:9000", "fd00::/8"])
    assert allowed.include(ip_address("10.1.2.3"), 443)
    assert allowed.include(ip_address("127.0.0.1"), 8080)
    assert not allowed.include(ip_address("127.0.0.1"), 80)
    assert allowed.include(ip_address("::1"), 9000)
    assert not allowed.include(ip_address("::1"), 80)
    assert allowed.include(ip_address("fd00::5"), 80)
    assert not allowed.include(ip_address("192.168.0.1"), 80)


@pytest.mark.parametrize(
    "entry",
    [
        "",
        " ",
        "a b",
        "http://wiki.local",
        "wiki.local:",
        "wiki.local:0",
        "wiki.local:99999",
        "10.0.0.0/99",
        "999.1.1.1",
        ":80",
        "*",
    ],
)
def test_an_entry_that_is_no_host_is_refused_with_what_to_write(entry: str) -> None:
    with pytest.raises(AskedWrongly, match="is not a host: write a name"):
        AllowedHosts([entry])
