"""What the bot writes, the jobs read back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.opml import opml as write
from jobs.sources import opml
from jobs.sources.records import Answer
from storage.models import SourceKind
from tests.builders import TODAY, source

ADDRESSES = st.from_regex(r"https://[a-z]{1,9}\.example/[!$-;=?-~]{0,20}", fullmatch=True)
KINDS = st.sampled_from([kind for kind in SourceKind if kind is not SourceKind.OPML])


@given(st.lists(st.tuples(ADDRESSES, KINDS), min_size=1, max_size=5, unique_by=lambda each: each[0]), st.text())
def test_a_list_that_daybook_writes_is_read_back(named: list[tuple[str, SourceKind]], title: str) -> None:
    written = write([source(address, kind=kind, title=title) for address, kind in named])
    read = opml.parse(Answer("https://example.org/daybook.opml", written), TODAY)
    assert [(one.address, one.kind) for one in read.outlines] == [
        (address.partition("#")[0], kind) for address, kind in named
    ]
