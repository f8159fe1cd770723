"""Decisions of admins as they are read: pure, records and the bodies of notices in, Telegram's HTML out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import days
from bot.buttons import Press, Two, Verb, in_rows
from bot.days import say
from bot.markup import clean, harmless, host, link
from bot.reviewing import Doubt, Lock, Review
from bot.texts import ARROW, LINE, PARAGRAPH, certainty, outlet
from bot.values import value
from storage.models import Action, Chat, Decision, DecisionState, Evidence, Meeting, Status

_QUOTE_LIMIT = 200  # characters: enough to know a report by
_STANDING = (DecisionState.ASKED, DecisionState.APPLIED)
_IN_A_ROW = 4  # buttons


def noted(one: Decision, *, is_new: bool, today: date) -> Markup:
    """Return that the Decision will be done; of one that stands already, where it stands."""
    what = described(one.action, one.meeting_id, one.arguments, today)
    if is_new:
        return say("decision.noted", number=one.id, what=what)
    return say("decision.again", number=one.id, what=what, state=say(f"decision.{one.state}"))


def described(action: Action, meeting_id: int, arguments: Mapping[str, Any], today: date) -> Markup:
    """Return what is decided: "no. 12: the date is Wed 12 Jan"."""
    match action:
        case Action.EDIT:
            field = str(arguments["field"])
            said = value(field, arguments["value"], today)
            return say("decision.edit", id=meeting_id, field=say(f"field.{field}"), value=said)
        case Action.MERGE:
            return say("decision.merge", id=meeting_id, other=int(arguments["other"]))
        case Action.UNDO:
            return say("decision.undo", id=meeting_id, number=int(arguments["decision"]))
        case Action.SPLIT if "other" in arguments:
            return say("decision.apart", id=meeting_id, other=int(arguments["other"]))
        case Action.SPLIT:
            return say("decision.split", id=meeting_id)
        case Action.RETRACT:
            return say("decision.retract", id=meeting_id)
        case Action.CONFIRM:
            return say("decision.confirm", id=meeting_id)


def settled(body: Mapping[str, Any], today: date) -> Markup:
    """Return the notice of what became of a Decision."""
    number, state = int(body["decision"]), DecisionState(body["state"])
    action = Action(body["action"])
    what = described(action, int(body["meeting"]), body["arguments"], today)
    if state is DecisionState.REFUSED:
        return say("decision.not_done", number=number, what=what, reason=say(f"refusal.{body['answer']}"))
    lines = [say("decision.done", number=number, what=what, name=clean(body["name"]))]
    if body.get("made"):
        lines.append(say("decision.made", id=int(body["made"])))
    if action is not Action.UNDO:
        lines.append(say("decision.takes_back", number=number))
    return LINE.join(lines)


def contradicted(body: Mapping[str, Any], today: date) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return the question whether a field stays as an admin set it, now that a source says otherwise; its buttons."""
    number, meeting_id, field = int(body["decision"]), int(body["meeting"]), str(body["field"])
    where = str(body["address"])
    lines = [
        say("decision.contradicted", name=clean(body["name"]), id=meeting_id, field=say(f"field.{field}")),
        say(
            "decision.otherwise",
            value=value(field, body["value"], today),
            quote=harmless(body["quote"], _QUOTE_LIMIT),
            outlet=link(f"{clean(body['outlet'], 40) or host(where)} {ARROW}", where),
        ),
        say("decision.stays", number=number, value=value(field, body["mine"], today)),
    ]
    give_way = (say("button.give_way"), Press(Verb.UNDO, number))
    return LINE.join(lines), in_rows([[give_way, (say("button.trail"), Press(Verb.REVIEW, meeting_id))]])


