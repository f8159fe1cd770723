"""The methods of the Bot API, as functions from what a bot asks to what it is answered; getUpdates is the server's."""

import re
from collections.abc import Callable

from .answers import Json, bad_request
from .chats import Chat, Sent
from .conversations import Answered, Conversations
from .fields import Fields, Upload
from .formatting import CAPTION_LIMIT, read_text, utf16_length
from .keyboard import checked_keyboard
from .webhook import delete_webhook, get_webhook_info, set_webhook

Method = Callable[[Conversations, Fields], object]

DOWNLOAD_LIMIT = 20 * 1024**2  # Bot API, getFile
COMMAND_LIMIT = 100  # Bot API, setMyCommands
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # Bot API, BotCommand
_DESCRIPTION_LIMIT = 256  # the same
_ANSWER_LIMIT = 200  # Bot API, answerCallbackQuery
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


def get_me(api: Conversations, fields: Fields) -> Json:
    abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
    return api.bot.json() | dict.fromkeys(abilities, False) | {"can_join_groups": True, "has_main_web_app": False}


def send_message(api: Conversations, fields: Fields) -> Json:
    text, entities = read_text(fields.text("text"), fields.text("parse_mode"), fields.json_array("entities"))
    if not text:
        raise bad_request("message text is empty")
    content: Json = {"text": text, "entities": entities or None}
    if preview := fields.json_object("link_preview_options"):
        content["link_preview_options"] = preview
    return _send(api, fields, "sendMessage", content)


def send_document(api: Conversations, fields: Fields) -> Json:
    upload = fields.get("document")
    if not isinstance(upload, Upload):
        raise bad_request("there is no document in the request" if not upload else "wrong file identifier specified")
    if not upload.content:
        raise bad_request("file must be non-empty")
    caption, entities = read_text(
        fields.text("caption"), fields.text("parse_mode"), fields.json_array("caption_entities"), CAPTION_LIMIT
    )
    identifier = f"document-{len(api.sent) + 1}"
    document = {
        "file_id": identifier,
        "file_unique_id": identifier,
        "file_name": upload.name,
        "file_size": len(upload.content),
    }
    content: Json = {"document": document}
    if caption:
        content |= {"caption": caption, "caption_entities": entities or None}
    return _send(api, fields, "sendDocument", content, upload)


def edit_message_text(api: Conversations, fields: Fields) -> Json:
    message = _own_message(api, fields, "message to edit not found")
    text, entities = read_text(fields.text("text"), fields.text("parse_mode"), fields.json_array("entities"))
    if not text:
        raise bad_request("message text is empty")
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(api, fields, "editMessageText", message, {"text": text, "entities": entities or None})


def edit_message_reply_markup(api: Conversations, fields: Fields) -> Json:
    return _edit(api, fields, "editMessageReplyMarkup", _own_message(api, fields, "message to edit not found"), {})


def delete_message(api: Conversations, fields: Fields) -> bool:
    message = _own_message(api, fields, "message to delete not found")
    del api.messages[message["chat"]["id"], message["message_id"]]
    return True


def answer_callback_query(api: Conversations, fields: Fields) -> bool:
    press, text = fields.text("callback_query_id"), fields.text("text")
    if press not in api.presses_open:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    api.presses_open.remove(press)
    api.answered.append(Answered(press, text, fields.flag("show_alert")))
    return True


def set_my_commands(api: Conversations, fields: Fields) -> bool:
    commands = fields.json_array("commands")
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "").strip()) <= _DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    api.commands[_menu(api, fields)] = commands
    return True


def get_my_commands(api: Conversations, fields: Fields) -> list[Json]:
    return api.commands.get(_menu(api, fields), [])


def delete_my_commands(api: Conversations, fields: Fields) -> bool:
    api.commands.pop(_menu(api, fields), None)
    return True


def get_chat(api: Conversations, fields: Fields) -> Json:
    chat = _chat(api, fields)
    chat.check_reachable()
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return chat.json() | full


def get_chat_member(api: Conversations, fields: Fields) -> Json:
    chat, user = _chat(api, fields), fields.integer("user_id")
    chat.check_reachable()
    if user is None:
        raise bad_request("invalid user_id specified")
    return api.bot_in(chat, chat.bot_status) if user == api.bot.id else chat.member(user)


def send_chat_action(api: Conversations, fields: Fields) -> bool:
    _chat(api, fields).check_writable(fields.integer("message_thread_id"))
    if fields.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def get_file(api: Conversations, fields: Fields) -> Json:
    identifier = fields.text("file_id")
    if identifier not in api.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(api.files[identifier])
    if size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    path = f"documents/{identifier}"
    return {"file_id": identifier, "file_unique_id": identifier, "file_size": size, "file_path": path}


def leave_chat(api: Conversations, fields: Fields) -> bool:
    chat = _chat(api, fields)
    if chat.type == "private":
        raise bad_request("chat is not a group, supergroup or channel chat")
    chat.check_reachable()
    chat.bot_status = "left"
    return True


def yes(api: Conversations, fields: Fields) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
    "leaveChat": leave_chat,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": yes,
    "logOut": yes,
}


def _chat(api: Conversations, fields: Fields) -> Chat:
    return api.chat(fields.decoded("chat_id"))


def _send(api: Conversations, fields: Fields, method: str, content: Json, document: Upload | None = None) -> Json:
    chat, topic = _chat(api, fields), fields.integer("message_thread_id")
    chat.check_writable(topic)
    if keyboard := checked_keyboard(fields.json_object("reply_markup")):
        content["reply_markup"] = keyboard
    if reply := fields.json_object("reply_parameters"):
        replied = api.messages.get((chat.id, reply.get("message_id", 0)))
        if replied is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        if replied:
            content["reply_to_message"] = replied
    message = api.post(chat, topic, content)
    api.record(_record(api, fields, method, message, document))
    return message


def _own_message(api: Conversations, fields: Fields, otherwise: str) -> Json:
    chat, number = _chat(api, fields), fields.integer("message_id")
    chat.check_writable(None)
    if number is None:
        raise bad_request("message identifier is not specified")
    message = api.messages.get((chat.id, number))
    if message is None:
        raise bad_request(otherwise)
    if message["from"]["id"] != api.bot.id:
        raise bad_request("message can't be edited")
    return message


def _edit(api: Conversations, fields: Fields, method: str, message: Json, content: Json) -> Json:
    """Return ``message`` with other content; its keyboard goes unless it is sent again."""
    content["reply_markup"] = checked_keyboard(fields.json_object("reply_markup"))
    if all(message.get(name) == value for name, value in content.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    changed = api.change(message, content)
    api.record(_record(api, fields, method, changed, None))
    return changed


def _record(api: Conversations, fields: Fields, method: str, message: Json, document: Upload | None) -> Sent:
    html = fields.text("text" if "text" in fields else "caption") if fields.text("parse_mode") else None
    silent = fields.flag("disable_notification")
    return Sent.of(message, method, api.clock(), html=html, document=document, silent=silent)


def _menu(api: Conversations, fields: Fields) -> tuple[str, str]:
    """Return the key of the menu a request is about."""
    scope, language = fields.json_object("scope") or {"type": "default"}, fields.text("language_code")
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope["type"].startswith("chat"):
        api.chat(scope.get("chat_id"))
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope), language
