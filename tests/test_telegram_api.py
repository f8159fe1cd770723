"""What the stand-in for Telegram accepts, refuses and keeps; all of it with the Bot API's description and without."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

from tests.telegram_api import ANONYMOUS_ADMIN, Fault, Limits, TelegramApi, User
from tests.telegram_api.description import BESIDE_THE_PROJECT
from tests.telegram_api.formatting import parse_html

DESK = -1001234567890
MONDAY = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
ASK_WHY = InlineKeyboardMarkup([[InlineKeyboardButton("Why?", callback_data="why:7")]])


needs_description = pytest.mark.skipif(
    not BESIDE_THE_PROJECT.exists(), reason="no description of the Bot API beside the project"
)


class HandClock:
    """A clock that a test turns by hand."""

    def __init__(self) -> None:
        self.s = MONDAY.timestamp()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.s, UTC)


@pytest.fixture(autouse=True)
def lengths_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise python-telegram-bot warns of the change to come


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["described", "alone"])
async def api(request: pytest.FixtureRequest, clock: HandClock) -> AsyncIterator[TelegramApi]:
    if request.param == "described" and not BESIDE_THE_PROJECT.exists():
        pytest.skip("no description of the Bot API beside the project")
    description = BESIDE_THE_PROJECT if request.param == "described" else None
    async with TelegramApi(clock=clock, description=description) as api:
        api.private(5, "Ada", username="ada", language_code="pt-br")
        api.group(DESK, "Desk", topics=[7, 8], closed_topics=[8], owner=5, admins=[6])
        yield api


def bot_of(api: TelegramApi, token: str | None = None) -> Bot:
    return Bot(
        token or api.token,
        base_url=f"{api.url}/bot",
        request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
    )


@pytest.fixture
async def bot(api: TelegramApi) -> AsyncIterator[Bot]:
    async with bot_of(api) as bot:
        yield bot


async def call(api: TelegramApi, method: str, **fields: Any) -> tuple[int, Any]:
    """Return the status and the description, or the result, of a request with a JSON body."""
    address = f"{api.url}/bot{api.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=fields) as answer:
        body = await answer.json()
        assert body["ok"] == (answer.status == 200)
        return answer.status, body["result"] if body["ok"] else body["description"]


@contextlib.asynccontextmanager
async def served(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Return the address where ``handler`` answers."""
    app = web.Application()
    app.router.add_post("/", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def refused(api: TelegramApi, method: str, **fields: Any) -> str:
    """Return why Telegram refuses a request, and nothing is sent."""
    status, description = await call(api, method, **fields)
    assert status == 400
    assert not api.sent
    return str(description).removeprefix("Bad Request: ")


# --- messages


async def test_a_message_is_kept_as_a_person_sees_it(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(
        5, "<b>Mon 10 Jan</b>: talks, <a href='https://komu.com/a'>KOMU</a>", "HTML", reply_markup=ASK_WHY
    )
    (sent,) = api.sent
    assert (sent.chat_id, sent.topic_id, sent.text, sent.at) == (5, None, "Mon 10 Jan: talks, KOMU", MONDAY)
    assert sent.marked("bold") == ["Mon 10 Jan"]
    assert sent.links == [("KOMU", "https://komu.com/a")]
    assert sent.keyboard == ((("Why?", "why:7"),),)
    assert api.violations == []


async def test_python_telegram_bot_reads_the_message_it_gets_back(bot: Bot) -> None:
    message = await bot.send_message(
        DESK,
        "<i>\N{BELL} soon</i>",
        "HTML",
        message_thread_id=7,
        reply_markup=ASK_WHY,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert message.parse_entities() == {message.entities[0]: "\N{BELL} soon"}
    assert (message.message_thread_id, message.is_topic_message, message.date) == (7, True, MONDAY)
    assert message.chat.is_forum
    assert message.reply_markup == ASK_WHY


async def test_a_date_entity_keeps_its_moment_and_its_format(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(5, '<tg-time unix="1741600800" format="wDT">Mon 10:00</tg-time>', "HTML")
    expected = {"type": "date_time", "offset": 0, "length": 9, "unix_time": 1741600800, "date_time_format": "wDT"}
    assert api.sent[0].entities == (expected,)


async def test_entities_may_be_given_instead_of_a_parse_mode(api: TelegramApi) -> None:
    status, _ = await call(
        api, "sendMessage", chat_id=5, text="Oslo", entities=[{"type": "bold", "offset": 0, "length": 4}]
    )
    assert status == 200
    assert api.sent[0].marked("bold") == ["Oslo"]


async def test_a_form_says_the_same_as_json(api: TelegramApi) -> None:
    address = f"{api.url}/bot{api.token}/sendMessage"
    form = {"chat_id": "5", "text": "42", "disable_notification": "true"}
    async with aiohttp.ClientSession() as session:
        await session.post(address, data=form)
        await session.get(address, params=form)
    assert [(message.text, message.silent) for message in api.sent] == [("42", True)] * 2
    assert api.violations == []


async def test_white_space_around_a_text_is_lost(api: TelegramApi) -> None:
    await call(api, "sendMessage", chat_id=5, text="\n  a <b>b </b>\n", parse_mode="HTML")
    assert api.sent[0].text == "a b"
    assert api.sent[0].marked("bold") == ["b"]


async def test_a_document_is_kept_with_its_name_and_caption(api: TelegramApi, bot: Bot) -> None:
    message = await bot.send_document(
        5, b"BEGIN:VCALENDAR", filename="talks.ics", caption="<b>Talks</b>", parse_mode="HTML"
    )
    assert message.document is not None
    assert message.document.file_name == "talks.ics"
    (sent,) = api.sent
    assert sent.document is not None
    assert (sent.document.name, sent.document.content, sent.text) == ("talks.ics", b"BEGIN:VCALENDAR", "Talks")
    assert api.violations == []


async def test_a_file_that_somebody_sent_is_given_to_who_has_the_token(api: TelegramApi, bot: Bot) -> None:
    said = api.sends_file(5, "talks.txt", b"Talks on 14 March.", size=99)
    assert "text" not in said
    assert (said["document"]["file_name"], said["document"]["file_size"]) == ("talks.txt", 99)
    file = await bot.get_file(said["document"]["file_id"])
    with pytest.raises(BadRequest, match="file is temporarily unavailable"):
        await bot.get_file("another")
    for token, answered in {api.token: (200, b"Talks on 14 March."), "1:somebody-else": (404, None)}.items():
        address = f"{api.url}/file/bot{token}/documents/{file.file_id}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert answer.status == answered[0]
            assert answered[1] in (None, await answer.read())
    assert api.violations == []


async def test_ids_are_counted_apart_in_a_supergroup_and_together_elsewhere(bot: Bot) -> None:
    chats = [5, DESK, 5, DESK]
    assert [(await bot.send_message(chat, "x")).message_id for chat in chats] == [1, 1, 2, 2]


UNSENDABLE: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown chat": ({"chat_id": 6}, "chat not found"),
    "an empty text": ({"text": ""}, "message text is empty"),
    "a text of blanks": ({"text": " \n "}, "message text is empty"),
    "a text of tags alone": ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    "a long text": ({"text": "x" * 4097}, "message is too long"),
    "a text long in UTF-16": ({"text": "\N{BELL}" * 2049}, "message is too long"),
    "a parse mode unheard of": ({"parse_mode": "BBCode"}, "unsupported parse_mode"),
    "an entity outside the text": (
        {"entities": [{"type": "bold", "offset": 2, "length": 9}]},
        "entity at UTF-16 offset 2 of length 9 is not within the text, which ends at 5",
    ),
    "an entity that cuts a character": (
        {"text": "\N{BELL}", "entities": [{"type": "bold", "offset": 0, "length": 1}]},
        "entity at UTF-16 offset 0 begins or ends in the middle of a character",
    ),
    "an unknown topic": ({"chat_id": DESK, "message_thread_id": 9}, "message thread not found"),
    "a closed topic": ({"chat_id": DESK, "message_thread_id": 8}, "TOPIC_CLOSED"),
    "an answer to nothing": ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
}


@pytest.mark.parametrize(("fields", "reason"), UNSENDABLE.values(), ids=UNSENDABLE)
async def test_telegram_does_not_send(api: TelegramApi, fields: dict[str, Any], reason: str) -> None:
    assert await refused(api, "sendMessage", **{"chat_id": 5, "text": "Talks", **fields}) == reason
    assert api.violations == []


async def test_a_text_may_be_as_long_as_telegram_says(api: TelegramApi) -> None:
    status, _ = await call(api, "sendMessage", chat_id=5, text=f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")
    assert status == 200


async def test_a_caption_may_not_be_as_long_as_a_text(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(5, b"x", caption="x" * 1025)


# --- HTML

MARKUP: dict[str, tuple[str, str, list[tuple[str, int, int]]]] = {
    "bold, two ways": ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
    "italic, two ways": ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
    "underline, two ways": ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
    "struck, three ways": (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
    ),
    "a spoiler, two ways": (
        '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
        "ab",
        [("spoiler", 0, 1), ("spoiler", 1, 1)],
    ),
    "quotations": (
        "<blockquote>a</blockquote><blockquote expandable>b</blockquote>",
        "ab",
        [("blockquote", 0, 1), ("expandable_blockquote", 1, 1)],
    ),
    "code in a block": ('<pre><code class="language-python">a</code></pre>', "a", [("pre", 0, 1)]),
    "a tag in a tag": ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
    "offsets in UTF-16": ("\N{BELL}<b>\N{BELL}</b>", "\N{BELL}\N{BELL}", [("bold", 2, 2)]),
    "references it knows": ("&lt;&gt;&amp;&quot;&#8211;&#x2013;", '<>&"––', []),
    "references it does not know": ("&nbsp; &copy; AT&T", "&nbsp; &copy; AT&T", []),
    "an end tag without a name": ("<b>a</>", "a", [("bold", 0, 1)]),
    "tags in capitals": ("<B>a</B>", "a", [("bold", 0, 1)]),
    "an empty tag": ("<b></b>a", "a", []),
    "a link to nowhere": ('<a href="javascript:alert(1)">a</a><a href="https://localhost">b</a>', "ab", []),
    "a link that is its own text": ("<a>komu.com</a>", "komu.com", [("text_link", 0, 8)]),
}


@pytest.mark.parametrize(("source", "text", "entities"), MARKUP.values(), ids=MARKUP)
def test_html_is_read_as_telegram_reads_it(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read, found = parse_html(source)
    assert (read, [(e["type"], e["offset"], e["length"]) for e in found]) == (text, entities)


BROKEN = {
    "an unknown tag": ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
    "a line break": ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
    "a sign for less at the end": ("1 <", "Unclosed start tag at byte offset 2"),
    "a sign for less before a blank": ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    "a tag left open": ("<b>a", "Can't find end tag corresponding to start tag b"),
    "a tag cut off": ('<a href="x', 'Unreadable attribute in the tag "a" at byte offset 0'),
    "an end tag cut off": ("<b>a</b", "Unclosed end tag at byte offset 4"),
    "an end without a start": ("a</b>", "Unexpected end tag at byte offset 1"),
    "tags that cross": ("<b><i>a</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
    "a span that hides nothing": ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    "a comment": ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
    "half a character": ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities"),
    "a date without a moment": ('<tg-time format="wDT">a</tg-time>', "Invalid date-time unix time specified"),
    "a date in no format": ('<tg-time unix="1" format="iso">a</tg-time>', "Invalid date-time format specified"),
    "an emoji of no kind": ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
}


@pytest.mark.parametrize(("source", "reason"), BROKEN.values(), ids=BROKEN)
async def test_html_that_is_not_telegrams_is_refused(api: TelegramApi, source: str, reason: str) -> None:
    said = await refused(api, "sendMessage", chat_id=5, text=source, parse_mode="HTML")
    assert said == f"can't parse entities: {reason}"


# --- keyboards

UNPRESSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "with no action": ({"text": "a"}, "can't parse inline keyboard button: exactly one action is expected"),
    "with two actions": (
        {"text": "a", "callback_data": "a", "url": "https://komu.com"},
        "can't parse inline keyboard button: exactly one action is expected",
    ),
    "without a label": (
        {"text": "", "callback_data": "a"},
        "can't parse inline keyboard button: button text must be non-empty",
    ),
    "with empty data": ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    "with 65 bytes of data": ({"text": "a", "callback_data": "x" + "é" * 32}, "BUTTON_DATA_INVALID"),
    "to no address": (
        {"text": "a", "url": "komu"},
        "inline keyboard button URL 'komu' is invalid: Wrong HTTP URL",
    ),
}


@pytest.mark.parametrize(("button", "reason"), UNPRESSABLE.values(), ids=UNPRESSABLE)
async def test_there_is_no_button(api: TelegramApi, button: dict[str, Any], reason: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert await refused(api, "sendMessage", chat_id=5, text="x", reply_markup=markup) == reason


async def test_a_keyboard_has_at_most_a_hundred_buttons(api: TelegramApi) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}
    assert await refused(api, "sendMessage", chat_id=5, text="x", reply_markup=markup) == "reply markup is too long"


async def test_a_press_is_an_update_that_can_be_answered_once(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(5, "Talks", reply_markup=ASK_WHY)
    api.presses(api.sent[0], "Why?")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.username, query.message and query.message.message_id) == ("why:7", "ada", 1)
    await query.answer("Because Reuters says so.", show_alert=True)
    assert api.answered == [(query.id, "Because Reuters says so.", True)]
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_only_a_button_that_is_there_can_be_pressed_but_any_data_can_be_sent(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(DESK, "Talks", reply_markup=ASK_WHY)
    with pytest.raises(LookupError, match="no button 'Mute'"):
        api.presses(api.sent[0], "Mute", user=6)
    api.calls_back(api.sent[0], "why:8", user=6)
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("why:8", 6)


# --- changes


async def test_a_message_shows_what_it_was_changed_to_and_the_log_what_was_sent(api: TelegramApi, bot: Bot) -> None:
    message = await bot.send_message(5, "Mon 10 Jan", reply_markup=ASK_WHY)
    await message.edit_text("<b>Wed 12 Jan</b>", "HTML")
    assert [m.text for m in api.sent] == ["Mon 10 Jan"]
    (edited,) = api.edited
    assert (edited.message_id, edited.text, edited.keyboard) == (1, "Wed 12 Jan", ())
    with pytest.raises(LookupError):
        api.presses(api.sent[0], "Why?")


async def test_a_change_that_changes_nothing_is_refused(api: TelegramApi, bot: Bot) -> None:
    message = await bot.send_message(5, "Talks", reply_markup=ASK_WHY)
    with pytest.raises(BadRequest, match="is not modified"):
        await message.edit_text("Talks", reply_markup=ASK_WHY)
    with pytest.raises(BadRequest, match="is not modified"):
        await message.edit_reply_markup(ASK_WHY)
    await message.edit_reply_markup(None)
    assert [m.text for m in api.edited] == ["Talks"]


async def test_only_a_message_of_its_own_can_be_changed(api: TelegramApi, bot: Bot) -> None:
    said = api.says(5, "/start")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", 5, said["message_id"])
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("x", 5, 99)
    with pytest.raises(BadRequest, match="identifier is not specified"):
        await bot.edit_message_text("x", 5)


async def test_a_deleted_message_is_gone(bot: Bot) -> None:
    message = await bot.send_message(5, "Talks")
    await message.delete()
    with pytest.raises(BadRequest, match="to edit not found"):
        await message.edit_text("x")


# --- menus and chats


async def test_there_is_a_menu_for_each_scope_and_language(api: TelegramApi, bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("briefing", "What is coming up")])
    await bot.set_my_commands([BotCommand("addsource", "Add a source")], BotCommandScopeChat(5), "pt")
    assert [command.command for command in await bot.get_my_commands()] == ["briefing"]
    assert list(api.commands) == [("default", ""), ("chat:5", "pt")]
    await bot.delete_my_commands()
    assert not await bot.get_my_commands()
    assert api.violations == []


UNLISTED: dict[str, tuple[dict[str, Any], str]] = {
    "in capitals": ({"command": "Briefing"}, "BOT_COMMAND_INVALID"),
    "with a slash": ({"command": "/briefing"}, "BOT_COMMAND_INVALID"),
    "of 33 letters": ({"command": "b" * 33}, "BOT_COMMAND_INVALID"),
    "not described": ({"description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    "described at length": ({"description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
}


@pytest.mark.parametrize(("fields", "reason"), UNLISTED.values(), ids=UNLISTED)
async def test_no_menu_has_a_command(api: TelegramApi, fields: dict[str, Any], reason: str) -> None:
    command = {"command": "briefing", "description": "What is coming up", **fields}
    assert await refused(api, "setMyCommands", commands=[command]) == reason


async def test_no_menu_has_more_than_a_hundred_commands(api: TelegramApi) -> None:
    commands = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert await refused(api, "setMyCommands", commands=commands) == "BOT_COMMANDS_TOO_MUCH"


async def test_a_menu_is_for_a_chat_that_is_known(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([BotCommand("a", "b")], BotCommandScopeChatAdministrators(-100999))


async def test_a_chat_tells_who_is_who(api: TelegramApi, bot: Bot) -> None:
    api.says(DESK, "hello", user=User(9, "Bo"))
    assert (await bot.get_chat(DESK)).title == "Desk"
    statuses = [(await bot.get_chat_member(DESK, user)).status for user in (5, 6, 9, 10, api.bot.id)]
    assert statuses == ["creator", "administrator", "member", "left", "member"]


async def test_a_bot_that_leaves_cannot_write(bot: Bot) -> None:
    await bot.send_chat_action(DESK, "typing")
    assert await bot.leave_chat(DESK)
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await bot.send_message(DESK, "x")


async def test_a_person_who_blocks_the_bot_gets_nothing_until_the_block_is_lifted(api: TelegramApi, bot: Bot) -> None:
    api.bot_becomes(5, "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(5, "x")
    api.bot_becomes(5, "member")
    await bot.send_message(5, "x")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_group_that_becomes_a_supergroup_is_found_under_its_new_id_alone(api: TelegramApi, bot: Bot) -> None:
    api.group(-40, "Desk", type="group", owner=5)
    api.becomes_supergroup(-40, -1000000000040)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-40, "x")
    assert (await bot.send_message(moved.value.new_chat_id, "x")).chat.title == "Desk"
    told = [update.message for update in await bot.get_updates()]
    assert [message and message.migrate_to_chat_id for message in told] == [-1000000000040, None]


# --- updates


async def test_what_somebody_says_is_an_update_as_telegram_makes_it(api: TelegramApi, bot: Bot) -> None:
    api.says(DESK, "/briefing@DaybookTestBot 14d", user=User(9, "Bo", username="bo", language_code="nb"), topic=7)
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.parse_entities() == {message.entities[0]: "/briefing@DaybookTestBot"}
    assert message.entities[0].type == "bot_command"
    assert message.from_user is not None
    assert (message.from_user.username, message.from_user.language_code) == ("bo", "nb")
    assert (message.chat.type, message.message_thread_id, message.date) == ("supergroup", 7, MONDAY)


async def test_links_and_mentions_are_marked_in_utf16(api: TelegramApi, bot: Bot) -> None:
    api.says(5, "\N{BELL} https://komu.com/a @reuters")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert list(update.message.parse_entities().values()) == ["https://komu.com/a", "@reuters"]


async def test_a_message_may_be_forwarded_edited_anonymous_or_by_way_of_a_bot(api: TelegramApi, bot: Bot) -> None:
    api.says(5, "/start", forwarded=True)
    api.edits(api.says(5, "/strt"), "/start")
    api.says(DESK, "/start", user=ANONYMOUS_ADMIN, sender_chat=api.chats[DESK].json())
    api.says(5, "/start", via_bot=User(77, "Inline", is_bot=True).json())
    forwarded, _, edited, anonymous, via = await bot.get_updates()
    assert forwarded.message is not None
    assert forwarded.message.forward_origin is not None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/start"
    assert anonymous.message is not None
    assert anonymous.message.sender_chat is not None
    assert via.message is not None
    assert via.message.via_bot is not None


async def test_who_writes_for_the_first_time_has_a_chat_from_then_on(api: TelegramApi, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(11, "x")
    api.says(11, "/start")
    await bot.send_message(11, "x")


async def test_an_update_comes_again_until_a_later_one_is_asked_for(api: TelegramApi, bot: Bot) -> None:
    for text in ("one", "two", "three"):
        api.says(5, text)
    first = await bot.get_updates(limit=1)
    assert [u.update_id for u in await bot.get_updates(limit=1)] == [first[0].update_id]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message and u.message.text for u in rest] == ["two", "three"]
    (last,) = await bot.get_updates(offset=-1)
    assert last.update_id == rest[-1].update_id


async def test_updates_nobody_asked_for_are_not_owed(api: TelegramApi, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    api.says(5, "x")
    assert await bot.get_updates() == ()


async def test_a_long_poll_is_answered_as_soon_as_somebody_speaks(api: TelegramApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await api.asked("getUpdates")
    api.says(5, "/start")
    assert len(await poll) == 1


async def test_of_two_who_poll_at_once_the_first_is_told_of_the_conflict(api: TelegramApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await api.asked("getUpdates")
    async with bot_of(api) as other:
        second = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict):
            await first
        api.says(5, "/start")
        assert len(await second) == 1


async def test_a_raw_update_may_hold_anything(api: TelegramApi) -> None:
    api.raw_update({"message": {"date": "yesterday"}})
    _, (update,) = await call(api, "getUpdates")
    assert update["message"] == {"date": "yesterday"}


# --- an application as a whole


async def test_the_next_message_to_somebody_is_the_answer(api: TelegramApi, bot: Bot) -> None:
    async def answer_when_asked() -> None:
        (update,) = await bot.get_updates(timeout=10)
        assert update.message is not None
        await bot.send_message(DESK, "to others")
        await update.message.reply_text(f"to {update.message.text}")

    await bot.send_message(5, "before")
    answering = asyncio.create_task(answer_when_asked())
    assert (await api.asks(5, "/start")).text == "to /start"
    await answering
    assert [message.text for message in await api.wait_for(3)] == ["before", "to others", "to /start"]


async def test_an_application_of_python_telegram_bot_runs_against_it(api: TelegramApi) -> None:
    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text("Hello", do_quote=True)

    application = Application.builder().bot(bot_of(api)).build()
    application.add_handler(CommandHandler("start", start))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling()
        await application.start()
        reply = await api.asks(5, "/start")
        api.says(DESK, "/start@DaybookTestBot", user=6, topic=7)
        in_topic = await api.wait_for(lambda message: message.chat_id == DESK)
        await application.updater.stop()
        await application.stop()
    assert (reply.text, in_topic.topic_id) == ("Hello", 7)
    await api.settled()
    assert api.violations == []


async def test_waiting_in_vain_tells_what_was_sent_instead(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(5, "Hello")
    with pytest.raises(TimeoutError, match="1 sent"):
        await api.wait_for(2, timeout_s=0)


# --- webhook


async def test_a_webhook_gets_each_update_in_turn_until_it_takes_it(api: TelegramApi, bot: Bot) -> None:
    got: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((update["message"]["text"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        return web.Response(status=500 if len(got) == 1 else 200)

    async with served(take) as address:
        await bot.set_webhook(address, secret_token="s3cret")  # noqa: S106 - it guards nothing
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        api.says(5, "one")
        api.says(5, "two")
        await api.settled()
        await bot.delete_webhook()
    assert got == [("one", "s3cret"), ("one", "s3cret"), ("two", "s3cret")]


async def test_a_webhook_is_https_or_here(api: TelegramApi, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://bot.example.com/")
    await bot.set_webhook("https://bot.example.com/")
    api.says(5, "x")
    assert (await bot.get_webhook_info()).pending_update_count == 1


# --- who asks, and for what


async def test_a_wrong_token_and_a_method_there_is_not_are_told_apart(api: TelegramApi) -> None:
    status, _ = await call(api, "sendMesage", chat_id=5, text="x")
    assert status == 404
    assert api.violations == ["sendMesage is not a method that this stand-in knows."]
    with pytest.raises(InvalidToken):
        async with bot_of(api, "110201543:somebody-else"):
            pass


@needs_description
@pytest.mark.parametrize(
    ("fields", "violation"),
    [
        ({"txt": "x"}, "sendMessage: txt is unknown."),
        ({"text": None}, "sendMessage: text is missing."),
        ({"text": 5}, "sendMessage.text is 5, which is no String."),
        ({"disable_notification": "maybe"}, "sendMessage.disable_notification is 'maybe', which is no Boolean."),
        ({"message_thread_id": True}, "sendMessage.message_thread_id is True, which is no Integer."),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
            "sendMessage.reply_markup.inline_keyboard[0][0]: data is unknown.",
        ),
        (
            {"reply_markup": {"inline_keyboard": [{"text": "a"}]}},
            "sendMessage.reply_markup.inline_keyboard[0] is {'text': 'a'}, which is no Array of InlineKeyboardButton.",
        ),
        ({"entities": [{"type": "bold", "offset": 0}]}, "sendMessage.entities[0]: length is missing."),
    ],
)
async def test_what_the_description_does_not_allow_is_refused_and_kept(fields: dict[str, Any], violation: str) -> None:
    async with TelegramApi() as api:
        api.private(5)
        assert await refused(api, "sendMessage", **{"chat_id": 5, "text": "x", **fields}) == violation
        assert api.violations == [violation]


@needs_description
async def test_an_object_that_says_it_is_of_no_kind_does_not_fit() -> None:
    async with TelegramApi() as api:
        await refused(api, "deleteMyCommands", scope={"type": "everybody"})
        assert len(api.violations) == 1


# --- faults

FAULTS: dict[str, tuple[Fault, type[TelegramError], bool]] = {
    "a flood": (Fault.flood(5), RetryAfter, False),
    "a flood of unknown length": (Fault.flood_without_parameters(), NetworkError, False),
    "a block": (Fault.blocked(), Forbidden, False),
    "no chat": (Fault.chat_not_found(), BadRequest, False),
    "a migration": (Fault.migrated(DESK), ChatMigrated, False),
    "a closed topic": (Fault.topic_closed(), BadRequest, False),
    "no topic": (Fault.thread_not_found(), BadRequest, False),
    "no rights": (Fault.no_rights(), BadRequest, False),
    "bad markup": (Fault.cannot_parse(), BadRequest, False),
    "a second instance": (Fault.conflict(), Conflict, False),
    "a token withdrawn": (Fault.unauthorized(), InvalidToken, False),
    "an error of the server's": (Fault.server_error(), NetworkError, False),
    "an error after the effect": (Fault.server_error(accepted=True), NetworkError, True),
    "a bad gateway": (Fault.bad_gateway(), NetworkError, False),
    "an answer cut off": (Fault.bad_json(), TelegramError, True),
    "a connection closed": (Fault.closed(), NetworkError, False),
    "a connection closed after the effect": (Fault.closed(accepted=True), NetworkError, True),
    "an answer too late": (Fault.late(600), TimedOut, True),
}


@pytest.mark.parametrize(("fault", "error", "accepted"), FAULTS.values(), ids=FAULTS)
async def test_a_request_can_go_wrong_by(
    api: TelegramApi, bot: Bot, fault: Fault, error: type[TelegramError], accepted: bool
) -> None:
    api.fail_next("sendMessage", fault)
    with pytest.raises(error) as raised:
        await bot.send_message(5, "x", read_timeout=0.1)
    assert type(raised.value) is error
    assert bool(api.sent) is accepted
    await bot.send_message(5, "y")
    assert api.sent[-1].text == "y"


async def test_a_flood_says_for_how_long(api: TelegramApi, bot: Bot) -> None:
    api.fail_next("sendMessage", Fault.flood(5))
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(5, "x")
    assert flood.value.retry_after == timedelta(seconds=5)


async def test_faults_queue_up_for_a_chat_and_for_a_number_of_times(api: TelegramApi) -> None:
    api.fail_next("sendMessage", Fault.blocked(), chat_id=5)
    api.fail_next("sendMessage", Fault.flood(1), times=2)
    answers = [(await call(api, "sendMessage", chat_id=chat, text="x"))[0] for chat in (DESK, 5, 5, 5)]
    assert answers == [429, 403, 429, 200]
    assert [request.status for request in api.requests] == answers


async def test_faults_may_be_decided_request_by_request(api: TelegramApi) -> None:
    api.fail_when(lambda request: Fault.blocked() if request.fields.get("text") == "x" else None)
    assert [(await call(api, "sendMessage", chat_id=5, text=text))[0] for text in "xyx"] == [403, 200, 403]


async def test_telegram_may_be_out_of_reach_for_a_while(api: TelegramApi, bot: Bot) -> None:
    await bot.send_message(5, "before")
    async with api.unreachable():
        with pytest.raises(NetworkError):
            await bot.send_message(5, "meanwhile")
    await bot.send_message(5, "after")
    assert [message.text for message in api.sent] == ["before", "after"]


async def test_a_long_poll_ends_when_telegram_goes_out_of_reach(api: TelegramApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await api.asked("getUpdates")
    async with api.unreachable():
        with pytest.raises(NetworkError):
            await poll
    api.says(5, "after")
    assert len(await bot.get_updates()) == 1


# --- limits


@pytest.fixture
async def limited(clock: HandClock) -> AsyncIterator[TelegramApi]:
    async with TelegramApi(clock=clock, limits=Limits()) as api:
        api.group(DESK)
        yield api


async def waits(api: TelegramApi, *chats: int) -> list[int]:
    """Return the seconds to wait that a message to each of the chats earns, one after another."""
    earned = []
    for chat in chats:
        if chat not in api.chats:
            api.private(chat)
        status, said = await call(api, "sendMessage", chat_id=chat, text="x")
        earned.append(int(said.removeprefix("Too Many Requests: retry after ")) if status == 429 else 0)
    return earned


async def test_a_private_chat_takes_one_message_a_second_after_a_burst(limited: TelegramApi, clock: HandClock) -> None:
    assert await waits(limited, 5, 5, 5, 5) == [0, 0, 0, 1]
    clock.s += 1
    assert await waits(limited, 5, 5) == [0, 1]
    clock.s += 60
    assert await waits(limited, 5, 5, 5, 5) == [0, 0, 0, 1]


async def test_a_group_takes_twenty_messages_a_minute(limited: TelegramApi, clock: HandClock) -> None:
    assert await waits(limited, *[DESK] * 10) == [0] * 10
    clock.s += 20
    assert await waits(limited, *[DESK] * 11) == [0] * 10 + [40]
    clock.s += 40
    assert await waits(limited, *[DESK] * 11) == [0] * 10 + [20]


async def test_all_chats_together_take_thirty_messages_a_second(limited: TelegramApi, clock: HandClock) -> None:
    assert await waits(limited, *range(1, 32)) == [0] * 30 + [1]
    clock.s += 1
    assert await waits(limited, *range(1, 32)) == [0] * 30 + [1]


async def test_without_limits_there_is_no_flood(api: TelegramApi) -> None:
    assert await waits(api, *[5] * 50) == [0] * 50
