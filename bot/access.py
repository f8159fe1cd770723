"""Who may do what: pure. What is not granted here is refused."""

from collections.abc import Set as AbstractSet
from enum import Enum

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

_NOBODY = frozenset({1087968824, 777000, 136817688})  # Telegram's stand-ins for anonymous admins and for channels
_LOOKS_AFTER = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class Right(Enum):
    """What a command or a button needs of who asks."""

    NONE = "none"
    CHAT = "chat"  # it changes the settings of the chat: in a group, for those who look after it
    ADMIN = "admin"  # it changes what Daybook reads


def is_admin(update: Update, admins: AbstractSet[int]) -> bool:
    """Return whether one of Daybook's admins asks: by the number of the account alone, and never for a channel."""
    user = update.effective_user
    return user is not None and user.id in admins and is_somebody(update)


def is_somebody(update: Update) -> bool:
    """Return whether a person asks under an account of their own: no bot, nobody anonymous, no channel."""
    user = update.effective_user
    return user is not None and user.id not in _NOBODY and not user.is_bot and not _on_behalf(update)


def is_private(update: Update) -> bool:
    """Return whether it is asked in a private chat."""
    return update.effective_chat is not None and update.effective_chat.type == ChatType.PRIVATE


def looks_after_chat(status: str) -> bool:
    """Return whether a member of that status (Bot API, ChatMember) may change the group's settings."""
    return status in _LOOKS_AFTER


def _on_behalf(update: Update) -> bool:
    """Return whether a message is sent in the name of a chat; a press of a button never is."""
    return update.message is not None and update.message.sender_chat is not None
