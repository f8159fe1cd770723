"""A Look: what somebody wants read once is read, and the answer owed; what an admin keeps of it is entered."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from jobs.announcing import announced
from jobs.entering import enter_items
from jobs.extraction.language import is_read
from jobs.overview import overview
from jobs.sources import opml
from jobs.sources.given import read_file, read_text
from jobs.sources.records import Answer, Item, Outline
from jobs.sources.registry import read_link, read_source
from jobs.sources.web.client import Web
from jobs.subscribing import add_all, known_of
from storage.clock import Clock
from storage.database import Database, Storage
from storage.errors import NotFoundError, SourceError
from storage.looks import ANNOUNCED, Announced
from storage.models import Article, Look, LookFor, LookState, SourceKind, SourceState
from storage.spans import write_days

log = logging.getLogger(__name__)
_KEPT_FOR = timedelta(days=1)
_LONGEST_S = 60
_ARTICLES, _OUTLINES = TypeAdapter(list[Article]), TypeAdapter(list[Outline])
_NOBODY = "a message to Daybook"  # the outlet of a text that names none
_BUG = "Something went wrong here while it was looked at."


@dataclass(frozen=True)
class Looked:
    """What came of a Look: where it stands now, what is told, and what can be kept."""

    look: Look
    state: LookState
    told: dict[str, object]
    found: Sequence[Any] | None = None  # None: as it was


async def look_at(database: Database, web: Web, look: Look, clock: Clock) -> Looked:
    """Return what came of ``look``; whatever goes wrong is told, and nothing of it is kept unless that is wanted."""
    try:
        async with asyncio.timeout(_LONGEST_S):
            if look.state is LookState.WANTED:
                return await _keep(database, web, look, clock)
            match look.purpose:
                case LookFor.READ:
                    return await _read(database, web, look, clock.now())
                case LookFor.TEST:
                    return await _test(database, web, look, clock.now())
                case LookFor.ADD:
                    return await _list(database, web, look, clock.now())
    except SourceError as error:
        reason = error.reason
    except NotFoundError as error:
        reason = str(error)
    except TimeoutError:
        reason = f"Looking at it took longer than {_LONGEST_S} seconds."
    except Exception:
        log.exception("not looked at", extra={"look": look.id})
        reason = _BUG
    return _settled(look, {"kind": "unreadable", "address": look.name or look.address, "reason": reason})


async def settle(storage: Storage, done: Sequence[Looked], *, now: datetime) -> None:
    """Note what came of Looks, and owe the answers."""
    for one in done:
        look = one.look
        if await storage.looks.settle(look, one.state, one.found):
            await storage.deliveries.owe_notice(
                look.chat_id,
                f"look:{look.id}",
                {"look": look.id, **one.told},
                revision=int(look.state is LookState.WANTED),
                now=now,
                topic_id=look.topic_id,
            )


async def forget_looks(database: Database, _web: Web, clock: Clock) -> None:
    """Forget what was looked at, a day after it was asked for."""
    async with database.transaction(in_background=True) as storage:
        await storage.looks.forget(clock.now() - _KEPT_FOR)


async def _read(database: Database, web: Web, look: Look, now: datetime) -> Looked:
    """Read a text or a file; where it announces nothing, or there is none, the page at the address."""
    articles: Sequence[Article] = ()
    if look.content:
        at = min(look.published_at or look.asked_at, look.asked_at)  # later: Daybook's clock is set back
        if look.name:
            articles = await web.children.run(read_file, look.content, look.name, at)
        else:
            articles = await web.children.run(read_text, look.content, look.outlet, look.origin, at)
    found = await announced(database, web, articles, now)
    if look.address and not found:
        with suppress(SourceError) if articles else nullcontext():
            reading = await read_link(web, look.address, now.date())
            if reading.kind is not SourceKind.PAGE:
                return _settled(look, {"kind": "looked", **await overview(web, reading, now)})
            articles = [item.article for item in reading.items]
            found = await announced(database, web, articles, now)
    return _shown(look, articles, found, now)


def _shown(look: Look, articles: Sequence[Article], found: Sequence[Announced], now: datetime) -> Looked:
    first = articles[0]
    told: dict[str, object] = {
        "kind": "read",
        "title": first.title,
        "outlet": first.outlet,
        "address": first.address,
        "published": f"{first.published}",
        "language": first.language,
        "is_read": is_read(first.language),
        "meetings": ANNOUNCED.dump_python(list(found), mode="json"),
        "may_keep": look.may_keep,
    }
    if not any(one.belief.when.last >= now.date() for one in found):
        return _settled(look, told)
    return Looked(look, LookState.SHOWN, told, _ARTICLES.dump_python(list(articles), mode="json"))


async def _keep(database: Database, web: Web, look: Look, clock: Clock) -> Looked:
    """Enter what was found, or have it read; what was in the diary before just so changes nothing."""
    if look.purpose is LookFor.ADD:
        async with database.transaction() as storage:
            new = await add_all(storage, _OUTLINES.validate_python(look.found), clock.now())
        return _settled(look, {"kind": "added", "title": look.name, "sources": new})
    articles = _ARTICLES.validate_python(look.found)
    items = [Item(replace(article, outlet=article.outlet or _NOBODY)) for article in articles]
    entered = await enter_items(database, web, items, clock)
    if entered.failures:
        return _settled(look, {"kind": "unreadable", "address": look.name or look.address, "reason": _BUG})
    async with database.transaction() as storage:
        meetings = await storage.meetings.several(entered.meetings)
    told = [{"id": one.id, "name": one.name, "when": write_days(one.when)} for one in meetings]
    return _settled(look, {"kind": "kept", "meetings": told})


async def _test(database: Database, web: Web, look: Look, now: datetime) -> Looked:
    """Look at an address, or at a Source as its next reading would."""
    source = None
    if look.source_id is not None:
        async with database.transaction() as storage:
            source = await storage.sources.get(look.source_id)
    kind = source.kind if source and source.state is not SourceState.NEW else None
    reading = await read_source(web, look.address, kind, today=now.date())
    told: dict[str, object] = {"kind": "looked", **await overview(web, reading, now)}
    if source is not None:
        async with database.transaction() as storage:
            known = await storage.articles.known([item.article.key for item in reading.items], now)
        new = sum(item.article.key not in known for item in reading.items)
        told |= {"source_id": source.id, "state": str(source.state), "new": new}
    return _settled(look, told)


async def _list(database: Database, web: Web, look: Look, now: datetime) -> Looked:
    """Read a list of Sources."""
    reading = await web.children.run(opml.parse, Answer(address="", body=look.content), now.date())
    async with database.transaction() as storage:
        known = await known_of(storage, reading.outlines)
    told = {"kind": "listed", **await overview(web, reading, now), "title": look.name, "known": known}
    return Looked(look, LookState.SHOWN, told, _OUTLINES.dump_python(list(reading.outlines), mode="json"))


def _settled(look: Look, told: dict[str, object]) -> Looked:
    return Looked(look, LookState.SETTLED, told)
