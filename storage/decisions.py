"""Decisions: what admins asked to be put right, and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import schema
from storage.errors import NotFoundError
from storage.leases import Leases
from storage.models import Action, Chat, Decision, DecisionState

_t = schema.decisions
_OF_A_FIELD = (Action.EDIT, Action.RETRACT, Action.CONFIRM)
_STANDING = (DecisionState.ASKED, DecisionState.APPLIED)


class Decisions:
    """The Decisions of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(
        self,
        chat: Chat,
        user_id: int,
        action: Action,
        meeting_id: int,
        arguments: Mapping[str, Any],
        *,
        now: datetime,
    ) -> tuple[Decision, bool]:
        """Return the Decision of a person in ``chat`` and whether it is new: what stands already is not asked again.

        The meeting is known.
        """
        await Leases(self._connection).turn("decisions")
        before = [one for one in await self.of(meeting_id) if one.state in _STANDING and one.action is action]
        if action is Action.EDIT:  # the last word on a field is the one that stands
            before = [one for one in before if one.arguments["field"] == arguments["field"]][-1:]
        for one in before:
            if one.arguments == arguments:
                return one, False
        added = await self._connection.execute(
            sa.insert(_t)
            .values(
                asked_at=now,
                chat_id=chat.chat_id,
                topic_id=chat.topic_id,
                user_id=user_id,
                action=action,
                meeting_id=meeting_id,
                arguments=dict(arguments),
                state=DecisionState.ASKED,
            )
            .returning(_t)
        )
        return _decision(added.one()), True

    async def get(self, decision_id: int) -> Decision:
        """Return the Decision; raises NotFoundError."""
        found = await self._all(_t.c.id == decision_id)
        if not found:
            raise NotFoundError("decision", decision_id)
        return found[0]

    async def asked(self) -> list[Decision]:
        """Return those that are still to be applied, the oldest first."""
        return await self._all(_t.c.state == DecisionState.ASKED)

    async def of(self, meeting_id: int) -> list[Decision]:
        """Return every Decision on the Meeting, the oldest first, those included that name it as the other one."""
        return await self._all(
            sa.or_(_t.c.meeting_id == meeting_id, _t.c.arguments["other"].as_integer() == meeting_id)
        )

    async def applied(self, action: Action) -> list[Decision]:
        """Return the Decisions of that kind that are in force, the oldest first."""
        return await self._all(_t.c.state == DecisionState.APPLIED, _t.c.action == action)

    async def in_force(self, meeting_ids: Iterable[int]) -> dict[int, list[Decision]]:
        """Return what admins decided of the Meetings' fields and is in force, by Meeting, the oldest first."""
        found = await self._all(
            _t.c.state == DecisionState.APPLIED, _t.c.action.in_(_OF_A_FIELD), _t.c.meeting_id.in_(list(meeting_ids))
        )
        by_meeting: dict[int, list[Decision]] = {}
        for one in found:
            by_meeting.setdefault(one.meeting_id, []).append(one)
        return by_meeting

    async def last_of(self, user_id: int) -> Decision | None:
        """Return the newest Decision of a person that can be undone; None where there is none."""
        found = await self._all(_t.c.user_id == user_id, _t.c.action != Action.UNDO, _t.c.state.in_(_STANDING))
        return found[-1] if found else None

    async def settle(self, decision_id: int, state: DecisionState, *, now: datetime, answer: str = "") -> None:
        """Note what became of the Decision."""
        await self._connection.execute(
            sa.update(_t).where(_t.c.id == decision_id).values(state=state, settled_at=now, answer=answer)
        )

    async def _all(self, *conditions: sa.ColumnElement[bool]) -> list[Decision]:
        found = await self._connection.execute(sa.select(_t).where(*conditions).order_by(_t.c.id))
        return [_decision(row) for row in found]


def _decision(row: sa.Row[Any]) -> Decision:
    return Decision(**row._asdict())
