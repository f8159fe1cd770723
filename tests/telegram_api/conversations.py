"""What stands behind the Bot API: chats, the people in them, their messages, and the updates the bot is owed."""

import asyncio
import contextlib
import itertools
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, NamedTuple, overload

from .answers import Json, bad_request
from .chats import Chat, Sent, User
from .formatting import utf16_length

_BOT = User(110201543, "Daybook", username="DaybookTestBot", language_code=None, is_bot=True)
_ENTITIES = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?"),
    "mention": re.compile(r"(?<!\S)@[A-Za-z]\w{3,31}"),
    "url": re.compile(r"https?://[^\s<>]+"),
}
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}  # Bot API, getUpdates
_FIRST_SUPERGROUP = -1_000_000_000_000


class Answered(NamedTuple):
    """What the bot answered to the press of a button."""

    id: str
    text: str
    alert: bool


class Signal:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        """Wake everybody who waits now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Wait for the next change."""
        await self._event.wait()


class Conversations:
    """The chats of one bot, with what a test says in them and sees there.

    sent      every message the bot sent, as it was sent, oldest first
    edited    every change the bot made to one
    files     what people sent, by file_id
    answered  what the bot said to presses of buttons, oldest first
    commands  the menus, by scope ("default", "chat:5", "chat_member:-100:5") and language ("" for all)
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.bot = _BOT
        self.chats: dict[int, Chat] = {}
        self.sent: list[Sent] = []
        self.edited: list[Sent] = []
        self._shown: list[Sent] = []  # both, in order
        self.answered: list[Answered] = []
        self.files: dict[str, bytes] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.presses_open: set[str] = set()
        self.updates: list[Json] = []
        self.allowed_updates: list[str] = []
        self.webhook_url = self.webhook_secret = ""
        self.changed = Signal()
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(870_000_001)
        self._message_ids: dict[int, itertools.count[int]] = {}

    # --- chats

    def private(self, id: int, first_name: str = "Ada", **user: Any) -> Chat:
        """Return a new private chat with a person of that id; ``user`` are further fields of User."""
        person = User(id, first_name, **user)
        self.chats[id] = Chat(id, person=person, members={id: person})
        return self.chats[id]

    def group(self, id: int, title: str = "Desk", *, type: str = "supergroup", **chat: Any) -> Chat:
        """Return a new group the bot is a member of; ``chat`` are further fields of Chat. Topics make it a forum."""
        self.chats[id] = Chat(id, type, title, **{name: _own(value) for name, value in chat.items()})
        return self.chats[id]

    def chat(self, chat_id: object) -> Chat:
        """Return the chat a request names, by its id or @username; 400 when there is none."""
        for chat in [self.chats.get(chat_id)] if isinstance(chat_id, int) else self.chats.values():
            if chat and (chat.id == chat_id or (chat.username and f"@{chat.username}" == chat_id)):
                return chat
        raise bad_request("chat_id is empty" if chat_id in (None, "") else "chat not found")

    # --- what people do

    def says(
        self,
        chat_id: int,
        text: str,
        *,
        user: User | int | None = None,
        topic: int | None = None,
        forwarded: bool = False,
        reply_to: Sent | None = None,
        **more: Any,
    ) -> Json:
        """Return the message somebody writes; the bot is owed an update of it.

        An unknown private chat is one with a new person. In a group, ``user`` says who writes.

        more  further fields of the message, as Telegram sends them: ``via_bot={…}``, ``sender_chat={…}``
        """
        if chat_id > 0 and chat_id not in self.chats:
            self.private(chat_id)
        chat = self.chats[chat_id]
        message = self._message(chat, self._person(chat, user), topic)
        message |= {"text": text or None, "entities": _entities_of(text) or None}
        if forwarded:
            origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": message["date"]}
            message["forward_origin"] = origin
        if reply_to:
            message["reply_to_message"] = self.messages[reply_to.chat_id, reply_to.message_id]
        return self._owe("message", self._keep(message | more))

    def sends_file(self, chat_id: int, name: str, content: bytes, *, size: int | None = None, **more: Any) -> Json:
        """Return the message with a file that somebody sends, as ``says`` does.

        size  what Telegram says of it; None: what it is
        """
        identifier = f"file-{next(self._ids)}"
        self.files[identifier] = content
        document: Json = {"file_id": identifier, "file_unique_id": identifier, "file_name": name}
        document["file_size"] = len(content) if size is None else size
        return self.says(chat_id, "", document=document, **more)

    def edits(self, message: Json, text: str) -> Json:
        """Return a message somebody wrote, with other words; the bot is owed an update of it."""
        edited = message | {"text": text, "entities": _entities_of(text) or None, "edit_date": self._now()}
        return self._owe("edited_message", self._keep(edited))

    def presses(self, message: Sent, button: str, *, user: User | int | None = None) -> str:
        """Return the id of the press of a button, found by its label or data; the bot is owed an update of it."""
        shown = self.messages[message.chat_id, message.message_id]
        row = [b for row in shown.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
        for candidate in row:
            if button in (candidate["text"], candidate.get("callback_data")) and "callback_data" in candidate:
                return self.calls_back(message, candidate["callback_data"], user=user)
        raise LookupError(f"no button {button!r} to press among {[b['text'] for b in row]}")

    def calls_back(self, message: Sent, data: str, *, user: User | int | None = None) -> str:
        """Return the id of a press with any data at all, as a client of an attacker's makes it."""
        chat = self.chats[message.chat_id]
        press: Json = {
            "id": str(4_382_000_000_000_000_000 + next(self._ids)),
            "from": self._person(chat, user).json(),
            "message": self.messages[message.chat_id, message.message_id],
            "chat_instance": str(chat.id),
            "data": data,
        }
        self.presses_open.add(press["id"])
        self._owe("callback_query", press)
        return str(press["id"])

    def bot_becomes(self, chat_id: int, status: str, *, user: User | int | None = None) -> None:
        """Let the bot be a member, administrator, left or kicked (a private chat: blocked); it is owed an update."""
        chat = self.chats[chat_id]
        old, chat.bot_status = chat.bot_status, status
        change = {
            "chat": chat.json(),
            "from": self._person(chat, user).json(),
            "date": self._now(),
            "old_chat_member": self.bot_in(chat, old),
            "new_chat_member": self.bot_in(chat, status),
        }
        self._owe("my_chat_member", change)

    def becomes_supergroup(self, chat_id: int, new_id: int) -> Chat:
        """Return the supergroup a group has become; the bot is owed both messages of it, and its old id is refused."""
        old = self.chats[chat_id]
        new = self.group(new_id, old.title or "", owner=old.owner, admins=old.admins, members=old.members)
        for chat, told in ((old, {"migrate_to_chat_id": new_id}), (new, {"migrate_from_chat_id": chat_id})):
            self._owe("message", self._keep(self._message(chat, self._person(chat, old.owner), None) | told))
        old.moved_to = new_id
        return new

    def raw_update(self, update: Json) -> Json:
        """Return ``update`` with an ``update_id``; the bot is owed it as it is, whatever it holds."""
        update = {"update_id": next(self._update_ids)} | update
        self.updates.append(update)
        self.changed.fire()
        return update

    # --- what the bot does

    def allow(self, kinds: object) -> None:
        """Owe the bot only updates of these kinds from now on; not a list: as before."""
        if isinstance(kinds, list):
            self.allowed_updates = kinds

    def post(self, chat: Chat, topic_id: int | None, content: Json) -> Json:
        """Return a new message of the bot's."""
        return self._keep(self._message(chat, self.bot, topic_id) | content)

    def change(self, message: Json, content: Json) -> Json:
        """Return a message of the bot's with ``content`` instead of what it held; None takes a field away."""
        return self._keep(message | content | {"edit_date": self._now()})

    def record(self, message: Sent) -> None:
        """Log a message of the bot's, or a change of one."""
        (self.edited if message.method.startswith("edit") else self.sent).append(message)
        self._shown.append(message)
        self.changed.fire()

    def bot_in(self, chat: Chat, status: str) -> Json:
        """Return what the bot is in ``chat``, when that is ``status`` (Bot API, ChatMember)."""
        me = Chat(
            chat.id, admins={self.bot.id} if status == "administrator" else set(), members={self.bot.id: self.bot}
        )
        member = me.member(self.bot.id) | {"status": status}
        return member | ({"until_date": 0} if status == "kicked" else {})

    # --- what a test waits for

    @overload
    async def wait_for(self, wanted: int, timeout_s: float = ...) -> list[Sent]: ...
    @overload
    async def wait_for(self, wanted: Callable[[Sent], bool], timeout_s: float = ...) -> Sent: ...
    async def wait_for(self, wanted: int | Callable[[Sent], bool], timeout_s: float = 10) -> list[Sent] | Sent:
        """Return what was sent once there are ``wanted`` messages; or the first one, sent or edited, that is wanted.

        Raises TimeoutError, with what was sent instead.
        """
        async with self._patience(timeout_s):
            if callable(wanted):
                return await self._next(wanted, 0)
            while len(self.sent) < wanted:
                await self.changed.wait()
            return list(self.sent)

    async def asks(self, chat_id: int, text: str, timeout_s: float = 10, **more: Any) -> Sent:
        """Say ``text`` as ``says`` does, and return the next message the bot sends to that chat."""
        before = len(self._shown)
        self.says(chat_id, text, **more)
        async with self._patience(timeout_s):
            return await self._next(lambda m: m.chat_id == chat_id and not m.method.startswith("edit"), before)

    async def settled(self, timeout_s: float = 10) -> None:
        """Wait until the bot has acknowledged every update it was owed."""
        async with self._patience(timeout_s):
            while self.updates:
                await self.changed.wait()

    # --- within

    async def _next(self, wanted: Callable[[Sent], bool], start: int) -> Sent:
        """Return the first message that is wanted among all that were shown, but for the ``start`` first ones."""
        while True:
            news = self._shown[start:]
            if found := next(filter(wanted, news), None):
                return found
            start += len(news)
            await self.changed.wait()

    @contextlib.asynccontextmanager
    async def _patience(self, timeout_s: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(timeout_s):
                yield
        except TimeoutError:
            texts = [message.text for message in self.sent]
            raise TimeoutError(f"waited {timeout_s} s; {len(texts)} sent: {texts[-5:]}") from None

    def _now(self) -> int:
        return int(self.clock().timestamp())

    def _person(self, chat: Chat, user: User | int | None) -> User:
        if isinstance(user, int):
            user = chat.members.get(user) or User(user)
        person = user or chat.person
        if person is None:
            raise ValueError(f"who does this in {chat.title}? name a user")
        chat.members.setdefault(person.id, person)
        return person

    def _message(self, chat: Chat, author: User, topic_id: int | None) -> Json:
        """Return a message without content. Supergroups count for themselves, all other chats together."""
        counter = chat.id if chat.id <= _FIRST_SUPERGROUP else 0
        number = next(self._message_ids.setdefault(counter, itertools.count(1)))
        message = {"message_id": number, "from": author.json(), "chat": chat.json(), "date": self._now()}
        if topic_id is not None:
            message |= {"message_thread_id": topic_id, "is_topic_message": True}
        return message

    def _keep(self, message: Json) -> Json:
        """Return ``message`` as everybody sees it from now on."""
        shown = {name: value for name, value in message.items() if value is not None}
        self.messages[shown["chat"]["id"], shown["message_id"]] = shown
        return shown

    def _owe(self, kind: str, content: Json) -> Json:
        """Owe the bot an update, unless it said that it wants none of that kind."""
        wanted = kind in self.allowed_updates if self.allowed_updates else kind not in _NOT_BY_DEFAULT
        if wanted:
            self.raw_update({kind: content})
        return content


def _entities_of(text: str) -> list[Json]:
    """Return what Telegram marks by itself in what a person writes."""
    return sorted(
        (
            {"type": kind, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
            for kind, pattern in _ENTITIES.items()
            for found in pattern.finditer(text)
        ),
        key=lambda entity: entity["offset"],
    )


def _own(value: Any) -> Any:
    """Return a collection as the set a Chat keeps, anything else as it is."""
    return set(value) if isinstance(value, (tuple, list, set)) else value