def trail(
    one: Meeting, decisions: Sequence[Decision], *, chat: Chat, today: date
) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return what was decided on a Meeting, when and by whom, and the buttons of what may be."""
    lines = [say("meeting.title", name=one.name, id=one.id), say("review.stands", days=days.days(one.when, today))]
    if one.merged_into is not None:
        lines.append(say("review.merged_into", id=one.merged_into))
    else:
        lines[-1] += Markup(" · ") + (certainty(one) if one.status.still_stands else say(f"status.{one.status}"))
    history = [
        say(
            "review.decision",
            number=each.id,
            at=days.moment(each.asked_at, chat, today),
            admin=each.user_id,
            what=described(each.action, each.meeting_id, each.arguments, today),
            state=say(f"decision.{each.state}"),
        )
        for each in decisions
    ]
    undone = [each for each in decisions if each.action is not Action.UNDO and each.state in _STANDING]
    buttons = [(say("button.undo", number=each.id), Press(Verb.UNDO, each.id)) for each in undone[-_IN_A_ROW:]]
    block = LINE.join([say("review.trail"), *history]) if history else say("review.no_trail")
    return PARAGRAPH.join([LINE.join(lines), block]), in_rows(
        [_verdicts(one.id) if one.status is not Status.RETRACTED else [], buttons]
    )


def reports(one: Meeting, evidence: Sequence[Evidence], today: date) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return the Articles that speak of a Meeting, numbered, to split one off, and a button for each."""
    lines = [say("split.which", name=one.name, id=one.id)]
    buttons = []
    for number, each in enumerate(evidence, 1):
        quote = harmless(each.mention.quote, _QUOTE_LIMIT)
        day = days.day(each.published, today)
        lines.append(say("split.report", number=number, quote=quote, outlet=outlet(each), day=day))
        buttons.append((say("button.split_off", number=number), Press(Verb.SPLIT, Two(one.id, each.mention_id))))
    rows = [buttons[start : start + _IN_A_ROW] for start in range(0, len(buttons), _IN_A_ROW)]
    return LINE.join(lines), in_rows(rows)


def review(found: Review, today: date) -> tuple[Markup, InlineKeyboardMarkup | None]:
    """Return what asks for a look, and the buttons to settle it with."""
    blocks: list[Markup] = []
    rows: list[list[tuple[Markup, Press]]] = []
    if found.locks:
        blocks.append(LINE.join([say("review.locks"), *(_lock(one, today) for one in found.locks)]))
        rows += [
            [(say("button.undo", number=one.decision.id), Press(Verb.UNDO, one.decision.id))] for one in found.locks
        ]
    if found.doubts:
        blocks.append(LINE.join([say("review.doubts"), *(_doubt(one, today) for one in found.doubts)]))
        rows += [_settling(one) for one in found.doubts]
    if found.possible:
        lines = [_line(one, today) for one in found.possible]
        blocks.append(LINE.join([say("review.possible"), *lines]))
        rows += [_verdicts(one.id) for one in found.possible]
    if not blocks:
        return say("review.nothing"), None
    if found.more:
        blocks.append(say("review.more", n=found.more))
    return PARAGRAPH.join(blocks), in_rows(rows)


def _line(one: Meeting, today: date) -> Markup:
    return say("meeting.choice_line", id=one.id, name=one.name, days=days.days(one.when, today))


def _lock(one: Lock, today: date) -> Markup:
    field = str(one.decision.arguments["field"])
    return say(
        "review.lock",
        id=one.meeting.id,
        name=one.meeting.name,
        field=say(f"field.{field}"),
        mine=value(field, one.decision.arguments["value"], today),
        others=Markup(", ").join(
            say("review.otherwise", outlet=outlet(each), value=value(field, written, today))
            for written, each in one.others.items()
        ),
    )


def _doubt(one: Doubt, today: date) -> Markup:
    line = _line(one.meeting, today)
    if one.other is not None:
        return say("review.alike", one=line, other=_line(one.other, today))
    return say(
        "review.weak",
        meeting=line,
        quote=harmless(one.evidence.mention.quote, _QUOTE_LIMIT),
        outlet=outlet(one.evidence),
        reasons=harmless(", ".join(one.evidence.reasons)),
    )


def _settling(one: Doubt) -> list[tuple[Markup, Press]]:
    """Return the buttons that settle whether two Meetings are one, or a report is of its Meeting."""
    here = one.meeting.id
    if one.other is None:
        off = Press(Verb.SPLIT, Two(here, one.evidence.mention_id))
        return [(say("button.split_from", id=here), off)]
    there = one.other.id
    return [
        (say("button.merge", id=here, other=there), Press(Verb.MERGE, Two(here, there))),
        (say("button.two", id=here, other=there), Press(Verb.APART, Two(here, there))),
    ]


def _verdicts(meeting_id: int) -> list[tuple[Markup, Press]]:
    return [
        (say("button.confirm", id=meeting_id), Press(Verb.CONFIRM, meeting_id)),
        (say("button.retract", id=meeting_id), Press(Verb.RETRACT, meeting_id)),
    ]
