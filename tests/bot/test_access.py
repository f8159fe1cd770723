"""Who may do what."""

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.access import is_admin, is_private, is_somebody, looks_after_chat
from tests.builders import NOW

ADMINS = frozenset({42, 1087968824})
GROUP = Chat(-1001, Chat.SUPERGROUP)


def typed(user: User | None, chat: Chat = GROUP, sender_chat: Chat | None = None) -> Update:
    return Update(1, message=Message(1, NOW, chat, from_user=user, sender_chat=sender_chat, text="/addsource"))


def pressed(user: User) -> Update:
    of_a_channel = Message(1, NOW, GROUP, sender_chat=GROUP)
    return Update(1, callback_query=CallbackQuery("1", user, "x", message=of_a_channel, data="add:1"))


ROOT = User(42, "Root", is_bot=False)
ASKED = {
    "an admin": (typed(ROOT), True),
    "an admin's press": (pressed(ROOT), True),
    "another one's press": (pressed(User(43, "Root", is_bot=False)), False),
    "another one with the same name": (typed(User(43, "Root", is_bot=False, username="root")), False),
    "nobody": (typed(None), False),
    "a bot with the number": (typed(User(42, "Root", is_bot=True)), False),
    "in the name of a chat": (typed(ROOT, sender_chat=GROUP), False),
    "Telegram's anonymous admin, even where it is listed": (typed(User(1087968824, "Group", is_bot=False)), False),
    "nothing at all": (Update(1), False),
}


@pytest.mark.parametrize(("update", "answer"), ASKED.values(), ids=ASKED)
def test_an_admin_is_known_by_the_number_alone(update: Update, answer: bool) -> None:
    assert is_admin(update, ADMINS) is answer


SOMEBODY = {
    "a person": (typed(User(43, "Ada", is_bot=False)), True),
    "a person's press under a channel's message": (pressed(ROOT), True),
    "in the name of a chat": (typed(ROOT, sender_chat=GROUP), False),
    "an anonymous admin": (typed(User(1087968824, "Group", is_bot=False)), False),
    "Telegram": (typed(User(777000, "Telegram", is_bot=False)), False),
    "a channel": (typed(User(136817688, "Channel", is_bot=False)), False),
    "a bot": (typed(User(44, "Bot", is_bot=True)), False),
    "nobody": (typed(None), False),
}


@pytest.mark.parametrize(("update", "answer"), SOMEBODY.values(), ids=SOMEBODY)
def test_who_hides_is_nobody(update: Update, answer: bool) -> None:
    assert is_somebody(update) is answer


def test_only_a_private_chat_is_private() -> None:
    assert is_private(typed(ROOT, Chat(42, Chat.PRIVATE)))
    assert not is_private(typed(ROOT))
    assert not is_private(Update(1))


@pytest.mark.parametrize("status", ["member", "restricted", "left", "kicked", "", "ADMINISTRATOR"])
def test_others_do_not_look_after_a_group(status: str) -> None:
    assert not looks_after_chat(status)


@pytest.mark.parametrize("status", ["creator", "administrator"])
def test_its_owner_and_admins_look_after_a_group(status: str) -> None:
    assert looks_after_chat(status)
