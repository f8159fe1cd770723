"""Digests: which Chats are owed one on which day, as one statement however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.chats import decode_quiet, encode_quiet
from storage.models import Chat, DeliveryKind, DeliveryState
from storage.plans import are_taken, owe
from storage.rows import given

LATE = timedelta(hours=4)  # after its hour nobody wants a digest any more
_d, _c = schema.deliveries, schema.chats
_HOURS = ("zone", "daily_hour", "quiet")
_PREFIX = "day:"


@dataclass(frozen=True)
class Morning:
    """The digest of ``day`` for all Chats that keep the hours of ``hours``."""

    hours: Chat
    day: date
    due_at: datetime


def day_of(subject: str) -> date:
    """Return the day of the digest with this ``subject``; raises ValueError where it is none."""
    return date.fromisoformat(subject.removeprefix(_PREFIX))


class Digests:
    """The digests of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hours(self) -> list[Chat]:
        """Return each manner of hours at which active Chats want a digest, as a Chat whose ids mean nothing."""
        found = await self._connection.execute(
            sa.select(*(_c.c[name] for name in _HOURS)).where(_c.c.is_active, _c.c.daily_hour.is_not(None)).distinct()
        )
        return [
            Chat(chat_id=0, zone=row.zone, daily_hour=row.daily_hour, quiet=decode_quiet(row.quiet)) for row in found
        ]

    async def owe(self, mornings: Sequence[Morning], *, taken: bool = False) -> None:
        """Owe the Chats they are for the digests of ``mornings``, each once; what is planned gets its new moment.

        taken  to the Chats that this planning has taken; else to all others
        """
        if not mornings:
            return
        wanted = self._given(mornings)
        rows = (
            sa.select(
                _c.c.chat_id,
                _c.c.topic_id,
                sa.literal(DeliveryKind.DIGEST.value).label("kind"),
                wanted.c.subject,
                sa.literal(0).label("revision"),
                sa.literal(0).label("offset_s"),
                wanted.c.due_at,
            )
            .select_from(_c.join(wanted, _keeps(wanted)))
            .where(are_taken(taken), _c.c.is_active)
        )
        await owe(self._connection, rows)

    async def cancel_unwanted(self, mornings: Sequence[Morning]) -> None:
        """Cancel the planned digests of the Chats that this planning has taken, but for those of ``mornings``."""
        wanted = self._given(mornings)
        chat = sa.and_(_c.c.chat_id == _d.c.chat_id, _c.c.topic_id == _d.c.topic_id)
        is_wanted = sa.exists().where(chat, _keeps(wanted), wanted.c.subject == _d.c.subject).correlate(_d)
        await self._connection.execute(
            sa.update(_d)
            .where(_d.c.kind == DeliveryKind.DIGEST, _d.c.state == DeliveryState.PLANNED)
            .where(sa.exists().where(chat, are_taken(True)).correlate(_d), ~is_wanted)
            .values(state=DeliveryState.CANCELLED, reason="the chat does not want it any more")
        )

    def _given(self, mornings: Sequence[Morning]) -> sa.CTE:
        columns = {name: _c.c[name].type for name in _HOURS} | {"subject": sa.String(), "due_at": schema.Moment()}
        rows = [
            (one.hours.zone, one.hours.daily_hour, encode_quiet(one.hours.quiet), f"{_PREFIX}{one.day}", one.due_at)
            for one in mornings
        ]
        return given(self._connection, "mornings", columns, rows)


def _keeps(mornings: sa.CTE) -> sa.ColumnElement[bool]:
    return sa.and_(*(mornings.c[name] == _c.c[name] for name in _HOURS))
