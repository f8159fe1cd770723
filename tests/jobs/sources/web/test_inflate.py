import gzip

import pytest

from jobs.sources.web.inflate import inflate
from storage.errors import SourceError


def test_inflating_stops_one_byte_behind_the_limit() -> None:
    assert inflate(gzip.compress(b"x" * 100), "gzip", 100) == b"x" * 100
    with pytest.raises(SourceError, match="larger than"):
        inflate(gzip.compress(b"x" * 101), "gzip", 100)
