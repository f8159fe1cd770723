"""Updates brought to the bot, where it named an address for them."""

import asyncio
import contextlib
import re

import aiohttp

from .answers import Json, bad_request
from .conversations import Conversations
from .fields import Fields

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook
_LOOPBACK = "http://127.0.0.1"
_RETRY_S = 0.05  # Telegram waits longer; nobody here has the time


def set_webhook(api: Conversations, fields: Fields) -> bool:
    """Keep the address; https, as at Telegram, unless it is on loopback as this stand-in is."""
    url, secret = fields.text("url"), fields.text("secret_token")
    if url and not url.startswith(("https://", _LOOPBACK)):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    api.allow(fields.decoded("allowed_updates"))
    return _aim(api, fields, url, secret)


def delete_webhook(api: Conversations, fields: Fields) -> bool:
    """Forget the address."""
    return _aim(api, fields, "", "")


def get_webhook_info(api: Conversations, fields: Fields) -> Json:
    """Return where updates are brought, and how many wait."""
    return {
        "url": api.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(api.updates),
        "allowed_updates": api.allowed_updates,
    }


def _aim(api: Conversations, fields: Fields, url: str, secret: str) -> bool:
    if fields.flag("drop_pending_updates"):
        api.updates.clear()
    api.webhook_url, api.webhook_secret = url, secret
    api.changed.fire()
    return True


async def deliver(api: Conversations) -> None:
    """Bring the bot its updates one by one, each again until it is taken with a 2xx; for as long as the task lives.

    Only loopback is within reach; for any other address they wait.
    """
    async with aiohttp.ClientSession() as session:
        while True:
            if not (api.webhook_url.startswith(_LOOPBACK) and api.updates):
                await api.changed.wait()
                continue
            update = api.updates[0]
            headers = {"X-Telegram-Bot-Api-Secret-Token": api.webhook_secret} if api.webhook_secret else {}
            taken = False
            with contextlib.suppress(aiohttp.ClientError):
                async with session.post(api.webhook_url, json=update, headers=headers) as answer:
                    taken = answer.ok
            if not taken:
                await asyncio.sleep(_RETRY_S)
            elif update in api.updates:
                api.updates.remove(update)
                api.changed.fire()
