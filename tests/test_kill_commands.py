"""What people type survives kill -9; ``python -m tests.kill_commands`` is the long form."""

from pathlib import Path

import pytest

from tests.kill_commands import kill_often


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_no_command_is_lost_or_done_twice_when_the_process_is_killed(tmp_path: Path, webhook: bool) -> None:
    outcome = await kill_often(tmp_path, kills=3, commands=20, seed=1, webhook=webhook)
    assert outcome.typed == 60
    assert outcome.is_good, outcome
