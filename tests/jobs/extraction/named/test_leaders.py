"""Who is known without being introduced, and when he was in office."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import jobs.extraction
from jobs.extraction.extract import extract
from jobs.extraction.named.leaders import Leaders
from jobs.extraction.words import words
from storage.actors import actor
from storage.models import Article

FILES = sorted(Path(jobs.extraction.__file__).parent.glob("languages/*/leaders.toml"))
TOML = """
[LV]
Kalns = ["Anna Kalns 2001-03/2005-06"]
"van Dal" = ["Piet van Dal 2004/"]
[EE]
Kalns = ["Juhan Kalns 2005/"]
"""


@pytest.fixture
def leaders(tmp_path: Path) -> Leaders:
    path = tmp_path / "leaders.toml"
    path.write_text(TOML, "utf-8")
    return Leaders.read(path)


@pytest.mark.parametrize(
    ("surname", "day", "code"),
    {
        "in the first month": ("Kalns", date(2001, 3, 1), "LV"),
        "before it": ("Kalns", date(2001, 2, 28), None),
        "two of one name": ("Kalns", date(2005, 2, 1), None),
        "after the last month": ("Kalns", date(2005, 7, 1), "EE"),
        "still there": ("Dal", date(2031, 1, 1), "LV"),
        "never there": ("Okoro", date(2005, 1, 1), None),
    }.values(),
)
def test_a_surname_stands_for(surname: str, day: date, code: str | None, leaders: Leaders) -> None:
    assert leaders.on(day).called(surname) == (code and actor(code))


def test_a_full_name_tells_two_apart(leaders: Leaders) -> None:
    text = words("Anna Kalns told Piet van Dal of Juhan Kalns.")
    named = [(surname, whose.code) for surname, whose in leaders.on(date(2005, 2, 1)).named(text, range(len(text)))]
    assert named == [("Kalns", "LV"), ("Dal", "LV"), ("Kalns", "EE")]


@pytest.mark.parametrize(
    ("text", "published", "codes"),
    {
        "by the full name": (
            "President Emmanuel Macron spoke.\nMacron will visit Oslo on 10 March.",
            date(2025, 3, 3),
            {"FR", "NO"},
        ),
        "by title and surname": ("Chancellor Scholz will visit Oslo on 10 March.", date(2025, 3, 3), {"DE", "NO"}),
        "wherever it is written": (
            "OSLO (Wire) - President Macron will meet Norway's king on 10 March.",
            date(2025, 3, 3),
            {"FR", "NO"},
        ),
        "but not by a surname alone": ("Macron will visit Oslo on 10 March.", date(2025, 3, 3), {"NO"}),
        "nor out of office": ("Mr Scholz will visit Oslo on 10 March.", date(2026, 3, 3), {"NO"}),
        "nor where the article says otherwise": (
            "Maltese Foreign Minister Ines Macron spoke.\nMacron will visit Oslo on 10 March.",
            date(2025, 3, 3),
            {"MT", "NO"},
        ),
    }.values(),
)
def test_an_article_takes_a_leader_as_known(text: str, published: date, codes: set[str]) -> None:
    assert {each.code for each in extract(Article(title="", text=text, published=published))[0].actors} == codes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_leader_shipped_stands_for_an_actor_of_the_catalogue(path: Path) -> None:
    sections = tomllib.loads(path.read_text("utf-8"))
    assert all(actor(code) for code in sections)
    assert Leaders.read(path).on(date(2025, 3, 3)).called("Macron") == actor("FR")
