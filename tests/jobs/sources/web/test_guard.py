"""Whatever an address, a redirect or DNS says: only the public web is connected to."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jobs.sources.web.client import Web
from jobs.sources.web.refusals import NO_WEB_PORT, PRIVATE
from storage.errors import SourceError
from tests.network import Connected, Resolver, noted_connections
from tests.web import Web as Site

# {port} is the canary's, which listens on this machine's IPv4 and IPv6.
HOSTILE = {
    "this machine": """
        http://127.0.0.1:{port}/ http://127.0.0.1.:{port}/ http://127.255.255.254:{port}/ http://0.0.0.0:{port}/
        http://[::1]:{port}/ http://[::]:{port}/ http://[0:0:0:0:0:0:0:1]:{port}/ http://[0000::0001]:{port}/
        https://127.0.0.1:{port}/ HTTP://127.0.0.1:{port}/ http://127.0.0.1:0{port}/
    """,
    "numbers that a C library takes for an IPv4 address": """
        http://127.1:{port}/ http://127.0.1:{port}/ http://0:{port}/ http://2130706433:{port}/ http://0x7f000001:{port}/
        http://0X7F000001:{port}/ http://0x7f.0.0.1:{port}/ http://0x7f.1:{port}/ http://0177.0.0.1:{port}/
        http://017700000001:{port}/ http://0177.0x0.0.1:{port}/ http://00000177.0.0.1:{port}/
        http://127.000.000.001:{port}/ http://127.0x1:{port}/ http://127.0.0.0x1:{port}/ http://0x7f.0x000001:{port}/
        http://127.00000000000000001:{port}/ http://4294967295:{port}/ http://6425673729:{port}/ http://0.0:{port}/
    """,
    "digits and dots of other alphabets": """
        http://①②⑦.⓪.⓪.①:{port}/ http://127。0。0。1:{port}/ http://１２７.0.0.1:{port}/ http://127．0．0．1:{port}/
        http://𝟏𝟐𝟕.𝟎.𝟎.𝟏:{port}/ http://¹²⁷.⁰.⁰.¹:{port}/ http://١٢٧.٠.٠.١:{port}/ http://127｡0｡0｡1:{port}/
        http://%31%32%37.0.0.1:{port}/ http://127%2e0%2e0%2e1:{port}/ http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/
        http://ｌｏｃａｌｈｏｓｔ:{port}/ http://loc\u00adalhost:{port}/ http://\u202e127.0.0.1:{port}/
    """,
    "IPv4 inside IPv6": """
        http://[::ffff:127.0.0.1]:{port}/ http://[::ffff:7f00:1]:{port}/ http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/
        http://[::127.0.0.1]:{port}/ http://[::ffff:0:127.0.0.1]:{port}/ http://[64:ff9b::127.0.0.1]:{port}/
        http://[64:ff9b::7f00:1]:{port}/ http://[64:ff9b:1::127.0.0.1]:{port}/ http://[2002:7f00:1::]:{port}/
        http://[2002:7f00:1::1]:{port}/ http://[2001:0:7f00:1::]:{port}/ http://[2001::80ff:fffe]:{port}/
        http://[fe80::5efe:127.0.0.1]:{port}/ http://[::ffff:a9fe:a9fe]/latest/
    """,
    "with a zone": """
        http://[fe80::1%25lo]:{port}/ http://[fe80::1%lo]:{port}/ http://[::1%25lo]:{port}/ http://[::1%251]:{port}/
        http://[::ffff:127.0.0.1%25lo]:{port}/
    """,
    "names of this machine": """
        http://localhost:{port}/ http://LOCALHOST:{port}/ http://localhost.:{port}/ http://localhost.localdomain:{port}/
        http://localhost6:{port}/ http://ip6-localhost:{port}/ http://a.localhost:{port}/
        http://127.0.0.1.nip.io:{port}/ http://localtest.me:{port}/ http://anything.example:{port}/
        https://anything.example:{port}/ http://anything.example.:{port}/
    """,
    "other networks that are not public": """
        http://10.0.0.1:{port}/ http://172.16.0.1:{port}/ http://172.31.255.255:{port}/ http://192.168.0.1:{port}/
        http://100.64.0.1:{port}/ http://169.254.0.1:{port}/ http://192.0.0.1:{port}/ http://192.0.2.1:{port}/
        http://198.18.0.1:{port}/ http://198.51.100.1:{port}/ http://203.0.113.1:{port}/ http://192.88.99.1:{port}/
        http://224.0.0.1:{port}/ http://239.255.255.250:{port}/ http://240.0.0.1:{port}/ http://255.255.255.255:{port}/
        http://[fc00::1]:{port}/ http://[fd00::1]:{port}/ http://[fec0::1]:{port}/ http://[ff02::1]:{port}/
        http://[2001:db8::1]:{port}/ http://[100::1]:{port}/ http://[3fff::1]:{port}/ http://[5f00::1]:{port}/
    """,
    "what a cloud tells its machines": """
        http://169.254.169.254/latest/meta-data/ http://[fd00:ec2::254]/latest/ http://168.63.129.16/
        http://metadata.google.internal/ http://metadata/ http://100.100.100.200/latest/ http://169.254.170.2/v2/
        http://2852039166/ http://0xa9fea9fe/ http://0251.0376.0251.0376/ http://169.254.43518/ http://192.0.0.192/
    """,
    "who is asked is not who it seems": """
        http://user@127.0.0.1:{port}/ http://user:word@127.0.0.1:{port}/ http://example.com@127.0.0.1:{port}/
        http://example.com:80@127.0.0.1:{port}/ http://a@example.com@127.0.0.1:{port}/ http://@127.0.0.1:{port}/
        http://:@127.0.0.1:{port}/ http://127.0.0.1:{port}#@example.com/ http://127.0.0.1:{port}?@example.com/
        http://example.com\\@127.0.0.1:{port}/ http://127.0.0.1:{port}\\@example.com/ http://127.0.0.1\\:{port}/
        http://example.com%40127.0.0.1:{port}/ http://127.0.0.1:{port};@anything.example:{port}/
        http:127.0.0.1:{port} http:/127.0.0.1:{port}/ http:///127.0.0.1:{port}/ http:\\\\127.0.0.1:{port}/
        //127.0.0.1:{port}/ 127.0.0.1:{port} localhost:{port}
    """,
    "no http": """
        file:///etc/passwd file://127.0.0.1/etc/passwd ftp://127.0.0.1:{port}/ gopher://127.0.0.1:{port}/_GET
        dict://127.0.0.1:{port}/ unix:///var/run/docker.sock http+unix://%2Fvar%2Frun%2Fdocker.sock/
        ws://127.0.0.1:{port}/ jar:http://127.0.0.1:{port}/ view-source:http://127.0.0.1:{port}/ ldap://127.0.0.1:{port}/
        javascript:alert(1) data:text/html,x about:blank feed:http://127.0.0.1:{port}/ webcal://127.0.0.1:{port}/
    """,
    "no address": """
        http://[::1 http://[v1.x]:{port}/ http://[]:{port}/ http://127.0.0.1:99999/ http://127.0.0.1:-1/
        http://127.0.0.1:{port}:80/ http://127.0.0.1:a/ http:// http://. http://..:{port}/ http://%00:{port}/
        http://127.0.0.1%00.example.com:{port}/ http://127.0.0.1%09:{port}/ http://127.0.0.1%0d%0a:{port}/
        http://127.0.0.1%20:{port}/ http://-:{port}/ http://*:{port}/ x
    """,
}
ADDRESSES = {family: addresses.split() for family, addresses in HOSTILE.items()} | {
    "white space and control characters": [
        *("", " ", "\t", "http://127.0.0.1:{port}/\x00", "http://\x00:{port}/", "ht\ttp://127.0.0.1:{port}/"),
        *("http://127.0.\n0.1:{port}/", "\x01http://127.0.0.1:{port}/", " http://127.0.0.1:{port}/ "),
        *("http:// 127.0.0.1:{port}/", "http://127.0.0.1 :{port}/", "http://127.0.0.1\t:{port}/"),
    ],
    "too long": [
        "http://" + "a" * 300 + ".example:{port}/",
        "http://" + "a." * 500 + "example:{port}/",
        "http://127.0.0.1:{port}/" + "a" * 10_000,
    ],
}
ANSWERS = """
    127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 100.64.0.1 169.254.169.254 172.16.9.9 192.168.1.1 168.63.129.16 224.0.0.1
    255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 2002:7f00:1::1
    2001:0:7f00:1::1 fe80::1 fd00:ec2::254 ff02::1
