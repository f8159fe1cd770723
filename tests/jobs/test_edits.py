"""A page that has changed is an edit where the words of its Article are there still."""

import pytest

from jobs.edits import is_still_there
from tests.builders import article

NOTICE = "The summit is on 3 October in Granada. Journalists can register until 20 September at the town hall."
REPORT = " ".join(
    f"On day {number} the ministers of both countries spoke about point {number}." for number in range(40)
)
WALL = "Before you continue to the site, tell us which cookies we and our 845 partners may keep on your device. " * 5
PAID = f"{REPORT[:500]} To read on, take out a subscription of the whole newspaper for a month, a year or two years."


@pytest.mark.parametrize(
    ("before", "now", "most", "some"),
    [
        pytest.param(NOTICE, NOTICE.replace("3 October", "4 October"), True, True, id="another date"),
        pytest.param(REPORT, f"UPDATED: {REPORT[:1500]} {NOTICE} {REPORT[1500:]}", True, True, id="more text"),
        pytest.param(REPORT, REPORT.replace("ministers", "envoys"), True, True, id="another word throughout"),
        pytest.param(REPORT, WALL, False, False, id="a wall of cookies"),
        pytest.param(REPORT, "Page not found. Try our search.", False, False, id="not found"),
        pytest.param(REPORT, PAID, False, True, id="the beginning of what has to be paid for"),
        pytest.param(
            REPORT, REPORT.replace("day", "Monday").replace("spoke", "meet"), True, True, id="the next agenda"
        ),
    ],
)
def test_an_article_is_still_there(before: str, now: str, *, most: bool, some: bool) -> None:
    known, told = article("Talks", before), article("Talks", now)
    assert (is_still_there(known, told, most=True), is_still_there(known, told, most=False)) == (most, some)
