"""Labels of our own are sound, and what is kept aside stays so."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.learn import Labelled, gold, pool
from tests.measure_meetings import aside, main

_LABELS = Path(__file__).parent / "labels"
_OURS = {"pool": pool, "aside": aside}


@pytest.mark.parametrize("name", _OURS)
def test_every_label_is_of_an_article_at_hand(name: str, shared: Path) -> None:
    lines = (_LABELS / f"{name}.jsonl").read_text("utf-8").splitlines()
    assert len(_OURS[name](shared)) == len(lines) > 0


@pytest.mark.parametrize("name", _OURS)
def test_the_evidence_of_a_label_is_words_within_one_line(name: str, shared: Path) -> None:
    for one in _OURS[name](shared):
        for meeting in one.row["meetings"]:
            assert meeting["evidence"] in one.row["title"] or meeting["evidence"] in one.row["text"], one.id
            assert meeting["evidence"] == meeting["evidence"].strip() != "", one.id
            assert "\n" not in meeting["evidence"], one.id


@pytest.mark.parametrize("name", _OURS)
def test_no_meeting_is_labelled_that_began_before_its_article(name: str, shared: Path) -> None:
    for one in _OURS[name](shared):
        for meeting in one.row["meetings"]:
            assert meeting.get("ambiguous") or meeting["start"] >= _published(one, len(meeting["start"])), one.id
            assert meeting["end"] is None or meeting["end"] > meeting["start"], one.id


def test_no_article_is_labelled_twice(shared: Path) -> None:
    ids = [one.id for labelled in (gold(shared), pool(shared), aside(shared)) for one in labelled]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("option", ["--errors=3", "--fields", "--labels", "--cross-validated"])
def test_nothing_is_told_of_what_is_kept_aside_but_its_score(option: str) -> None:
    answer = CliRunner().invoke(main, ["--aside", option])
    assert answer.exit_code == 2
    assert "stands alone" in answer.output


def _published(one: Labelled, length: int) -> str:
    """The day of publication, as finely as a start of ``length`` characters is written."""
    published = date.fromisoformat(one.row["published"][:10])
    year, week, _ = published.isocalendar()
    spelled = (f"{published}", f"{year}-W{week:02}", f"{published:%Y-%m}")
    return next((each for each in spelled if len(each) == length), f"{published:%Y}")
