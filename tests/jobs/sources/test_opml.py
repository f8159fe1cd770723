"""Lists of feeds, as feed readers export them, and as they are made to do harm."""

import os
from contextlib import suppress

import pytest

from jobs.sources import opml
from jobs.sources.child import Children
from jobs.sources.records import Answer, Outline, Reading
from storage.errors import SourceError
from storage.models import SourceKind
from tests.builders import TODAY

LIST = "https://reader.example/feeds.opml"


def document(*outlines: str, head: str = "<title>Our feeds</title>") -> str:
    return f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{"".join(outlines)}</body></opml>'


def read(body: str | bytes) -> Reading:
    return opml.parse(Answer(LIST, body.encode() if isinstance(body, str) else body), TODAY)


def feed(number: int = 1, **given: str) -> str:
    attributes = {"type": "rss", "text": f"Feed {number}", "xmlUrl": f"https://example.org/{number}"} | given
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items() if value)
    return f"<outline {written}/>"


def test_the_feeds_of_a_list_in_their_order() -> None:
    folder = f'<outline text="Wires">{feed(2)}<outline text="Agencies">{feed(3)}</outline></outline>'
    reading = read(document(feed(1, title="The Courier &amp; Sons", text="x"), folder))
    assert (reading.kind, reading.title) == (SourceKind.OPML, "Our feeds")
    assert reading.outlines == (
        Outline("https://example.org/1", "The Courier & Sons", SourceKind.FEED),
        Outline("https://example.org/2", "Feed 2", SourceKind.FEED),
        Outline("https://example.org/3", "Feed 3", SourceKind.FEED),
    )


NAMED = {
    "whatever case its attributes are in": '<OUTLINE XMLURL="https://example.org/1" Text="Feed 1"/>',
    "whatever its type": feed(type="atom"),
    "without a type": feed(type=""),
    "once": feed() + feed(text="Again"),
    "beside what is no feed": feed() + '<outline type="link" url="https://example.org/about" text="About"/>',
    "beside what is no address": feed() + feed(xmlUrl="javascript:x") + feed(xmlUrl="/feed") + feed(xmlUrl=""),
    "beside a list within the list": feed() + '<outline type="opml" url="https://example.org/more" text="More"/>',
}


@pytest.mark.parametrize("outlines", NAMED.values(), ids=NAMED)
def test_a_feed_is_named(outlines: str) -> None:
    assert read(document(outlines)).outlines == (Outline("https://example.org/1", "Feed 1", SourceKind.FEED),)


def test_a_source_of_another_kind_is_named_as_daybook_writes_it() -> None:
    (outline,) = read(document('<outline type="calendar" url="https://example.org/diary.ics" text="Diary"/>')).outlines
    assert outline.kind is SourceKind.CALENDAR


def test_a_list_without_a_title_goes_by_its_host() -> None:
    assert read(document(feed(), head="")).title == "reader.example"


def test_what_lies_deeper_than_ten_folders_is_left_out() -> None:
    def within(folders: int, number: int) -> str:
        return "<outline text='f'>" * folders + feed(number) + "</outline>" * folders

    assert [one.address for one in read(document(within(10, 1), within(11, 2))).outlines] == ["https://example.org/1"]


ENTITIES = "This list of feeds declares entities of its own, which Daybook does not read."
REFUSED = {
    "no feeds": (document("<outline text='Folder'/>"), "This list names no feeds: try the address of one."),
    "too many": (
        document(*(feed(number) for number in range(501))),
        "This list has more than 500 entries, the most that Daybook reads of one.",
    ),
    "another document": (
        "<rss/>",
        "There is no list of feeds at this address that can be read: try the site's home page.",
    ),
    "nothing": ("<", "There is no list of feeds at this address that can be read: try the site's home page."),
    "billion laughs": ('<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>' + document(feed()), ENTITIES),
    "a local file": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + document(feed(text="&b;")), ENTITIES),
    "depth": (document("<outline>" * 100_000), "This list names no feeds: try the address of one."),
}


@pytest.mark.parametrize(("body", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_list_is_told(body: str, sentence: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(body)
    assert refused.value.reason == sentence


def test_five_hundred_are_read() -> None:
    assert len(read(document(*(feed(number) for number in range(500)))).outlines) == 500


RECOGNISED = {
    "OPML": (document(feed()), True),
    "in capitals": ("<OPML version='1.0'>", True),
    "behind comments": ("<!-- feeds --><?xml-stylesheet href='x'?><opml>", True),
    "a feed": ("<rss version='2.0'>", False),
    "a page about it": ("<html><body>&lt;opml&gt;<opml></body></html>", False),
}


@pytest.mark.parametrize(("body", "is_list"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_list_is_known_by_its_root(body: str, is_list: bool) -> None:
    assert opml.recognises(Answer(LIST, body.encode())) is is_list


BOMBS = {
    "attributes": document("<outline" + "".join(f" a{number}=''" for number in range(100_000)) + "/>" + feed()),
    "the same attribute": document("<outline" + " a=''" * 500_000 + "/>" + feed()),
    "document types": "<!DOCTYPE a" * 400_000 + document(feed()),
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
async def test_a_list_that_is_a_bomb_is_read_or_refused_in_time(body: str) -> None:
    async with Children(1, cpu_s=3) as children:
        child = await children.run(os.getpid)
        with suppress(SourceError):
            await children.run(opml.parse, Answer(LIST, body.encode()), TODAY)
        assert await children.run(os.getpid) == child  # it was not ended for taking too long
