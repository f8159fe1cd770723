"""Who talks to the bot, where, and what the bot sent there."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Self

from .answers import Json, Refusal, bad_request
from .fields import Upload
from .formatting import cut_utf16


@dataclass(frozen=True)
class User:
    """A person, or a bot (Bot API, User)."""

    id: int
    first_name: str = "Ada"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    is_bot: bool = False

    def json(self) -> Json:
        """Return the user as Telegram sends it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


ANONYMOUS_ADMIN = User(1087968824, "Group", username="GroupAnonymousBot", language_code=None, is_bot=True)
"""Who Telegram names as the author of what an admin of a group writes without a name."""

_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(eq=False)
class Chat:
    """A conversation; a test may change what it says here at any time.

    topics      ids of a forum's topics; closed_topics those where the bot may not write
    owner       user id of who made the group; admins further ones who look after it
    bot_status  member, administrator, left or kicked; in a private chat kicked means: blocked
    read_only   the bot may not write
    moved_to    id of the supergroup this group has become
    """

    id: int
    type: str = "private"
    title: str | None = None
    username: str | None = None
    person: User | None = None
    topics: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    owner: int | None = None
    admins: set[int] = field(default_factory=set)
    members: dict[int, User] = field(default_factory=dict)
    bot_status: str = "member"
    read_only: bool = False
    moved_to: int | None = None

    def json(self) -> Json:
        """Return the chat as Telegram sends it."""
        named: Json = {"id": self.id, "type": self.type, "title": self.title, "username": self.username}
        if self.person:
            named |= {"first_name": self.person.first_name, "last_name": self.person.last_name}
            named["username"] = self.person.username
        if self.topics:
            named["is_forum"] = True
        return {name: value for name, value in named.items() if value is not None}

    def member(self, user_id: int) -> Json:
        """Return what somebody is here (Bot API, ChatMember); who never spoke is not here."""
        user = self.members.get(user_id) or User(user_id)
        if user_id == self.owner:
            return {"status": "creator", "user": user.json(), "is_anonymous": False}
        if user_id in self.admins:
            rights = dict.fromkeys(_RIGHTS, True)
            return {"status": "administrator", "user": user.json(), "is_anonymous": False} | rights
        return {"status": "member" if user_id in self.members else "left", "user": user.json()}

    def check_writable(self, topic_id: int | None) -> None:
        """Raise Refusal when the bot may not write here."""
        if self.moved_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.moved_to)
        self.check_reachable()
        if topic_id is not None and topic_id not in self.topics:
            raise bad_request("message thread not found")
        if topic_id in self.closed_topics and self.bot_status != "administrator":
            raise bad_request("TOPIC_CLOSED")
        if self.read_only:
            raise bad_request("not enough rights to send text messages to the chat")

    def check_reachable(self) -> None:
        """Raise Refusal when the bot is not here."""
        if self.bot_status == "kicked":
            how = "blocked by the user" if self.type == "private" else f"kicked from the {self.type} chat"
            raise Refusal(403, f"Forbidden: bot was {how}")
        if self.bot_status == "left":
            raise Refusal(403, f"Forbidden: bot is not a member of the {self.type} chat")


@dataclass(frozen=True)
class Sent:
    """A message of the bot's, as it was accepted.

    text      plain, as a person sees it; of a document, its caption
    html      what was sent, where it was HTML
    entities  as Telegram found them (Bot API, MessageEntity)
    keyboard  rows of buttons, each (label, data or address)
    """

    method: str
    chat_id: int
    topic_id: int | None
    message_id: int
    text: str
    html: str | None
    entities: tuple[Json, ...]
    keyboard: tuple[tuple[tuple[str, str], ...], ...]
    document: Upload | None
    silent: bool
    at: datetime

    @classmethod
    def of(
        cls, message: Json, method: str, at: datetime, *, html: str | None, document: Upload | None, silent: bool
    ) -> Self:
        """Return the record of ``message``, as Telegram shows it."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return cls(
            method=method,
            chat_id=message["chat"]["id"],
            topic_id=message.get("message_thread_id"),
            message_id=message["message_id"],
            text=message.get("text") or message.get("caption") or "",
            html=html,
            entities=tuple(message.get("entities") or message.get("caption_entities") or ()),
            keyboard=tuple(tuple((b["text"], b.get("callback_data") or b.get("url", "")) for b in row) for row in rows),
            document=document,
            silent=silent,
            at=at,
        )

    def marked(self, kind: str) -> list[str]:
        """Return the parts of the text that an entity of this kind covers: ``marked("bold")``."""
        return [cut_utf16(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links of the text, each (what is shown, address)."""
        links = [entity for entity in self.entities if entity["type"] == "text_link"]
        return [(cut_utf16(self.text, link["offset"], link["length"]), link["url"]) for link in links]