"""
PUBLIC = """
    http://93.184.215.14/ http://93.184.215.14:8080/ https://93.184.215.14/ http://[2606:2800:21f:cb07::1]/
    http://news.example/ https://www.news.example./a?b http://bücher.example/ http://NEWS.EXAMPLE/ http://six.example/
"""
NAMES = {
    "news.example": ["93.184.215.14"],
    "www.news.example.": ["93.184.215.14"],
    "xn--bcher-kva.example": ["93.184.215.14"],
    "six.example": ["2606:2800:21f:cb07::1"],
}


@dataclass
class Canary:
    """It must never be connected to."""

    port: int = 0
    connections: int = 0


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    found = Canary()

    def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.connections += 1
        writer.close()

    four = await asyncio.start_server(connected, "127.0.0.1", 0)
    found.port = four.sockets[0].getsockname()[1]
    six = await asyncio.start_server(connected, "::1", found.port)
    yield found
    for server in (four, six):
        server.close()
        await server.wait_closed()
    assert not found.connections


@pytest.fixture
def connections() -> Iterator[list[Connected]]:
    with noted_connections() as noted:
        yield noted


def test_the_list_is_long() -> None:
    assert len({address for family in ADDRESSES.values() for address in family}) >= 150


async def test_a_canary_sings_where_it_is_connected_to(canary: Canary, connections: list[Connected]) -> None:
    async with Web(["127.0.0.1"]) as web:
        with pytest.raises(SourceError):
            await web.get(f"http://127.0.0.1:{canary.port}/")
    assert set(connections) == {(IPv4Address("127.0.0.1"), canary.port)}
    assert canary.connections
    canary.connections = 0


@pytest.mark.parametrize("family", ADDRESSES)
async def test_a_hostile_address_is_not_connected_to(canary: Canary, connections: list[Connected], family: str) -> None:
    async with Web(resolver=Resolver(), pause_s=0) as web:
        for address in ADDRESSES[family]:
            with pytest.raises(SourceError) as refused:
                await web.get(address.replace("{port}", str(canary.port)))
            assert refused.value.reason
            assert not connections, address


@pytest.mark.parametrize("family", ADDRESSES)
async def test_a_redirect_to_a_hostile_address_is_not_followed(
    site: Site, canary: Canary, connections: list[Connected], family: str
) -> None:
    async with Web([site.host], resolver=Resolver(), pause_s=0) as web:
        for address in filter(str.isprintable, ADDRESSES[family]):
            site.redirect("/a", address.replace("{port}", str(canary.port)), 301)
            for is_page in (False, True):
                with pytest.raises(SourceError):
                    await web.get(site.url("/a"), is_page=is_page)
            assert {f"{one.address}:{one.port}" for one in connections} == {site.host}, address


@pytest.mark.parametrize("family", ADDRESSES)
async def test_a_robots_txt_at_a_hostile_address_is_not_asked_for(
    site: Site, canary: Canary, connections: list[Connected], family: str
) -> None:
    page = site.serve("/", "page")
    for address in filter(str.isprintable, ADDRESSES[family]):
        site.redirect("/robots.txt", address.replace("{port}", str(canary.port)))
        async with Web([site.host], resolver=Resolver(), pause_s=0) as web:
            with suppress(SourceError):
                await web.get(page, is_page=True)
        assert {f"{one.address}:{one.port}" for one in connections} == {site.host}, address


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_of_any_kind_leads_inside(
    site: Site, canary: Canary, connections: list[Connected], status: int
) -> None:
    address = site.redirect("/", f"http://127.0.0.1:{canary.port}/", status)
    async with Web([site.host]) as web:
        with pytest.raises(SourceError) as refused:
            await web.get(address)
    assert refused.value.reason == PRIVATE
    assert len(connections) == 1


@pytest.mark.parametrize("answer", ANSWERS.split())
async def test_a_name_that_leads_inside_is_not_connected_to(
    canary: Canary, connections: list[Connected], answer: str
) -> None:
    async with Web(resolver=Resolver({"news.example": [answer]})) as web:
        with pytest.raises(SourceError) as refused:
            await web.get(f"http://news.example:{canary.port}/")
    assert refused.value.reason == PRIVATE
    assert not connections


@pytest.mark.parametrize("inside", ANSWERS.split())
@pytest.mark.parametrize("is_first", [True, False])
async def test_of_two_answers_only_the_public_one_is_connected_to(
    canary: Canary, connections: list[Connected], inside: str, is_first: bool
) -> None:
    answers = [inside, "93.184.215.14"] if is_first else ["93.184.215.14", inside]
    async with Web(resolver=Resolver({"news.example": answers})) as web:
        with pytest.raises(SourceError):
            await web.get(f"http://news.example:{canary.port}/")
    assert set(connections) == {(IPv4Address("93.184.215.14"), canary.port)}


async def test_an_answer_that_changes_is_judged_anew(canary: Canary, connections: list[Connected]) -> None:
    names = {"news.example": ["93.184.215.14"]}
    for answer in ("93.184.215.14", "127.0.0.1", "169.254.169.254"):
        names["news.example"] = [answer]
        async with Web(resolver=Resolver(names)) as web:
            with pytest.raises(SourceError):
                await web.get(f"http://news.example:{canary.port}/")
    assert set(connections) == {(IPv4Address("93.184.215.14"), canary.port)}


@pytest.mark.parametrize("address", PUBLIC.split())
async def test_a_public_address_is_connected_to(connections: list[Connected], address: str) -> None:
    async with Web(resolver=Resolver(NAMES)) as web:
        with pytest.raises(SourceError, match="cannot be reached"):  # the network of tests ends before it
            await web.get(address)
    assert {is_public(one.address) for one in connections} == {True}


@pytest.mark.parametrize("port", [22, 25, 6000, 6667])
async def test_a_port_of_another_service_is_not_connected_to(connections: list[Connected], port: int) -> None:
    async with Web() as web:
        with pytest.raises(SourceError) as refused:
            await web.get(f"http://93.184.215.14:{port}/")
    assert refused.value.reason == NO_WEB_PORT
    assert not connections


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001"])
async def test_an_address_inside_is_told_as_one(canary: Canary, host: str) -> None:
    async with Web() as web:
        with pytest.raises(SourceError) as refused:
            await web.get(f"http://{host}:{canary.port}/")
    assert refused.value.reason == PRIVATE


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether Python's own tables call ``address`` public, and it neither carries another one nor is a cloud's."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour or address.teredo or address in ip_network("64:ff9b::/95")
        return address.is_global and not address.is_multicast and not carried
    return address.is_global and not address.is_multicast and address != IPv4Address("168.63.129.16")


def written(number: int, how: int) -> str:
    """Return an IPv4 address as it may be written."""
    one, two, three, four = number.to_bytes(4)
    return (
        f"{one}.{two}.{three}.{four}",
        f"{number}",
        f"{number:#x}",
        f"0{number:o}",
        f"{one:#x}.0{two:o}.{three}.{four:#06x}",
        f"{one}.{number & 0xFFFFFF}",
        f"{one}.{two}.{number & 0xFFFF}",
        f"0{one:o}.0{two:o}.0{three:o}.0{four:o}",
        f"[::ffff:{one}.{two}.{three}.{four}]",
        f"[64:ff9b::{one}.{two}.{three}.{four}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::]",
        f"{one}.{two}.{three}.{four}".translate(str.maketrans("0123456789.", "０１２３４５６７８９。")),
    )[how]


numbers = some.integers(0, 2**32 - 1) | some.sampled_from([int(IPv4Address(one)) for one in ANSWERS.split()[:11]])
hosts = some.builds(written, numbers, some.integers(0, 11)) | some.integers(0, 2**128 - 1).map(
    lambda number: f"[{IPv6Address(number)}]"
)
addresses = some.builds(
    "{}{}{}{}{}{}".format,
    some.sampled_from(["http://", "https://", "HTTP://", "http:/", "//", "ftp://", ""]),
    some.sampled_from(["", "", "", "a@", "a:b@", "news.example@", "news.example\\@", "%40"]),
    hosts | some.sampled_from(["localhost", "news.example", "a.b"]),
    some.sampled_from(["", ".", "%00", "%25lo", "\\", "\t"]),
    some.sampled_from(["", ":80", ":8080", ":99999", ":25"]),
    some.sampled_from(["/", "", "/a?b#c", "#@news.example/", "\\@news.example/", "/\r\n"]),
)
few = settings(max_examples=150)


@settings(few)
@given(address=addresses | some.text(max_size=60), leads_to=numbers)
async def test_any_string_is_answered_or_refused_and_only_public_addresses_are_connected_to(
    address: str, leads_to: int
) -> None:
    names = {name: [str(IPv4Address(leads_to))] for name in ("localhost", "news.example", "a.b")}
    with noted_connections() as connections:
        async with Web(resolver=Resolver(names)) as web:
            with pytest.raises(SourceError) as refused:  # the tests' network has nobody who answers
                await web.get(address)
    assert refused.value.reason.endswith((".", "?"))
    assert refused.value.reason.isprintable()
    assert all(is_public(one.address) for one in connections)


@settings(few)
@given(leads_to=some.lists(numbers, min_size=1, max_size=4))
async def test_whatever_dns_answers_only_public_addresses_are_connected_to(leads_to: list[int]) -> None:
    answers = [str(IPv4Address(number)) for number in leads_to]
    with noted_connections() as connections:
        async with Web(resolver=Resolver({"news.example": answers})) as web:
            with pytest.raises(SourceError):
                await web.get("http://news.example/")
    assert {str(one.address) for one in connections} == {one for one in answers if is_public(ip_address(one))}
