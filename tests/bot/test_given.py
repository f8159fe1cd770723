"""What a person hands over to be read."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Chat,
    Document,
    Message,
    MessageEntity,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    User,
)

from bot.given import Given, after_command, all_of, handed_over
from tests.builders import NOW

CHAT = Chat(5, "private")
LONG = "The foreign ministers will hold talks about the border, the ministry said. " * 2
LINK = "https://www.example.org/talks"
BEFORE = NOW - timedelta(hours=5)


def message(text: str = "", **fields: Any) -> Message:
    """Return a message; its links are marked as Telegram does."""
    if "://" in text and "entities" not in fields:
        start = text.index("https://")
        length = len(text[start:].split(maxsplit=1)[0])
        fields["entities"] = [MessageEntity(MessageEntity.URL, len(text[:start].encode("utf-16-le")) // 2, length)]
    return Message(1, NOW, CHAT, text=text or None, **fields)


GIVEN = {
    "a link": (message(LINK), Given(address=LINK)),
    "a link that the terminal does not mark": (message(LINK, entities=[]), Given(address=LINK)),
    "a link with a few words": (message(f"What about this? {LINK}"), Given(address=LINK)),
    "a link after what counts double": (message(f"🔔🔔 {LINK}"), Given(address=LINK)),
    "a link behind words": (
        message("this one", entities=[MessageEntity(MessageEntity.TEXT_LINK, 0, 4, url=LINK)]),
        Given(address=LINK),
    ),
    "a long text": (message(LONG), Given(text=LONG)),
    "a text with a link": (message(f"{LONG} {LINK}"), Given(text=f"{LONG} {LINK}", address=LINK)),
    "a short text with a day": (message("Talks on 14 March."), Given(text="Talks on 14 March.")),
    "a short text with a weekday": (message("Talks in Oslo on Friday."), Given(text="Talks in Oslo on Friday.")),
    "a file": (message(document=Document("id", "id")), Given(document=Document("id", "id"))),
    "under a picture": (message(caption="Talks on 14 March."), Given(text="Talks on 14 March.")),
}


@pytest.mark.parametrize(("said", "given"), GIVEN.values(), ids=GIVEN)
def test_what_is_handed_over_is_read(said: Message, given: Given) -> None:
    assert handed_over(said) == given


@pytest.mark.parametrize("text", ["hello", "what can you do?", "May I ask you something?", "I sat on it", ""])
def test_a_word_to_the_bot_is_not(text: str) -> None:
    assert handed_over(message(text)) is None


CHANNEL = Chat(-1009, "channel", title="The Wire", username="thewire")
ORIGINS: dict[str, tuple[MessageOrigin, Given]] = {
    "a channel": (
        MessageOriginChannel(BEFORE, CHANNEL, 77),
        Given("hello", origin="https://t.me/thewire/77", outlet="The Wire", published_at=BEFORE),
    ),
    "a channel without a name of its own": (
        MessageOriginChannel(BEFORE, Chat(-1009, "channel", title="The Wire"), 77),
        Given("hello", outlet="The Wire", published_at=BEFORE),
    ),
    "a group": (
        MessageOriginChat(BEFORE, Chat(-1008, "supergroup", title="Desk")),
        Given("hello", outlet="Desk", published_at=BEFORE),
    ),
    "a person": (MessageOriginUser(BEFORE, User(7, "Ada", is_bot=False)), Given("hello", published_at=BEFORE)),
    "a person who hides": (MessageOriginHiddenUser(BEFORE, "Ada"), Given("hello", published_at=BEFORE)),
}


@pytest.mark.parametrize(("origin", "given"), ORIGINS.values(), ids=ORIGINS)
def test_what_is_forwarded_was_published_when_and_by_whom_telegram_says(origin: MessageOrigin, given: Given) -> None:
    assert handed_over(message("hello", forward_origin=origin)) == given


def test_in_reply_to_any_message_all_of_it_is_read() -> None:
    assert all_of(message("hello")) == Given("hello")
    assert all_of(message()) is None


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("/read", None),
        ("/read@DaybookTestBot ", None),
        (f"/read {LINK}", Given(address=LINK)),
        (f"/read@DaybookTestBot\n{LINK}", Given(address=LINK)),
        ("/read Talks\non 14 March.", Given("Talks\non 14 March.")),
    ],
)
def test_after_a_command_is_read_what_follows_it(typed: str, given: Given | None) -> None:
    assert after_command(message(typed)) == given


@given(
    st.text(max_size=200),
    st.sampled_from(["", "https://www.example.org/ ", "www.example.org//", "[a](https://x.org) "]),
)
def test_whatever_is_said_it_is_read_or_it_is_not(text: str, before: str) -> None:
    found = handed_over(message(before + text, entities=[]))
    if found is not None:
        assert found.text or found.address
        assert found.address.isascii()
