"""/unsubscribe."""

from telegram import Update

from bot import texts, wishes
from bot.context import Context
from bot.days import say
from bot.query import read_filter
from storage.errors import AskedWrongly


async def unsubscribe(update: Update, context: Context) -> None:  # noqa: ARG001 - every handler is given both
    """Answer /unsubscribe [words | all]; without words it ends the only subscription, or asks which."""
    words = context.words
    async with context.database.transaction() as storage:
        present = [one.filter for one in await storage.chats.subscriptions(context.chat)]
        if not present:
            raise AskedWrongly(say("subscribe.none"))
        if [word.casefold() for word in words] == ["all"]:
            ending = present
        elif words or len(present) == 1:
            wanted = read_filter(words) if words else present[0]
            if wanted not in present:
                raise AskedWrongly(
                    say("subscribe.which", filter=wishes.shown(wanted)) + texts.LINE + wishes.subscriptions(present)
                )
            ending = [wanted]
        else:
            raise AskedWrongly(say("subscribe.several") + texts.LINE + wishes.subscriptions(present))
        for one in ending:
            await storage.chats.unsubscribe(context.chat, one)
    await context.reply(say("subscribe.ended", n=len(ending), filter=wishes.shown(ending[0])))
