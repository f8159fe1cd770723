"""The stand-in by hand: prints what the bot sends, and takes lines such as ``5 /briefing`` or ``5 :press Why?``."""

import asyncio
import contextlib
import sys

import click

from . import Limits, Sent, TelegramApi


async def rehearse(port: int, *, limited: bool) -> None:
    """Serve on ``port`` until stopped; whoever speaks first has a private chat."""
    async with TelegramApi(port=port, limits=Limits() if limited else None) as api:
        click.echo(f"DAYBOOK_API_URL={api.url} DAYBOOK_TOKEN={api.token}")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listen(api))
            tasks.create_task(show(api))


async def show(api: TelegramApi) -> None:
    """Print every message as it is sent, every change, and whatever does not fit the Bot API."""
    seen: dict[str, int] = {"sent": 0, "edited": 0, "answered": 0, "violations": 0}
    while True:
        for name, shown in seen.items():
            news = getattr(api, name)[shown:]
            for item in news:
                click.echo(f"[{name}] {as_text(item) if isinstance(item, Sent) else item}")
            seen[name] += len(news)
        await api.changed.wait()


def as_text(message: Sent) -> str:
    """Return a message for the terminal, its buttons below it."""
    where = message.chat_id if message.topic_id is None else f"{message.chat_id}/{message.topic_id}"
    rows = [" ".join(f"[{label}]" for label, _ in row) for row in message.keyboard]
    return "\n".join([f"to {where}, #{message.message_id}", message.text, *rows])


async def listen(api: TelegramApi) -> None:
    """Say what standard input says, until it ends."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        chat_id, _, text = line.decode().strip().partition(" ")
        try:
            if text.startswith(":press "):
                last = [message for message in api.sent if message.chat_id == int(chat_id)][-1]
                api.presses(last, text.removeprefix(":press "))
            elif text:
                api.says(int(chat_id), text)
        except (LookupError, ValueError) as error:
            click.echo(f"not understood: {error}")


@click.command(help=__doc__)
@click.option("--port", default=8081, show_default=True)
@click.option("--limits", is_flag=True, help="Refuse what goes beyond Telegram's limits.")
def main(port: int, *, limits: bool) -> None:
    """Serve until interrupted."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(rehearse(port, limited=limits))


if __name__ == "__main__":
    main()
