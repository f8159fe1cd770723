"""A chat in the terminal: what goes to Telegram is shown there instead, and what is typed comes from there."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import count
from time import time_ns
from typing import Any, TextIO

import rich.console
from rich.progress import Progress
from rich.style import Style
from rich.text import Text
from telegram.request import BaseRequest, RequestData

from bot.inbox import Inbox
from storage.clock import Clock
from storage.errors import AskedWrongly

TOKEN = "1:a-chat-in-the-terminal"  # noqa: S105 - it opens nothing
_INVISIBLE = re.compile("[\u2060\u2066-\u2069]")  # they keep Telegram from making links, and mean nothing here
_BOT = {"id": 1, "is_bot": True, "first_name": "Daybook", "username": "DaybookBot"}
_STYLES = {"b": "bold", "i": "italic", "s": "strike", "code": "cyan"}
_WIDTH_OF_A_PIPE = 10_000  # columns: other programs want whole lines
Json = dict[str, Any]


@dataclass(frozen=True)
class _Button:
    message: Json
    data: str


class Console(BaseRequest):
    """Telegram's side of one conversation: the bot's requests in, messages on ``out``; typed lines back to it.

    chat_id  who speaks, in a private chat
    """

    def __init__(self, out: TextIO, clock: Clock, *, chat_id: int = 1) -> None:
        self.chat_id = chat_id
        self._clock = clock
        self._out = rich.console.Console(
            file=out, highlight=False, emoji=False, markup=False, width=None if out.isatty() else _WIDTH_OF_A_PIPE
        )
        self._ids = count(1)
        self._update_ids = count(-time_ns())  # never one of Telegram's, nor one of an earlier time
        self._messages: dict[tuple[int, int], Json] = {}
        self._buttons: dict[int, list[_Button]] = {}
        self._files: dict[str, bytes] = {}
        self._answers: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda _: _BOT,
            "sendMessage": self._show_message,
            "sendDocument": self._show_document,
            "editMessageText": self._edit,
            "editMessageReplyMarkup": self._edit,
            "answerCallbackQuery": self._answer_press,
            "getFile": lambda asked: {"file_id": asked["file_id"], "file_unique_id": "", "file_path": asked["file_id"]},
        }

    # --- what a person does

    async def say(self, inbox: Inbox, text: str) -> None:
        """Write ``text`` in the current chat, and wait until it is dealt with."""
        if not self._out.is_terminal:
            self._out.print(f"> {text}", soft_wrap=True)
        message = self._message(self.chat_id, text=text) | {"from": self._person()}
        command = re.match(r"/\w+(@\w+)?", text)
        if command:
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        await self._hand_over(inbox, {"message": message})

    async def send_file(self, inbox: Inbox, name: str, content: bytes) -> None:
        """Send a file in the current chat, and wait until it is dealt with."""
        identifier = str(next(self._ids))
        self._files[identifier] = content
        file = {"file_id": identifier, "file_unique_id": identifier, "file_name": name, "file_size": len(content)}
        await self._hand_over(inbox, {"message": self._message(self.chat_id, document=file) | {"from": self._person()}})

    async def press(self, inbox: Inbox, number: int) -> None:
        """Press a button of the current chat's last message that has any; raises AskedWrongly where there is none."""
        buttons = self._buttons.get(self.chat_id, [])
        if not 1 <= number <= len(buttons):
            here = f"The last buttons here are 1 to {len(buttons)}." if buttons else "There is no button here yet."
            raise AskedWrongly(f"There is no button {number}. {here}")
        button = buttons[number - 1]
        press = {
            "id": str(next(self._ids)),
            "from": self._person(),
            "message": button.message,
            "chat_instance": str(self.chat_id),
            "data": button.data,
        }
        await self._hand_over(inbox, {"callback_query": press})

    async def _hand_over(self, inbox: Inbox, content: Json) -> None:
        await inbox.keep([{"update_id": next(self._update_ids)} | content])
        await inbox.work_off()

    def _person(self) -> Json:
        return {"id": self.chat_id, "is_bot": False, "first_name": "You", "language_code": "en"}

    # --- what stands between the messages

    def note(self, text: str) -> None:
        """Show ``text``, which is nobody's message."""
        self._out.print(Text(f"{text}\n", "dim"), soft_wrap=True)

    def progress(self) -> Progress:
        """Return a progress bar that stays below the messages; it shows nothing in a pipe."""
        return Progress(console=self._out, transient=True, disable=not self._out.is_terminal)

    # --- what the bot does

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer as Telegram does; what shows nothing is simply done."""
        if method == "GET":
            return 200, self._files[url.rpartition("/")[2]]
        parameters: Json = dict(request_data.parameters) if request_data else {}
        if request_data and request_data.contains_files:
            parameters["files"] = request_data.multipart_data
        answer = self._answers.get(url.rpartition("/")[2], _done)
        return 200, json.dumps({"ok": True, "result": answer(parameters)}).encode()

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    def _show_message(self, asked: Json) -> Json:
        message = self._message(int(asked["chat_id"]), text=asked["text"])
        self._show(message, _read(asked["text"], is_html=asked.get("parse_mode") == "HTML", links=self._links))
        self._show_buttons(message, asked.get("reply_markup"))
        return message

    def _show_document(self, asked: Json) -> Json:
        name, content, _ = next(iter(asked["files"].values()))
        message = self._message(int(asked["chat_id"]), caption=asked.get("caption", ""))
        size = len(content)
        caption = _read(asked.get("caption", ""), is_html=True, links=self._links)
        self._show(message, Text.assemble((f"[{name}, {size} bytes]", "bold"), " ", caption))
        message["document"] = {"file_id": name, "file_unique_id": name, "file_name": name, "file_size": size}
        return message

    def _edit(self, asked: Json) -> Json:
        message = self._messages[int(asked["chat_id"]), int(asked["message_id"])]
        if "text" in asked:
            message["text"] = asked["text"]
            self._show(message, _read(asked["text"], is_html=True, links=self._links), note="edited")
        self._buttons.pop(message["chat"]["id"], None)
        self._show_buttons(message, asked.get("reply_markup"))
        return message

    def _answer_press(self, asked: Json) -> bool:
        if asked.get("text"):
            self._out.print(Text(f"  ({_INVISIBLE.sub('', asked['text'])})\n", "italic"), soft_wrap=True)
        return True

    def _message(self, chat_id: int, **content: Any) -> Json:
        message = {
            "message_id": next(self._ids),
            "date": int(self._clock.now().timestamp()),
            "chat": {"id": chat_id, "type": "private", "first_name": "You"},
            **content,
        }
        self._messages[chat_id, message["message_id"]] = message
        return message

    def _show(self, message: Json, text: Text, note: str = "") -> None:
        chat_id = message["chat"]["id"]
        head = f"Daybook · {self._clock.now():%a} {self._clock.now().day} {self._clock.now():%b %Y, %H:%M} UTC"
        if chat_id != self.chat_id:
            head += f" · to chat {chat_id}"
        self._out.print(Text(f"{head} · {note}" if note else head, "dim"), soft_wrap=True)
        for line in text.split("\n", allow_blank=True):
            self._out.print(Text("  ") + line if line else line, soft_wrap=not self._out.is_terminal)
        self._out.print()

    def _show_buttons(self, message: Json, keyboard: Mapping[str, Any] | None) -> None:
        buttons = [button for row in (keyboard or {}).get("inline_keyboard", []) for button in row]
        if buttons:
            self._buttons[message["chat"]["id"]] = [_Button(message, button["callback_data"]) for button in buttons]
            shown = "  ".join(f"[{number} {button['text']}]" for number, button in enumerate(buttons, 1))
            self._out.print(Text(f"  {shown}\n", "bold cyan"), soft_wrap=True)

    @property
    def _links(self) -> bool:
        """Whether the terminal itself can follow links."""
        return self._out.is_terminal


def _done(_: Json) -> bool:
    return True


class _Reader(HTMLParser):
    """Telegram's HTML to what a terminal shows."""

    def __init__(self, *, links: bool) -> None:
        super().__init__()
        self.text = Text()
        self._links = links
        self._open: list[tuple[str, str]] = []
        self._shown: set[str] = set()  # addresses: each is written out once in a message

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        _, address = self._open.pop()
        if tag == "a" and not self._links and address not in self._shown:
            self._shown.add(address)
            self.text.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        style = Style()
        for tag, address in self._open:
            if tag in _STYLES:
                style += Style.parse(_STYLES[tag])
            if address and self._links:
                style += Style(link=address, underline=True)
        if any(tag == "blockquote" for tag, _ in self._open):
            data = "│ " + data
        self.text.append(_INVISIBLE.sub("", data), style)


def _read(text: str, *, is_html: bool, links: bool) -> Text:
    if not is_html:
        return Text(_INVISIBLE.sub("", text))
    reader = _Reader(links=links)
    reader.feed(text)
    reader.close()
    return reader.text
