"""Why a Meeting is believed: pure, what it was read from in, Telegram's HTML out."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot import days
from bot.days import say
from bot.markup import harmless
from bot.texts import DOT, LINE, PARAGRAPH, QUOTE_LIMIT, outlet
from bot.values import dissent
from storage.models import Evidence, Meeting, Says


def why(one: Meeting, evidence: Sequence[Evidence], today: date) -> Markup:
    """Return every sentence the Meeting was read from: its outlet, its days, the rule that read its date.

    Of all but the first, how well it matched, too; and what sources say otherwise.
    """
    title = say("why.title", name=one.name, id=one.id)
    if not evidence:
        return LINE.join([title, say("why.nothing")])
    first, *others = [_quote(each) for each in evidence]
    blocks = [title + LINE + first, *others]
    if said := dissent(one.dissent, today):
        blocks.append(say("why.dissent", said=DOT.join(said)))
    return PARAGRAPH.join(blocks)


def _quote(one: Evidence) -> Markup:
    said = say(f"why.says_{one.mention.says}") if one.mention.says is not Says.ANNOUNCES else None
    outlet_and_days = say(
        "why.outlet", outlet=outlet(one), published=days.day(one.published), read=days.day(one.read_at.date())
    )
    when = one.mention.when
    counted = say("why.from", day=days.day(when.resolved_from)) if when.resolved_from else ""
    reading = say("why.reading", phrase=when.phrase, days=days.days(when), **{"from": counted}, rule=one.mention.rule)
    lines = [
        say("why.quote", quote=harmless(one.mention.quote, QUOTE_LIMIT)),
        DOT.join([outlet_and_days, said] if said else [outlet_and_days]),
        reading,
    ]
    if one.pinned_by is not None:
        lines.append(say("why.matched_by_hand"))
    elif one.reasons:
        lines.append(say("why.matched", percent=round(100 * one.score), reasons=harmless(", ".join(one.reasons), 300)))
    return LINE.join(lines)
