"""/split."""

from telegram import Update

from bot import deciding, decisions
from bot.context import Context
from bot.days import say
from bot.numbers import read_number
from storage.errors import AskedWrongly
from storage.models import Evidence


async def split(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /split 12: show the Meeting's reports, to choose from; /split 12 2: the second is of another one."""
    usage = say("split.usage")
    meeting_id = read_number(context.words[:1], usage)
    async with context.database.transaction() as storage:
        meeting = await storage.meetings.get(meeting_id)
        reports = _one_of_each(await storage.meetings.evidence(meeting_id))
    if len(reports) < 2:  # noqa: PLR2004 - one stays
        raise AskedWrongly(say("split.number", n=1, id=meeting_id))
    if not context.words[1:]:
        await context.reply(*decisions.reports(meeting, reports, context.today))
        return
    number = read_number(context.words[1:], usage)
    if not 1 <= number <= len(reports):
        raise AskedWrongly(say("split.number", n=len(reports), id=meeting_id))
    await context.reply(await deciding.split(context, meeting_id, reports[number - 1].mention_id))


def _one_of_each(evidence: list[Evidence]) -> list[Evidence]:
    """Return one Mention of each Article: an Article goes as a whole."""
    first: dict[int, Evidence] = {}
    for each in evidence:
        first.setdefault(each.article_id, each)
    return list(first.values())
