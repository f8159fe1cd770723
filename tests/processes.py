"""``daybook run`` as a real process, against Telegram's stand-in."""

import asyncio
import os
import sys
from pathlib import Path

from tests.telegram_api import TelegramApi

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 120
_RECEIVES = ("getUpdates", "setWebhook")


def settings_for(api: TelegramApi, database: str) -> dict[str, str]:
    """Return the settings with which ``daybook run`` speaks to ``api``, with its database at the address given."""
    return {"DAYBOOK_TOKEN": api.token, "DAYBOOK_API_URL": api.url, "DAYBOOK_DATABASE_URL": database}


async def started(folder: Path, settings: dict[str, str], api: TelegramApi, *words: str) -> asyncio.subprocess.Process:
    """Return ``daybook run`` as a process that has reached Telegram; what it logs is in ``folder``, in log.txt.

    words  behind the command

    Raises RuntimeError with the end of the log where it ended at once.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    before = len(api.requests)
    with (folder / "log.txt").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "daybook", "run", *words),
            cwd=folder,
            env=kept | settings | {"PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"},
            stdout=log,
            stderr=log,
        )
    async with asyncio.timeout(PATIENCE_S):
        while not any(request.method in _RECEIVES for request in api.requests[before:]):
            if process.returncode is not None:
                raise RuntimeError((folder / "log.txt").read_text()[-2000:])
            await asyncio.sleep(0.01)
    return process


async def killed(process: asyncio.subprocess.Process) -> None:
    """Kill it with SIGKILL, and return when it is gone."""
    process.kill()
    await process.wait()


async def stopped(process: asyncio.subprocess.Process) -> None:
    """Ask it to stop with SIGTERM, and return when it has; raises TimeoutError where it does not."""
    process.terminate()
    await asyncio.wait_for(process.wait(), PATIENCE_S)
