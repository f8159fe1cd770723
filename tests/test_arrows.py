"""bot → storage ← jobs: the two sides never import each other, and storage neither."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def imported(folder: str) -> Iterator[tuple[str, str]]:
    """Give each file of ``folder`` with each module that it imports."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                yield str(path.relative_to(ROOT)), node.module or ""
            elif isinstance(node, ast.Import):
                for name in node.names:
                    yield str(path.relative_to(ROOT)), name.name


@pytest.mark.parametrize(
    ("folder", "unseen"),
    {
        "the bot does not know of the jobs": ("bot", ("jobs", "daybook")),
        "nor they of the bot": ("jobs", ("bot", "daybook", "telegram")),
        "storage serves both": ("storage", ("bot", "jobs", "daybook", "telegram")),
        "extraction reads text alone": ("jobs/extraction", ("storage.database", "sqlalchemy", "aiohttp", "asyncio")),
    }.values(),
)
def test_arrows(folder: str, unseen: tuple[str, ...]) -> None:
    wrong = [
        (file, module)
        for file, module in imported(folder)
        if any(module == name or module.startswith(f"{name}.") for name in unseen)
    ]
    assert wrong == []


def test_extraction_knows_nothing_of_storage_but_its_words() -> None:
    known = {module for _, module in imported("jobs/extraction") if module.startswith("storage")}
    assert known <= {"storage.models", "storage.actors"}


@pytest.mark.parametrize(
    ("folder", "unseen"),
    {
        "when is read whoever is named": ("timex", {"named", "passage", "announcement", "meeting"}),
        "and who, whenever it is": ("named", {"timex", "passage", "announcement", "meeting"}),
        "whether a meeting is announced does not hang on what it is": ("announcement", {"meeting", "extract"}),
        "nor the other way round": ("meeting", {"announcement", "extract"}),
    }.values(),
)
def test_the_steps_of_extraction_go_one_way(folder: str, unseen: set[str]) -> None:
    steps = {module.split(".")[2] for _, module in imported(f"jobs/extraction/{folder}") if module.count(".") > 1}
    assert steps, f"nothing is imported in {folder}"
    assert not steps & unseen


def test_the_web_is_read_whatever_the_kind_of_source() -> None:
    known = {module for _, module in imported("jobs/sources/web") if module.startswith("jobs")}
    of_the_web = {module for module in known if module.startswith("jobs.sources.web.")}
    assert known - of_the_web <= {f"jobs.sources.{noun}" for noun in ("child", "records", "text")}
